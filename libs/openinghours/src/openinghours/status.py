"""Whether a company is open at a moment, until when, and when it opens next."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from typing import Literal

from openinghours.hours import OpeningHours

HORIZON_DAYS = 370
"""How far ahead a next opening is looked for."""

Reason = Literal["regular", "special", "holiday", "closed", "unknown"]


@dataclass(frozen=True, slots=True)
class Status:
    """At a moment: open until `until`, or closed until `next_open`. Times carry the company's zone.

    `reason` says what the day is; `note` names the holiday or the special day. On a day `by_appointment` one may come
    when that was agreed.
    """

    open: bool
    until: datetime | None
    next_open: datetime | None
    reason: Reason
    note: str = ""
    by_appointment: bool = False


def intervals_between(hours: OpeningHours, start: datetime, end: datetime) -> Iterator[tuple[datetime, datetime]]:
    """The open intervals that touch [start, end), in UTC and order; neighbours that meet are joined.

    A local time that a clock change skips counts as the moment of the change; one that occurs twice, as its first
    occurrence when opening and its last when closing: nobody stands before a closed door that should be open.
    """
    zone = hours.zone
    day = start.astimezone(zone).date() - timedelta(days=1)
    last = end.astimezone(zone).date()
    pending: tuple[datetime, datetime] | None = None
    while day <= last:
        for stretch in hours.on(day):
            opens = _moment(hours, day, stretch.opens, closing=False)
            closes = _moment(hours, day, stretch.closes, closing=True)
            if closes <= opens:
                continue
            if pending is not None and opens <= pending[1]:
                pending = (pending[0], max(pending[1], closes))
                continue
            if pending is not None and pending[1] > start:
                yield pending
            pending = (opens, closes)
        day += timedelta(days=1)
    if pending is not None and pending[1] > start and pending[0] < end:
        yield pending


def status(hours: OpeningHours, at: datetime) -> Status:
    """Open or closed at this moment (an aware time)."""
    zone = hours.zone
    if not hours.known:
        return Status(False, None, None, "unknown")
    day = at.astimezone(zone).date()
    reason: Reason = "regular"
    note = ""
    if day in hours.special_days:
        reason, note = "special", hours.special_days[day].note
    elif hours.holiday(day) is not None:
        reason, note = "holiday", hours.holiday(day) or ""
    elif not hours.on(day):
        reason = "closed"
    agreed = hours.is_by_appointment(day)
    moment = at.astimezone(UTC)
    for days in (3, HORIZON_DAYS):
        for opens, closes in intervals_between(hours, moment, moment + timedelta(days=days)):
            if opens <= moment < closes:
                return Status(True, closes.astimezone(zone), None, reason, note)
            if opens > moment:
                return Status(False, None, opens.astimezone(zone), reason, note, agreed)
    return Status(False, None, None, reason, note, agreed)


def next_opening(hours: OpeningHours, after: datetime) -> datetime | None:
    """The next moment after `after` at which the company opens, None when there is none within a year."""
    moment = after.astimezone(UTC)
    for opens, _ in intervals_between(hours, moment, moment + timedelta(days=HORIZON_DAYS)):
        if opens > moment:
            return opens.astimezone(hours.zone)
    return None


def next_slot(hours: OpeningHours, after: datetime, *, minutes: int = 30) -> datetime | None:
    """The earliest time from `after` on with `minutes` of open time before it closes, on a quarter of an hour."""
    moment = after.astimezone(UTC)
    length = timedelta(minutes=minutes)
    for opens, closes in intervals_between(hours, moment, moment + timedelta(days=HORIZON_DAYS)):
        start = _quarter(max(opens, moment))
        if start + length <= closes:
            return start.astimezone(hours.zone)
    return None


def _quarter(moment: datetime) -> datetime:
    past = timedelta(minutes=moment.minute % 15, seconds=moment.second, microseconds=moment.microsecond)
    return moment if not past else moment - past + timedelta(minutes=15)


def _moment(hours: OpeningHours, day: date, minute: int, *, closing: bool) -> datetime:
    midnight = datetime(day.year, day.month, day.day)  # noqa: DTZ001  (local wall time, the zone follows)
    local = (midnight + timedelta(minutes=minute)).replace(tzinfo=hours.zone, fold=1 if closing else 0)
    moment = local.astimezone(UTC)
    if moment.astimezone(hours.zone).replace(tzinfo=None) != local.replace(tzinfo=None):
        # skipped by a clock change: with fold=1 the arithmetic lands before the gap, with fold=0 after it
        return _gap_end(local.replace(fold=0).astimezone(UTC), local.replace(fold=1).astimezone(UTC), hours)
    return moment


def _gap_end(one: datetime, other: datetime, hours: OpeningHours) -> datetime:
    """The moment at which the clock jumps, between two readings of a local time that does not exist."""
    low, high = min(one, other), max(one, other)
    before = low.astimezone(hours.zone).utcoffset()
    while high - low > timedelta(minutes=1):
        middle = low + (high - low) / 2
        middle = middle.replace(second=0, microsecond=0)
        if middle <= low:
            break
        if middle.astimezone(hours.zone).utcoffset() == before:
            low = middle
        else:
            high = middle
    return high
