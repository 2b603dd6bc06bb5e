"""analytics-svc: scores and reports."""

from __future__ import annotations

from datetime import date, datetime
from typing import Literal
from uuid import UUID

from contracts.base import Event, Value

InputName = Literal["emails", "contact_requests", "conversations", "messages_per_conversation", "minutes_per_session"]
"""What a score is made of."""


class Contribution(Value):
    """What one input adds to the score; all of a score's contributions add up to it."""

    name: InputName
    value: float
    points: float


class TalkingPoint(Value):
    """Something visitors did that is worth mentioning, for its readers to word.

    `label` is what visitors asked, only for question groups that may be named; `hour` is the local hour of a peak.
    """

    kind: Literal["top_question", "unanswered_question", "peak_time", "lead"]
    label: str
    count: int
    hour: int | None = None


class FollowUpAdvice(Value):
    """Whether and when to call or write; the slot lies inside the company's opening hours.

    `because` is the input that adds most to the score, and `value` what it amounts to. `reason` was a German sentence
    and is empty now.
    """

    recommended: bool
    best_slot: datetime | None = None
    reason: str = ""
    because: InputName | None = None
    value: float | None = None


class EngagementScored(Event, type="empfang.analytics.EngagementScored.v1"):
    """A bot's engagement moved by 0.5 or crossed 5, 7 or 8. Scores are unrounded, 0 to 10."""

    bot_id: UUID
    score: float
    previous: float
    crossed: tuple[float, ...] = ()
    contributions: tuple[Contribution, ...] = ()
    advice: FollowUpAdvice
    talking_points: tuple[TalkingPoint, ...] = ()
    computed_at: datetime
    revision: int


class ReportReady(Event, type="empfang.analytics.ReportReady.v1"):
    """A report lies in the object store: a page, a workbook, and the most important of it as plain text.

    `headlines` were that text before it lay there, and are empty now.
    """

    workspace_id: UUID
    report_id: UUID
    period: Literal["week", "month"]
    first_day: date
    last_day: date
    html_key: str
    excel_key: str
    text_key: str | None = None
    language: Literal["de", "en"] = "de"
    conversations: int = 0
    leads: int = 0
    headlines: tuple[str, ...] = ()


class AnomalyNoticed(Event, type="empfang.analytics.AnomalyNoticed.v1"):
    """Something about a live bot looks wrong."""

    workspace_id: UUID
    bot_id: UUID
    kind: Literal["silence", "unanswered_jump", "satisfaction_drop"]
    detail: dict[str, float] = {}
    noticed_at: datetime
