"""What is still to come for a prospect, and why; or why nothing is. The rules themselves are where they are obeyed."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Literal

from outreach_svc.domain.following import DISTANCES, next_due, template_for
from outreach_svc.domain.stages import CLOSED, Stage

What = Literal["first_contact", "follow_up", "reminder", "demo_ended"]


@dataclass(frozen=True, slots=True)
class Planned:
    """A message that is to come, or why none of its kind does (`comes` is false).

    `because` is a code; `at` is when it is due as far as that is known, `days` what the reason counts.
    """

    what: What
    comes: bool
    because: str
    at: datetime | None = None
    days: int | None = None
    template: str | None = None


@dataclass(frozen=True, slots=True)
class Standing:
    """What the plan depends on."""

    stage: Stage
    live: bool
    first_contact_at: datetime | None
    follow_ups: int
    stopped: str | None
    demo_ends_at: datetime | None
    demo_over: bool
    score: float
    first_waits: bool
    """Whether a first contact is written and not sent."""


def plan(now: Standing) -> list[Planned]:
    """What comes, in its order; messages that are written already are not part of it."""
    return [*_first(now), *_follow_ups(now), *_ending(now)]


def _first(now: Standing) -> Iterator[Planned]:
    if now.first_contact_at is not None or now.first_waits:
        return
    if now.stage in CLOSED:
        yield Planned("first_contact", False, now.stage)
    elif now.demo_over:
        yield Planned("first_contact", False, "demo_ended")
    elif now.live:
        yield Planned("first_contact", False, "draft_set_aside")
    elif now.stage == "failed":
        yield Planned("first_contact", False, "demo_failed")
    else:
        yield Planned("first_contact", True, "when_demo_is_live")


def _follow_ups(now: Standing) -> Iterator[Planned]:
    stopped = now.stopped or ("demo_ended" if now.demo_over else None)
    if stopped or now.stage in CLOSED:
        yield Planned("follow_up", False, stopped or now.stage)
    elif now.first_contact_at is None:
        for distance in DISTANCES:
            yield Planned("follow_up", True, "days_after_contact", days=distance.days)
    elif now.stage != "contacted":
        yield Planned("follow_up", False, "moved_on")
    elif now.follow_ups >= len(DISTANCES):
        yield Planned("follow_up", False, "all_written")
    else:
        for number in range(now.follow_ups, len(DISTANCES)):
            due = next_due(now.first_contact_at, number)
            template = template_for(now.score)
            yield Planned("follow_up", True, "days_after_contact", due, DISTANCES[number].days, template)


def _ending(now: Standing) -> Iterator[Planned]:
    if now.demo_over or now.stage in CLOSED or now.first_contact_at is None or now.demo_ends_at is None:
        return
    yield Planned("reminder", True, "before_demo_ends", now.demo_ends_at, template="reminder")
    yield Planned("demo_ended", True, "when_demo_ends", now.demo_ends_at, template="demo_ended")
