"""Logos in vectors become pixels, and what is sent in their place does no harm."""

from __future__ import annotations

import asyncio
import io
import socket
import zlib
from base64 import b64encode
from pathlib import Path
from time import perf_counter

import pytest
from ingest_svc.adapters.drawings import desk, is_drawing, rasterised
from PIL import Image

NS = 'xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink"'
RED = '<rect width="100%" height="100%" fill="#c00000"/>'


def svg(inside: str, head: str = "", attributes: str = 'viewBox="0 0 200 80"') -> bytes:
    return f"{head}<svg {NS} {attributes}>{inside}</svg>".encode()


def opened(png: bytes | None) -> Image.Image:
    assert png is not None
    return Image.open(io.BytesIO(png))


@pytest.mark.parametrize(
    "content",
    [
        svg(RED),
        b"\xef\xbb\xbf" + svg(RED, '<?xml version="1.0" encoding="UTF-8"?>\n<!-- Generator: a program -->\n'),
        svg(RED, '<!DOCTYPE svg PUBLIC "-//W3C//DTD SVG 1.1//EN" "http://www.w3.org/Graphics/SVG/1.1/DTD/svg11.dtd">'),
        svg(RED, '<!DOCTYPE svg [ <!ENTITY ns_svg "http://www.w3.org/2000/svg"> ]>'),
        b'<svg:svg xmlns:svg="http://www.w3.org/2000/svg" width="10" height="10"/>',
    ],
)
def test_a_drawing_is_known_by_how_it_begins(content: bytes) -> None:
    assert is_drawing(content)


@pytest.mark.parametrize(
    "content", [b"<html><svg></svg></html>", b"\x89PNG\r\n\x1a\n", b"", b"<svgx>", b"<!-- " * 3000, b"svg"]
)
def test_other_files_are_none(content: bytes) -> None:
    began = perf_counter()
    assert not is_drawing(content)
    assert perf_counter() - began < 1


async def test_a_logo_is_drawn_large_and_without_its_margin() -> None:
    inside = '<rect x="50" y="20" width="100" height="40" fill="#0055aa"/>'
    picture = opened(await rasterised(svg(inside, attributes='width="2cm" viewBox="0 0 200 80"')))
    assert [abs(side - wanted) <= 1 for side, wanted in zip(picture.size, (320, 128), strict=True)] == [True, True]
    assert picture.convert("RGB").getpixel((5, 5)) == (0, 85, 170)


async def test_an_old_exports_entities_are_read() -> None:
    head = '<!DOCTYPE svg [ <!ENTITY paint "#c00000"> ]>'
    picture = opened(await rasterised(svg('<rect width="200" height="80" fill="&paint;"/>', head)))
    assert picture.convert("RGB").getpixel((9, 9)) == (192, 0, 0)


@pytest.mark.parametrize(
    "content",
    [
        svg("<text x='10' y='40'>Firma</text>"),
        svg(""),
        svg('<rect width="200" height="80" opacity="0"/>'),
        svg(RED, attributes='viewBox="0 0 4000 1"'),
        svg(RED, attributes='viewBox="0 0 0 80"'),
        svg(RED, attributes='width="100%" height="100%"'),
        svg("<rect"),
        b"<svg xmlns='http://www.w3.org/2000/svg'" + b"\x00" * 100 + b">",
        svg("<!--" + "x" * desk.MOST_BYTES + "-->" + RED),
    ],
    ids=["text", "empty", "unseen", "stripe", "flat", "sizeless", "broken", "octets", "large"],
)
async def test_what_is_no_logo_gives_none(content: bytes) -> None:
    assert await rasterised(content) is None


def bomb(levels: int = 12, wide: int = 10) -> bytes:
    entities = "".join(
        f'<!ENTITY a{level} "{f"&a{level - 1};" * wide}">' if level else '<!ENTITY a0 "boom">'
        for level in range(levels)
    )
    return svg(f"<desc>&a{levels - 1};</desc>{RED}", f"<!DOCTYPE svg [{entities}]>")


def uses(levels: int = 40) -> bytes:
    groups = "".join(
        f'<g id="g{level}">{f"""<use xlink:href="#g{level - 1}"/>""" * 10}</g>' if level else f'<g id="g0">{RED}</g>'
        for level in range(levels)
    )
    return svg(f'<defs>{groups}</defs><use xlink:href="#g{levels - 1}"/>')


def huge_png() -> bytes:
    """Declares a picture of 60,000 by 60,000 pixels."""
    head = (60_000).to_bytes(4, "big") * 2 + b"\x08\x06\x00\x00\x00"

    def chunk(kind: bytes, content: bytes) -> bytes:
        return len(content).to_bytes(4, "big") + kind + content + zlib.crc32(kind + content).to_bytes(4, "big")

    pixels = zlib.compress(bytes(2_000_000), 9)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"IDAT", pixels) + chunk(b"IEND", b"")


NESTED = '<g transform="scale(1.01)">' * 20_000 + RED + "</g>" * 20_000
BLUR = '<filter id="f"><feGaussianBlur stdDeviation="100000"/></filter>' + f'<g filter="url(#f)">{RED}</g>' * 2000


@pytest.mark.parametrize(
    "content",
    [
        bomb(),
        bomb(3, 4000),
        uses(),
        svg(f'<image width="200" height="80" href="data:image/png;base64,{b64encode(huge_png()).decode()}"/>'),
        svg(NESTED),
        svg(BLUR),
        svg(
            f'<pattern id="p" width="0.00001" height="0.00001" patternUnits="userSpaceOnUse">{RED}</pattern>'
            '<rect width="200" height="80" fill="url(#p)"/>'
        ),
        svg('<path d="M0 0' + " L1e30 1e-30" * 20_000 + '" stroke="red" stroke-dasharray="1e-9"/>'),
    ],
    ids=["entities", "wide entities", "uses", "pixels", "nested", "blur", "pattern", "dashes"],
)
async def test_bombs_cost_one_process_its_time_and_nothing_else(content: bytes) -> None:
    began = perf_counter()
    picture = await rasterised(content)
    assert perf_counter() - began < desk.SECONDS + 3
    assert picture is None or max(opened(picture).size) <= 640


async def test_nothing_outside_of_the_drawing_is_read(tmp_path: Path) -> None:
    secret = tmp_path / "secret.png"
    Image.new("RGB", (50, 50), "#00ff00").save(secret)
    asked: list[bytes] = []

    async def heard(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        asked.append(await reader.read(100))
        writer.close()

    with socket.create_server(("127.0.0.1", 0)) as listening:
        server = await asyncio.start_server(heard, sock=listening.dup())
        outside = f"http://127.0.0.1:{listening.getsockname()[1]}/logo.png"
        inside = "".join(
            f'<image width="100" height="80" href="{where}" xlink:href="{where}"/>'
            for where in (outside, str(secret), f"file://{secret}", f"../../../../../..{secret}")
        )
        head = (
            f'<?xml-stylesheet href="{outside}" type="text/css"?>'
            f'<!DOCTYPE svg SYSTEM "{outside}" [ <!ENTITY x SYSTEM "file:///etc/passwd"> ]>'
        )
        style = f'<style>@import url({outside}); rect {{ fill: url({outside}#a) }}</style><use href="{outside}#b"/>'
        for content in (svg(inside), svg(inside, head), svg(style + inside + "<desc>&x;</desc>", head)):
            assert await rasterised(content) is None, "nothing was drawn"
        server.close()
        await server.wait_closed()
    assert asked == []


async def test_scripts_are_nothing_and_do_not_come_along() -> None:
    page = '<body xmlns="http://www.w3.org/1999/xhtml" onload="x()"/>'
    active = f"<script>alert(1)</script><foreignObject>{page}</foreignObject>"
    png = await rasterised(svg(f'{active}<g onclick="alert(1)">{RED}</g>'))
    assert opened(png).convert("RGB").getpixel((5, 5)) == (192, 0, 0)
    assert png is not None
    assert b"alert" not in png
