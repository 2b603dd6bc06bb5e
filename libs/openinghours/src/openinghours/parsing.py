"""Opening hours read from German prose and tables."""

from __future__ import annotations

import re
from dataclasses import dataclass

from openinghours.hours import WEEKDAYS

_NAMES = {
    "mo": 0, "montag": 0, "montags": 0,
    "di": 1, "dienstag": 1, "dienstags": 1,
    "mi": 2, "mittwoch": 2, "mittwochs": 2,
    "do": 3, "donnerstag": 3, "donnerstags": 3,
    "fr": 4, "freitag": 4, "freitags": 4,
    "sa": 5, "samstag": 5, "samstags": 5, "sonnabend": 5, "sonnabends": 5,
    "so": 6, "sonntag": 6, "sonntags": 6,
}  # fmt: skip
_GENERAL = ("täglich", "taeglich", "werktags")
_DAY = (
    r"(?<!\w)(?:montags?|dienstags?|mittwochs?|donnerstags?|freitags?|samstags?|sonnabends?|sonntags?|"
    r"(?-i:Mo|Di|Mi|Do|Fr|Sa|So|MO|DI|MI|DO|FR|SA|SO))\b\.?"
)
_DASH = r"\s*(?:-|–|—|bis(?:\s+einschl\.)?)\s*"
_DAYS = re.compile(
    rf"(?P<days>(?:{_DAY}(?:{_DASH}{_DAY})?)(?:\s*(?:,|und|u\.|&|\+|/)\s*{_DAY}(?:{_DASH}{_DAY})?)*"
    r"|t[äa]glich|werktags)",
    re.IGNORECASE,
)
_CLOCK = r"(?P<{0}h>2[0-4]|[01]?\d)(?!\d)(?:\s*[:.]\s*(?P<{0}m>[0-5]\d))?(?:\s*uhr|\s*h\b)?"
_SPAN = re.compile(
    rf"(?:von\s+)?{_CLOCK.format('o')}{_DASH}{_CLOCK.format('c')}(?!\s*[.]\s*(?:\d|jan|feb|mär|apr|mai|jun|jul|aug|sep|okt|nov|dez))",
    re.IGNORECASE,
)
_BETWEEN = re.compile(
    r"^[\s:,;|()\[\]–-]*(?:(?:uhr|und|sowie|u\.|&|von|jeweils|geöffnet|durchgehend)\b[\s:,;|()–-]*)*$",
    re.IGNORECASE,
)
_CLOSED = re.compile(r"^[\s:,;|()–-]*(?:ist\s+)?(?:geschlossen|ruhetag|zu\b)", re.IGNORECASE)


@dataclass(frozen=True)
class WeeklyHours:
    """A week as a page gives it, `HH:MM` by weekday, and the words it was read from.

    A day that the text calls closed has no intervals; a day it does not mention is absent.
    """

    weekly: dict[str, list[dict[str, str]]]
    quote: str


def parse_german(text: str) -> WeeklyHours | None:
    """Opening hours in a text, None without any.

    Only a weekday followed by times (or by "geschlossen") counts, so that prices, dates and phone numbers do not.
    When days are named again later (two branches, office and workshop) the first mention holds; later times
    on the same day are added when they follow it, and a day by its name overrides "täglich" and "werktags".
    """
    weekly: dict[str, list[dict[str, str]]] = {}
    by_rule: set[str] = set()
    first, last = len(text), 0
    mentions = list(_DAYS.finditer(text))
    for number, mention in enumerate(mentions):
        limit = mentions[number + 1].start() if number + 1 < len(mentions) else min(len(text), mention.end() + 120)
        rest = text[mention.end() : limit]
        spans, used = _spans(rest)
        if not spans and not _CLOSED.match(rest):
            continue
        if not spans:
            closed = _CLOSED.match(rest)
            used = closed.end() if closed else 0
        general = mention.group("days").lower() in _GENERAL
        for day in (WEEKDAYS[number] for number in _weekdays(mention.group("days"))):
            if day not in weekly or (day in by_rule and not general):
                weekly[day] = spans
                (by_rule.add if general else by_rule.discard)(day)
            elif weekly[day] and spans and spans[0]["opens"] >= weekly[day][-1]["closes"]:
                weekly[day] = [*weekly[day], *spans]
        first, last = min(first, mention.start()), max(last, mention.end() + used)
    if not any(weekly.values()):
        return None
    return WeeklyHours(weekly, re.sub(r"\s+", " ", text[first:last]).strip())


def _spans(rest: str) -> tuple[list[dict[str, str]], int]:
    found: list[dict[str, str]] = []
    position = 0
    for match in _SPAN.finditer(rest):
        if not _BETWEEN.match(rest[position : match.start()]):
            break
        opens = _clock(match.group("oh"), match.group("om"))
        closes = _clock(match.group("ch"), match.group("cm"))
        if opens is None or closes is None or opens == closes:
            break
        found.append({"opens": opens, "closes": closes})
        position = match.end()
    return found, position


def _clock(hour: str, minute: str | None) -> str | None:
    value = int(hour) * 60 + int(minute or 0)
    return f"{value // 60:02d}:{value % 60:02d}" if value <= 24 * 60 else None


def _weekdays(words: str) -> list[int]:
    lowered = words.lower()
    if lowered.startswith("t"):
        return list(range(7))
    if lowered == "werktags":
        return list(range(5))
    found: list[int] = []
    for part in re.split(r"\s*(?:,|\bund\b|\bu\.|&|\+|/)\s*", lowered):
        ends = [_NAMES[name] for name in re.findall(r"[a-zä]+", part) if name in _NAMES]
        if len(ends) == 2:
            first, last = ends
            found += range(first, last + 1) if first <= last else [*range(first, 7), *range(last + 1)]
        else:
            found += ends
    return found
