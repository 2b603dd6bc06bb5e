"""Follow-ups: when the next one is due and which text fits the interest shown."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Literal

DISTANCES: tuple[timedelta, ...] = (timedelta(days=7), timedelta(days=20))
"""After the first contact, for companies whose demo did not become hot before."""

HOT = 7.0
"""Above this engagement a follow-up is drafted at once."""

TemplateName = Literal["follow_up_high", "follow_up_medium", "follow_up_low"]


@dataclass(frozen=True, slots=True)
class Point:
    """Something visitors did that is worth mentioning."""

    kind: Literal["top_question", "unanswered_question", "peak_time", "lead"]
    label: str
    count: int
    hour: int | None = None


def template_for(score: float) -> TemplateName:
    """The text for an engagement of 0 to 10, unrounded: high above 8, medium above 5, else low."""
    if score > 8:
        return "follow_up_high"
    return "follow_up_medium" if score > 5 else "follow_up_low"


def next_due(first_contact: datetime, sent: int) -> datetime | None:
    """When the follow-up after `sent` ones is due; None when all have been written."""
    return first_contact + DISTANCES[sent] if sent < len(DISTANCES) else None


def became_hot(score: float, before: float) -> bool:
    """Whether engagement has just risen above 7. `before` is the last score that was known here."""
    return score > HOT >= before
