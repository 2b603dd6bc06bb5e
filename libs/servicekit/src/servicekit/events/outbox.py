"""The relay: takes committed events from the outbox to Kafka, in order, each at least once."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from time import monotonic

import aiokafka
import asyncpg
import structlog
from aiokafka.errors import KafkaError
from contracts.envelope import TYPE_HEADER
from prometheus_client import Counter, Gauge

from servicekit.database import Database, is_transient
from servicekit.events import kafka
from servicekit.kit import Health
from servicekit.settings import ServiceSettings

log = structlog.get_logger(__name__)

PUBLISHED = Counter("outbox_published_total", "Events handed to Kafka", ["service"])
WAITING = Gauge("outbox_oldest_seconds", "Age of the oldest event that waits to be sent, or was sent last", ["service"])

BATCH = 500
LOOK_SECONDS = 0.25
"""How often an idle relay looks by itself: for what a process committed that died before it could say so."""
_CHANNEL = "outbox"
_TELL = f"SELECT pg_notify('{_CHANNEL}', '')"
GATHER_SECONDS = 0.01
BUSY_GATHER_SECONDS = 0.05
BUSY_FROM = 50
"""A commit is sent after `GATHER_SECONDS`, to go with its neighbours. From so many events a second on they gather
longer: every batch costs a transaction here and a request to the broker and to each reader."""
_LEADER = "SELECT pg_try_advisory_lock(hashtext('outbox relay'))"
_OLDEST = "SELECT coalesce(extract(epoch FROM now() - min(created_at)), 0)::float8 FROM outbox"
_ANY = "SELECT EXISTS (SELECT FROM outbox)"
# Rows are deleted, not remembered by position: a transaction that commits late is found late, never skipped.
_TAKE = """
    DELETE FROM outbox WHERE id IN (SELECT id FROM outbox ORDER BY id LIMIT $1)
    RETURNING id, topic, key, type, value, extract(epoch FROM now() - created_at)::float8 AS age
"""


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

    async def run(self, stop: asyncio.Event) -> None:
        """Relay until `stop` is set; what is in the outbox then is sent before returning."""
        pause = 0.1
        while True:
            try:
                await self._lead(stop)
                return
            except Exception as error:
                if not (is_transient(error) or isinstance(error, KafkaError | asyncpg.PostgresError)):
                    raise
                self._health.bad("relay", type(error).__name__)
                log.warning("relay interrupted", error=type(error).__name__, again_in=pause)
                if stop.is_set():
                    return
                await asyncio.sleep(pause)
                pause = min(pause * 2, 5.0)

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
            # seen while the broker is away too: every attempt to reach it passes here
            WAITING.labels(self._service).set(await connection.fetchval(_OLDEST))
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
                WAITING.labels(self._service).set(0)
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
            self._failpoint("relay.sent")
        PUBLISHED.labels(self._service).inc(len(rows))
        WAITING.labels(self._service).set(float(rows[0]["age"]))
        return len(rows)


async def _either(first: asyncio.Event, second: asyncio.Event, seconds: float) -> None:
    if first.is_set() or second.is_set():
        return
    waits = [asyncio.ensure_future(first.wait()), asyncio.ensure_future(second.wait())]
    try:
        await asyncio.wait(waits, timeout=seconds, return_when=asyncio.FIRST_COMPLETED)
    finally:
        for wait in waits:
            wait.cancel()
