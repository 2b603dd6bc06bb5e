"""From a batch of raw events to daily figures: one transaction, once in effect however often a batch comes."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any
from uuid import UUID

from contracts.base import Event
from contracts.chat import (
    AnswerRated,
    BotVisited,
    ConversationEnded,
    ConversationErased,
    ConversationStarted,
    MessageSent,
)
from contracts.envelope import DecodeError, Envelope, UnknownEvent, decode
from contracts.lead import LeadCaptured
from servicekit import inbox
from servicekit.inbox import Record
from servicekit.kit import Kit

from analytics_svc.domain import sketch
from analytics_svc.domain.figures import Conversation, Figures, difference, implausible, local_day, local_hour
from analytics_svc.repository import Bot, Unit
from analytics_svc.service import scoring

CONSUMER = "analytics-svc"
COUNTED = (
    BotVisited,
    ConversationStarted,
    MessageSent,
    AnswerRated,
    ConversationEnded,
    ConversationErased,
    LeadCaptured,
)
COUNTED_TYPES = frozenset(event.TYPE for event in COUNTED)


class Undecodable(Exception):
    """A record that is no event: it must be set aside alone."""

    def __init__(self, record: Record, reason: str) -> None:
        super().__init__(reason)
        self.record = record
        self.reason = reason


@dataclass
class Change:
    """What a batch adds, before anything is written."""

    figures: dict[tuple[UUID, date], Figures] = field(default_factory=dict)
    visitors: set[tuple[UUID, date, str]] = field(default_factory=set)
    questions: dict[tuple[UUID, date, UUID], tuple[int, int]] = field(default_factory=dict)
    conversations: dict[UUID, Conversation] = field(default_factory=dict)
    touched: set[UUID] = field(default_factory=set)
    erased: set[UUID] = field(default_factory=set)

    def day(self, bot: Bot, day: date) -> Figures:
        """The figures to be added to a day."""
        return self.figures.setdefault((bot.id, day), Figures())


def decoded(records: Sequence[Record], now: datetime) -> list[tuple[Envelope, Record]]:
    """The events that count, in order. Raises `Undecodable` at the first record that is no event or cannot be true."""
    found: list[tuple[Envelope, Record]] = []
    for record in records:
        if record.value is None or (record.type and record.type not in COUNTED_TYPES):
            continue
        try:
            envelope = decode(record.value)
        except UnknownEvent:
            continue
        except DecodeError as error:
            raise Undecodable(record, str(error)) from error
        if envelope.type in COUNTED_TYPES and getattr(envelope.event, "environment", None) == "production":
            if (reason := implausible(envelope.event, now)) is not None:
                raise Undecodable(record, reason)
            found.append((envelope, record))
    return found


async def apply(kit: Kit[Any, Unit, Any], records: Sequence[Record]) -> Counter[str]:
    """Count a batch in one transaction; returns how many events were counted, repeated, parked or dropped.

    Events of bots that are not known yet are parked, those of deleted bots dropped. Raises `Undecodable` (nothing is
    written) and whatever the database raises.
    """
    events = decoded(records, kit.clock.now())
    outcome: Counter[str] = Counter()
    if not events:
        return outcome
    async with kit.transaction() as unit:
        bots = await unit.bots({_bot_id(envelope.event) for envelope, _ in events})
        known: dict[UUID, Envelope] = {}
        for envelope, record in events:
            if _bot_id(envelope.event) in bots:
                known.setdefault(envelope.id, envelope)
            else:
                await inbox.park(unit.session, CONSUMER, record, _bot_id(envelope.event), 0)
                outcome["parked"] += 1
        new = await unit.claim_all(CONSUMER, known)
        outcome["repeated"] += len(events) - outcome["parked"] - len(new)
        fresh = [envelope for envelope in known.values() if envelope.id in new]
        await _count(unit, [envelope.event for envelope in fresh], bots, outcome)
    return outcome


async def _count(unit: Unit, events: Sequence[Event], bots: dict[UUID, Bot], outcome: Counter[str]) -> None:
    alive = [event for event in events if not bots[_bot_id(event)].deleted]
    outcome["dropped"] += len(events) - len(alive)
    touched = {_bot_id(event) for event in alive}
    rows = await unit.lock_bots(bots[id] for id in touched)
    ids = {id for event in alive if (id := getattr(event, "conversation_id", None)) is not None}
    leads = {event.lead_id for event in alive if isinstance(event, LeadCaptured)}
    erased = await unit.erased(ids | leads) if ids | leads else set()
    change = Change(conversations=await unit.conversations(ids - erased) if ids else {})
    for event in alive:
        about = {getattr(event, "conversation_id", None), getattr(event, "lead_id", None)}
        if about & (erased | change.erased):
            outcome["dropped"] += 1
            continue
        fold(change, event, bots[_bot_id(event)])
        outcome["counted"] += 1
    for (bot_id, day), count in (await unit.new_visitors(change.visitors)).items():
        change.day(bots[bot_id], day).unique_visitors += count
    await unit.save_conversations(c for c in change.conversations.values() if c.id not in change.erased)
    await unit.add_figures(change.figures, {id: bots[id].workspace_id for id in touched})
    await unit.add_questions(change.questions)
    if change.erased:
        await unit.forget_conversations(change.erased)
    touched_rows = {id: rows[id] for id in change.touched}
    await scoring.rescore(unit, touched_rows, {id: bots[id].zone for id in touched_rows})


def fold(change: Change, event: Event, bot: Bot) -> None:
    """Add one event to a change; the only place that says what an event counts for."""
    change.touched.add(bot.id)
    if isinstance(event, BotVisited):
        day = local_day(event.at, bot.zone)
        change.day(bot, day).visits += 1
        change.visitors.add((bot.id, day, event.visitor))
    elif isinstance(event, ConversationStarted):
        day = local_day(event.at, bot.zone)
        change.visitors.add((bot.id, day, event.visitor))
        with _Changing(change, bot, event.conversation_id) as conversation:
            conversation.day = conversation.day or day
    elif isinstance(event, MessageSent):
        _message(change, event, bot)
    elif isinstance(event, AnswerRated):
        figures = change.day(bot, local_day(event.at, bot.zone))
        for rating, step in ((event.rating, 1), (event.previous, -1)):
            figures.ratings_up += step * (rating == 1)
            figures.ratings_down += step * (rating == -1)
    elif isinstance(event, ConversationEnded):
        with _Changing(change, bot, event.conversation_id) as conversation:
            conversation.seconds = event.seconds
    elif isinstance(event, ConversationErased):
        change.erased.add(event.conversation_id)
    elif isinstance(event, LeadCaptured):
        figures = change.day(bot, local_day(event.at, bot.zone))
        figures.emails_captured += event.kind == "email"
        figures.contact_requests += event.kind == "contact_request"
        if event.conversation_id is not None:
            with _Changing(change, bot, event.conversation_id) as conversation:
                conversation.leads += 1


def _message(change: Change, event: MessageSent, bot: Bot) -> None:
    day = local_day(event.at, bot.zone)
    figures = change.day(bot, day)
    figures.messages += 1
    if event.role == "visitor":
        figures.visitor_messages += 1
        sketch.merge(figures.hours, {str(local_hour(event.at, bot.zone)): 1})
        with _Changing(change, bot, event.conversation_id) as conversation:
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


class _Changing:
    """Changes a conversation and moves the figures of its first day by the difference."""

    def __init__(self, change: Change, bot: Bot, id: UUID) -> None:
        self._change = change
        self._bot = bot
        self._conversation = change.conversations.setdefault(id, Conversation(id, bot.id))
        self._before = self._conversation.contribution()

    def __enter__(self) -> Conversation:
        return self._conversation

    def __exit__(self, *_: object) -> None:
        day = self._conversation.day
        if day is not None:
            after = self._conversation.contribution()
            self._change.day(self._bot, day).add(difference(after, self._before))


def _bot_id(event: Event) -> UUID:
    found: UUID = event.bot_id  # type: ignore[attr-defined]  # every counted event has one
    return found
