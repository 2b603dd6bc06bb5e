"""Daily figures: what is kept of a day, how days combine into a range, and what people are shown of it.

A figure is declared here and nowhere else: what is summed is a field of `Figures`, what is shown an entry of `SHOWN`.
Statements, sums, files and reports follow from that; a test names every other place that lacks one.

What depends on a whole conversation (whether it bounced, converted, how long it took) is kept per conversation and
counted on its first day; a change subtracts what the conversation added before and adds what it adds now. So figures
are exact whatever the order of events.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field, fields
from datetime import date, datetime, time, timedelta
from typing import Literal
from uuid import UUID
from zoneinfo import ZoneInfo

from analytics_svc.domain import sketch

Sketch = sketch.Sketch
Contribution = Mapping[str, int]
"""What a conversation, a lead or a thumb adds to the figures of its day, by their names."""


@dataclass(slots=True)
class Figures:
    """The sums of one bot and local day, each a column of its row: numbers add, sketches are merged."""

    visits: int = 0
    conversations: int = 0
    unique_visitors: int = 0
    messages: int = 0
    visitor_messages: int = 0
    sessions: int = 0
    session_seconds: int = 0
    bounces: int = 0
    conversions: int = 0
    emails_captured: int = 0
    contact_requests: int = 0
    bookings_opened: int = 0
    responses: int = 0
    response_ms: int = 0
    first_token_ms: int = 0
    unanswered: int = 0
    ratings_up: int = 0
    ratings_down: int = 0
    customers: int = 0
    """Leads captured on this day that have become customers since."""
    response_sketch: Sketch = field(default_factory=dict)
    first_token_sketch: Sketch = field(default_factory=dict)
    hours: Sketch = field(default_factory=dict)
    """Visitor messages by local hour of the day."""

    def add(self, other: Figures) -> None:
        """Add another day's sums to these."""
        for name in COUNTS:
            if number := getattr(other, name):
                setattr(self, name, getattr(self, name) + number)
        for name in SKETCHES:
            sketch.merge(getattr(self, name), getattr(other, name))

    def move(self, before: Contribution, after: Contribution) -> None:
        """Put what something adds now in the place of what it had added before."""
        for name, number in before.items():
            setattr(self, name, getattr(self, name) - number)
        for name, number in after.items():
            setattr(self, name, getattr(self, name) + number)


SKETCHES = tuple(item.name for item in fields(Figures) if item.default_factory is dict)
COUNTS = tuple(item.name for item in fields(Figures) if item.name not in SKETCHES)


@dataclass(slots=True)
class Conversation:
    """What is known of one conversation."""

    id: UUID
    bot_id: UUID
    day: date | None = None
    visitor_messages: int = 0
    leads: int = 0
    seconds: int | None = None

    def contribution(self) -> Contribution:
        """What the conversation adds to the figures of its first day; nothing before its start is known."""
        if self.day is None:
            return {}
        return {
            "conversations": 1,
            "bounces": int(self.visitor_messages == 1),
            "conversions": int(self.leads > 0),
            "sessions": int(self.seconds is not None),
            "session_seconds": self.seconds or 0,
        }


@dataclass(slots=True)
class Lead:
    """What is known of one lead: its day, and what its operator said last of whether it became a customer."""

    id: UUID
    bot_id: UUID
    day: date | None = None
    customer: bool = False
    changed_at: datetime | None = None

    def become(self, customer: bool, at: datetime) -> None:
        """Take down a change of status; an older one that comes later changes nothing."""
        if self.changed_at is None or at >= self.changed_at:
            self.customer, self.changed_at = customer, at

    def contribution(self) -> Contribution:
        """What the lead's status adds to the figures of the day of its capture; nothing before that is known."""
        return {"customers": int(self.customer and self.day is not None)}


@dataclass(slots=True)
class Rating:
    """The thumb an answer has: the one given last, on the day it was given."""

    id: UUID
    bot_id: UUID
    conversation_id: UUID
    day: date | None = None
    value: int = 0
    rated_at: datetime | None = None

    def give(self, value: int, at: datetime, day: date) -> None:
        """Take down a thumb; an older one that comes later changes nothing."""
        if self.rated_at is None or at >= self.rated_at:
            self.value, self.rated_at, self.day = value, at, day

    def contribution(self) -> Contribution:
        """What the thumb adds to its day."""
        return {"ratings_up": int(self.value == 1), "ratings_down": int(self.value == -1)}


LATEST = timedelta(days=1)
"""How far a clock may be ahead."""
LONGEST_ANSWER_MS = 24 * 3600 * 1000
LONGEST_SESSION_SECONDS = 30 * 24 * 3600


def implausible(event: object, now: datetime) -> str | None:
    """Why an event cannot be true, None when it can: counted, it would spoil a day's means for good."""
    values = vars(event)  # an attribute that a model lacks is dear to ask for
    at: datetime | None = values.get("at")
    if at is not None and at > now + LATEST:
        return "it lies in the future"
    for name, most in (
        ("total_ms", LONGEST_ANSWER_MS),
        ("first_token_ms", LONGEST_ANSWER_MS),
        ("seconds", LONGEST_SESSION_SECONDS),
    ):
        value = values.get(name)
        if value is not None and not 0 <= value <= most:
            return f"{name} is {value}"
    return None


def local_day(at: datetime, zone: str) -> date:
    """The bot's calendar day of a moment."""
    return at.astimezone(ZoneInfo(zone)).date()


def moments_of(first: date, last: date, zone: str) -> tuple[datetime, datetime]:
    """When a range of a bot's calendar days begins and ends."""
    found = ZoneInfo(zone)
    return (
        datetime.combine(first, time(), found),
        datetime.combine(last + timedelta(days=1), time(), found),
    )


def local_hour(at: datetime, zone: str) -> int:
    """The bot's hour of the day of a moment."""
    return at.astimezone(ZoneInfo(zone)).hour


def total(days: Iterable[Figures]) -> Figures:
    """The sums of a range; `unique_visitors` are then visitor-days."""
    found = Figures()
    for day in days:
        found.add(day)
    return found


Measured = Literal["count", "mean", "share", "ms"]
"""How a figure is written: whole, with a decimal, as per cent, as a time."""


@dataclass(frozen=True, slots=True)
class Shown:
    """A figure as people see it, by its name in the API; None where nothing was counted.

    `column`: whether files and workbooks have it, under the text `column_<name>`. `summary`: whether the summary of a
    report has it, under `measure_<name>`.
    """

    name: str
    unit: Measured
    of: Callable[[Figures], float | None]
    column: bool = True
    summary: bool = False


def ratio(part: int, whole: int) -> float | None:
    """A part of what was counted; None where nothing was."""
    return part / whole if whole else None


SHOWN = (
    Shown("visits", "count", lambda day: day.visits, summary=True),
    Shown("total_conversations", "count", lambda day: day.conversations, summary=True),
    Shown("unique_visitors", "count", lambda day: day.unique_visitors, summary=True),
    Shown("messages", "count", lambda day: day.messages),
    Shown("visitor_messages", "count", lambda day: day.visitor_messages, column=False),
    Shown("messages_per_conversation", "mean", lambda day: ratio(day.messages, day.conversations), summary=True),
    Shown("average_session_duration", "mean", lambda day: ratio(day.session_seconds, day.sessions)),
    Shown("bounce_rate", "share", lambda day: ratio(day.bounces, day.conversations), summary=True),
    Shown("emails_captured", "count", lambda day: day.emails_captured, summary=True),
    Shown("contact_requests", "count", lambda day: day.contact_requests, summary=True),
    Shown("bookings_opened", "count", lambda day: day.bookings_opened),
    Shown("customers", "count", lambda day: day.customers),
    Shown("conversion_rate", "share", lambda day: ratio(day.conversions, day.conversations), summary=True),
    Shown("response_time", "ms", lambda day: ratio(day.response_ms, day.responses)),
    Shown("response_time_p50", "ms", lambda day: sketch.quantile(day.response_sketch, 0.5), column=False, summary=True),
    Shown("response_time_p95", "ms", lambda day: sketch.quantile(day.response_sketch, 0.95), summary=True),
    Shown("first_token_p50", "ms", lambda day: sketch.quantile(day.first_token_sketch, 0.5)),
    Shown("first_token_p95", "ms", lambda day: sketch.quantile(day.first_token_sketch, 0.95)),
    Shown(
        "user_satisfaction", "share", lambda day: ratio(day.ratings_up, day.ratings_up + day.ratings_down), summary=True
    ),
    Shown("ratings", "count", lambda day: day.ratings_up + day.ratings_down),
    Shown("unanswered_questions", "count", lambda day: day.unanswered, summary=True),
)
"""In the order of the API and of files. Sums are divided once and quantiles come from merged sketches, so that what is
right for a day is right for any range."""


def named(figures: Figures) -> dict[str, float | None]:
    """What people are shown, by its name."""
    return {shown.name: shown.of(figures) for shown in SHOWN}


def messages_by_hour(figures: Figures) -> list[int]:
    """Visitors' messages of each local hour of the day."""
    return [figures.hours.get(str(hour), 0) for hour in range(24)]


def messages_by_weekday(days: Iterable[tuple[date, Figures]]) -> list[list[int]]:
    """Visitors' messages of each weekday, from Monday, by local hour of the day."""
    found = [Figures() for _ in range(7)]
    for day, figures in days:
        sketch.merge(found[day.weekday()].hours, figures.hours)
    return [messages_by_hour(weekday) for weekday in found]


def peak_hour(hours: Mapping[str, int]) -> tuple[int, int] | None:
    """The busiest local hour and its messages, the earlier one of equals."""
    if not hours:
        return None
    hour = min(hours, key=lambda key: (-hours[key], int(key)))
    return int(hour), hours[hour]
