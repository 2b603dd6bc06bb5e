"""What looks wrong about a live bot, from its daily figures alone. Each rule compares a bot with its own past.

The thresholds are such that a bot which goes on as before is noticed about once in two years: silence where seven
conversations are the rule has a Poisson probability of e⁻⁷ = 0.09 %; shares must differ by three standard errors of a
two-proportion test (one-sided 0.13 %).
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from math import sqrt
from typing import Literal

from analytics_svc.domain.figures import Figures, total

Kind = Literal["silence", "unanswered_jump", "satisfaction_drop"]

HISTORY_DAYS = 35
EXPECTED_FROM = 7.0
"""Conversations on the same weekday from which none is odd."""
WEEKS = 4
STANDARD_ERRORS = 3.0
UNANSWERED_FROM = 5
JUMP = 1.5
RATINGS_FROM = 10


@dataclass(frozen=True, slots=True)
class Anomaly:
    """Something odd about a day, with the numbers that make it so: what was seen, and what was to be expected."""

    kind: Kind
    seen: float
    expected: float


def anomalies(days: Mapping[date, Figures], day: date) -> list[Anomaly]:
    """What is odd about a whole local day, given it and the days before; days without events may be missing."""
    found = (silence(days, day), unanswered_jump(days, day), satisfaction_drop(days, day))
    return [one for one in found if one is not None]


def silence(days: Mapping[date, Figures], day: date) -> Anomaly | None:
    """No visit and no conversation, though every one of the last four same weekdays had some, seven on average."""
    today = days.get(day, Figures())
    if today.conversations or today.visits:
        return None
    same = [days.get(day - timedelta(weeks=week), Figures()).conversations for week in range(1, WEEKS + 1)]
    expected = sum(same) / WEEKS
    return Anomaly("silence", 0.0, expected) if min(same) and expected >= EXPECTED_FROM else None


def unanswered_jump(days: Mapping[date, Figures], day: date) -> Anomaly | None:
    """A larger share of questions without an answer than in the two weeks before."""
    today, before = days.get(day, Figures()), _between(days, day, 14)
    if today.unanswered < UNANSWERED_FROM or not before.responses:
        return None
    seen, usual = today.unanswered / today.responses, before.unanswered / before.responses
    if seen < JUMP * usual:
        return None
    odd = _standard_errors(today.unanswered, today.responses, before.unanswered, before.responses) >= STANDARD_ERRORS
    return Anomaly("unanswered_jump", seen, usual) if odd else None


def satisfaction_drop(days: Mapping[date, Figures], day: date) -> Anomaly | None:
    """A smaller share of thumbs up in the last seven days than in the four weeks before."""
    week = total(days[one] for one in days if day - timedelta(days=7) < one <= day)
    before = _between(days, day - timedelta(days=6), 28)
    now_rated, rated = week.ratings_up + week.ratings_down, before.ratings_up + before.ratings_down
    if now_rated < RATINGS_FROM or rated < RATINGS_FROM or not days.get(day, Figures()).ratings_down:
        return None
    odd = _standard_errors(before.ratings_up, rated, week.ratings_up, now_rated) >= STANDARD_ERRORS
    return Anomaly("satisfaction_drop", week.ratings_up / now_rated, before.ratings_up / rated) if odd else None


def _between(days: Mapping[date, Figures], end: date, length: int) -> Figures:
    return total(days[one] for one in days if end - timedelta(days=length) <= one < end)


def _standard_errors(more: int, of_more: int, less: int, of_less: int) -> float:
    """How many standard errors the first share lies above the second (two-proportion z-test, pooled)."""
    pooled = (more + less) / (of_more + of_less)
    error = sqrt(pooled * (1 - pooled) * (1 / of_more + 1 / of_less))
    return (more / of_more - less / of_less) / error if error else 0.0
