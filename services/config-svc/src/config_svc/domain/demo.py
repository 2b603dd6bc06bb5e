"""The clock of a demo: 30 days from its deployment, once reset by the first contact, reminders before its end."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime, timedelta

DEMO_LENGTH = timedelta(days=30)
REMINDERS = (7, 1)
"""Days before the end on which the demo's end is announced."""


@dataclass(frozen=True)
class DemoClock:
    """When a demo ends, whether the first contact has set that, and the last reminder that was given."""

    ends_at: datetime
    reset_at: datetime | None = None
    reminded: int | None = None

    @classmethod
    def started(cls, deployed_at: datetime) -> DemoClock:
        """The clock of a demo that goes live now."""
        return cls(deployed_at + DEMO_LENGTH)

    def first_contact(self, at: datetime, printed_end: datetime | None) -> DemoClock:
        """The clock after the first contact went out; only the first one counts.

        `printed_end` is the date that the message promises; without one it is 30 days from `at`.
        """
        if self.reset_at is not None:
            return self
        return DemoClock(printed_end or at + DEMO_LENGTH, reset_at=at)

    def extended(self, by: timedelta, now: datetime) -> DemoClock:
        """The clock with more time, counted from its end or, when that is over, from now."""
        return DemoClock(max(self.ends_at, now) + by, self.reset_at)

    def ended(self, now: datetime) -> DemoClock:
        """The clock of a demo that is over now, whatever was promised."""
        return replace(self, ends_at=min(self.ends_at, now))

    def is_over(self, now: datetime) -> bool:
        """Whether the demo has ended."""
        return now >= self.ends_at

    def reminder(self, now: datetime) -> int | None:
        """The reminder due now, in days before the end; one that a later one has overtaken is left out."""
        if self.is_over(now):
            return None
        due = [days for days in REMINDERS if now >= self.ends_at - timedelta(days=days)]
        nearest = min(due, default=None)
        if nearest is None or (self.reminded is not None and self.reminded <= nearest):
            return None
        return nearest

    def after_reminder(self, days: int) -> DemoClock:
        """The clock after a reminder was given."""
        return replace(self, reminded=days)
