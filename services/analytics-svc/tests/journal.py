"""Generated journals of events, and the figures that they must give, computed the simplest way there is."""

from __future__ import annotations

import random
from collections import defaultdict
from collections.abc import Sequence
from datetime import UTC, date, datetime, timedelta
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

from contracts.base import Event
from contracts.chat import AnswerRated, BotVisited, ConversationEnded, ConversationStarted, MessageSent
from contracts.envelope import Envelope, encode
from contracts.lead import LeadCaptured
from servicekit.ids import new_id
from servicekit.inbox import Record

ZONES = ("Europe/Berlin", "Europe/Vienna", "America/New_York")


def generate(seed: int, bots: Sequence[tuple[UUID, str]], conversations: int) -> list[Event]:
    """Conversations around the two clock changes of 2026, some over midnight, some preview ones."""
    chance = random.Random(seed)
    events: list[Event] = []
    for _ in range(conversations):
        bot_id, _ = chance.choice(bots)
        start = chance.choice([datetime(2026, 3, 28, 20, tzinfo=UTC), datetime(2026, 10, 24, 20, tzinfo=UTC)])
        at = start + timedelta(minutes=chance.randrange(0, 60 * 30))
        environment: Any = "production" if chance.random() < 0.9 else "preview"
        visitor, conversation, visit = f"v{chance.randrange(40)}", new_id(), new_id()
        group = UUID(int=chance.randrange(1, 6))
        events.append(BotVisited(bot_id=bot_id, visit_id=visit, environment=environment, visitor=visitor, at=at))
        if chance.random() < 0.2:
            continue
        common: dict[str, Any] = {"bot_id": bot_id, "conversation_id": conversation, "environment": environment}
        events.append(ConversationStarted(**common, visit_id=visit, visitor=visitor, at=at))
        turns = chance.randrange(1, 6)
        for turn in range(turns):
            at += timedelta(seconds=chance.randrange(1, 400))
            events.append(MessageSent(**common, at=at, message_id=new_id(), role="visitor", turn=2 * turn + 1))
            answer = new_id()
            total = chance.randrange(20, 5000)
            events.append(
                MessageSent(
                    **common,
                    at=at,
                    message_id=answer,
                    role="assistant",
                    turn=2 * turn + 2,
                    total_ms=total,
                    first_token_ms=total // 3,
                    answered=chance.random() < 0.8,
                    question_group_id=group,
                )
            )
            if chance.random() < 0.2:
                events.append(AnswerRated(**common, at=at, message_id=answer, rating=chance.choice([-1, 1])))
        if chance.random() < 0.3:
            kind: Any = chance.choice(["email", "contact_request"])
            events.append(
                LeadCaptured(
                    lead_id=new_id(), bot_id=bot_id, conversation_id=conversation, environment=environment,
                    kind=kind, interest_level=5, at=at,
                )
            )  # fmt: skip
        if chance.random() < 0.8:
            seconds = chance.randrange(10, 2000)
            events.append(
                ConversationEnded(
                    **common, at=at, seconds=seconds, messages=2 * turns, visitor_messages=turns, reason="timeout"
                )
            )
    return events


def envelopes(events: Sequence[Event], workspace_id: UUID) -> list[Envelope]:
    """Events in envelopes of their own."""
    now = datetime(2026, 11, 1, tzinfo=UTC)
    return [Envelope(new_id(), "/chat-svc", "s", now, workspace_id, 1, event) for event in events]


def records(found: Sequence[Envelope]) -> list[Record]:
    """As they would come from Kafka."""
    return [
        Record("chat.conversations", 0, number, str(e.event.bot_id), e.type, encode(e))  # type: ignore[attr-defined]
        for number, e in enumerate(found)
    ]


def expected(events: Sequence[Event], bots: Sequence[tuple[UUID, str]]) -> dict[tuple[UUID, date], dict[str, int]]:
    """The daily figures, from whole conversations at once."""
    zones = {id: ZoneInfo(zone) for id, zone in bots}
    days: dict[tuple[UUID, date], dict[str, int]] = defaultdict(lambda: defaultdict(int))
    visitors: set[tuple[UUID, date, str]] = set()
    by_conversation: dict[UUID, list[Any]] = defaultdict(list)
    for event in events:
        if event.environment != "production":  # type: ignore[attr-defined]
            continue
        bot: UUID = event.bot_id  # type: ignore[attr-defined]
        key = (bot, event.at.astimezone(zones[bot]).date())  # type: ignore[attr-defined]
        figures = days[key]
        if isinstance(event, BotVisited | ConversationStarted):
            visitors.add((*key, event.visitor))
        if isinstance(event, BotVisited):
            figures["visits"] += 1
        else:
            by_conversation[event.conversation_id].append(event)  # type: ignore[attr-defined]
        if isinstance(event, MessageSent):
            figures["messages"] += 1
            figures["visitor_messages"] += event.role == "visitor"
            if event.role == "assistant":
                figures["responses"] += 1
                figures["response_ms"] += event.total_ms or 0
                figures["unanswered"] += not event.answered
        if isinstance(event, AnswerRated):
            figures["ratings_up" if event.rating == 1 else "ratings_down"] += 1
        if isinstance(event, LeadCaptured):
            figures["emails_captured" if event.kind == "email" else "contact_requests"] += 1
    for bot, day, _ in visitors:
        days[bot, day]["unique_visitors"] += 1
    for of_one in by_conversation.values():
        start = next(event for event in of_one if isinstance(event, ConversationStarted))
        figures = days[start.bot_id, start.at.astimezone(zones[start.bot_id]).date()]
        figures["conversations"] += 1
        figures["bounces"] += sum(isinstance(e, MessageSent) and e.role == "visitor" for e in of_one) == 1
        figures["conversions"] += any(isinstance(event, LeadCaptured) for event in of_one)
        for event in of_one:
            if isinstance(event, ConversationEnded):
                figures["sessions"] += 1
                figures["session_seconds"] += event.seconds
    return {
        key: {name: count for name, count in figures.items() if count}
        for key, figures in days.items()
        if any(figures.values())
    }


def expected_questions(
    events: Sequence[Event], bots: Sequence[tuple[UUID, str]]
) -> dict[tuple[UUID, date, UUID], tuple[int, int]]:
    """How often each group was asked and answered on each day."""
    zones = {id: ZoneInfo(zone) for id, zone in bots}
    found: dict[tuple[UUID, date, UUID], tuple[int, int]] = defaultdict(lambda: (0, 0))
    for event in events:
        if isinstance(event, MessageSent) and event.environment == "production" and event.question_group_id:
            key = (event.bot_id, event.at.astimezone(zones[event.bot_id]).date(), event.question_group_id)
            found[key] = (found[key][0] + 1, found[key][1] + bool(event.answered))
    return dict(found)


def expected_times(events: Sequence[Event], bots: Sequence[tuple[UUID, str]]) -> dict[tuple[UUID, date], list[int]]:
    """The answer times of each day, ascending."""
    zones = {id: ZoneInfo(zone) for id, zone in bots}
    found: dict[tuple[UUID, date], list[int]] = defaultdict(list)
    for event in events:
        if isinstance(event, MessageSent) and event.environment == "production" and event.total_ms is not None:
            found[event.bot_id, event.at.astimezone(zones[event.bot_id]).date()].append(event.total_ms)
    return {key: sorted(times) for key, times in found.items()}
