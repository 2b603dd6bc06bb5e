"""How much a demo is used, as one number from 0 to 10 that can be taken apart again.

score = 10 · Σ wᵢ · (1 − e^(−xᵢ / kᵢ)). Each input saturates: the first e-mail address says much, the tenth little. The
weights add up to 1, so the score is bounded by 10; each term grows with its input, so the score is monotone.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from math import exp
from typing import Literal

WINDOW_DAYS = 14
HALF_LIFE_DAYS = 7.0
THRESHOLDS = (5.0, 7.0, 8.0)
STEP = 0.5
RECOMMENDED_ABOVE = 7.0

Name = Literal["emails", "contact_requests", "conversations", "messages_per_conversation", "minutes_per_session"]

_TERMS: tuple[tuple[Name, float, float], ...] = (
    ("emails", 0.25, 0.5),
    ("contact_requests", 0.25, 0.5),
    ("conversations", 0.20, 2.0),
    ("messages_per_conversation", 0.15, 3.0),
    ("minutes_per_session", 0.15, 3.0),
)


@dataclass(frozen=True, slots=True)
class Day:
    """One local day of a bot; `age` in days, 0 is today."""

    age: int
    conversations: int = 0
    messages: int = 0
    sessions: int = 0
    session_seconds: int = 0
    emails: int = 0
    contact_requests: int = 0


@dataclass(frozen=True, slots=True)
class Term:
    """What one input adds; the points of all terms add up to the score."""

    name: Name
    value: float
    points: float


@dataclass(frozen=True, slots=True)
class Score:
    """An engagement score, unrounded, with its terms."""

    value: float
    terms: tuple[Term, ...]

    @property
    def recommended(self) -> bool:
        """Whether a follow-up is recommended: above 7, unrounded."""
        return self.value > RECOMMENDED_ABOVE


def weight(age: int) -> float:
    """How much a day still counts: halved every seven days, nothing after fourteen."""
    return 0.5 ** (age / HALF_LIFE_DAYS) if 0 <= age < WINDOW_DAYS else 0.0


def score(days: Sequence[Day]) -> Score:
    """The score of a bot from its days."""
    weighted = [(weight(day.age), day) for day in days]
    conversations = sum(w * day.conversations for w, day in weighted)
    messages = sum(w * day.messages for w, day in weighted)
    sessions = sum(w * day.sessions for w, day in weighted)
    seconds = sum(w * day.session_seconds for w, day in weighted)
    return of(
        {
            "emails": sum(w * day.emails for w, day in weighted),
            "contact_requests": sum(w * day.contact_requests for w, day in weighted),
            "conversations": conversations,
            "messages_per_conversation": messages / conversations if conversations > 0 else 0.0,
            "minutes_per_session": seconds / sessions / 60 if sessions > 0 else 0.0,
        }
    )


def of(inputs: dict[Name, float]) -> Score:
    """The score of inputs, each 0 or more."""
    terms = tuple(
        Term(name, inputs[name], 10 * w * (1 - exp(-max(0.0, inputs[name]) / scale))) for name, w, scale in _TERMS
    )
    return Score(sum(term.points for term in terms), terms)


def crossed(previous: float, current: float) -> tuple[float, ...]:
    """The thresholds between two scores, in either direction."""
    low, high = sorted((previous, current))
    return tuple(threshold for threshold in THRESHOLDS if low <= threshold < high)


def worth_publishing(published: float, current: float) -> bool:
    """Whether a score has moved enough since it was last published: 0.5, or over a threshold."""
    return abs(current - published) >= STEP or bool(crossed(published, current))
