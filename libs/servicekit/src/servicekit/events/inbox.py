"""The inbox: an event's effect and its id are one transaction; what cannot be worked on is set aside."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from contracts.topics import DEAD_LETTERS
from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncSession

from servicekit.ids import new_id
from servicekit.unit import UnitOfWork


class ParentUnknown(Exception):
    """A reaction's event is about something that has not arrived yet: park it until it does."""

    def __init__(self, parent_id: UUID) -> None:
        super().__init__(f"{parent_id} is not known yet")
        self.parent_id = parent_id


@dataclass(frozen=True, slots=True)
class Record:
    """A record as it was read, without topic prefix."""

    topic: str
    partition: int
    position: int
    key: str
    type: str
    value: bytes | None


@dataclass(frozen=True, slots=True)
class Due:
    """A record that was set aside, `parked` or to be replayed, and is to be tried again; `since` by the real clock."""

    id: UUID
    state: str
    attempts: int
    since: datetime
    parent_id: UUID | None
    record: Record


_CLAIM = text(
    """
    WITH claimed AS (
        INSERT INTO inbox (consumer, event_id) VALUES (:consumer, :event) ON CONFLICT DO NOTHING RETURNING 1
    )
    SELECT EXISTS (SELECT 1 FROM claimed),
           EXISTS (SELECT 1 FROM set_aside
                   WHERE consumer = :consumer AND topic = :topic AND key = :key AND state = 'parked')
    """
)
_SET_ASIDE = text(
    """
    INSERT INTO set_aside
        (id, consumer, state, parent_id, topic, partition, position, key, type, value, error, next_try)
    VALUES
        (:id, :consumer, :state, :parent, :topic, :partition, :position, :key, :type, :value, :error,
         now() + make_interval(secs => :wait))
    ON CONFLICT (consumer, topic, partition, position) DO UPDATE
    SET state = excluded.state, error = excluded.error, attempts = set_aside.attempts + 1,
        next_try = excluded.next_try
    """
)
_DUE = text(
    """
    SELECT id, topic, partition, position, key, type, value, state, attempts, created_at, parent_id FROM set_aside
    WHERE consumer = :consumer AND state <> 'dead' AND next_try <= now()
    ORDER BY id LIMIT 50 FOR UPDATE SKIP LOCKED
    """
)
_ALL = text(
    "SELECT id, topic, partition, position, key, type, value FROM set_aside WHERE consumer = :consumer ORDER BY id "
    "FOR UPDATE"
)
_PURGE = text("DELETE FROM inbox WHERE received_at < now() - make_interval(days => :days)")
PARK_LIMIT = timedelta(hours=24)
"""How long an event waits for its parent before it becomes a dead letter."""
KEEP_DAYS = 400
"""Longer than any topic's retention, so that no replay finds its ids forgotten."""


async def claim(session: AsyncSession, consumer: str, event_id: UUID, record: Record) -> tuple[bool, bool]:
    """Enter an event's id: (first time seen, whether an earlier event with its key is parked)."""
    row = (
        await session.execute(
            _CLAIM, {"consumer": consumer, "event": event_id, "topic": record.topic, "key": record.key}
        )
    ).one()
    return bool(row[0]), bool(row[1])


async def park(session: AsyncSession, consumer: str, record: Record, parent: UUID | None, attempts: int) -> None:
    """Keep an event until its parent arrives; tried again by itself with growing pauses of 1 to 60 s."""
    await session.execute(
        _SET_ASIDE, _parameters(consumer, record, "parked", parent, "", min(60.0, 2.0 ** min(attempts, 6)))
    )


async def park_all(session: AsyncSession, consumer: str, waiting: Sequence[tuple[Record, UUID]]) -> None:
    """Park records for the first time, each with the parent that it waits for."""
    if waiting:
        await session.execute(
            _SET_ASIDE, [_parameters(consumer, record, "parked", parent, "", 1.0) for record, parent in waiting]
        )


async def bury(unit: UnitOfWork, consumer: str, record: Record, error: str) -> None:
    """Make an event a dead letter: kept in the table for listing and replay, and put on the service's `.dlq` topic."""
    await unit.session.execute(_SET_ASIDE, _parameters(consumer, record, "dead", None, error, 0.0))
    if consumer in DEAD_LETTERS:
        unit.publish_raw(DEAD_LETTERS[consumer].name, record.key, record.type, record.value)


async def due(session: AsyncSession, consumer: str) -> list[Due]:
    """What is parked or to be replayed and due, oldest first, locked."""
    rows = await session.execute(_DUE, {"consumer": consumer})
    return [
        Due(
            row.id,
            row.state,
            row.attempts,
            row.created_at,
            row.parent_id,
            Record(row.topic, row.partition, row.position, row.key, row.type, row.value),
        )
        for row in rows
    ]


async def set_aside(session: AsyncSession, consumer: str) -> list[tuple[UUID, Record]]:
    """Everything that is set aside, in whatever state, oldest first, locked: (id, record)."""
    rows = await session.execute(_ALL, {"consumer": consumer})
    return [(row.id, Record(row.topic, row.partition, row.position, row.key, row.type, row.value)) for row in rows]


async def done(session: AsyncSession, id: UUID) -> None:
    """Remove an event that was set aside and has now been worked on."""
    await session.execute(text("DELETE FROM set_aside WHERE id = :id"), {"id": id})


async def purge(session: AsyncSession) -> None:
    """Forget ids that no topic can bring again."""
    await session.execute(_PURGE, {"days": KEEP_DAYS})


def _parameters(
    consumer: str, record: Record, state: str, parent: UUID | None, error: str, wait: float
) -> dict[str, Any]:
    return {
        "id": new_id(),
        "consumer": consumer,
        "state": state,
        "parent": parent,
        "topic": record.topic,
        "partition": record.partition,
        "position": record.position,
        "key": record.key,
        "type": record.type,
        "value": record.value,
        "error": error[:2000],
        "wait": wait,
    }
