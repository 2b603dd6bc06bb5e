"""Values in tables that people open with a spreadsheet program."""

from __future__ import annotations

import re
from datetime import datetime

_STARTS_FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")
_CONTROL = re.compile(
    "[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u061c\u200b\u200e\u200f\u202a-\u202e\u2060-\u2069\ufeff\ufffe\uffff]"
)
"""Control characters, and those without a glyph: in front of a formula they would hide it, direction controls turn a
cell's text around."""


def cell(value: object) -> str | int | float:
    """A value as a cell that no spreadsheet program takes for a formula (OWASP: CSV injection).

    Texts that begin like a formula, also after blanks, get an apostrophe in front; control characters and what cannot
    be seen go.
    """
    if value is None:
        return ""
    if isinstance(value, bool):
        return "1" if value else "0"
    if isinstance(value, int | float):
        return value
    text = value.isoformat(timespec="seconds") if isinstance(value, datetime) else str(value)
    text = _CONTROL.sub("", text).replace("\r\n", "\n")
    return f"'{text}" if text.lstrip(" \u00a0").startswith(_STARTS_FORMULA) or text.startswith(("\t", "\r")) else text
