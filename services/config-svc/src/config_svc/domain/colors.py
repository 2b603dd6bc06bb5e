"""Colours and whether one can read them."""

from __future__ import annotations

import re

_COLOR = re.compile(r"#[0-9a-f]{6}")
AA_CONTRAST = 4.5
"""WCAG 2.2, success criterion 1.4.3: contrast of normal text at level AA."""


def color(text: str) -> str:
    """A colour as `#rrggbb` in lower case. Raises `ValueError`."""
    lowered = text.strip().lower()
    if not _COLOR.fullmatch(lowered):
        raise ValueError("must be a colour such as #1f4e79")
    return lowered


def contrast_on_white(value: str) -> float:
    """Contrast ratio of a `#rrggbb` colour with white, 1 to 21 (WCAG 2.2, relative luminance)."""

    def linear(channel: int) -> float:
        share = channel / 255
        return share / 12.92 if share <= 0.04045 else ((share + 0.055) / 1.055) ** 2.4

    red, green, blue = (linear(int(value[start : start + 2], 16)) for start in (1, 3, 5))
    return 1.05 / (0.2126 * red + 0.7152 * green + 0.0722 * blue + 0.05)


def is_readable_on_white(value: str) -> bool:
    """Whether text in this colour meets WCAG AA on white."""
    return contrast_on_white(value) >= AA_CONTRAST
