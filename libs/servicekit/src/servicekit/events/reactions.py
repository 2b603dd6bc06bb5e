"""Reactions to events: which handler hears what, and the loop that calls each exactly once in effect."""

from __future__ import annotations

import inspect
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from typing import Any, TypeVar

import structlog
from contracts.base import Event
from contracts.envelope import DecodeError, Envelope, UnknownEvent, decode
from contracts.topics import Topic, topics_with
from opentelemetry.trace import SpanKind
from prometheus_client import Counter, Histogram

from servicekit.database import is_transient
from servicekit.events import inbox
from servicekit.events.inbox import ParentUnknown, Record
from servicekit.kit import Kit
from servicekit.telemetry import span
from servicekit.unit import Meta

log = structlog.get_logger(__name__)

HANDLED = Counter("consumer_events_total", "Events by outcome", ["service", "type", "outcome"])
SECONDS = Histogram(
    "consumer_seconds",
    "Time of one reaction with its transaction",
    ["service", "type"],
    buckets=(0.002, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10),
)

Handler = Callable[..., Awaitable[None]]
H = TypeVar("H", bound=Handler)


@dataclass(frozen=True)
class _Registered:
    call: Handler
    wants_resources: bool


class Consumers:
    """The reactions of one service. `group` is the consumer group and the inbox's name: the service's."""

    def __init__(self, group: str) -> None:
        self.group = group
        self._handlers: dict[str, list[_Registered]] = {}
        self._topics: dict[str, Topic] = {}

    def on(self, *events: type[Event]) -> Callable[[H], H]:
        """Register `async def handler(event, unit)` or `(event, unit, resources)` for these events."""

        def register(handler: H) -> H:
            wants = len(inspect.signature(handler).parameters) == 3
            for event in events:
                self._handlers.setdefault(event.TYPE, []).append(_Registered(handler, wants))
                for topic in topics_with(event):
                    self._topics[topic.name] = topic
            return handler

        return register

    @property
    def topics(self) -> tuple[Topic, ...]:
        """The topics that hold what is listened to."""
        return tuple(self._topics.values())

    @property
    def types(self) -> tuple[str, ...]:
        """The event types that have a handler."""
        return tuple(self._handlers)

    def handles(self, type: str) -> bool:
        """Whether any handler hears this event type."""
        return type in self._handlers

    async def dispatch(self, event: Event, unit: Any, resources: Any) -> None:
        """Call every handler of the event, in the order they were registered."""
        for handler in self._handlers.get(event.TYPE, ()):
            arguments = (event, unit, resources) if handler.wants_resources else (event, unit)
            await handler.call(*arguments)


class _BehindParked(Exception):
    """An earlier event with this key waits: this one waits behind it, so that the order within the key stays."""


class Reactor:
    """Works on single records: decode, inbox, handlers, one transaction; sets aside what cannot be done."""

    def __init__(self, kit: Kit[Any, Any, Any], consumers: Consumers) -> None:
        self.kit = kit
        self.consumers = consumers

    async def react(self, record: Record) -> None:
        """Give the record its effect once.

        Raises only errors that pass by themselves (see `is_transient`) and those of a handler that may be retried;
        a record that cannot be decoded becomes a dead letter at once.
        """
        if record.value is None or (record.type and not self.consumers.handles(record.type)):
            return
        try:
            envelope = decode(record.value)
        except UnknownEvent:
            return
        except DecodeError as error:
            await self.bury(record, str(error))
            return
        if not self.consumers.handles(envelope.type):
            return
        try:
            with span(f"react {envelope.type}", traceparent=envelope.traceparent, kind=SpanKind.CONSUMER):
                outcome = await self._once(envelope, record)
        except (ParentUnknown, _BehindParked) as error:
            parent = error.parent_id if isinstance(error, ParentUnknown) else None
            async with self.kit.transaction() as unit:
                await inbox.park(unit.session, self.consumers.group, record, parent, 0)
            outcome = "parked"
        HANDLED.labels(self.kit.name, envelope.type, outcome).inc()

    async def _once(self, envelope: Envelope, record: Record) -> str:
        with SECONDS.labels(self.kit.name, envelope.type).time():
            async with self.kit.transaction(_meta(envelope)) as unit:
                new, behind_parked = await inbox.claim(unit.session, self.consumers.group, envelope.id, record)
                if not new:
                    return "repeated"
                if behind_parked:
                    raise _BehindParked
                await self.consumers.dispatch(envelope.event, unit, self.kit.resources)
                return "done"

    async def bury(self, record: Record, error: str) -> None:
        """Make the record a dead letter."""
        async with self.kit.transaction() as unit:
            await inbox.bury(unit, self.consumers.group, record, error)
        HANDLED.labels(self.kit.name, record.type or "undecodable", "dead").inc()
        log.error("event set aside", type=record.type, topic=record.topic, position=record.position, error=error[:200])

    async def retry_due(self) -> int:
        """Work on parked events whose time has come and on dead letters to be replayed; returns how many were due."""
        async with self.kit.transaction() as unit:
            entries = await inbox.due(unit.session, self.consumers.group)
        for entry in entries:
            record = entry.record
            try:
                envelope = decode(record.value or b"")
                async with self.kit.transaction(_meta(envelope)) as unit:
                    new, _ = await inbox.claim(unit.session, self.consumers.group, envelope.id, record)
                    if new:
                        await self.consumers.dispatch(envelope.event, unit, self.kit.resources)
                    await inbox.done(unit.session, entry.id)
                HANDLED.labels(self.kit.name, envelope.type, "done").inc()
            except ParentUnknown as error:
                if self.kit.clock.now() - self.kit.clock.offset - entry.since > inbox.PARK_LIMIT:
                    await self.bury(record, f"its parent {error.parent_id} never arrived")
                    continue
                async with self.kit.transaction() as unit:
                    await inbox.park(unit.session, self.consumers.group, record, error.parent_id, entry.attempts + 1)
            except Exception as error:
                if is_transient(error):
                    raise
                await self.bury(record, f"{entry.state}: {type(error).__name__}: {error}")
        return len(entries)


def _meta(envelope: Envelope) -> Meta:
    return Meta(envelope.id, envelope.time, envelope.workspace_id, envelope.sequence, envelope.type)
