"""Raised and lowered text as plain text in which no number has another value than on the page.

`12,50` with a raised 1 is a price with a footnote, 10 with a raised 3 a thousand, 8 with a raised 30 half past eight.
"""

from __future__ import annotations

import re

RAISED, LOWERED, END = "\ue000", "\ue001", "\ue002"
"""Stand around such text in a line until the line is whole: what it means depends on both sides of it."""
CONTEXT = 60
"""Characters on either side that tell what a figure means."""
PRIVATE = re.compile("[\ue000-\uf8ff]")
"""Characters without a meaning of their own (Unicode, private use area): the glyphs of icon fonts, and the marks."""
_MARKED = re.compile("([\ue000\ue001])([^\ue000-\ue002]*)\ue002")
_UP = str.maketrans("0123456789+-−–()", "⁰¹²³⁴⁵⁶⁷⁸⁹⁺⁻⁻⁻⁽⁾")
_DOWN = str.maketrans("0123456789", "₀₁₂₃₄₅₆₇₈₉")
_WRITTEN = re.compile("(\\d[.,]\\d+)([⁰¹²³⁴-⁹]+)")
"""A footnote's mark after a price, written in characters of its own."""
_NUMBER = re.compile(r"[-+−–]?[0-9]{1,3}")
_NOTES = re.compile(r"[\[(]?\d{1,3}[\])]?(?:\s?[,;/]\s?\d{1,3})*")
_UNIT = re.compile(r"(?:^|[\W\d_])(?:[kcdmµn]?m|s|h|min|sec|ft|in|[xyzabcnre])$")
_POWER = re.compile(r"(?<![\d.,])10$")
_WHOLE = re.compile(r"(?<![\d.,:])\d{1,4}$")
_HOUR = re.compile(r"(?<![\d.,:])(?:1?\d|2[0-4])$")
_MONEY_AFTER = re.compile(r"\s*(?:€|Euro\b|EUR\b|CHF\b|Fr\.|Cent\b)", re.IGNORECASE)
_MONEY_BEFORE = re.compile(r"(?:€|\b(?:Euro|EUR|CHF|Fr\.))\s*\d{1,4}$", re.IGNORECASE)
_TIME_AFTER = re.compile(r"\s*(?:Uhr\b|h\b|(?:-|–|—|bis)\s*\d)", re.IGNORECASE)
_TIME_BEFORE = re.compile(r"\d[:.]\d\d\s*(?:Uhr)?\s*(?:-|–|—|bis|und|,)\s*\d{1,2}$", re.IGNORECASE)
_QUANTITY_AFTER = re.compile(r"\s*(?:%|Prozent\b|€|Euro\b|EUR\b|CHF\b)", re.IGNORECASE)


def settled(line: str) -> str:
    """The line with its marked text as plain text, and no mark that touches a number with a decimal or thousands."""
    if line.isascii():
        return line
    line = _WRITTEN.sub(r"\1 \2", line)
    if PRIVATE.search(line) is None:
        return line
    done: list[str] = []
    before, at = "", 0
    for mark in _MARKED.finditer(line):
        before += line[at : mark.start()]
        done.append(before[:-CONTEXT])
        after = PRIVATE.sub("", line[mark.end() : mark.end() + CONTEXT])
        write = _raised if mark[1] == RAISED else _lowered
        before = write(before[-CONTEXT:], mark[2].strip(), after)
        at = mark.end()
    return PRIVATE.sub("", "".join(done) + before + line[at:])


def _raised(before: str, figure: str, after: str) -> str:
    """The text before a raised one with it: a power, the second half of a price or time, or a mark of a footnote."""
    base = before.rstrip()
    if _NUMBER.fullmatch(figure):
        signed = not figure[0].isdigit()
        if _UNIT.search(base) or (_POWER.search(base) and (signed or not _QUANTITY_AFTER.match(after))):
            return base + figure.translate(_UP)
        if len(figure) == 2 and not signed and _WHOLE.search(before):
            if _MONEY_AFTER.match(after) or _MONEY_BEFORE.search(before):
                return f"{before},{figure}"
            if _HOUR.search(before) and int(figure) < 60 and (_TIME_AFTER.match(after) or _TIME_BEFORE.search(before)):
                return f"{before}:{figure}"
    if _NOTES.fullmatch(figure):
        return _apart(before, figure.strip("[]()").translate(_UP), after)
    if before[-1:].isdigit() and figure[:1].isdigit():
        return _apart(before, figure.translate(_UP), after)
    if len(figure) > 3 or (before[-1:].isdigit() and figure[:1].isalnum() and "," in before.rsplit(maxsplit=1)[-1]):
        return _apart(before, figure, after)
    return before + figure


def _lowered(before: str, figure: str, after: str) -> str:
    """The text before a lowered one with it: `CO2` as it is typed, and nothing glued to a number."""
    if before[-1:].isdigit() and figure[:1].isdigit():
        return _apart(before, figure.translate(_DOWN), after)
    return before + figure


def _apart(before: str, mark: str, after: str) -> str:
    """A mark set off from the text on both sides: even where it is read as plain digits, it joins no number."""
    space = "" if not before or before[-1].isspace() else " "
    return f"{before}{space}{mark}{' ' if after[:1].isalnum() else ''}"
