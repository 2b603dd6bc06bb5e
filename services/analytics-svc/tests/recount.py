"""The figures that a journal must give, computed the simplest way there is: nothing here comes from the service.

Only the formula of a sketch's buckets is the same, written down again: γ = (1 + 0.01) / (1 − 0.01), bucket ⌈log_γ v⌉.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from datetime import date
from math import ceil, log
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

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
from servicekit.kit import Kit
from sqlalchemy import text

Day = dict[str, Any]
"""What is not 0 of a bot's day: counts by column, and the columns that are counts by bucket or hour."""


def expected(events: Sequence[Event], bots: Sequence[tuple[UUID, str]]) -> dict[tuple[UUID, date], Day]:
    """The daily figures of these bots, from whole conversations at once."""
    days: dict[tuple[UUID, date], Any] = defaultdict(lambda: defaultdict(int))
    buckets: dict[tuple[UUID, date], Any] = defaultdict(lambda: defaultdict(Counter))
    visitors: set[tuple[UUID, date, str]] = set()
    by_conversation: dict[UUID, list[Any]] = defaultdict(list)
    thumbs: dict[UUID, list[tuple[Any, int, tuple[UUID, date]]]] = defaultdict(list)
    captured: dict[UUID, tuple[UUID, date]] = {}
    statuses: dict[UUID, list[LeadStatusChanged]] = defaultdict(list)
    for event, key, hour in counting(events, bots):
        if isinstance(event, LeadStatusChanged):
            statuses[event.lead_id].append(event)
            continue
        figures, sketches = days[key], buckets[key]
        if isinstance(event, BotVisited | ConversationStarted):
            visitors.add((*key, event.visitor))
        if isinstance(event, BotVisited):
            figures["visits"] += 1
        elif event.conversation_id is not None:
            by_conversation[event.conversation_id].append((event, key))
        if isinstance(event, MessageSent):
            figures["messages"] += 1
            if event.role == "visitor":
                figures["visitor_messages"] += 1
                sketches["hours"][str(hour)] += 1
            elif event.total_ms is not None:
                figures["responses"] += 1
                figures["response_ms"] += event.total_ms
                sketches["response_sketch"][bucket(event.total_ms)] += 1
            if event.first_token_ms is not None:
                figures["first_token_ms"] += event.first_token_ms
                sketches["first_token_sketch"][bucket(event.first_token_ms)] += 1
            figures["unanswered"] += event.answered is False
        if isinstance(event, AnswerRated):
            thumbs[event.message_id].append((event.at, event.rating, key))
        if isinstance(event, BookingOpened):
            figures["bookings_opened"] += 1
        if isinstance(event, LeadCaptured):
            figures["emails_captured" if event.kind == "email" else "contact_requests"] += 1
            captured[event.lead_id] = key
    for given in thumbs.values():
        _, rating, key = max(given)
        days[key]["ratings_up" if rating == 1 else "ratings_down"] += 1
    for lead_id, key in captured.items():
        said = sorted(statuses[lead_id], key=lambda event: event.at)
        days[key]["customers"] += bool(said) and said[-1].status == "customer"
    for bot, day, _ in visitors:
        days[bot, day]["unique_visitors"] += 1
    for of_one in by_conversation.values():
        for key in [key for event, key in of_one if isinstance(event, ConversationStarted)]:
            whole = [event for event, _ in of_one]
            figures = days[key]
            figures["conversations"] += 1
            figures["bounces"] += sum(isinstance(e, MessageSent) and e.role == "visitor" for e in whole) == 1
            figures["conversions"] += any(isinstance(event, LeadCaptured) for event in whole)
            for ended in [event for event in whole if isinstance(event, ConversationEnded)]:
                figures["sessions"] += 1
                figures["session_seconds"] += ended.seconds
    found = {
        key: {name: count for name, count in days[key].items() if count}
        | {name: dict(counts) for name, counts in buckets[key].items()}
        for key in days
    }
    return {key: day for key, day in found.items() if day}


def counting(events: Sequence[Event], bots: Sequence[tuple[UUID, str]]) -> Iterator[tuple[Any, tuple[UUID, date], int]]:
    """The events that count, with bot and local day, and local hour: production ones of these bots, none after an
    erasure of their conversation."""
    zones = {id: ZoneInfo(zone) for id, zone in bots}
    erased: set[UUID | None] = set()
    for event in events:
        found: Any = event
        if getattr(found, "environment", "production") != "production" or found.bot_id not in zones:
            continue
        if getattr(found, "conversation_id", None) in erased:
            continue
        if isinstance(found, ConversationErased):
            erased.add(found.conversation_id)
        local = found.at.astimezone(zones[found.bot_id])
        yield found, (found.bot_id, local.date()), local.hour


def bucket(milliseconds: int) -> str:
    """The bucket of a time, as text because the sketch is kept as JSON; less than 1 ms counts as 1 ms."""
    return str(ceil(log(max(milliseconds, 1)) / log(1.01 / 0.99)))


def expected_questions(
    events: Sequence[Event], bots: Sequence[tuple[UUID, str]]
) -> dict[tuple[UUID, date, UUID], tuple[int, int]]:
    """How often each group was asked and answered on each day."""
    found: dict[tuple[UUID, date, UUID], tuple[int, int]] = defaultdict(lambda: (0, 0))
    for event, key, _ in counting(events, bots):
        if isinstance(event, MessageSent) and event.question_group_id:
            asked, answered = found[(*key, event.question_group_id)]
            found[(*key, event.question_group_id)] = (asked + 1, answered + (event.answered is not False))
    return dict(found)


async def rows(kit: Kit[Any, Any, Any]) -> dict[tuple[UUID, date], Day]:
    """The daily figures in the database, every column there is."""
    async with kit.database.sessions() as session:
        found = (await session.execute(text("SELECT * FROM chatbot_analytics"))).mappings().all()
    days = {
        (row["chatbot_id"], row["date"]): {
            name: value for name, value in row.items() if value and name not in ("chatbot_id", "date", "workspace_id")
        }
        for row in found
    }
    return {key: day for key, day in days.items() if day}


async def questions(kit: Kit[Any, Any, Any]) -> dict[tuple[UUID, date, UUID], tuple[int, int]]:
    """The questions in the database."""
    async with kit.database.sessions() as session:
        found = await session.execute(text("SELECT bot_id, day, group_id, asked, answered FROM question_days"))
        return {(row.bot_id, row.day, row.group_id): (row.asked, row.answered) for row in found}


async def set_aside(kit: Kit[Any, Any, Any], state: str) -> Counter[bytes]:
    """How often each value lies aside in a state: `parked` or `dead`."""
    async with kit.database.sessions() as session:
        query = text("SELECT value, count(*) FROM set_aside WHERE state = :state GROUP BY value")
        return Counter({bytes(value): count for value, count in await session.execute(query, {"state": state})})
