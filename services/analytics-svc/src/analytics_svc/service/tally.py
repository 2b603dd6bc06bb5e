"""What events count for: from a sequence of them to what must be added to days, conversations and questions."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any, Generic, TypeVar
from uuid import UUID

from contracts.base import Event
from contracts.chat import (
    AnswerRated,
    BookingOpened,
    BotVisited,
    ConversationEnded,
    ConversationErased,
    ConversationStarted,
    MessageSent,
)
from contracts.lead import LeadCaptured, LeadStatusChanged

from analytics_svc.domain import sketch
from analytics_svc.domain.figures import Conversation, Figures, Lead, Rating, local_day, local_hour
from analytics_svc.repository import Bot, Unit

E = TypeVar("E", bound=Event)
T = TypeVar("T", Conversation, Lead, Rating)


@dataclass
class Change:
    """What a batch adds, before anything is written."""

    figures: dict[tuple[UUID, date], Figures] = field(default_factory=dict)
    visitors: set[tuple[UUID, date, str]] = field(default_factory=set)
    questions: dict[tuple[UUID, date, UUID], tuple[int, int]] = field(default_factory=dict)
    conversations: dict[UUID, Conversation] = field(default_factory=dict)
    leads: dict[UUID, Lead] = field(default_factory=dict)
    ratings: dict[UUID, Rating] = field(default_factory=dict)
    touched: set[UUID] = field(default_factory=set)
    erased: set[UUID] = field(default_factory=set)
    counted: int = 0
    dropped: int = 0

    def day(self, bot: Bot, day: date) -> Figures:
        """The figures to be added to a day."""
        return self.figures.setdefault((bot.id, day), Figures())

    def conversation(self, bot: Bot, id: UUID) -> _Changing[Conversation]:
        """A conversation to be changed."""
        return _Changing(self, bot, self.conversations.setdefault(id, Conversation(id, bot.id)))

    def lead(self, bot: Bot, id: UUID) -> _Changing[Lead]:
        """A lead to be changed."""
        return _Changing(self, bot, self.leads.setdefault(id, Lead(id, bot.id)))

    def rating(self, bot: Bot, id: UUID, conversation_id: UUID) -> _Changing[Rating]:
        """The thumb of an answer, to be changed."""
        return _Changing(self, bot, self.ratings.setdefault(id, Rating(id, bot.id, conversation_id)))


def bot_of(event: Event) -> UUID:
    """The bot that a counted event is about."""
    found: UUID = event.bot_id  # type: ignore[attr-defined]  # every counted event has one
    return found


def about(event: Event) -> set[UUID]:
    """The ids in an event that a person may have erased: its conversation, its lead."""
    values = vars(event)
    return {id for name in ("conversation_id", "lead_id") if (id := values.get(name)) is not None}


async def tally(unit: Unit, events: Sequence[Event], bots: Mapping[UUID, Bot]) -> Change:
    """Add events to the days of their bots, each of which must be in `bots`; returns what they changed.

    What comes after a conversation's erasure counts no more. Days are added to, so the bots' rows must be locked.
    """
    ids = {id for event in events if (id := getattr(event, "conversation_id", None)) is not None}
    leads = {id for event in events if (id := getattr(event, "lead_id", None)) is not None}
    rated = {event.message_id for event in events if isinstance(event, AnswerRated)}
    change = Change(
        conversations=await unit.conversations(ids), leads=await unit.leads(leads), ratings=await unit.ratings(rated)
    )
    for event in events:
        if about(event) & change.erased:
            change.dropped += 1
        else:
            fold(change, event, bots[bot_of(event)])
            change.counted += 1
    for (bot_id, day), count in (await unit.new_visitors(change.visitors)).items():
        change.day(bots[bot_id], day).unique_visitors += count
    await unit.save_conversations(c for c in change.conversations.values() if c.id not in change.erased)
    await unit.save_leads(change.leads.values())
    await unit.save_ratings(r for r in change.ratings.values() if r.conversation_id not in change.erased)
    await unit.add_figures(change.figures, {id: bots[id].workspace_id for id in change.touched})
    await unit.add_questions(change.questions)
    return change


COUNTED: dict[type[Event], Callable[[Change, Any, Bot], None]] = {}
"""What each event counts for, by its class. An event counts when it is in here, and `counts` alone enters it."""


def counts(
    kind: type[E],
) -> Callable[[Callable[[Change, E, Bot], None]], Callable[[Change, E, Bot], None]]:
    """Declare that events of a class count, and for what; contracts/topics.py says so to everybody else."""

    def declare(count: Callable[[Change, E, Bot], None]) -> Callable[[Change, E, Bot], None]:
        COUNTED[kind] = count
        return count

    return declare


def fold(change: Change, event: Event, bot: Bot) -> None:
    """Add one event to a change. Raises `KeyError` for one that does not count."""
    change.touched.add(bot.id)
    COUNTED[type(event)](change, event, bot)


@counts(BotVisited)
def _visited(change: Change, event: BotVisited, bot: Bot) -> None:
    day = local_day(event.at, bot.zone)
    change.day(bot, day).visits += 1
    change.visitors.add((bot.id, day, event.visitor))


@counts(ConversationStarted)
def _started(change: Change, event: ConversationStarted, bot: Bot) -> None:
    day = local_day(event.at, bot.zone)
    change.visitors.add((bot.id, day, event.visitor))
    with change.conversation(bot, event.conversation_id) as conversation:
        conversation.day = conversation.day or day


@counts(MessageSent)
def _sent(change: Change, event: MessageSent, bot: Bot) -> None:
    day = local_day(event.at, bot.zone)
    figures = change.day(bot, day)
    figures.messages += 1
    if event.role == "visitor":
        figures.visitor_messages += 1
        sketch.merge(figures.hours, {str(local_hour(event.at, bot.zone)): 1})
        with change.conversation(bot, event.conversation_id) as conversation:
            conversation.visitor_messages += 1
        return
    if event.total_ms is not None:
        figures.responses += 1
        figures.response_ms += event.total_ms
        sketch.add(figures.response_sketch, event.total_ms)
    if event.first_token_ms is not None:
        figures.first_token_ms += event.first_token_ms
        sketch.add(figures.first_token_sketch, event.first_token_ms)
    figures.unanswered += event.answered is False
    if event.question_group_id is not None:
        key = (bot.id, day, event.question_group_id)
        asked, answered = change.questions.get(key, (0, 0))
        change.questions[key] = (asked + 1, answered + (event.answered is not False))


@counts(AnswerRated)
def _rated(change: Change, event: AnswerRated, bot: Bot) -> None:
    with change.rating(bot, event.message_id, event.conversation_id) as rating:
        rating.give(event.rating, event.at, local_day(event.at, bot.zone))


@counts(BookingOpened)
def _booking_opened(change: Change, event: BookingOpened, bot: Bot) -> None:
    change.day(bot, local_day(event.at, bot.zone)).bookings_opened += 1


@counts(ConversationEnded)
def _ended(change: Change, event: ConversationEnded, bot: Bot) -> None:
    with change.conversation(bot, event.conversation_id) as conversation:
        conversation.seconds = max(conversation.seconds or 0, event.seconds)  # one that went on ends once more


@counts(ConversationErased)
def _erased(change: Change, event: ConversationErased, bot: Bot) -> None:
    change.erased.add(event.conversation_id)


@counts(LeadCaptured)
def _captured(change: Change, event: LeadCaptured, bot: Bot) -> None:
    day = local_day(event.at, bot.zone)
    figures = change.day(bot, day)
    figures.emails_captured += event.kind == "email"
    figures.contact_requests += event.kind == "contact_request"
    if event.conversation_id is not None:
        with change.conversation(bot, event.conversation_id) as conversation:
            conversation.leads += 1
    with change.lead(bot, event.lead_id) as lead:
        lead.day = day


@counts(LeadStatusChanged)
def _status_changed(change: Change, event: LeadStatusChanged, bot: Bot) -> None:
    with change.lead(bot, event.lead_id) as lead:
        lead.become(event.status == "customer", event.at)


class _Changing(Generic[T]):
    """Changes a conversation, a lead or a rating, and moves the figures of its day by the difference."""

    def __init__(self, change: Change, bot: Bot, changed: T) -> None:
        self._change = change
        self._bot = bot
        self._changed: T = changed
        self._day = changed.day
        self._before = changed.contribution()

    def __enter__(self) -> T:
        return self._changed

    def __exit__(self, *_: object) -> None:
        after, day = self._changed.contribution(), self._changed.day
        if self._day not in (None, day):
            self._change.day(self._bot, self._day).move(self._before, {})
            self._before = {}
        if day is not None:
            self._change.day(self._bot, day).move(self._before, after)
