"""What pages say of when it is open: the lines of a passage that name weekdays with their times.

Where no hours are configured, they are read off the pages.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from knowledge import Passage, sentences

_DAY = (
    r"(?:(?:mon|diens|donners|frei|sams|sonn)tag|mittwoch|sonnabend|werktag|wochentag|feiertag|wochenende)(?:s|e|en)?"
    r"|(?:mo|di|mi|do|fr|sa|so)\b\.?(?=\s?(?:[-–—,:/&+|\d]|bis|und|u\.))|täglich|(?:mon|tues|wednes|thurs|fri|satur|sun)days?"
)
_TIME = (
    r"\b\d{1,2}(?:[:.]\d{2})?\s?(?:uhr|h)\b|\b\d{1,2}[:.]\d{2}\b|\b\d{1,2}\s?[-–—]\s?\d{1,2}\b"
    r"|ruhetag|geschlossen|closed"
)
_OPEN_ON = re.compile(rf"\b(?:{_DAY})[^\n]{{0,60}}?(?:{_TIME})|(?:{_TIME})[^\n]{{0,20}}\b(?:{_DAY})", re.IGNORECASE)
_DAY_ALONE = re.compile(rf"\W*(?:{_DAY})(?:\W+(?:(?:bis|und|to)\W+)?(?:{_DAY}))?\W*", re.IGNORECASE)
_TIME_FIRST = re.compile(rf"\W*(?:ab |von )?(?:{_TIME})", re.IGNORECASE)
_DATE = re.compile(
    r"\b\d{1,2}\.\s?(?:\d{1,2}\.|januar|februar|märz|april|mai|juni|juli|august|september|oktober|november"
    r"|dezember)",
    re.IGNORECASE,
)
_CALLED = re.compile(
    r"öffnungszeit|geschäftszeit|sprechzeit|sprechstunde|bürozeit|ordinationszeit|ladenzeit|betriebszeit|schalterzeit"
    r"|geöffnet|ruhetag|opening (?:hours|times)",
    re.IGNORECASE,
)
FEWEST = 2
"""Days with times in a passage that tells the hours without calling them that."""
MOST_LINES = 9


def opening_lines(text: str) -> list[str]:
    """The lines that say on which days of the week it is open, or not, in their order; none of a single date."""
    lines = sentences(text)
    found: list[str] = []
    for place, line in enumerate(lines):
        following = lines[place + 1] if place + 1 < len(lines) else ""
        if _DATE.search(line):
            continue
        if _OPEN_ON.search(line):
            found.append(line)
        elif _DAY_ALONE.fullmatch(line) and _TIME_FIRST.match(following):
            found += [line, following]
    return found[:MOST_LINES]


def that_tell_hours(passages: Sequence[Passage]) -> list[Passage]:
    """The passages that tell the hours, those in front that say so of themselves and of most days."""
    told = [(one, len(opening_lines(one.chunk.text))) for one in passages]
    called = {one.chunk.id: _CALLED.search(f"{' '.join(one.chunk.heading_path)}\n{one.chunk.text}") for one, _ in told}
    fitting = [(one, days) for one, days in told if days >= FEWEST or (days and called[one.chunk.id])]
    return [one for one, _ in sorted(fitting, key=lambda each: (called[each[0].chunk.id] is None, -each[1]))]
