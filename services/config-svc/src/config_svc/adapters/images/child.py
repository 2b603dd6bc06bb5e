"""The limited process: an upload on standard input; on standard output a line of JSON and then the picture.

The line is `{"suffix": "png"}` or `{"refused": "why"}`. Of the service it imports only its limits and what a part is.
"""

from __future__ import annotations

import io
import json
import struct
import sys

from PIL import (  # JPEG loads the other two when it first meets one
    Image,
    ImageOps,
    MpoImagePlugin,  # noqa: F401
    TiffImagePlugin,  # noqa: F401
)
from servicekit.work.limits import limit

from config_svc.domain.limits import IMAGE_PIXELS, IMAGE_SIDE
from config_svc.domain.pictures import Square

CPU_SECONDS = 10
_SCALE_16_TO_8 = 1 / 256
_TOO_MANY = f"must have at most {IMAGE_PIXELS // 1_000_000} million pixels"


class Refused(Exception):
    """The upload is no picture that is taken; the message says why."""


def main() -> None:
    """Take one upload. The arguments: bytes of address space; left, top and side of the part to keep, if any."""
    Image.preinit()  # imports what is imported late: no file can be opened from here on
    limit(memory_bytes=int(sys.argv[1]), cpu_seconds=CPU_SECONDS, files="none")
    try:
        part = Square(*map(float, sys.argv[2:])) if sys.argv[2:] else None
        suffix, content = reencoded(sys.stdin.buffer.read(), part)
        told = {"suffix": suffix}
    except Refused as refused:
        told, content = {"refused": str(refused)}, b""
    sys.stdout.buffer.write(json.dumps(told).encode() + b"\n" + content)


def reencoded(upload: bytes, part: Square | None = None) -> tuple[str, bytes]:
    """The pixels of an upload and nothing else of it, upright and scaled down. Raises `Refused`."""
    try:
        picture = Image.open(io.BytesIO(upload), formats=["PNG", "JPEG"])  # reads the head only
        check_declared(picture)
        kind = picture.format
        picture.draft("RGB", (IMAGE_SIDE, IMAGE_SIDE))  # a JPEG is decoded no larger than needed
        picture.load()
        clean = plain(picture)
        clean.thumbnail((IMAGE_SIDE, IMAGE_SIDE))
        ImageOps.exif_transpose(clean, in_place=True)
        if part is not None:
            clean = clean.crop(part.box(*clean.size))
    except Image.DecompressionBombError as error:  # Pillow's own check of the head, far above ours
        raise Refused(_TOO_MANY) from error
    except (OSError, ValueError, SyntaxError, EOFError, struct.error) as error:
        raise Refused("must be a whole PNG or JPG picture") from error
    clean.info.clear()  # EXIF, GPS, comments, profiles
    target = io.BytesIO()
    if kind == "PNG":
        clean.save(target, "PNG", optimize=True)
        return "png", target.getvalue()
    clean.save(target, "JPEG", quality=88, optimize=True)
    return "jpg", target.getvalue()


def check_declared(picture: Image.Image) -> None:
    """Refuse by what the head says, before anything is decoded. Raises `Refused`.

    A JPEG of several pictures is taken, its first one: telephones add previews to portraits.
    """
    if picture.width * picture.height > IMAGE_PIXELS:
        raise Refused(_TOO_MANY)
    if picture.format == "PNG" and getattr(picture, "n_frames", 1) > 1:
        raise Refused("must not be animated")


def plain(picture: Image.Image) -> Image.Image:
    """The picture in 8 bits a channel, RGB or RGBA. What the file says besides stays in its `info`."""
    if picture.mode.startswith("I"):  # grey of 16 bits, which a conversion would cut off at 255
        picture = picture.point(lambda value: value * _SCALE_16_TO_8).convert("L")
    transparent = picture.mode in ("RGBA", "LA", "PA") or "transparency" in picture.info
    mode = "RGBA" if transparent and picture.format != "JPEG" else "RGB"
    return picture if picture.mode == mode else picture.convert(mode)


if __name__ == "__main__":
    main()
