"""Uploaded pictures: recognised by content, decoded within limits, stripped and encoded anew."""

from __future__ import annotations

import asyncio
import io
import warnings
from dataclasses import dataclass
from typing import Literal

from PIL import Image, ImageOps

from config_svc.domain import limits

_BROKEN = (OSError, ValueError, SyntaxError, Image.DecompressionBombError, Image.DecompressionBombWarning)


@dataclass(frozen=True)
class Picture:
    """A picture that is safe to serve."""

    content: bytes
    suffix: Literal["png", "jpg"]


class NotAPicture(ValueError):
    """The upload is no picture that is taken; the message says why."""


async def reencoded(content: bytes) -> Picture:
    """The upload decoded and encoded anew, in a thread. Raises `NotAPicture`."""
    if len(content) > limits.IMAGE_BYTES:
        raise NotAPicture("must have at most 2 MB")
    return await asyncio.to_thread(_reencode, content)


def _reencode(content: bytes) -> Picture:
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("error", Image.DecompressionBombWarning)
            image = Image.open(io.BytesIO(content), formats=["PNG", "JPEG"])
            if image.width * image.height > limits.IMAGE_PIXELS:
                raise NotAPicture(f"must have at most {limits.IMAGE_PIXELS // 1_000_000} million pixels")
            kind = image.format
            image.draft("RGB", (limits.IMAGE_SIDE, limits.IMAGE_SIDE))
            image.load()
            upright = ImageOps.exif_transpose(image)
    except NotAPicture:
        raise
    except (
        OSError,
        ValueError,
        SyntaxError,
        EOFError,
        Image.DecompressionBombError,
        Image.DecompressionBombWarning,
    ) as e:
        raise NotAPicture("must be a PNG or JPG picture") from e
    upright.thumbnail((limits.IMAGE_SIDE, limits.IMAGE_SIDE))
    target = io.BytesIO()
    if kind == "PNG":
        transparent = upright.mode in ("RGBA", "LA", "PA") or "transparency" in upright.info
        clean = upright.convert("RGBA" if transparent else "RGB")
        clean.info.clear()
        clean.save(target, "PNG", optimize=True)
        return Picture(target.getvalue(), "png")
    clean = upright.convert("RGB")
    clean.info.clear()
    clean.save(target, "JPEG", quality=88, optimize=True)
    return Picture(target.getvalue(), "jpg")
