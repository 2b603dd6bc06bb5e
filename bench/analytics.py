"""The analytics worker: events per second beside a plain consumer loop, cost by number of bots, and event to API."""

from __future__ import annotations

import asyncio
import json
import os
import random
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from time import monotonic, perf_counter
from typing import Any
from uuid import UUID

from analytics_svc.__main__ import service
from analytics_svc.agents.batches import Batches
from analytics_svc.settings import Settings
from contracts.bots import BotConfiguration, BotLink, BotLinks, BotSnapshot
from contracts.chat import BotVisited, ConversationStarted, MessageSent
from contracts.envelope import TYPE_HEADER, Envelope, encode
from contracts.topics import ANALYTICS_ERASURES, BOTS, CONVERSATIONS, DEAD_LETTERS, ENGAGEMENT, LEADS
from local_stack.parts import answers, free_port
from servicekit import kafka
from servicekit.ids import new_id
from servicekit.inbox import Record
from servicekit.kit import Kit
from servicekit.testing import eventually
from sqlalchemy import text

from bench.report import Figure, quantile, show
from bench.servers import Servers, servers

EVENTS = 12_000
RATE = 200
LATENCY_SECONDS = 15
WORKSPACE = new_id()
AnyKit = Kit[Any, Any, Any]


def events(bots: list[UUID], count: int) -> Iterator[Any]:
    """Visits, conversations and messages as chat-svc publishes them, spread over the bots."""
    chance, made = random.Random(1), 0
    while made < count:
        common: dict[str, Any] = {
            "bot_id": chance.choice(bots),
            "environment": "production",
            "at": datetime.now(UTC),
        }
        conversation = {**common, "conversation_id": new_id()}
        yield BotVisited(**common, visit_id=new_id(), visitor=f"v{chance.randrange(10_000)}")
        yield ConversationStarted(**conversation, visitor=f"v{chance.randrange(10_000)}")
        for turn in range(1, 5):
            yield MessageSent(**conversation, message_id=new_id(), role="visitor", turn=turn)
            yield MessageSent(
                **conversation, message_id=new_id(), role="assistant", turn=turn, total_ms=900, first_token_ms=200
            )
        made += 10


def enveloped(event: Any) -> bytes:
    """The event as it lies on the topic."""
    return encode(Envelope(new_id(), "/chat-svc", str(event.bot_id), datetime.now(UTC), WORKSPACE, 1, event))


async def fill(settings: Settings, bots: list[UUID], count: int) -> int:
    """Put events on the topic; returns how many."""
    producer = kafka.producer(settings, client_id="bench")
    await producer.start()
    sent = []
    for event in events(bots, count):
        headers = [(TYPE_HEADER, event.TYPE.encode())]
        topic = settings.topic_prefix + CONVERSATIONS.name
        sent.append(await producer.send(topic, enveloped(event), key=str(event.bot_id).encode(), headers=headers))
    await asyncio.gather(*sent)
    await producer.stop()
    return len(sent)


async def know(kit: AnyKit, bots: list[UUID]) -> None:
    """Put the bots into the read model."""
    link = BotLink(url="http://localhost/bot", token="t")
    snapshot = BotSnapshot(
        id=bots[0],
        workspace_id=WORKSPACE,
        version=1,
        state="live",
        draft=BotConfiguration(name="Bench"),
        links=BotLinks(version=1, production=link, staging=link, preview=link),
        created_at=datetime.now(UTC),
    ).model_dump(mode="json")
    rows = [
        {"kind": BOTS.name, "id": id, "workspace": WORKSPACE, "snapshot": json.dumps({**snapshot, "id": str(id)})}
        for id in bots
    ]
    async with kit.database.sessions() as session, session.begin():
        await session.execute(
            text("INSERT INTO replicas VALUES (:kind, :id, :workspace, 1, false, CAST(:snapshot AS jsonb))"), rows
        )


async def counted(kit: AnyKit) -> int:
    """Events counted so far."""
    async with kit.database.sessions() as session:
        found = await session.execute(text("SELECT count(*) FROM inbox"))
        return int(found.scalar_one())


async def plain_loop(kit: AnyKit, total: int) -> float:
    """The floor: the same batch function under a plain `getmany(500)` loop; events per second."""
    consumer = kafka.consumer(kit.settings, CONVERSATIONS.name, group="floor")
    await consumer.start()
    batches, done = Batches(kit), 0
    started = 0.0
    while done < total:
        found = await consumer.getmany(timeout_ms=500, max_records=500)
        started = started or perf_counter()
        records = [_record(raw) for part in found.values() for raw in part]
        if records:
            await batches.count(records)
            await consumer.commit()
            done += len(records)
    rate = done / (perf_counter() - started)
    await consumer.stop()
    return rate


def _record(raw: Any) -> Record:
    kind = dict(raw.headers)[TYPE_HEADER].decode()
    return Record(CONVERSATIONS.name, raw.partition, raw.offset, raw.key.decode(), kind, raw.value)


@contextmanager
def worker(settings: Settings, folder: Path) -> Iterator[None]:
    """The Faust worker as a process of its own."""
    port = free_port()
    environment = {
        **os.environ,
        "DATABASE_URL": settings.database_url,
        "KAFKA_BOOTSTRAP_SERVERS": settings.kafka_bootstrap_servers,
        "TOPIC_PREFIX": settings.topic_prefix,
        "FAUST_DATADIR": str(folder / f"faust{port}"),
        "PORT": str(port),
        "LOG_LEVEL": "warning",
    }
    process = subprocess.Popen([sys.executable, "-m", "analytics_svc", "serve", "--only", "worker"], env=environment)
    try:
        while not answers(port):
            if process.poll() is not None:
                raise RuntimeError("the worker did not start")
        yield
    finally:
        process.terminate()
        process.wait(20)


async def worker_rate(kit: AnyKit, total: int) -> float:
    """Events per second of the running worker, between a tenth and all of the events."""
    until = monotonic() + 240
    while (begun := await counted(kit)) < total // 10:
        if monotonic() > until:
            raise TimeoutError(f"{begun} of {total} counted")
        await asyncio.sleep(0.05)
    started = perf_counter()
    while (done := await counted(kit)) < total:
        if monotonic() > until:
            raise TimeoutError(f"{done} of {total} counted")
        await asyncio.sleep(0.05)
    return (total - begun) / (perf_counter() - started)


async def event_to_api(kit: AnyKit, bots: list[UUID]) -> list[float]:
    """Milliseconds from publishing a visit until the figures that the API reads have it, at 200 events a second."""
    delays: list[float] = []
    probe, stop = bots[0], asyncio.Event()

    async def noise() -> None:
        source = events(bots[1:], 10**9)
        producer = kafka.producer(kit.settings, client_id="noise")
        await producer.start()
        topic = kit.settings.topic_prefix + CONVERSATIONS.name
        while not stop.is_set():
            for _ in range(RATE // 20):
                event = next(source)
                headers = [(TYPE_HEADER, event.TYPE.encode())]
                await producer.send(topic, enveloped(event), key=str(event.bot_id).encode(), headers=headers)
            await asyncio.sleep(0.05)
        await producer.stop()

    async def visits() -> int:
        async with kit.database.sessions() as session:
            query = text("SELECT coalesce(sum(visits), 0) FROM chatbot_analytics WHERE chatbot_id = :bot")
            return int((await session.execute(query, {"bot": probe})).scalar_one())

    background = asyncio.create_task(noise())
    producer = kafka.producer(kit.settings, client_id="probe")
    await producer.start()
    end = monotonic() + LATENCY_SECONDS
    while monotonic() < end:
        seen = await visits()
        event = BotVisited(
            bot_id=probe, visit_id=new_id(), environment="production", visitor=str(new_id()), at=datetime.now(UTC)
        )
        started = perf_counter()
        await producer.send_and_wait(
            kit.settings.topic_prefix + CONVERSATIONS.name,
            enveloped(event),
            key=str(probe).encode(),
            headers=[(TYPE_HEADER, event.TYPE.encode())],
        )
        await eventually(visits, until=seen.__ne__, every=0.01)
        delays.append((perf_counter() - started) * 1000)
    stop.set()
    await background
    await producer.stop()
    return delays


async def measure(found: Servers, folder: Path) -> list[Figure]:
    """Every figure, on servers that run."""
    figures: list[Figure] = []
    for size in (10, 1_000, 10_000):
        bots = [new_id() for _ in range(size)]
        rates: dict[str, float] = {}
        for kind in ("plain", "faust"):
            settings = Settings(
                database_url=found.database(),
                kafka_bootstrap_servers=found.bootstrap,
                topic_prefix=f"b{new_id().hex[-8:]}.",
                faust_datadir=folder / "faust",
            )
            topics = [CONVERSATIONS, LEADS, ENGAGEMENT, ANALYTICS_ERASURES, DEAD_LETTERS["analytics-svc"]]
            await kafka.create_topics(settings, [replace(topic, partitions=6) for topic in topics])
            await service.init(settings)
            async with service.open(settings) as kit:
                await know(kit, bots)
                total = await fill(settings, bots, EVENTS)
                if kind == "plain":
                    rates[kind] = await plain_loop(kit, total)
                    continue
                with worker(settings, folder):
                    rates[kind] = await worker_rate(kit, total)
                    if size == 1_000:
                        delays = await event_to_api(kit, bots)
        figures += [
            Figure(f"plain consumer loop (floor), {size} bots", rates["plain"], "events/s"),
            Figure(f"Faust worker, {size} bots", rates["faust"], "events/s", 3000, at_most=False),
        ]
    figures += [
        Figure("event to analytics API at 200 events/s, p50", quantile(delays, 0.5), "ms"),
        Figure("event to analytics API at 200 events/s, p95", quantile(delays, 0.95), "ms", 1000),
    ]
    return figures


def run() -> None:
    """Measure and report."""
    with servers() as found, tempfile.TemporaryDirectory(prefix="empfang-bench-") as folder:
        show("analytics", asyncio.run(measure(found, Path(folder))))
