"""Brand colours that can be read (WCAG 2.2, success criterion 1.4.3)."""

from __future__ import annotations

import colorsys
import re
from collections.abc import Mapping
from functools import lru_cache
from types import MappingProxyType

AA = 4.5
DARK, LIGHT = "#20262e", "#f1f3f5"
"""The darker and the lighter of the grounds that brand colours stand on, as the style has them."""
PRIMARY, SECONDARY = "#1f4e79", "#4b5563"
"""What stands in for a colour that is none."""
_COLOR = re.compile(r"#[0-9a-fA-F]{6}")


def luminance(color: str) -> float:
    """Relative luminance of `#rrggbb`, 0 to 1."""
    channels = [int(color[place : place + 2], 16) / 255 for place in (1, 3, 5)]
    red, green, blue = (c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in channels)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: str, other: str) -> float:
    """Contrast ratio of two colours, 1 to 21."""
    low, high = sorted((luminance(one), luminance(other)))
    return (high + 0.05) / (low + 0.05)


def readable(color: str, background: str) -> str:
    """The colour, changed in lightness only as far as needed to be readable on the background."""
    if contrast(color, background) >= AA:
        return color
    hue, lightness, saturation = colorsys.rgb_to_hls(*(int(color[place : place + 2], 16) / 255 for place in (1, 3, 5)))
    darker = luminance(background) > 0.18
    found = color
    for step in range(1, 101):
        shade = lightness * (1 - step / 100) if darker else lightness + (1 - lightness) * step / 100
        found = "#" + "".join(f"{round(c * 255):02x}" for c in colorsys.hls_to_rgb(hue, shade, saturation))
        if contrast(found, background) >= AA:
            break
    return found


def text_on(color: str) -> str:
    """White or near-black, whichever is easier to read on the colour."""
    return "#ffffff" if contrast("#ffffff", color) >= contrast("#111827", color) else "#111827"


@lru_cache(maxsize=1_000)
def brand_colors(primary: str, secondary: str) -> Mapping[str, str]:
    """A brand's two colours as they are used: as they are with the text on them, and readable on light and dark."""
    first = primary if _COLOR.fullmatch(primary) else PRIMARY
    second = secondary if _COLOR.fullmatch(secondary) else SECONDARY
    return MappingProxyType(
        {
            "brand": first,
            "on_brand": text_on(first),
            "primary": readable(first, LIGHT),
            "secondary": readable(second, LIGHT),
            "primary_dark": readable(first, DARK),
            "secondary_dark": readable(second, DARK),
        }
    )
