"""Opening hours: the lines that state them."""

from __future__ import annotations

import re
from collections.abc import Sequence

from openinghours import parse_german

from ingest_svc.domain.imprint.facts import Finding, Hours
from ingest_svc.domain.imprint.site import Line

_DAY = re.compile(
    r"\b(?:mo|di|mi|do|fr|sa|so|montags?|dienstags?|mittwochs?|donnerstags?|freitags?|samstags?|sonnabends?|sonntags?|"
    r"werktags|täglich|mon|tue|wed|thu|fri|sat|sun|monday|tuesday|wednesday|thursday|friday|saturday|sunday)\b",
    re.IGNORECASE,
)
_TIME = re.compile(r"\b\d{1,2}(?:[:.]\d{2})?\s*(?:uhr|h\b|[-–—]|bis)|\b(?:geschlossen|closed|ruhetag)\b", re.IGNORECASE)
_TITLE = re.compile(r"öffnungszeit|geschäftszeit|bürozeit|sprechzeit|opening hours|geöffnet", re.IGNORECASE)
_BETWEEN = re.compile(r"\b(?:uhr|h|bis|und|von|u|to|and)\b", re.IGNORECASE)
MOST_DAYS = 4
"""Days from which a line without a title states opening hours, not an event."""
# Names of columns that table rows carry: `Tag: Montag | Vormittag: 8:00–12:30 Uhr`.
_COLUMN = re.compile(
    r"\b(?:(?:wochen)?tag|(?:vor|nach)mittags?|morgens|abends|uhrzeit|zeit(?:en)?|geöffnet|öffnungszeit(?:en)?|day|hours)"
    r":\s+",
    re.IGNORECASE,
)


def find_hours(lines: Sequence[Line], url: str) -> Finding | None:
    """The first run of lines that name days and times; two of them, or one under a fitting title or for a week."""
    run: list[Line] = []
    for line in (*lines, Line("", "", False)):
        states = bool(line.text) and len(line.text) < 200 and _DAY.search(line.text) and _TIME.search(line.text)
        if states and (not run or run[-1].heading == line.heading):
            run.append(line)
            continue
        if run:
            titled = any(_TITLE.search(one.heading) or _TITLE.search(one.text) for one in run)
            if len(run) >= 2 or titled or _is_week(run[0].text):
                text = "\n".join(one.text for one in run)
                return Finding(text, url, text, 0.9 if titled else 0.8)
            run = []
    return None


def _is_week(text: str) -> bool:
    """Whether a line says nothing but hours, and for most of the week: `Mo – Fr: 7:00 – 15:30 Uhr`."""
    rest = _BETWEEN.sub("", _DAY.sub("", text))
    return not any(map(str.isalpha, rest)) and len(weekly(text)) >= MOST_DAYS


def weekly(text: str) -> dict[str, tuple[Hours, ...]]:
    """The hours by weekday, as far as the text states them; days it calls closed are empty."""
    found = parse_german(_COLUMN.sub("", text).replace(" | ", ", "))
    if found is None:
        return {}
    return {day: tuple(Hours(span["opens"], span["closes"]) for span in spans) for day, spans in found.weekly.items()}
