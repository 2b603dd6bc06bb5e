"""The time of day that a question about opening hours means."""

from __future__ import annotations

import re

_SENSES = {
    "after": "nach",
    "past": "nach",
    "ab": "um",
    "at": "um",
    "gegen": "um",
    "before": "vor",
    "until": "bis",
    "zwischen": "um",
    "between": "um",
}
_NUMBERS = ["eins", "zwei", "drei", "vier", "fünf", "sechs", "sieben", "acht", "neun", "zehn", "elf", "zwölf"]
_IN_WORDS = re.compile(
    rf"\b((?:um|bis|ab|nach|vor|gegen|halb) )({'|'.join(_NUMBERS)})\b|\b()({'|'.join(_NUMBERS)})(?= uhr\b)"
)
_CLOCK = re.compile(
    r"(?:\b(?P<sense>nach|ab|vor|um|bis|gegen|at|after|before|until|past|zwischen|between)"
    r" (?:(?:um|gegen|ca\.?|etwa|at) )?)?"
    r"(?<![\d.:,])(?P<half>halb )?\b(?P<hour>\d{1,2})"
    r"(?:(?:[:.](?P<minutes>[0-5]\d))?\s?(?P<unit>uhr|h|am|pm|o'clock)\b(?:\s(?P<past>[0-5]\d)\b)?|:(?P<colon>[0-5]\d)\b"
    r"|\.(?P<dot>[0-5]\d)\b(?!\.)"
    r"|(?=\s*(?:[?!,]|$|(?:und|and) \d"
    r"|(?:noch|schon|auf|offen|geöffnet|da|(?:abend|morgen)s|früh|vorbeikommen|kommen|zu)\b)))"
)
_LATE = re.compile(r"\b(?:abends?|nachmittags?|evening|afternoon)\b")
_EARLY = re.compile(r"\b(?:früh|morgens|vormittags?)\b")
_PARTS = (
    (re.compile(r"\b(?:abends?|evenings?|tonight)\b"), 18 * 60, "nach"),
    (re.compile(r"\b(?:nachmittags?|afternoons?)\b"), 13 * 60, "nach"),
    (re.compile(r"\b(?:vormittags?|früh|mornings?)\b"), 12 * 60, "vor"),
    (re.compile(r"\b(?:mittags?|mittagszeit|noon|midday)\b"), 12 * 60 + 30, "um"),
)
"""Parts of a day, and the time at, after or before which it has to be open then."""


def clock(text: str) -> tuple[int | None, str]:
    """A time in minutes and how it is meant (`nach`, `um`, `bis`, `vor`), of a text in small letters without dates."""
    spoken = _IN_WORDS.search(text) is not None
    text = _IN_WORDS.sub(lambda one: f"{one[1] or ''}{_NUMBERS.index(one[2] or one[4]) + 1}", text)
    for match in _CLOCK.finditer(text):
        sense, hour = match["sense"], int(match["hour"])
        minutes = int(match["minutes"] or match["past"] or match["colon"] or match["dot"] or 0)
        if not (match["unit"] or match["colon"]) and sense is None and not match["half"]:
            continue  # *zu 12* and *mit 3* are no times by themselves
        evening = _LATE.search(text) or match["unit"] == "pm"
        if hour < 12 and (
            evening or ((match["half"] or (spoken and not match["unit"])) and hour <= 7 and not _EARLY.search(text))
        ):
            hour += 12
        minute = hour * 60 + minutes - (30 if match["half"] else 0)
        if 0 <= minute <= 24 * 60:
            return minute, _SENSES.get(sense or "um", sense or "um")
    return next(((minute, sense) for part, minute, sense in _PARTS if part.search(text)), (None, ""))
