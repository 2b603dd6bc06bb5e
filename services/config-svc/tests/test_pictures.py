"""Uploaded pictures: what is taken, what is refused and why, and that few are worked on at once."""

from __future__ import annotations

import asyncio
import io
import struct
import time
import zlib
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any
from uuid import UUID

import httpx
import psutil
import pytest
import pytest_asyncio
from config_svc.adapters.images import desk
from config_svc.adapters.images.desk import NotAPicture, Picture, PictureDesk
from config_svc.domain.pictures import Square
from PIL import ExifTags, Image, PngImagePlugin
from servicekit.errors import TooManyRequests

WORKSPACE, ANOTHER = UUID(int=1), UUID(int=2)
SECRET = b"48.1374N 11.5755E, Erika"
HEAD = b"\x89PNG\r\n\x1a\n"


def encoded(image: Image.Image, format: str = "PNG", **options: Any) -> bytes:
    target = io.BytesIO()
    image.save(target, format, **options)
    return target.getvalue()


def chunk(kind: bytes, data: bytes) -> bytes:
    return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))


def claiming(width: int, height: int, pixels: bytes = b"\0" * 10_000) -> bytes:
    """A PNG of a few hundred bytes with any size in its head."""
    head = chunk(b"IHDR", struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0))
    return HEAD + head + chunk(b"IDAT", zlib.compress(pixels)) + chunk(b"IEND", b"")


def shots(count: int = 3) -> list[Image.Image]:
    return [Image.new("RGB", (20, 20), (60 * n, 0, 0)) for n in range(count)]


def animated(format: str) -> bytes:
    first, *others = shots()
    return encoded(first, format, save_all=True, append_images=others)


def located(**options: Any) -> Image.Exif:
    exif = Image.Exif()
    exif[ExifTags.Base.ImageDescription] = SECRET.decode()
    exif.get_ifd(ExifTags.IFD.GPSInfo)[ExifTags.GPS.GPSAreaInformation] = b"ASCII\0\0\0" + SECRET
    if "orientation" in options:
        exif[ExifTags.Base.Orientation] = options["orientation"]
    return exif


async def upload(content: bytes, *, parts: int = 1) -> AsyncIterator[bytes]:
    step = max(1, len(content) // parts)
    for start in range(0, len(content), step):
        yield content[start : start + step]


async def taken(content: bytes) -> Picture:
    return await PictureDesk().take(upload(content), WORKSPACE)


async def test_a_square_part_is_kept_where_one_is_asked_for() -> None:
    picture = Image.new("RGB", (400, 200), "white")
    picture.paste("red", (300, 0, 400, 200))
    kept = await PictureDesk().take(upload(encoded(picture)), WORKSPACE, Square(left=1, top=0.5, side=0.5))
    found = opened(kept)
    assert found.size == (100, 100)
    assert found.getcolors() == [(10_000, (255, 0, 0))]
    assert Square().box(300, 400) == (0, 50, 300, 350)


def opened(picture: Picture) -> Image.Image:
    found = Image.open(io.BytesIO(picture.content))
    found.load()
    return found


def near(found: Any, wanted: tuple[int, ...]) -> bool:
    return len(found) == len(wanted) and all(abs(a - b) <= 6 for a, b in zip(found, wanted, strict=True))


REFUSED = {
    "nothing": (b"", "PNG or JPG"),
    "svg bomb": (
        b"<!DOCTYPE svg [<!ENTITY a '&b;&b;&b;'><!ENTITY b 'ha'>]><svg xmlns='http://www.w3.org/2000/svg'>&a;</svg>",
        "PNG or JPG",
    ),
    "gif": (animated("GIF"), "PNG or JPG"),
    "webp": (animated("WEBP"), "PNG or JPG"),
    "tiff": (encoded(Image.new("RGB", (9, 9)), "TIFF"), "PNG or JPG"),
    "pdf before a picture": (b"%PDF-1.7\n" + encoded(Image.new("RGB", (9, 9))), "PNG or JPG"),
    "cut off in its head": (encoded(Image.new("RGB", (64, 64)))[:40], "whole"),
    "cut off in its pixels": (encoded(Image.effect_noise((300, 300), 90))[:20_000], "whole"),
    "jpeg cut off": (encoded(Image.effect_noise((300, 300), 90), "JPEG")[:5_000], "whole"),
    "pixels that no zlib made": (HEAD + claiming(50, 50)[8:33] + chunk(b"IDAT", b"x" * 99), "whole"),
    "bomb": (claiming(50_000, 50_000), "16 million pixels"),
    "one pixel too many": (claiming(4_000, 4_001), "16 million pixels"),
    "the largest size there is": (claiming(2**31 - 1, 2**31 - 1), "PNG or JPG|16 million"),
    "no size": (claiming(0, 0), "PNG or JPG"),
    "a text that unpacks to 100 MB": (
        HEAD
        + claiming(9, 9)[8:33]
        + chunk(b"zTXt", b"Comment\0\0" + zlib.compress(b"x" * 100_000_000))
        + claiming(9, 9)[33:],
        "PNG or JPG",
    ),
    "animated": (animated("PNG"), "animated"),
    "too many bytes": (HEAD + b"x" * (2 * 1024 * 1024), "2 MB"),
}


@pytest.mark.parametrize(("content", "why"), REFUSED.values(), ids=REFUSED.keys())
async def test_what_is_no_picture_or_too_much_is_refused(content: bytes, why: str) -> None:
    with pytest.raises(NotAPicture, match=why):
        await taken(content)


async def test_a_size_is_refused_before_anything_is_decoded() -> None:
    whole = encoded(Image.new("1", (30_000, 30_000)), compress_level=1)
    began = time.perf_counter()
    with pytest.raises(NotAPicture, match="16 million"):
        await taken(whole)
    assert time.perf_counter() - began < 2, "decoding 900 million pixels takes longer"


async def test_the_largest_pictures_fit_into_the_memory_of_the_process() -> None:
    """A progressive JPEG in four colours is kept whole while it is decoded, whatever size is wanted of it."""
    noise = Image.effect_noise((4_000, 4_000), 2)
    whole = encoded(Image.merge("CMYK", [noise] * 4), "JPEG", progressive=True, quality=1, subsampling=0)
    assert len(whole) <= 2 * 1024 * 1024
    assert opened(await taken(whole)).size == (1024, 1024)
    assert opened(await taken(encoded(Image.new("RGBA", (4_000, 4_000))))).size == (1024, 1024)


async def test_what_takes_more_memory_is_refused() -> None:
    with pytest.raises(NotAPicture, match="too much memory"):
        await PictureDesk(memory_bytes=150_000_000).take(upload(encoded(Image.new("RGBA", (4_000, 4_000)))), WORKSPACE)


@pytest.mark.parametrize("format", ["PNG", "JPEG"])
async def test_nothing_but_the_pixels_is_kept(format: str) -> None:
    texts = PngImagePlugin.PngInfo()
    texts.add_text("Comment", SECRET.decode())
    texts.add_itxt("XML:com.adobe.xmp", f"<x:xmpmeta>{SECRET.decode()}</x:xmpmeta>", zip=True)
    options: dict[str, Any] = {"pnginfo": texts} if format == "PNG" else {"comment": SECRET, "xmp": SECRET}
    content = encoded(Image.new("RGB", (40, 30), "#1f4e79"), format, exif=located(), icc_profile=SECRET, **options)
    assert content.count(SECRET) >= 2, "the upload holds it"
    picture = await taken(content + b"<script>" + SECRET + b"</script>")  # and what a polyglot has behind its end

    found = opened(picture)
    assert SECRET not in picture.content and b"script" not in picture.content
    assert not found.getexif() and not found.getexif().get_ifd(ExifTags.IFD.GPSInfo)
    assert set(found.info) <= {"jfif", "jfif_version", "jfif_unit", "jfif_density"}
    assert near(found.convert("RGB").getpixel((20, 15)), (0x1F, 0x4E, 0x79))


@pytest.mark.parametrize("format", ["PNG", "JPEG"])
@pytest.mark.parametrize("side", [40, 2_000])
async def test_a_picture_is_turned_as_its_camera_says(format: str, side: int) -> None:
    image = Image.new("RGB", (side, side // 2), "black")
    image.paste("white", (0, 0, side // 2, side // 2))  # white on the left: on top, when turned by a quarter
    found = opened(await taken(encoded(image, format, exif=located(orientation=6)))).convert("RGB")
    width, height = found.size
    assert height == 2 * width
    assert near(found.getpixel((width // 2, height // 4)), (255, 255, 255))
    assert near(found.getpixel((width // 2, 3 * height // 4)), (0, 0, 0))


async def test_grey_of_16_bits_keeps_its_shades() -> None:
    image = Image.frombytes("I;16", (2, 1), struct.pack("<HH", 0x8000, 0x2000)).resize(
        (20, 10), Image.Resampling.NEAREST
    )
    found = opened(await taken(encoded(image))).convert("RGB")
    assert near(found.getpixel((2, 5)), (128, 128, 128))
    assert near(found.getpixel((17, 5)), (32, 32, 32))


async def test_colours_for_print_become_colours_for_screens() -> None:
    found = opened(await taken(encoded(Image.new("CMYK", (20, 20), (255, 0, 0, 0)), "JPEG")))
    assert found.mode == "RGB"
    red, green, blue = found.convert("RGB").getpixel((10, 10))  # type: ignore[misc]  # three bands
    assert red < 20 and green > 200 and blue > 200


async def test_a_palette_with_a_transparent_colour_stays_transparent() -> None:
    image = Image.new("P", (2_000, 2_000), 1)
    image.putpalette([0, 0, 0, 200, 30, 30])
    found = opened(await taken(encoded(image, transparency=1)))
    assert (found.mode, found.size) == ("RGBA", (1024, 1024))
    assert found.getpixel((500, 500))[3] == 0  # type: ignore[index]  # four bands


async def test_a_telephones_picture_with_a_preview_is_its_first_picture() -> None:
    first, *others = shots(2)
    picture = await taken(encoded(first, "MPO", save_all=True, append_images=others))
    assert picture.suffix == "jpg"
    assert getattr(opened(picture), "n_frames", 1) == 1


async def test_the_content_decides_not_the_name_or_type_it_is_given(
    client: httpx.AsyncClient, headers: dict[str, str], bot_id: str, tmp_path: Path
) -> None:
    url = f"/api/chatbots/{bot_id}/logo"
    told = {**headers, "Content-Type": "image/svg+xml", "Content-Disposition": 'attachment; filename="logo.svg"'}
    answer = await client.put(url, content=encoded(Image.new("RGB", (9, 9)), "JPEG"), headers=told)
    assert answer.status_code == 200
    assert answer.json()["draft"]["branding"]["logo_url"].endswith(".jpg")
    told = {**headers, "Content-Type": "image/png"}
    answer = await client.put(url, content=animated("GIF"), headers=told)
    assert answer.status_code == 422
    assert answer.json()["errors"] == [{"pointer": "/logo", "message": "must be a PNG or JPG picture"}]
    assert len([path for path in (tmp_path / "objects").rglob("*") if path.is_file()]) == 1, "the first alone"


@pytest_asyncio.fixture
async def headers(api_key: Any) -> dict[str, str]:
    found: dict[str, str] = await api_key("bots:read", "bots:write")
    return found


@pytest_asyncio.fixture
async def bot_id(client: httpx.AsyncClient, headers: dict[str, str], body: dict[str, Any]) -> str:
    answer = await client.post("/api/chatbots/create-extended", json=body, headers=headers)
    return str(answer.json()["id"])


class Slow:
    """An upload that has begun and goes on when told."""

    def __init__(self, content: bytes) -> None:
        self.begun, self.on = asyncio.Event(), asyncio.Event()
        self._content = content

    async def __aiter__(self) -> AsyncIterator[bytes]:
        self.begun.set()
        await self.on.wait()
        yield self._content


async def test_who_waits_too_long_is_told_when_to_come_again_and_is_not_read() -> None:
    busy = PictureDesk(held=1, patience_seconds=0.3)
    small = encoded(Image.new("RGB", (9, 9)))
    first, second = Slow(small), Slow(small)
    one = asyncio.create_task(busy.take(first, WORKSPACE))
    await first.begun.wait()
    with pytest.raises(TooManyRequests) as refused:
        await busy.take(second, WORKSPACE)
    assert refused.value.headers["Retry-After"] == "1"
    assert not second.begun.is_set()
    first.on.set()
    assert (await one).suffix == "png"
    assert (await busy.take(upload(small, parts=3), WORKSPACE)).suffix == "png", "the place is free again"


async def test_a_busy_desk_answers_429_with_the_time_to_wait(
    client: httpx.AsyncClient, kit: Any, headers: dict[str, str], bot_id: str
) -> None:
    object.__setattr__(kit.resources, "pictures", PictureDesk(held=1, patience_seconds=0.2))
    held = Slow(encoded(Image.new("RGB", (9, 9))))
    one = asyncio.create_task(kit.resources.pictures.take(held, WORKSPACE))
    await held.begun.wait()
    answer = await client.put(
        f"/api/chatbots/{bot_id}/logo", content=encoded(Image.new("RGB", (9, 9))), headers=headers
    )
    assert (answer.status_code, answer.headers["Retry-After"]) == (429, "1")
    held.on.set()
    await one


async def test_a_workspace_that_fills_its_places_leaves_the_others_theirs() -> None:
    busy = PictureDesk(held=4, patience_seconds=0.3)
    small = encoded(Image.new("RGB", (9, 9)))
    slow = [Slow(small) for _ in range(3)]
    tasks = [asyncio.create_task(busy.take(one, WORKSPACE)) for one in slow]
    with pytest.raises(TooManyRequests):
        await tasks[2]
    assert [one.begun.is_set() for one in slow] == [True, True, False]
    assert (await busy.take(upload(small), ANOTHER)).suffix == "png"
    for one in slow:
        one.on.set()
    assert [picture.suffix for picture in await asyncio.gather(*tasks[:2])] == ["png", "png"]


async def test_an_upload_that_does_not_arrive_gives_its_place_up() -> None:
    busy = PictureDesk(held=1, upload_seconds=0.3)
    with pytest.raises(NotAPicture, match="arrive"):
        await busy.take(Slow(b""), WORKSPACE)
    assert (await busy.take(upload(encoded(Image.new("RGB", (9, 9)))), WORKSPACE)).suffix == "png"


async def test_no_more_than_two_are_decoded_at_once() -> None:
    busy = PictureDesk(at_once=2)
    content = encoded(Image.new("RGBA", (3_000, 3_000)))
    seen = 0
    work = asyncio.gather(*(busy.take(upload(content), WORKSPACE) for _ in range(6)))
    while not work.done():
        running = [one for one in psutil.Process().children() if _decodes(one)]
        seen = max(seen, len(running))
        await asyncio.sleep(0.01)
    assert [picture.suffix for picture in await work] == ["png"] * 6
    assert 1 <= seen <= 2


def _decodes(process: psutil.Process) -> bool:
    try:
        return "config_svc.adapters.images.child" in process.cmdline()
    except psutil.Error:
        return False


async def test_what_hangs_is_ended(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(desk, "SECONDS", 0.01)
    with pytest.raises(NotAPicture, match="too long"):
        await taken(encoded(Image.new("RGBA", (4_000, 4_000))))
    assert not [one for one in psutil.Process().children() if _decodes(one)]
