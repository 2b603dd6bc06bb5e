"""The relay: takes committed events from the outbox to Kafka, in order, each at least once."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Mapping
from functools import partial
from time import monotonic
from typing import Any

import aiokafka
import asyncpg
from aiokafka.errors import KafkaTimeoutError
from contracts.envelope import TYPE_HEADER
from prometheus_client import Counter
from sqlalchemy import text

from servicekit.database import Database
from servicekit.events import kafka
from servicekit.health import Health
from servicekit.kit import Kit
from servicekit.measures import Measure
from servicekit.settings import ServiceSettings
from servicekit.work.retry import keep_up

PUBLISHED = Counter("outbox_published_total", "Events handed to Kafka", ["service"])
BATCH = 500
LOOK_SECONDS = 1.0
"""How often an idle relay looks by itself: for what a process committed that died before it could say so."""
_CHANNEL = "outbox"
_TELL = f"SELECT pg_notify('{_CHANNEL}', '')"
SEND_SECONDS = 15.0
"""So long a batch may wait for the broker. The idempotent producer would wait for ever, in an open transaction."""
GATHER_SECONDS = 0.01
BUSY_GATHER_SECONDS = 0.05
BUSY_FROM = 50
"""A commit is sent after `GATHER_SECONDS`, to go with its neighbours. From so many events a second on they gather
longer: every batch costs a transaction here and a request to the broker and to each reader."""
_LEADER = "SELECT pg_try_advisory_lock(hashtext('outbox relay'))"
_OLDEST = text("SELECT coalesce(extract(epoch FROM now() - min(created_at)), 0)::float8 FROM outbox")
_ANY = "SELECT EXISTS (SELECT FROM outbox)"
# Rows are deleted, not remembered by position: a transaction that commits late is found late, never skipped.
_TAKE = """
    DELETE FROM outbox WHERE id IN (SELECT id FROM outbox ORDER BY id LIMIT $1)
    RETURNING id, topic, key, type, value
"""


async def _oldest(kit: Kit[Any, Any, Any]) -> Mapping[tuple[str, ...], float]:
    async with kit.database.statements() as session:
        return {(kit.name,): float((await session.execute(_OLDEST)).scalar_one())}


WAITING = Measure(
    "outbox_oldest_seconds",
    "Age of the oldest event that waits to be sent, from the database: the same in every process of a service",
    ("service",),
    _oldest,
)


class Relay:
    """One per process; among the processes of a service the holder of an advisory lock is active.

    The others tell it when their process has committed, outside the transaction: a notification inside of one would
    make all commits wait for each other.

    Rows are deleted in a transaction that commits after the broker has acknowledged all of them, so that a crash at
    any point sends again rather than losing. Readers drop repeats by the event's id.
    """

    def __init__(
        self,
        service: str,
        settings: ServiceSettings,
        database: Database,
        filled: asyncio.Event,
        health: Health,
        *,
        failpoint: Callable[[str], None] = lambda _: None,
    ) -> None:
        self._service = service
        self._settings = settings
        self._database = database
        self._filled = filled
        self._health = health
        self._failpoint = failpoint

    @classmethod
    def of(cls, kit: Kit[Any, Any, Any], *, failpoint: Callable[[str], None] = lambda _: None) -> Relay:
        """The relay of a service."""
        return cls(kit.name, kit.settings, kit.database, kit.outbox_filled, kit.health, failpoint=failpoint)

    async def run(self, stop: asyncio.Event) -> None:
        """Relay until `stop` is set; what is in the outbox then is sent before returning, unless the broker is away."""
        await keep_up(partial(self._lead, stop), health=self._health, part="relay", stop=stop)

    async def send_all(self) -> None:
        """Send what is in the outbox now, unless the broker is away or another process is active, which sends it."""
        sent = asyncio.Event()
        sent.set()
        await self.run(sent)

    async def _lead(self, stop: asyncio.Event) -> None:
        connection = await self._database.connect_raw()
        try:
            while not await connection.fetchval(_LEADER):
                self._health.ok("relay")  # another process of this service is active
                await _either(self._filled, stop, 1.0)
                if stop.is_set():
                    return
                if self._filled.is_set():
                    self._filled.clear()
                    await connection.execute(_TELL)
            await connection.add_listener(_CHANNEL, lambda *_: self._filled.set())
            async with kafka.running(kafka.producer(self._settings, client_id=f"{self._service}-relay")) as producer:
                await self._drain(connection, producer, stop)
        finally:
            await connection.close(timeout=5)

    async def _drain(
        self, connection: asyncpg.Connection, producer: aiokafka.AIOKafkaProducer, stop: asyncio.Event
    ) -> None:
        second, busy, count = monotonic(), False, 0
        while True:
            stopping = stop.is_set()
            self._filled.clear()
            sent = await self._send_batch(connection, producer)
            self._health.ok("relay")
            count += sent
            if monotonic() - second >= 1.0:
                second, busy, count = monotonic(), count >= BUSY_FROM, 0
            if sent == BATCH:
                continue
            if stopping:
                return
            if not sent:
                await _either(self._filled, stop, LOOK_SECONDS)
            if self._filled.is_set():
                await asyncio.sleep(BUSY_GATHER_SECONDS if busy else GATHER_SECONDS)

    async def _send_batch(self, connection: asyncpg.Connection, producer: aiokafka.AIOKafkaProducer) -> int:
        if not await connection.fetchval(_ANY):  # one round trip is all that an idle service costs
            return 0
        async with connection.transaction():
            rows = sorted(await connection.fetch(_TAKE, BATCH), key=lambda row: int(row["id"]))
            if not rows:
                return 0
            self._failpoint("relay.taken")
            try:
                async with asyncio.timeout(SEND_SECONDS):
                    await _produce(producer, rows)
            except TimeoutError as error:
                raise KafkaTimeoutError(f"nothing acknowledged within {SEND_SECONDS:.0f} s") from error
            self._failpoint("relay.sent")
        PUBLISHED.labels(self._service).inc(len(rows))
        return len(rows)


async def _produce(producer: aiokafka.AIOKafkaProducer, rows: list[asyncpg.Record]) -> None:
    acknowledged = [
        await producer.send(
            row["topic"],
            value=row["value"],
            key=row["key"].encode(),
            headers=[(TYPE_HEADER, row["type"].encode()), ("content-type", b"application/cloudevents+json")],
        )
        for row in rows
    ]
    await asyncio.gather(*acknowledged)


async def _either(first: asyncio.Event, second: asyncio.Event, seconds: float) -> None:
    if first.is_set() or second.is_set():
        return
    waits = [asyncio.ensure_future(first.wait()), asyncio.ensure_future(second.wait())]
    try:
        await asyncio.wait(waits, timeout=seconds, return_when=asyncio.FIRST_COMPLETED)
    finally:
        for wait in waits:
            wait.cancel()
