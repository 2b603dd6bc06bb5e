"""The types of analytics-svc. Generated from its OpenAPI document by `make schemas`; not to be edited."""

from __future__ import annotations

from typing import Literal, NotRequired, TypedDict


class ActivityOut(TypedDict):
    """A bot's liveliness."""

    chatbot_id: str
    conversations: int
    last_active: str | None
    score: float


class AdviceOut(TypedDict):
    """Whether and when to follow up, and what speaks for it: the input that adds most to the score."""

    because: (
        Literal["emails", "contact_requests", "conversations", "messages_per_conversation", "minutes_per_session"]
        | None
    )
    best_slot: str | None
    recommended: bool
    value: float | None


class Contribution(TypedDict):
    """What one input adds to the score; all of a score's contributions add up to it."""

    name: Literal["emails", "contact_requests", "conversations", "messages_per_conversation", "minutes_per_session"]
    points: float
    value: float


class DayOut(TypedDict):
    """A local day of the bot, or the part of a week or month that lies in the range; `date` is its first day."""

    average_session_duration: float | None
    bookings_opened: int
    bounce_rate: float | None
    contact_requests: int
    conversion_rate: float | None
    customers: int
    date: str
    emails_captured: int
    first_token_p50: float | None
    first_token_p95: float | None
    last_day: str
    messages: int
    messages_per_conversation: float | None
    ratings: int
    response_time: float | None
    response_time_p50: float | None
    response_time_p95: float | None
    total_conversations: int
    unanswered_questions: int
    unique_visitors: int
    user_satisfaction: float | None
    visitor_messages: int
    visits: int


class DeadLetterOut(TypedDict):
    """An event that could not be worked on. Its content is not shown."""

    attempts: int
    created_at: str
    error: str
    id: str
    key: str
    state: Literal["parked", "dead", "replay"]
    topic: str
    type: str


class FieldProblem(TypedDict):
    """What is wrong with one field."""

    message: str
    pointer: str


class FiguresOut(TypedDict):
    """Figures of a day or a range; ratios are null where nothing was counted."""

    average_session_duration: float | None
    bookings_opened: int
    bounce_rate: float | None
    contact_requests: int
    conversion_rate: float | None
    customers: int
    emails_captured: int
    first_token_p50: float | None
    first_token_p95: float | None
    messages: int
    messages_per_conversation: float | None
    ratings: int
    response_time: float | None
    response_time_p50: float | None
    response_time_p95: float | None
    total_conversations: int
    unanswered_questions: int
    unique_visitors: int
    user_satisfaction: float | None
    visitor_messages: int
    visits: int


class HealthOut(TypedDict):
    """The state of the process that answered; `problems` names each part that is not well.

    A process may be ready with problems: an API answers while the broker is away, and its events wait.
    """

    problems: dict[str, str]
    ready: bool
    service: str


class JobOut(TypedDict):
    """A job that waits, runs or failed."""

    attempts: int
    id: int
    scheduled_at: str | None
    status: Literal["todo", "doing", "succeeded", "failed", "cancelled", "aborting", "aborted"]
    task: str


class KpiOut(TypedDict):
    """A KPI with its numerator and denominator; `value` is null where nothing was counted."""

    denominator: float
    denominator_means: str
    name: str
    numerator: float
    numerator_means: str
    previous: float | None
    title: str
    unit: Literal["share", "per_week", "seconds", "messages"]
    value: float | None


class KpisOut(TypedDict):
    """The KPIs of a range of local days."""

    first_day: str
    kpis: list[KpiOut]
    last_day: str
    time_zone: str


class PageDeadLetterOut(TypedDict):
    items: list[DeadLetterOut]
    next: NotRequired[str | None]


class PageJobOut(TypedDict):
    items: list[JobOut]
    next: NotRequired[str | None]


class ProblemOut(TypedDict):
    """An error as callers see it (RFC 9457)."""

    detail: str
    errors: NotRequired[list[FieldProblem]]
    status: int
    title: str
    trace_id: NotRequired[str | None]
    type: str


class QuestionOut(TypedDict):
    """A group of questions with the same meaning; the label is null until it may be named."""

    answered: int
    asked: int
    asked_before: int
    group_id: str
    label: str | None
    language: str
    trend: Literal["new", "rising", "falling", "steady"]


class ReportIn(TypedDict):
    """A week or month that has ended."""

    first_day: str
    period: Literal["week", "month"]


class ReportOut(TypedDict):
    """A report; its files are there once it is `ready`."""

    conversations: int | None
    created_at: str
    excel: str | None
    first_day: str
    html: str | None
    id: str
    language: Literal["de", "en"]
    last_day: str
    leads: int | None
    period: Literal["week", "month"]
    ready_at: str | None
    state: Literal["making", "ready"]


class TalkingPoint(TypedDict):
    """Something visitors did that is worth mentioning, for its readers to word.

    `label` is what visitors asked, only for question groups that may be named; `hour` is the local hour of a peak.
    """

    count: int
    hour: NotRequired[int | None]
    kind: Literal["top_question", "unanswered_question", "peak_time", "lead"]
    label: str


class AnalyticsOut(TypedDict):
    """A range of days, combined and one by one."""

    chatbot_id: str
    days: list[DayOut]
    first_day: str
    granularity: Literal["day", "week", "month"]
    last_day: str
    messages_by_hour: list[int]
    messages_by_weekday: list[list[int]]
    most_asked_questions: list[QuestionOut]
    previous: FiguresOut
    summary: FiguresOut
    time_zone: str


class EngagementOut(TypedDict):
    """The engagement score and what it is made of; contributions add up to the score."""

    advice: AdviceOut
    chatbot_id: str
    computed_at: str
    contributions: list[Contribution]
    follow_up_recommended: bool
    score: float
    talking_points: list[TalkingPoint]
    window_days: int


class PageReportOut(TypedDict):
    items: list[ReportOut]
    next: NotRequired[str | None]
