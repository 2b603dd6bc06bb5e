"""The unit of work: one transaction with its changes, its events and its jobs."""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Protocol
from uuid import UUID

from contracts.base import Event, Topic
from contracts.envelope import Envelope, encode
from contracts.topics import MAX_EVENT_BYTES, topic_of
from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncSession

from servicekit.auth.actors import Actor
from servicekit.clock import Clock
from servicekit.events.replicas import Replicas
from servicekit.ids import new_id
from servicekit.telemetry import current_traceparent


class Aggregate(Protocol):
    """What events are about. Its row is locked and its `version` raised before anything is published about it."""

    @property
    def id(self) -> UUID: ...
    @property
    def workspace_id(self) -> UUID: ...
    @property
    def version(self) -> int: ...


@dataclass(frozen=True, slots=True)
class About:
    """An aggregate that has no row of its own class at hand."""

    id: UUID
    workspace_id: UUID
    version: int = 1


@dataclass(frozen=True, slots=True)
class Meta:
    """The attributes of the event that a reaction works on."""

    id: UUID
    time: datetime
    workspace_id: UUID
    sequence: int
    type: str


class EventTooLarge(Exception):
    """An event above `MAX_EVENT_BYTES`: a defect of the use case that made it."""


_INSERT = text(
    "INSERT INTO outbox (topic, key, type, value) SELECT * FROM "
    "unnest(CAST(:topics AS text[]), CAST(:keys AS text[]), CAST(:types AS text[]), CAST(:values AS bytea[]))"
)
_ENQUEUE = text(
    "SELECT procrastinate_defer_jobs_v1(ARRAY[ROW('default', CAST(:task AS varchar), CAST(:priority AS int), "
    "CAST(:lock AS text), CAST(:key AS text), CAST(:args AS jsonb), CAST(:at AS timestamptz))"
    "::procrastinate_job_to_defer_v1])"
)
_WAITING = text("SELECT 1 FROM procrastinate_jobs WHERE queueing_lock = :key AND status = 'todo'")
_LOCK_KEY = text("SELECT pg_advisory_xact_lock(hashtextextended(:key, 0))")
_ARRIVED = text("UPDATE set_aside SET next_try = now() WHERE state = 'parked' AND parent_id = :parent")


TRACE_ARGUMENT = "traceparent"
"""The argument of a job that carries the trace of who enqueued it; its function does not get it."""


class UnitOfWork:
    """Changes, events and jobs that become true together or not at all. A service adds its repositories."""

    def __init__(
        self, session: AsyncSession, *, service: str, clock: Clock, topic_prefix: str = "", meta: Meta | None = None
    ) -> None:
        self.session = session
        self.actor: Actor | None = None
        """Who asked for what is done here; nobody in reactions and jobs, nor where a visitor did."""
        self.replicas = Replicas(session)
        self.published: list[Event] = []
        """What was published in this unit, in order."""
        self.enqueued: list[tuple[str, dict[str, Any]]] = []
        """Jobs enqueued in this unit: task and arguments."""
        self.arrivals: set[UUID] = set()
        """What became known in this unit, so that events that were parked for it can go on."""
        self.filled_outbox = False
        """Whether something was put into the outbox."""
        self._service = service
        self._clock = clock
        self._prefix = topic_prefix
        self._meta = meta
        self._outbox: list[tuple[str, str, str, bytes | None]] = []

    @property
    def meta(self) -> Meta:
        """The event being reacted to. Raises `LookupError` outside reactions."""
        if self._meta is None:
            raise LookupError("this unit of work reacts to no event")
        return self._meta

    @meta.setter
    def meta(self, meta: Meta) -> None:
        self._meta = meta

    async def between(self) -> None:
        """Between two events of one transaction: the second meets the rows as the first one left them."""
        await self.session.flush()
        self.session.expunge_all()

    def now(self) -> datetime:
        """The current time, UTC."""
        return self._clock.now()

    def new_id(self) -> UUID:
        """A new UUIDv7."""
        return new_id()

    def publish(self, aggregate: Aggregate, event: Event) -> None:
        """Announce a fact about `aggregate`, whose row this transaction has locked.

        Raises `LookupError` when the service owns no topic for it and `EventTooLarge` above 900 kB.
        """
        topic = topic_of(type(event), self._service)
        envelope = Envelope(
            id=new_id(),
            source=f"/{self._service}",
            subject=str(aggregate.id),
            time=self.now(),
            workspace_id=aggregate.workspace_id,
            sequence=aggregate.version,
            event=event,
            traceparent=current_traceparent(),
        )
        value = encode(envelope)
        if len(value) > MAX_EVENT_BYTES:
            raise EventTooLarge(f"{event.TYPE} of {aggregate.id} has {len(value)} bytes")
        self.published.append(event)
        self._outbox.append((self._prefix + topic.name, str(getattr(event, topic.key)), event.TYPE, value))

    def publish_raw(self, topic: str, key: str, type: str, value: bytes | None) -> None:
        """Put bytes on a topic: dead letters, and a null value that removes a key from a compacted topic."""
        self._outbox.append((self._prefix + topic, key, type, value))

    def forget(self, topic: Topic, key: UUID) -> None:
        """Remove a key from a compacted topic, after its last event."""
        self.publish_raw(topic.name, str(key), "", None)

    async def enqueue(
        self,
        task: str,
        *,
        workspace_id: UUID,
        at: datetime | None = None,
        key: str | None = None,
        lock: str | None = None,
        priority: int = 0,
        **args: Any,
    ) -> None:
        """Add a job to this transaction; `workspace_id` is whose work it is, and an argument of the job like `args`.

        `at` is the earliest time by the service's clock; with `key` nothing is added while a job with that key waits.
        Jobs of one `lock` run one after the other, those that are due in the order they were added. `priority` counts
        among the jobs of a workspace that are as long or as short: higher first, but never against a lock.
        """
        args["workspace_id"] = workspace_id
        if key is not None:
            await self.session.execute(_LOCK_KEY, {"key": f"job:{key}"})
            if (await self.session.execute(_WAITING, {"key": key})).first() is not None:
                return
        trace = current_traceparent()
        parameters = {
            "task": task,
            "key": key,
            "lock": lock,
            "priority": priority,
            "args": json.dumps({**args, **({TRACE_ARGUMENT: trace} if trace else {})}, default=str),
            "at": self._clock.real(at) if at is not None else None,
        }
        await self.session.execute(_ENQUEUE, parameters)
        self.enqueued.append((task, args))

    async def arrived(self, parent_id: UUID) -> None:
        """Wake the events that were parked until this object is known."""
        self.arrivals.add(parent_id)
        await self.session.execute(_ARRIVED, {"parent": parent_id})

    async def flush(self) -> None:
        """Write what is pending, events last. The kit calls it just before the commit."""
        await self.session.flush()
        if self._outbox:
            topics, keys, types, values = (list(column) for column in zip(*self._outbox, strict=True))
            await self.session.execute(_INSERT, {"topics": topics, "keys": keys, "types": types, "values": values})
            self._outbox.clear()
            self.filled_outbox = True
