"""Opening hours as they may be stored: times, weeks without overlap, known zones and holidays."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from functools import cache
from itertools import pairwise
from zoneinfo import available_timezones

import holidays

WEEKDAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
DAY = 24 * 60
_TIME = re.compile(r"([01]\d|2[0-3]):([0-5]\d)")

Times = tuple[str, str]


@cache  # each of a week's times is asked for five times; there are 1,441 of them, and errors are not kept
def minutes(text: str) -> int:
    """Minutes since midnight of a local `HH:MM`; `24:00` is the end of the day. Raises `ValueError`."""
    if text == "24:00":
        return DAY
    found = _TIME.fullmatch(text)
    if not found:
        raise ValueError("must be a time such as 08:30")
    return int(found[1]) * 60 + int(found[2])


def span(times: Times) -> tuple[int, int]:
    """Minutes from opening to closing, counted from the day's midnight; past midnight exceeds 1440."""
    opens, closes = minutes(times[0]), minutes(times[1])
    if opens == DAY:
        raise ValueError("must open before 24:00")
    return (opens, closes) if closes > opens else (opens, closes + DAY)


def check_day(intervals: Sequence[Times]) -> None:
    """Raises `ValueError` when two intervals of a day overlap."""
    spans = sorted(span(times) for times in intervals)
    for (_, closes), (opens, _) in pairwise(spans):
        if opens < closes:
            raise ValueError("has intervals that overlap")


def overlapping_day(weekly: Mapping[str, Sequence[Times]]) -> str | None:
    """The weekday whose night runs into the next day's opening, None when the week is consistent."""
    for number, day in enumerate(WEEKDAYS):
        latest = max((span(times)[1] for times in weekly.get(day, ())), default=0) - DAY
        following = weekly.get(WEEKDAYS[(number + 1) % 7], ())
        if any(span(times)[0] < latest for times in following):
            return day
    return None


@cache
def _zones() -> frozenset[str]:
    return frozenset(available_timezones())


def time_zone(name: str) -> str:
    """An IANA time zone. Raises `ValueError`."""
    if name not in _zones():
        raise ValueError("must be an IANA time zone such as Europe/Berlin")
    return name


@cache
def _calendars() -> Mapping[str, Sequence[str]]:
    return holidays.list_supported_countries(include_aliases=False)


def holiday_calendar(code: str) -> str:
    """A country or federal state whose holidays are known: `DE`, `DE-BY`. Raises `ValueError`."""
    country, _, state = code.strip().upper().partition("-")
    known = _calendars().get(country)
    if known is None or (state and state not in known):
        raise ValueError("must be a country or federal state such as DE or DE-BY")
    return f"{country}-{state}" if state else country
