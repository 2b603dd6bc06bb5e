"""When a mail may leave: the workspace's window of local hours, its daily cap, and the distance between two mails."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

SPACING = timedelta(days=5)
"""At most one mail within this time to the same company; the first contact does not count."""

DEMO_LENGTH = timedelta(days=30)
"""How long a demo lasts from its first contact."""


class NoSlot(Exception):
    """The window has no weekday, so that nothing can ever be sent."""


@dataclass(frozen=True, slots=True)
class Window:
    """Local hours. `weekdays` are ISO numbers; `closes` at or before `opens` means past midnight."""

    time_zone: str
    weekdays: tuple[int, ...]
    opens: str
    closes: str

    def on(self, day: date) -> tuple[datetime, datetime]:
        """Begin and end, UTC, of the window that opens on this local day."""
        opens, closes = _minutes(self.opens), _minutes(self.closes)
        if closes <= opens:
            closes += 24 * 60
        return self._at(day, opens), self._at(day, closes)

    def _at(self, day: date, minutes: int) -> datetime:
        days, rest = divmod(minutes, 24 * 60)
        local = datetime.combine(day + timedelta(days=days), time(*divmod(rest, 60)), ZoneInfo(self.time_zone))
        return local.astimezone(UTC)

    def day_of(self, at: datetime) -> tuple[datetime, datetime]:
        """Begin and end, UTC, of the local calendar day around `at`; 23 to 25 hours long."""
        day = at.astimezone(ZoneInfo(self.time_zone)).date()
        return self._at(day, 0), self._at(day, 24 * 60)


def _minutes(clock: str) -> int:
    hours, minutes = clock.split(":")
    return int(hours) * 60 + int(minutes)


def next_slot(window: Window, at: datetime) -> datetime:
    """The first moment from `at` on that lies inside the window. Raises `NoSlot` when there is none."""
    today = at.astimezone(ZoneInfo(window.time_zone)).date()
    for offset in range(-1, 9):
        day = today + timedelta(days=offset)
        if day.isoweekday() not in window.weekdays:
            continue
        begin, end = window.on(day)
        if at < end and begin < end:
            return max(at.astimezone(UTC), begin)
    raise NoSlot


def slot_under_cap(window: Window, at: datetime, *, sent_today: int, cap: int) -> datetime:
    """The next slot, moved to the following local day when today's cap is used up."""
    slot = next_slot(window, at)
    begin, end = window.day_of(at)
    if sent_today < cap or not begin <= slot < end:
        return slot
    return next_slot(window, end)


def spaced(at: datetime, counted: Iterable[datetime]) -> datetime:
    """The first moment from `at` on with the due distance to every mail that counts."""
    latest = max(counted, default=None)
    return at if latest is None else max(at, latest + SPACING)
