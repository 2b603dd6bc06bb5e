"""The analytics worker: events per second and what an event costs, beside a plain consumer loop; event to reader."""

from __future__ import annotations

import asyncio
import json
import os
import random
import tempfile
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import ExitStack, asynccontextmanager
from dataclasses import dataclass, replace
from pathlib import Path
from time import monotonic, perf_counter
from typing import Any
from uuid import UUID

import httpx
from analytics_svc.__main__ import service
from analytics_svc.agents.batches import Batches
from analytics_svc.settings import Settings
from contracts.envelope import TYPE_HEADER
from contracts.topics import ANALYTICS_ERASURES, BOTS, CONVERSATIONS, DEAD_LETTERS, ENGAGEMENT, LEADS
from servicekit.events import kafka
from servicekit.events.inbox import Record
from servicekit.ids import new_id
from servicekit.kit import Kit
from servicekit.service import spare_collections
from servicekit.settings import DatabaseSettings, TopicSettings
from servicekit.testing import eventually
from sqlalchemy import text

from bench.load import Part, database_seconds, fill, know, part, processor_seconds, put, trickle, visit
from bench.report import Figure, quantile, show
from bench.servers import Servers, servers

EVENTS = 30_000
SIZES = (10, 1_000, 10_000)
PARTITIONS = 6
RATE = 200
LATENCY_SECONDS = 20
AnyKit = Kit[Any, Any, Any]


@dataclass(frozen=True)
class Cost:
    """What counting came to: events a second, and microseconds of processor time per event."""

    rate: float
    process: float
    database: float


@asynccontextmanager
async def platform(found: Servers, folder: Path, bots: list[UUID]) -> AsyncIterator[tuple[AnyKit, dict[str, str]]]:
    """A fresh database and topics that know the bots: the kit, and the headers of an API key."""
    settings = Settings(
        database=DatabaseSettings(url=found.database()),
        kafka=found.kafka,
        topic=TopicSettings(prefix=f"b{new_id().hex[-8:]}."),
        faust_datadir=folder / "faust",
    )
    topics = [CONVERSATIONS, LEADS, ENGAGEMENT, ANALYTICS_ERASURES, BOTS, DEAD_LETTERS["analytics-svc"]]
    await kafka.create_topics(settings, [replace(topic, partitions=PARTITIONS) for topic in topics])
    await service.init(settings)
    async with service.open(settings) as kit:
        yield kit, await know(kit, bots)


async def counted(kit: AnyKit) -> int:
    """Events counted so far."""
    async with kit.database.sessions() as session:
        return int((await session.execute(text("SELECT count(*) FROM inbox"))).scalar_one())


async def measured(kit: AnyKit, total: int, seconds: Callable[[], float], done: Callable[[], Awaitable[int]]) -> Cost:
    """Watch events being counted, from a tenth to all of them. `seconds`: processor time of who counts them."""
    begun = await eventually(done, until=lambda number: number >= total // 10, timeout=240)
    started, own, database = perf_counter(), seconds(), database_seconds(kit.settings.database.url.get_secret_value())
    await eventually(done, until=lambda number: number >= total, timeout=240, every=0.2)
    taken, events = perf_counter() - started, total - begun
    return Cost(
        events / taken,
        (seconds() - own) / events * 1e6,
        (database_seconds(kit.settings.database.url.get_secret_value()) - database) / events * 1e6,
    )


async def plain_loop(kit: AnyKit, total: int) -> Cost:
    """The floor: the same batch function, with the same transaction, under a plain `getmany(500)` loop.

    It spares collections as services do, and does less than a worker: nobody sends what it publishes to the broker.
    """
    spare_collections()
    consumer = kafka.consumer(kit.settings, CONVERSATIONS.name, group="floor")
    await consumer.start()
    batches, done = Batches(kit), 0

    async def loop() -> None:
        nonlocal done
        while done < total:
            found = await consumer.getmany(timeout_ms=500, max_records=500)
            records = [_record(raw) for part in found.values() for raw in part]
            if records:
                await batches.count(records)
                await consumer.commit()
                done += len(records)

    async def so_far() -> int:
        return done

    running = asyncio.create_task(loop())
    cost = await measured(kit, total, lambda: processor_seconds(os.getpid()), so_far)
    await running
    await consumer.stop()
    return cost


def _record(raw: Any) -> Record:
    kind = dict(raw.headers)[TYPE_HEADER].decode()
    return Record(CONVERSATIONS.name, raw.partition, raw.offset, raw.key.decode(), kind, raw.value)


async def visits(kit: AnyKit, bots: list[UUID]) -> int:
    """Visits of these bots, as the figures have them."""
    async with kit.database.sessions() as session:
        query = "SELECT coalesce(sum(visits), 0) FROM chatbot_analytics WHERE chatbot_id = ANY(CAST(:bots AS uuid[]))"
        return int((await session.execute(text(query), {"bots": bots})).scalar_one())


async def event_to_figures(kit: AnyKit, producer: Any, probe: UUID) -> list[float]:
    """Milliseconds from publishing a visit until the figures that the API reads have it."""
    delays: list[float] = []
    end = monotonic() + LATENCY_SECONDS
    while monotonic() < end:
        seen = await visits(kit, [probe])
        started = perf_counter()
        await (await put(producer, kit.settings, visit(probe)))
        await eventually(lambda: visits(kit, [probe]), until=seen.__ne__, every=0.01)
        delays.append((perf_counter() - started) * 1000)
    return delays


async def event_to_stream(kit: AnyKit, producer: Any, probe: UUID, api: Part, headers: dict[str, str]) -> list[float]:
    """Milliseconds from publishing a visit until a client of the live figures has read it."""
    delays: list[float] = []
    base = f"http://127.0.0.1:{api.port}"
    async with httpx.AsyncClient(base_url=base, headers=headers, timeout=30) as client:

        async def ready() -> bool:
            return (await client.get("/readyz")).status_code == 200

        await eventually(ready, timeout=60)
        async with client.stream("GET", f"/api/chatbots/{probe}/analytics/events") as answer:
            lines = (line async for line in answer.aiter_lines() if line.startswith("data:") and '"visits"' in line)
            seen = json.loads((await anext(lines))[5:])["visits"]
            end = monotonic() + LATENCY_SECONDS
            while monotonic() < end:
                await asyncio.sleep(random.random() * 0.5)  # in no step with whatever the server does by the clock
                started = perf_counter()
                await (await put(producer, kit.settings, visit(probe)))
                before = seen
                while seen == before:
                    seen = json.loads((await anext(lines))[5:])["visits"]
                delays.append((perf_counter() - started) * 1000)
    return delays


async def latency(kit: AnyKit, folder: Path, bots: list[UUID], headers: dict[str, str]) -> list[Figure]:
    """Event to figures and event to stream, at 200 events a second; a worker runs."""
    stop = asyncio.Event()
    noise = asyncio.create_task(trickle(kit.settings, bots[1:], RATE, stop))
    producer = kafka.producer(kit.settings, client_id="probe")
    await producer.start()
    try:
        figures = await event_to_figures(kit, producer, bots[0])
        with part(kit.settings, folder, "api") as api:
            stream = await event_to_stream(kit, producer, bots[0], api, headers)
    finally:
        stop.set()
        await noise
        await producer.stop()
    return [
        Figure("event to figures at 200 events/s, p50", quantile(figures, 0.5), "ms"),
        Figure("event to figures at 200 events/s, p95", quantile(figures, 0.95), "ms", 1000),
        Figure("event to client of the live figures at 200 events/s, p50", quantile(stream, 0.5), "ms"),
        Figure("event to client of the live figures at 200 events/s, p95", quantile(stream, 0.95), "ms", 1000),
    ]


async def recovery(kit: AnyKit, bots: list[UUID], victim: Part, survivor: Part) -> list[Figure]:
    """Kill -9 one of two workers under 200 events a second: until every partition is counted again by the other."""
    marks, stop = bots[:PARTITIONS], asyncio.Event()
    producer = kafka.producer(kit.settings, client_id="probe")
    await producer.start()

    async def round_of_visits() -> None:
        before = await visits(kit, marks)
        for number, bot in enumerate(marks):
            await (await put(producer, kit.settings, visit(bot), partition=number))
        await eventually(lambda: visits(kit, marks), until=(before + PARTITIONS).__eq__, timeout=60, every=0.05)

    noise = asyncio.create_task(trickle(kit.settings, bots[PARTITIONS:], RATE, stop))
    await round_of_visits()
    victim.process.kill()
    started = perf_counter()
    await round_of_visits()
    taken = perf_counter() - started
    stop.set()
    await noise
    await producer.stop()
    again = sum(
        value
        for line, value in await metrics(survivor)
        if line.startswith("analytics_events_total") and "repeated" in line
    )
    return [
        Figure("a worker killed -9: until the other counts its partitions", taken, "s"),
        Figure("a worker killed -9: events that came again and were not counted again", again, "events"),
    ]


async def metrics(worker: Part) -> list[tuple[str, float]]:
    """A worker's metrics: names with labels, and values."""
    async with httpx.AsyncClient() as client:
        lines = (await client.get(f"http://127.0.0.1:{worker.port}/metrics", timeout=30)).text.splitlines()
    pairs = [line.rsplit(" ", 1) for line in lines if line and not line.startswith("#")]
    return [(name, float(value)) for name, value in pairs]


async def of_worker(name: str, worker: Part) -> list[Figure]:
    """What a worker's memory and batches came to."""
    found = dict(await metrics(worker))
    batch = found["analytics_batch_events_sum"] / found["analytics_batch_events_count"]
    return [
        Figure(f"{name}: most memory", worker.most_memory, "MB"),
        Figure(f"{name}: events in a batch (short of time, batches are small and dear)", batch, "events"),
    ]


async def measure(found: Servers, folder: Path) -> list[Figure]:
    """Every figure, on servers that run."""
    figures: list[Figure] = []
    rates: dict[int, float] = {}
    for size in SIZES:
        bots = [new_id() for _ in range(size)]
        async with platform(found, folder, bots) as (kit, _):
            figures += rows(
                f"plain loop (floor), {size} bots", await plain_loop(kit, await fill(kit.settings, bots, EVENTS))
            )
        async with platform(found, folder, bots) as (kit, headers):
            total = await fill(kit.settings, bots, EVENTS)
            with part(kit.settings, folder) as worker:
                cost = await measured(kit, total, lambda: worker.seconds, lambda: counted(kit))
                figures += rows(f"Faust worker, {size} bots", cost, target=3000)
                rates[size] = cost.rate
                figures += await of_worker(f"Faust worker, {size} bots", worker)
                if size == 1_000:
                    figures += await latency(kit, folder, bots, headers)
    bots = [new_id() for _ in range(1_000)]
    async with platform(found, folder, bots) as (kit, _):
        total = await fill(kit.settings, bots, EVENTS)
        with ExitStack() as stack:
            pair = [stack.enter_context(part(kit.settings, folder)) for _ in range(2)]
            cost = await measured(kit, total, lambda: sum(one.seconds for one in pair), lambda: counted(kit))
            figures += rows("two Faust workers, 1000 bots", cost)
            figures.append(Figure("two workers give so many times one's events", cost.rate / rates[1_000], "×"))
            figures += await recovery(kit, bots, *pair)
    return figures


def rows(name: str, cost: Cost, target: float | None = None) -> list[Figure]:
    """A cost as figures."""
    return [
        Figure(name, cost.rate, "events/s", target, at_most=False),
        Figure(f"{name}: processor of the process per event", cost.process, "µs"),
        Figure(f"{name}: processor of PostgreSQL per event", cost.database, "µs"),
    ]


def run() -> None:
    """Measure and report."""
    with servers() as found, tempfile.TemporaryDirectory(prefix="empfang-bench-") as folder:
        show("analytics", asyncio.run(measure(found, Path(folder))))
