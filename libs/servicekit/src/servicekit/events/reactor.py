"""Records get their effect once: decode, inbox, handlers, one transaction; what cannot be done is set aside in order.

What has piled up in a partition is worked on together, in one transaction; when anything in it fails, each record has
one of its own, so that poison costs the others nothing but time.
"""

from __future__ import annotations

import asyncio
from collections import deque
from collections.abc import Awaitable, Callable, Iterator, Sequence
from contextlib import contextmanager
from datetime import datetime
from time import monotonic
from typing import Any, TypeVar
from uuid import UUID

import structlog
from contracts.envelope import DecodeError, Envelope, UnknownEvent, decode
from opentelemetry.trace import SpanKind
from prometheus_client import Counter, Histogram

from servicekit.events import inbox
from servicekit.events.inbox import Due, ParentUnknown, Record
from servicekit.events.reactions import Consumers
from servicekit.kit import Kit
from servicekit.telemetry import span
from servicekit.unit import Meta, UnitOfWork
from servicekit.work.retry import passes, through_outages

log = structlog.get_logger(__name__)
T = TypeVar("T")

HANDLED = Counter("consumer_events_total", "Events by outcome", ["service", "type", "outcome"])
SECONDS = Histogram(
    "consumer_seconds",
    "Time of one reaction with its transaction",
    ["service", "type"],
    buckets=(0.002, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10),
)

POISON_PAUSES = (0.05, 0.2, 1.0)
"""Seconds between the tries before an error that may be the event's own fault is believed."""
LOCK_PATIENCE = "300ms"
"""So long work on many records waits for somebody else's row: less than the server's second before it looks for a
deadlock, so that it is never a request that is given up for this."""
DEAD_LETTERS_PER_WINDOW = 50
WINDOW_SECONDS = 600.0


class TooManyDeadLetters(Exception):
    """So many events failed that the service itself is likely at fault: it stops rather than set aside everything."""


class _BehindAnother(Exception):
    """An earlier event with this key waits: this one waits behind it, so that the order within the key stays."""


class Reactor:
    """Gives records their effect, those that arrive and those that were set aside alike."""

    def __init__(self, kit: Kit[Any, Any, Any], consumers: Consumers) -> None:
        self._kit = kit
        self._consumers = consumers
        self._deaths: deque[float] = deque()

    async def react_to_all(self, records: Sequence[Record]) -> None:
        """Give records of one partition their effect in their order. Raises `TooManyDeadLetters`."""
        if len(records) > 1 and await self._together(records):
            return
        for record in records:
            await self.react(record)

    async def react(self, record: Record, entry: Due | None = None) -> bool:
        """Give a record its effect once; `entry` is set when it comes from what was set aside.

        An outage only makes it wait; an error that may be its own fault is believed after some tries, and makes it a
        dead letter. Returns False when it waits for its parent, or behind another event. Raises `TooManyDeadLetters`.
        """
        try:
            envelope = self._envelope(record)
        except DecodeError as error:
            await self._bury(record, entry, str(error))
            return True
        if envelope is None:
            if entry is not None:
                await self._through_outages(record, lambda: self._drop(entry))
            return True
        try:
            outcome = await _patiently(
                lambda: self._through_outages(record, lambda: self._once(envelope, record, entry))
            )
        except (ParentUnknown, _BehindAnother) as error:
            parent = error.parent_id if isinstance(error, ParentUnknown) else None
            if parent is not None and entry is not None and self._waits_too_long(entry.since):
                await self._bury(record, entry, f"its parent {parent} never arrived")
                return True
            await self._through_outages(record, lambda: self._park(record, entry, parent))
            outcome = "parked"
        except Exception as error:
            log.error("reaction failed", type=record.type, exc_info=error)
            await self._bury(record, entry, f"{type(error).__name__}: {error}")
            return True
        HANDLED.labels(self._kit.name, envelope.type, outcome).inc()
        return outcome != "parked"

    async def _together(self, records: Sequence[Record]) -> bool:
        """Work on all in one transaction; False when that cannot be done, and nothing is."""
        try:
            heard = [(envelope, record) for record in records if (envelope := self._envelope(record)) is not None]
            repeated = await self._all_once(heard) if heard else set()
        except Exception as error:  # whatever it is, it happens to one of them again, and is dealt with there
            log.debug("records are worked on one by one", error=type(error).__name__, records=len(records))
            return False
        for envelope, _ in heard:
            HANDLED.labels(self._kit.name, envelope.type, "repeated" if envelope.id in repeated else "done").inc()
        return True

    async def _all_once(self, heard: Sequence[tuple[Envelope, Record]]) -> set[UUID]:
        """The ids that were worked on before. Raises `_BehindAnother`."""
        async with self._kit.transaction() as unit:
            events = [(envelope.id, record) for envelope, record in heard]
            new = await inbox.claim_all(unit.session, self._consumers.inbox, events, patience=LOCK_PATIENCE)
            if new is None:
                raise _BehindAnother
            repeated = {id for id, _ in events} - new
            for envelope, _ in heard:
                if envelope.id in new:
                    new.discard(envelope.id)  # it may have been sent twice
                    unit.meta = _meta(envelope)
                    with self._noted(envelope):
                        await self._consumers.dispatch(envelope.event, unit, self._kit.resources)
                    await unit.between()
        return repeated

    async def retry_due(self) -> int:
        """Work on parked events whose time has come and on dead letters to be replayed; returns how many were settled.

        Each key goes on in the order of its topic, as far as it goes.
        """
        async with self._kit.database.statements() as session:
            entries = await inbox.first_due(session, self._consumers.inbox)
        settled = 0
        for first in entries:
            entry: Due | None = first
            while entry is not None and await self.react(entry.record, entry):
                settled += 1
                async with self._kit.transaction() as unit:
                    entry = await inbox.next_of_key(unit.session, self._consumers.inbox, first.record)
        return settled

    def _envelope(self, record: Record) -> Envelope | None:
        """The event of a record, None when nobody listens to it. Raises `DecodeError`."""
        if record.value is None or (record.type and not self._consumers.handles(record.type)):
            return None
        try:
            envelope = decode(record.value)
        except UnknownEvent:
            return None
        return envelope if self._consumers.handles(envelope.type) else None

    async def _through_outages(self, record: Record, call: Callable[[], Awaitable[T]]) -> T:
        part = f"consumer {record.topic}/{record.partition}"
        return await through_outages(call, health=self._kit.health, part=part)

    async def _once(self, envelope: Envelope, record: Record, entry: Due | None) -> str:
        with self._noted(envelope):
            async with self._kit.transaction(_meta(envelope)) as unit:
                new, waits = await inbox.claim(unit.session, self._consumers.inbox, envelope.id, record)
                if new and waits:
                    await self._overtake(envelope, record, unit)
                elif new:
                    await self._consumers.dispatch(envelope.event, unit, self._kit.resources)
                if entry is not None:
                    await inbox.done(unit.session, entry.id)
                return "done" if new else "repeated"

    @contextmanager
    def _noted(self, envelope: Envelope) -> Iterator[None]:
        """A span of the event's trace around the work on it, and its time."""
        bot = str(getattr(envelope.event, "bot_id", "")) or None
        with (
            span(f"react {envelope.type}", traceparent=envelope.traceparent, kind=SpanKind.CONSUMER, bot=bot),
            SECONDS.labels(self._kit.name, envelope.type).time(),
        ):
            yield

    async def _overtake(self, envelope: Envelope, record: Record, unit: UnitOfWork) -> None:
        """Let an event pass earlier ones of its key only if it brings what they wait for. Raises `_BehindAnother`.

        What it brings is known when it has been worked on; otherwise the transaction is given up.
        """
        awaited = await inbox.awaited(unit.session, self._consumers.inbox, record)
        try:
            if awaited:
                await self._consumers.dispatch(envelope.event, unit, self._kit.resources)
        except Exception as error:
            if passes(error):
                raise
            raise _BehindAnother from error  # it may only lack what the earlier ones do
        if not awaited & unit.arrivals:
            raise _BehindAnother

    async def _park(self, record: Record, entry: Due | None, parent: UUID | None) -> None:
        async with self._kit.transaction() as unit:
            attempts = entry.attempts + 1 if entry is not None else 0
            await inbox.park(unit.session, self._consumers.inbox, record, parent, attempts)

    async def _drop(self, entry: Due) -> None:
        async with self._kit.transaction() as unit:
            await inbox.done(unit.session, entry.id)

    def _waits_too_long(self, since: datetime) -> bool:
        clock = self._kit.clock
        return clock.real(clock.now()) - since > inbox.PARK_LIMIT

    async def _bury(self, record: Record, entry: Due | None, error: str) -> None:
        """Make the record a dead letter. Raises `TooManyDeadLetters`; those that died before are not counted."""

        async def bury() -> None:
            async with self._kit.transaction() as unit:
                await inbox.bury(unit, self._consumers.inbox, record, error)

        await self._through_outages(record, bury)
        HANDLED.labels(self._kit.name, record.type or "undecodable", "dead").inc()
        log.error("event set aside", type=record.type, topic=record.topic, position=record.position, error=error[:200])
        if entry is not None:
            return
        now = monotonic()
        self._deaths.append(now)
        while now - self._deaths[0] > WINDOW_SECONDS:
            self._deaths.popleft()
        if len(self._deaths) > DEAD_LETTERS_PER_WINDOW:
            raise TooManyDeadLetters(f"{len(self._deaths)} dead letters within {WINDOW_SECONDS:.0f} s")


async def _patiently(call: Callable[[], Awaitable[T]]) -> T:
    """Call again after an error that may be the event's own fault, until it is believed."""
    for pause in POISON_PAUSES:
        try:
            return await call()
        except (ParentUnknown, _BehindAnother):
            raise
        except Exception as error:
            log.debug("reaction is tried again", error=type(error).__name__)
        await asyncio.sleep(pause)
    return await call()


def _meta(envelope: Envelope) -> Meta:
    return Meta(envelope.id, envelope.time, envelope.workspace_id, envelope.sequence, envelope.type)
