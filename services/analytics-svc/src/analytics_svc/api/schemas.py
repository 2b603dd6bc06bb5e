"""What the API answers."""

from __future__ import annotations

from datetime import date, datetime
from uuid import UUID

from contracts.analytics import Contribution, InputName, TalkingPoint
from pydantic import BaseModel, ConfigDict, Field

from analytics_svc.domain.figures import Figures, named
from analytics_svc.domain.periods import Granularity
from analytics_svc.domain.questions import Trend, trend
from analytics_svc.repository import Question


class FiguresOut(BaseModel):
    """Figures of a day or a range; ratios are null where nothing was counted."""

    visits: int
    total_conversations: int = Field(description="Gespräche mit mindestens einer Nachricht. Conversations.")
    unique_visitors: int = Field(description="Besucher je Tag, im Zeitraum Besuchertage. Visitor-days in a range.")
    messages: int
    visitor_messages: int
    messages_per_conversation: float | None
    average_session_duration: float | None = Field(description="Sekunden. Seconds.")
    bounce_rate: float | None = Field(description="Anteil der Gespräche mit einer einzigen Besuchernachricht.")
    emails_captured: int
    contact_requests: int
    bookings_opened: int
    customers: int = Field(
        description="Leads dieses Zeitraums, die Kunden wurden. Leads of this time that became customers."
    )
    conversion_rate: float | None = Field(description="Anteil der Gespräche mit Lead. Conversations with a lead.")
    response_time: float | None = Field(description="Mittlere Antwortzeit in ms. Mean answer time, ms.")
    response_time_p50: float | None
    response_time_p95: float | None
    first_token_p50: float | None
    first_token_p95: float | None
    user_satisfaction: float | None = Field(description="Anteil der Daumen nach oben. Share of thumbs up.")
    ratings: int
    unanswered_questions: int

    @classmethod
    def of(cls, figures: Figures) -> FiguresOut:
        """From sums."""
        return cls.model_validate(named(figures))


class DayOut(FiguresOut):
    """A local day of the bot, or the part of a week or month that lies in the range; `date` is its first day."""

    last_day: date
    date: date


class QuestionOut(BaseModel):
    """A group of questions with the same meaning; the label is null until it may be named."""

    group_id: UUID
    label: str | None
    language: str
    asked: int
    answered: int
    asked_before: int = Field(
        description="So oft im gleich langen Zeitraum davor. How often in the period of the same length before."
    )
    trend: Trend = Field(
        description="new: davor nie gestellt; rising, falling: mehr oder weniger, als der Zufall erklärt. "
        "new: never before; rising, falling: by more than chance explains."
    )

    @classmethod
    def of(cls, question: Question) -> QuestionOut:
        """From what the tables say."""
        return cls(
            group_id=question.group_id,
            label=question.label,
            language=question.language,
            asked=question.asked,
            answered=question.answered,
            asked_before=question.asked_before,
            trend=trend(question.asked, question.asked_before),
        )


class AnalyticsOut(BaseModel):
    """A range of days, combined and one by one."""

    chatbot_id: UUID
    time_zone: str
    first_day: date
    last_day: date
    granularity: Granularity
    summary: FiguresOut
    previous: FiguresOut = Field(description="Der gleich lange Zeitraum davor. The period of the same length before.")
    messages_by_hour: list[int] = Field(
        description="Nachrichten der Besucher je Stunde des Tages, 0 bis 23. Visitors' messages by local hour."
    )
    messages_by_weekday: list[list[int]] = Field(
        description="Dasselbe je Wochentag ab Montag. The same for each weekday, from Monday."
    )
    days: list[DayOut] = Field(description="Tage, Wochen (ab Montag) oder Monate. Days, weeks or months.")
    most_asked_questions: list[QuestionOut]


class AdviceOut(BaseModel):
    """Whether and when to follow up, and what speaks for it: the input that adds most to the score."""

    model_config = ConfigDict(from_attributes=True)

    recommended: bool
    best_slot: datetime | None
    because: InputName | None
    value: float | None


class EngagementOut(BaseModel):
    """The engagement score and what it is made of; contributions add up to the score."""

    chatbot_id: UUID
    score: float
    follow_up_recommended: bool
    contributions: list[Contribution]
    advice: AdviceOut
    talking_points: list[TalkingPoint]
    window_days: int
    computed_at: datetime
