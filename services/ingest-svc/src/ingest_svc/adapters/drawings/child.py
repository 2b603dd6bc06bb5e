"""The limited process: an SVG on standard input; on standard output a PNG, or nothing where it is no logo.

No file can be opened, so nothing is drawn that the SVG only refers to; scripts and animations are nothing to the
renderer. Text needs a font, which is a file too: a drawing with letters that are no paths is none for us.
"""

from __future__ import annotations

import io
import re
import sys

import resvg_py
from PIL import Image
from servicekit.work.limits import limit

CPU_SECONDS = 5
SIDE = 640
"""Pixels of the longer side."""
LONGEST = 12
"""Times that a logo may be wider than high, or higher than wide."""
FEWEST = 8
"""Pixels that must be left of either side where all is cut off in which nothing is drawn."""
_ROOT = re.compile(r"<(?:\w+:)?svg\b[^>]*>", re.IGNORECASE)
_TEXT = re.compile(r"<(?:\w+:)?text\b", re.IGNORECASE)
_BOX = re.compile(r"\bviewBox\s*=\s*[\"']\s*[-\d.eE]+[\s,]+[-\d.eE]+[\s,]+([\d.eE]+)[\s,]+([\d.eE]+)")
_WARM_UP = '<svg xmlns="http://www.w3.org/2000/svg" width="9" height="9"><rect width="9" height="9"/></svg>'


def main() -> None:
    """Draw one SVG. The argument: bytes of address space."""
    Image.preinit()
    drawn(_WARM_UP)  # what is imported late is imported here: no file can be opened from here on
    limit(memory_bytes=int(sys.argv[1]), cpu_seconds=CPU_SECONDS, files="none")
    sys.stdout.buffer.write(drawn(sys.stdin.buffer.read().decode("utf-8", errors="replace")))


def drawn(svg: str) -> bytes:
    """The drawing as a PNG without an empty margin; nothing for text, for stripes, and where nothing is seen."""
    root = _ROOT.search(svg)
    size = _size(root.group()) if root is not None else None
    if size is None or _TEXT.search(svg):
        return b""
    width, height = size
    if not 1 / LONGEST <= width / height <= LONGEST:
        return b""
    scale = SIDE / max(width, height)
    png = resvg_py.svg_to_bytes(
        svg_string=svg,
        skip_system_fonts=True,
        dpi=96,
        width=max(1, round(width * scale)),
        height=max(1, round(height * scale)),
    )
    picture = Image.open(io.BytesIO(png), formats=["PNG"]).convert("RGBA")
    box = picture.getchannel("A").getbbox()
    if box is None or min(box[2] - box[0], box[3] - box[1]) < FEWEST:
        return b""
    target = io.BytesIO()
    picture.crop(box).save(target, "PNG", optimize=True)
    return target.getvalue()


def _size(root: str) -> tuple[float, float] | None:
    """Width and height in the drawing's own units, of its box before its declared size; None where neither is told."""
    box = _BOX.search(root)
    sides = box.groups() if box else [_side(root, name) for name in ("width", "height")]
    try:
        width, height = (float(side or "") for side in sides)
    except ValueError:
        return None
    return (width, height) if width > 0 and height > 0 else None


def _side(root: str, name: str) -> str | None:
    found = re.search(rf"\s{name}\s*=\s*[\"']\s*([\d.]+)\s*(?:px|pt|mm|cm|em)?\s*[\"']", root)
    return found[1] if found else None


if __name__ == "__main__":
    main()
