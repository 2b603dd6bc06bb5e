"""The inbox: an event's effect and its id are one transaction; what cannot be worked on is set aside."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from contracts.envelope import TYPE_HEADER, tenant_of
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
    """A record as it was read, without topic prefix. Key and type are such that PostgreSQL can store them."""

    topic: str
    partition: int
    position: int
    key: str
    type: str
    value: bytes | None

    @classmethod
    def read(cls, raw: Any, prefix: str) -> Record:
        """From a message of aiokafka or Faust on a topic with this prefix."""
        headers = dict(raw.headers.items() if hasattr(raw.headers, "items") else raw.headers or ())
        return cls(
            topic=raw.topic.removeprefix(prefix),
            partition=raw.partition,
            position=raw.offset,
            key=_storable((raw.key or b"").decode(errors="replace")),
            type=_storable((headers.get(TYPE_HEADER) or b"").decode(errors="replace")),
            value=raw.value,
        )


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
                   WHERE consumer = :consumer AND topic = :topic AND key = :key AND position < :position
                         AND state <> 'dead')
    """
)
_CLAIM_ALL = text(
    """
    WITH claimed AS (
        INSERT INTO inbox (consumer, event_id) SELECT :consumer, unnest(CAST(:events AS uuid[]))
        ON CONFLICT DO NOTHING RETURNING event_id
    )
    SELECT ARRAY(SELECT event_id FROM claimed),
           EXISTS (SELECT 1 FROM set_aside
                   WHERE consumer = :consumer AND topic = :topic AND key = ANY(CAST(:keys AS text[]))
                         AND state <> 'dead'),
           set_config('lock_timeout', :patience, true)
    """
)
_SET_ASIDE = text(
    """
    INSERT INTO set_aside
        (id, consumer, workspace_id, state, parent_id, topic, partition, position, key, type, value, error, next_try)
    VALUES
        (:id, :consumer, :workspace, :state, :parent, :topic, :partition, :position, :key, :type, :value, :error,
         now() + make_interval(secs => :wait))
    ON CONFLICT (consumer, topic, partition, position) DO UPDATE
    SET state = excluded.state, error = excluded.error, attempts = set_aside.attempts + 1,
        next_try = excluded.next_try
    """
)
_COLUMNS = "id, topic, partition, position, key, type, value, state, attempts, created_at, parent_id"
_DUE = text(
    f"""
    SELECT {_COLUMNS} FROM set_aside
    WHERE consumer = :consumer AND state <> 'dead' AND next_try <= now()
    ORDER BY id LIMIT 50 FOR UPDATE SKIP LOCKED
    """  # noqa: S608  (constants)
)
# A key stays in its partition, so its events are in the order of their positions.
_FIRST_DUE = text(
    f"""
    SELECT {_COLUMNS} FROM set_aside AS entry
    WHERE consumer = :consumer AND state <> 'dead' AND next_try <= now() AND NOT EXISTS (
        SELECT FROM set_aside AS earlier
        WHERE earlier.consumer = entry.consumer AND earlier.topic = entry.topic AND earlier.key = entry.key
              AND earlier.position < entry.position AND earlier.state <> 'dead'
    )
    ORDER BY id LIMIT 50
    """  # noqa: S608
)
_NEXT = text(
    f"""
    SELECT {_COLUMNS} FROM set_aside
    WHERE consumer = :consumer AND topic = :topic AND key = :key AND state <> 'dead'
    ORDER BY position LIMIT 1
    """  # noqa: S608
)
_AWAITED = text(
    """
    SELECT parent_id FROM set_aside
    WHERE consumer = :consumer AND topic = :topic AND key = :key AND position < :position AND state <> 'dead'
          AND parent_id IS NOT NULL
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
    """Enter an event's id: (first time seen, whether an earlier event with its key waits to be tried again)."""
    row = (await session.execute(_CLAIM, {**_place(consumer, record), "event": event_id})).one()
    return bool(row[0]), bool(row[1])


async def claim_all(
    session: AsyncSession, consumer: str, events: Sequence[tuple[UUID, Record]], *, patience: str
) -> set[UUID] | None:
    """Enter the ids of events of one partition: those seen for the first time; None when one's key waits to be tried.

    From now on this transaction waits no longer than `patience` for a lock, such as `300ms`, and fails then.
    """
    values = {
        "consumer": consumer,
        "events": [id for id, _ in events],
        "topic": events[0][1].topic,
        "keys": list({record.key for _, record in events}),
        "patience": patience,
    }
    new, waits, _ = (await session.execute(_CLAIM_ALL, values)).one()
    return None if waits else set(new)


async def awaited(session: AsyncSession, consumer: str, record: Record) -> set[UUID]:
    """The parents that earlier events with the record's key wait for."""
    return set(await session.scalars(_AWAITED, _place(consumer, record)))


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
    service = consumer.partition(".")[0]  # `analytics-svc.reactions` is analytics-svc's
    if service in DEAD_LETTERS:
        unit.publish_raw(DEAD_LETTERS[service].name, record.key, record.type, record.value)


async def due(session: AsyncSession, consumer: str) -> list[Due]:
    """What is parked or to be replayed and due, oldest first, locked; for consumers whose effects need no order."""
    return [_due(row) for row in await session.execute(_DUE, {"consumer": consumer})]


async def first_due(session: AsyncSession, consumer: str) -> list[Due]:
    """Of each key the first event that is parked or to be replayed, if it is due; what waits behind it has to wait."""
    return [_due(row) for row in await session.execute(_FIRST_DUE, {"consumer": consumer})]


async def next_of_key(session: AsyncSession, consumer: str, record: Record) -> Due | None:
    """The first event of the record's key that is parked or to be replayed, due or not."""
    found = await session.execute(_NEXT, {"consumer": consumer, "topic": record.topic, "key": record.key})
    row = found.one_or_none()
    return _due(row) if row is not None else None


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
        "workspace": tenant_of(record.value),
        "state": state,
        "parent": parent,
        "topic": record.topic,
        "partition": record.partition,
        "position": record.position,
        "key": record.key,
        "type": record.type,
        "value": record.value,
        "error": _storable(error[:2000]),
        "wait": wait,
    }


def _place(consumer: str, record: Record) -> dict[str, Any]:
    return {"consumer": consumer, "topic": record.topic, "key": record.key, "position": record.position}


def _due(row: Any) -> Due:
    record = Record(row.topic, row.partition, row.position, row.key, row.type, row.value)
    return Due(row.id, row.state, row.attempts, row.created_at, row.parent_id, record)


def _storable(text: str) -> str:
    """Text as PostgreSQL takes it: no null character, no half of a character pair. Poison must always be storable."""
    return text.encode(errors="replace").decode().replace("\0", "\ufffd")
