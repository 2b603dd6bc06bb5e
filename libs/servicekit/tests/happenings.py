"""Events of the example service, and what came of them."""

from __future__ import annotations

from collections import defaultdict
from datetime import UTC, datetime
from typing import Any
from uuid import UUID

from contracts.chat import ConversationEnded, MessageSent
from contracts.lead import LeadStatusChanged
from prometheus_client.parser import text_string_to_metric_families
from servicekit.ids import new_id
from sqlalchemy import text

NOW = datetime(2026, 6, 1, 12, tzinfo=UTC)
WORKSPACE = new_id()


def message(turn: int = 1, *, topics: tuple[str, ...] = (), conversation: UUID | None = None) -> MessageSent:
    return MessageSent(
        bot_id=conversation or new_id(),
        conversation_id=conversation or new_id(),
        environment="production",
        at=NOW,
        message_id=new_id(),
        role="visitor",
        turn=turn,
        topics=topics,
    )


def parent_of(event: MessageSent) -> ConversationEnded:
    return ConversationEnded(
        bot_id=event.bot_id,
        conversation_id=event.conversation_id,
        environment="production",
        at=NOW,
        seconds=1,
        messages=1,
        visitor_messages=1,
        reason="visitor",
    )


def lead_event(number: int) -> LeadStatusChanged:
    return LeadStatusChanged(
        lead_id=UUID(int=number), bot_id=UUID(int=number % 3), status="new", previous="new", at=NOW
    )


async def turns(kit: Any) -> dict[UUID, list[int]]:
    """The effects so far: turns by conversation, in the order they happened."""
    found: dict[UUID, list[int]] = defaultdict(list)
    async with kit.database.sessions() as session:
        for row in await session.execute(text("SELECT conversation_id, turn FROM effects ORDER BY at")):
            found[row.conversation_id].append(row.turn)
    return found


async def effects(kit: Any) -> int:
    async with kit.database.sessions() as session:
        return int((await session.execute(text("SELECT count(*) FROM effects"))).scalar_one())


async def set_aside(kit: Any) -> list[tuple[str, int]]:
    """(state, position) of what is set aside."""
    async with kit.database.sessions() as session:
        rows = await session.execute(text("SELECT state, position FROM set_aside ORDER BY position"))
        return [(row.state, row.position) for row in rows]


def metric(exposed: str, name: str, **labels: str) -> float | None:
    """A sample of what /metrics showed; None when it is not there."""
    for family in text_string_to_metric_families(exposed):
        for sample in family.samples:
            if sample.name == name and labels.items() <= sample.labels.items():
                return sample.value
    return None
