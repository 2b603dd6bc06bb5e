"""The stages of a prospect, how it may move between them, and by when the next step should have happened."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Literal

Stage = Literal["new", "researched", "demo_ready", "contacted", "replied", "demo_requested", "won", "lost", "failed"]

_ORDER: tuple[Stage, ...] = ("failed", "new", "researched", "demo_ready", "contacted", "replied", "demo_requested")
CLOSED: frozenset[Stage] = frozenset({"won", "lost"})
BY_HAND: frozenset[Stage] = frozenset({"contacted", "replied", "demo_requested", "won", "lost"})
"""Stages that a person may set; the others follow from what the services did."""

TIME_LIMITS: Mapping[Stage, tuple[Stage, timedelta]] = {
    "new": ("researched", timedelta(minutes=10)),
    "researched": ("demo_ready", timedelta(minutes=20)),
    "demo_ready": ("contacted", timedelta(days=14)),
    "contacted": ("replied", timedelta(days=30)),
    "replied": ("demo_requested", timedelta(days=7)),
}
"""What should come after a stage, and within which time."""


@dataclass(frozen=True, slots=True)
class Expected:
    """The next step of a prospect and when it is due."""

    stage: Stage
    due_at: datetime

    def overdue(self, now: datetime) -> bool:
        """Whether the step should have happened by now."""
        return now > self.due_at


def advanced(current: Stage, to: Stage) -> Stage:
    """The stage after something happened by itself: never backwards, never out of a closed deal."""
    if current in CLOSED:
        return current
    if to == "failed":
        return "failed" if _ORDER.index(current) < _ORDER.index("demo_ready") else current
    if to in CLOSED:
        return to
    return to if _ORDER.index(to) > _ORDER.index(current) else current


def expected_next(stage: Stage, since: datetime) -> Expected | None:
    """What a prospect in this stage since then waits for; None when nothing is outstanding."""
    if stage not in TIME_LIMITS:
        return None
    following, limit = TIME_LIMITS[stage]
    return Expected(following, since + limit)
