"""Dates as German and English texts write them: alone, in lists that share a month, and from one to another."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date, timedelta

_MONTHS = {
    name: number
    for number, names in enumerate(
        (
            "januar jänner jan january",
            "februar feber feb february",
            "märz mrz march",
            "april apr",
            "mai may",
            "juni jun june",
            "juli jul july",
            "august aug",
            "september sep sept",
            "oktober okt october oct",
            "november nov",
            "dezember dez december dec",
        ),
        1,
    )
    for name in names.split()
}
MONTH = "|".join(sorted(_MONTHS, key=len, reverse=True))
"""The names of the months, for a pattern that ignores case."""
_ORDINALS = [
    "erste",
    "zweite",
    "dritte",
    "vierte",
    "fünfte",
    "sechste",
    "siebte",
    "achte",
    "neunte",
    "zehnte",
    "elfte",
    "zwölfte",
]
_ORDINAL = re.compile(rf"\b({'|'.join(_ORDINALS)})[nrsm]? (?={MONTH}\b)", re.IGNORECASE)
WEEKDAYS = ("montag", "dienstag", "mittwoch", "donnerstag", "freitag", "samstag", "sonntag")
_WEEKDAY = rf"(?:(?:{'|'.join(WEEKDAYS)}|sonnabend|mo|di|mi|do|fr|sa|so)\.?,?\s+)?"
_ITEM = re.compile(
    rf"(?<![\d.,:])(?<!\bum )(?P<day>[0-3]?\d)(?:\.|t(?:e[nrsm]?|h)\b|st\b|nd\b|rd\b)\s?(?:of )?"
    rf"(?:(?P<number>[01]?\d)(?:\.(?:\s?(?P<year>20\d\d)|(?P<short>\d\d))?(?!\d|[.:]\d)|(?![\d:.,]|\s?(?:uhr|h)\b))"
    rf"|(?P<name>{MONTH})\b\.?(?:\s?(?P<after>20\d\d)(?!\d))?)?"
    rf"|\b(?P<english>{MONTH}) (?P<of>[0-3]?\d)(?:st|nd|rd|th)?(?![\d:.]|\s?(?:uhr|h|stunden|tage)\b)"
    r"(?:,? (?P<last>20\d\d)(?!\d))?",
    re.IGNORECASE,
)
_TO = re.compile(
    rf"\s*(?:[-–—]+|bis|to|through|until)\s*(?:(?:einschl(?:ießlich|\.)|inkl(?:usive|\.)|zum|den|dem|the)\s*)*{_WEEKDAY}"
    r"(?:den |dem )?",
    re.IGNORECASE,
)
_AND = re.compile(
    rf"\s*(?:,|;|&|\+|/|und|oder|sowie|u\.|and|or)\s*(?:(?:und|am|vom|zum|den|dem|the)\s+)*{_WEEKDAY}(?:den |dem )?",
    re.IGNORECASE,
)
_WHOLE = re.compile(rf"\b(?:im|in) (?:(?:ganzen|gesamten|monat|month of) )?({MONTH})\b", re.IGNORECASE)
_BETWEEN = re.compile(rf"\b(?:zwischen|between)\s+(?:(?:dem|den|the)\s+)?{_WEEKDAY}(?:dem |den )?$", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Dates:
    """The days from one to another, or a single one, of every year or of one; where in the text they are named."""

    first: tuple[int, int]
    last: tuple[int, int]
    year: int | None
    start: int
    end: int

    def hold(self, day: date) -> bool:
        """Whether a day is one of them."""
        at = (day.month, day.day)
        if self.first <= self.last:
            return self.first <= at <= self.last and self.year in (None, day.year)
        return (at >= self.first and self.year in (None, day.year + 1)) or (
            at <= self.last and self.year in (None, day.year)
        )

    def hold_soon(self, day: date, before: timedelta) -> bool:
        """Whether a day is the last of them or one of those so long before it."""
        last = [_day(year, self.last) for year in (day.year, day.year + 1) if self.year in (None, year)]
        return any(one is not None and one - before <= day <= one for one in last)

    def coming(self, today: date, most: int) -> list[date]:
        """Those days as they come next, at most so many."""
        for year in (self.year,) if self.year else (today.year, today.year + 1):
            first, last = _day(year - (self.first > self.last), self.first), _day(year, self.last)
            if first is None or last is None or (self.year is None and last < today):
                continue
            days = [first + timedelta(days=ahead) for ahead in range((last - first).days + 1)]
            return [day for day in days if day >= today or self.year is not None][:most]
        return []


@dataclass(frozen=True, slots=True)
class _Item:
    day: int
    month: int | None
    year: int | None
    start: int
    end: int


def with_numbers(text: str) -> str:
    """The text with `1. Mai` for *erster Mai*."""
    return _ORDINAL.sub(lambda match: f"{_ORDINALS.index(match.group(1).lower()) + 1}. ", text)


def without_dates(text: str, instead: str = " ") -> str:
    """The text with something else in the place of what `dates_in` finds in it."""
    left, end = [], 0
    for one in dates_in(text):
        left.append(text[end : one.start])
        end = one.end
    return instead.join([*left, text[end:]])


def months_in(text: str) -> set[int]:
    """The whole months that a text names: *im August*."""
    return {_MONTHS[match[1].lower()] for match in _WHOLE.finditer(text)}


def dates_in(text: str) -> list[Dates]:
    """The dates that a text names with their months, in order."""
    found: list[Dates] = []
    chain: list[tuple[_Item, bool]] = []
    for item in _items(text):
        between = text[chain[-1][0].end : item.start] if chain else ""
        opens = bool(chain) and _BETWEEN.search(text[: chain[-1][0].start]) is not None
        ranges = _TO.fullmatch(between) is not None or (opens and _AND.fullmatch(between) is not None)
        if chain and not ranges and _AND.fullmatch(between) is None:
            found += _of(chain)
            chain = []
        chain.append((item, ranges))
    return [*found, *_of(chain)]


def _items(text: str) -> Iterator[_Item]:
    for match in _ITEM.finditer(text):
        name = match["name"] or match["english"]
        month = _MONTHS[name.lower()] if name else int(match["number"]) if match["number"] else None
        day = int(match["day"] or match["of"])
        stated = match["year"] or match["after"] or match["last"] or (f"20{match['short']}" if match["short"] else None)
        end = match.start() + len(match.group().rstrip())
        if 1 <= day <= 31 and (month is None or 1 <= month <= 12):
            yield _Item(day, month, int(stated) if stated else None, match.start(), end)


def _of(chain: list[tuple[_Item, bool]]) -> Iterator[Dates]:
    """What a chain of dates names: those without a month or a year are in that of the next one that has it."""
    whole: list[tuple[_Item, bool]] = []
    for item, ranges in reversed(chain):
        following = whole[0][0] if whole else None
        month = item.month or (following.month if following else None)
        year = item.year or (following.year if following else None)
        if month is not None:
            whole.insert(0, (replace(item, month=month, year=year), ranges))
    for place, (item, ranges) in enumerate(whole):
        if place + 1 < len(whole) and whole[place + 1][1]:
            continue
        first = whole[place - 1][0] if ranges and place else item
        begin, end = (first.month or 1, first.day), (item.month or 1, item.day)
        year = item.year or (first.year + (begin > end) if first.year else None)
        yield Dates(begin, end, year, first.start, item.end)


def _day(year: int, of: tuple[int, int]) -> date | None:
    try:
        return date(year, *of)
    except ValueError:
        return None
