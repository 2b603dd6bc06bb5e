"""What a company says of its opening hours."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from functools import lru_cache
from itertools import pairwise
from typing import Any
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

import holidays as public_holidays

WEEKDAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
DAY = 24 * 60
_TIME = re.compile(r"([01]?\d|2[0-4]):([0-5]\d)")


@dataclass(frozen=True, slots=True, order=True)
class Stretch:
    """Open from `opens` to `closes`, in minutes of the local day; past midnight `closes` is above 1440."""

    opens: int
    closes: int

    @classmethod
    def parse(cls, opens: str, closes: str) -> Stretch:
        """From `HH:MM`; closing at or before opening means past midnight. Raises `ValueError`."""
        start, end = minutes(opens), minutes(closes)
        if start == DAY:
            raise ValueError("24:00 can only be a closing time")
        return cls(start, end if end > start else end + DAY)


@dataclass(frozen=True, slots=True)
class SpecialDay:
    """A date that goes its own way; no stretches means closed."""

    stretches: tuple[Stretch, ...]
    note: str = ""


@dataclass(frozen=True)
class OpeningHours:
    """Opening hours in a time zone. A special day overrides a public holiday, a holiday overrides the weekday.

    `holidays` is country and subdivision, such as `DE-BY`; None means that public holidays are ordinary days. On days
    `by_appointment` nobody waits for visitors, but one may come when that was agreed.
    """

    time_zone: str = "Europe/Berlin"
    weekly: Mapping[int, tuple[Stretch, ...]] = field(default_factory=dict)
    holidays: str | None = None
    special_days: Mapping[date, SpecialDay] = field(default_factory=dict)
    by_appointment: frozenset[int] = frozenset()

    @classmethod
    def parse(cls, mapping: Mapping[str, Any]) -> OpeningHours:
        """From the shape of `contracts.bots.OpeningHours`. Raises `ValueError` that begins with the field's path."""
        zone = str(mapping.get("time_zone", "Europe/Berlin"))
        try:
            ZoneInfo(zone)
        except (ZoneInfoNotFoundError, ValueError, OSError) as error:
            raise ValueError(f"time_zone: there is no time zone {zone!r}") from error
        region = mapping.get("holidays")
        if region is not None:
            try:
                calendar(str(region), 2026)
            except (NotImplementedError, ValueError, KeyError, AttributeError) as error:
                raise ValueError(f"holidays: no public holidays are known for {region!r}") from error
        weekly: dict[int, tuple[Stretch, ...]] = {}
        for name, intervals in (mapping.get("weekly") or {}).items():
            if name not in WEEKDAYS:
                raise ValueError(f"weekly/{name}: is not a weekday")
            weekly[WEEKDAYS.index(name)] = _stretches(intervals, f"weekly/{name}")
        special: dict[date, SpecialDay] = {}
        for number, day in enumerate(mapping.get("special_days") or ()):
            when = day["date"]
            if not isinstance(when, date):
                try:
                    when = date.fromisoformat(str(when))
                except ValueError as error:
                    raise ValueError(f"special_days/{number}/date: is not a date") from error
            stretches = _stretches(day.get("intervals") or (), f"special_days/{number}/intervals")
            special[when] = SpecialDay(stretches, str(day.get("note") or ""))
        agreed: set[int] = set()
        for number, name in enumerate(mapping.get("by_appointment") or ()):
            if name not in WEEKDAYS:
                raise ValueError(f"by_appointment/{number}: is not a weekday")
            agreed.add(WEEKDAYS.index(name))
        without = frozenset(day for day in agreed if not weekly.get(day))
        return cls(zone, weekly, str(region) if region is not None else None, special, without)

    @property
    def known(self) -> bool:
        """Whether anything is configured at all; nothing configured is not the same as always closed."""
        return bool(self.weekly) or bool(self.special_days) or bool(self.by_appointment)

    @property
    def zone(self) -> ZoneInfo:
        """The time zone."""
        return ZoneInfo(self.time_zone)

    def holiday(self, day: date) -> str | None:
        """The name of the public holiday on this date, None on ordinary days."""
        if self.holidays is None:
            return None
        found = calendar(self.holidays, day.year).get(day)
        return str(found) if found else None

    def on(self, day: date) -> tuple[Stretch, ...]:
        """The stretches that begin on this local date, in order."""
        if day in self.special_days:
            return self.special_days[day].stretches
        if self.holiday(day) is not None:
            return ()
        return tuple(self.weekly.get(day.weekday(), ()))

    def is_by_appointment(self, day: date) -> bool:
        """Whether one may come on this local date only when that was agreed."""
        ordinary = day not in self.special_days and self.holiday(day) is None
        return ordinary and day.weekday() in self.by_appointment


def minutes(clock: str) -> int:
    """Minutes of the day of `HH:MM`, up to 24:00. Raises `ValueError`."""
    match = _TIME.fullmatch(clock.strip())
    if match is None or (match.group(1) == "24" and match.group(2) != "00"):
        raise ValueError(f"{clock!r} is not a time of day like 08:30")
    return int(match.group(1)) * 60 + int(match.group(2))


@lru_cache(maxsize=256)
def calendar(region: str, year: int) -> public_holidays.HolidayBase:
    """The public holidays of a region in a year, in German where the library has it. Raises `NotImplementedError`."""
    country, _, subdivision = region.partition("-")
    try:
        return public_holidays.country_holidays(country, subdiv=subdivision or None, years=year, language="de")
    except (ValueError, TypeError):
        return public_holidays.country_holidays(country, subdiv=subdivision or None, years=year)


def _stretches(intervals: Sequence[Mapping[str, Any]], path: str) -> tuple[Stretch, ...]:
    found: list[Stretch] = []
    for number, interval in enumerate(intervals):
        try:
            found.append(Stretch.parse(str(interval["opens"]), str(interval["closes"])))
        except (KeyError, ValueError) as error:
            raise ValueError(f"{path}/{number}: {error}") from error
    found.sort()
    for one, other in pairwise(found):
        if other.opens < one.closes:
            raise ValueError(f"{path}: the times overlap")
    return tuple(found)
