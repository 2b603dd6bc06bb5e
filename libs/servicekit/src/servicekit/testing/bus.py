"""The other services, as far as events go."""

from __future__ import annotations

from time import monotonic
from types import TracebackType
from uuid import UUID

import aiokafka
from contracts.base import Event, Topic
from contracts.envelope import TYPE_HEADER, Envelope, decode, encode
from contracts.topics import topics_with

from servicekit.clock import Clock
from servicekit.events import kafka
from servicekit.ids import new_id
from servicekit.settings import ServiceSettings


class Bus:
    """Publishes events as their owners would and reads topics from their start."""

    def __init__(self, settings: ServiceSettings, clock: Clock) -> None:
        self._settings = settings
        self._clock = clock
        self._producer: aiokafka.AIOKafkaProducer | None = None

    async def __aenter__(self) -> Bus:
        self._producer = kafka.producer(self._settings, client_id="test-bus")
        await self._producer.start()
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if self._producer is not None:
            await self._producer.stop()

    async def publish(
        self,
        event: Event,
        *,
        workspace_id: UUID,
        sequence: int = 1,
        id: UUID | None = None,
        topic: Topic | None = None,
        traceparent: str | None = None,
    ) -> UUID:
        """Publish an event on its topic; returns the envelope's id."""
        where = topic or topics_with(type(event))[0]
        envelope = Envelope(
            id=id or new_id(),
            source=f"/{where.owner}",
            subject=str(getattr(event, where.key)),
            time=self._clock.now(),
            workspace_id=workspace_id,
            sequence=event.snapshot.version if event.snapshot is not None else sequence,
            event=event,
            traceparent=traceparent,
        )
        await self.publish_raw(where, str(getattr(event, where.key)), encode(envelope), type=event.TYPE)
        return envelope.id

    async def publish_raw(self, topic: Topic, key: str, value: bytes | None, *, type: str = "") -> None:
        """Put any bytes on a topic."""
        if self._producer is None:
            raise RuntimeError("the bus is not open")
        await self._producer.send_and_wait(
            self._settings.topic.prefix + topic.name, value, key=key.encode(), headers=[(TYPE_HEADER, type.encode())]
        )

    async def records(self, topic: Topic, *, count: int = 1, timeout: float = 15.0) -> list[tuple[str, bytes | None]]:
        """At least `count` records of a topic from its start, (key, value); fewer when the time is over."""
        found: list[tuple[str, bytes | None]] = []
        end = monotonic() + timeout
        async with kafka.running(kafka.consumer(self._settings, topic.name, group=None)) as consumer:
            while len(found) < count and monotonic() < end:
                batches = await consumer.getmany(timeout_ms=200)
                found += [(r.key.decode(), r.value) for records in batches.values() for r in records]
        return found

    async def events(self, topic: Topic, *, count: int = 1, timeout: float = 15.0) -> list[Envelope]:
        """At least `count` events of a topic from its start; raises `TimeoutError` when they do not come."""
        found = [decode(value) for _, value in await self.records(topic, count=count, timeout=timeout) if value]
        if len(found) < count:
            raise TimeoutError(f"{len(found)} of {count} events on {topic.name} after {timeout} s")
        return found
