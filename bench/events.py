"""The relay and the reader: events per second, and what an idle relay adds to an event's way."""

from __future__ import annotations

import asyncio
from dataclasses import replace
from datetime import UTC, datetime
from time import perf_counter
from typing import Any
from uuid import UUID

from contracts.chat import MessageSent
from contracts.lead import LeadStatusChanged
from contracts.topics import CONVERSATIONS, DEAD_LETTERS, LEADS
from servicekit import migrations
from servicekit.clock import Clock
from servicekit.events import kafka
from servicekit.events.outbox import Relay
from servicekit.events.reactions import Consumers
from servicekit.events.reader import Reader
from servicekit.ids import new_id
from servicekit.kit import Kit
from servicekit.service import Service
from servicekit.settings import DatabaseSettings, ServiceSettings, TopicSettings
from servicekit.testing import Bus, eventually
from servicekit.unit import About, UnitOfWork
from sqlalchemy import text

from bench.report import Figure, quantile, show
from bench.servers import Servers, servers

EVENTS = 30_000
REACTIONS = 6_000
PINGS = 100
NOW = datetime(2026, 6, 1, 12, tzinfo=UTC)
WORKSPACE = new_id()
consumers = Consumers(group="lead-svc")


@consumers.on(MessageSent)
async def count(event: MessageSent, unit: UnitOfWork) -> None:
    """One row an event, as a small reaction would write."""
    await unit.session.execute(text("INSERT INTO effects VALUES (:id)"), {"id": event.message_id})


def lead_event(number: int) -> LeadStatusChanged:
    """An event of about 600 bytes."""
    return LeadStatusChanged(lead_id=new_id(), bot_id=UUID(int=number % 50), status="new", previous="new", at=NOW)


def message(number: int) -> MessageSent:
    """A visitor's message; 50 bots."""
    return MessageSent(
        bot_id=UUID(int=number % 50),
        conversation_id=new_id(),
        environment="production",
        at=NOW,
        message_id=new_id(),
        role="visitor",
        turn=1,
    )


async def relay_rate(kit: Kit[Any, UnitOfWork, None]) -> float:
    """Events per second from a full outbox to acknowledged by the broker."""
    for _ in range(EVENTS // 1000):
        async with kit.transaction() as unit:
            for number in range(1000):
                unit.publish(About(UUID(int=number), WORKSPACE), lead_event(number))
    stop = asyncio.Event()
    stop.set()  # drain and return
    started = perf_counter()
    await Relay.of(kit).run(stop)
    return EVENTS / (perf_counter() - started)


async def relay_delay(kit: Kit[Any, UnitOfWork, None], *, wake: bool) -> list[float]:
    """Milliseconds from commit to a reader, one event at a time; without `wake` another process relays it."""
    stop = asyncio.Event()
    filled = [kit.outbox_filled] if wake else [asyncio.Event(), kit.outbox_filled]
    relays = []
    for event in filled:
        relay = Relay(kit.name, kit.settings, kit.database, event, kit.health)
        relays.append(asyncio.create_task(relay.run(stop)))
        await asyncio.sleep(0.5)  # so that the first one is the active one
    reader = kafka.consumer(kit.settings, LEADS.name, group=None)
    await reader.start()
    while await reader.getmany(timeout_ms=1000):
        pass  # what earlier measurements left
    delays: list[float] = []
    try:
        for number in range(PINGS):
            async with kit.transaction() as unit:
                unit.publish(About(UUID(int=number), WORKSPACE), lead_event(number))
            committed = perf_counter()
            while not await reader.getmany(timeout_ms=2000):
                pass
            delays.append((perf_counter() - committed) * 1000)
            await asyncio.sleep(0.03)
    finally:
        await reader.stop()
        stop.set()
        await asyncio.gather(*relays)
    return delays


async def direct_delay(kit: Kit[Any, UnitOfWork, None]) -> list[float]:
    """The floor: milliseconds from a plain send to a reader."""
    reader = kafka.consumer(kit.settings, LEADS.name, group=None)
    await reader.start()
    while await reader.getmany(timeout_ms=1000):
        pass  # what earlier measurements left
    delays: list[float] = []
    producer = kafka.producer(kit.settings, client_id="floor")
    await producer.start()
    try:
        for _ in range(PINGS):
            sent = perf_counter()
            await producer.send(kit.settings.topic.prefix + LEADS.name, b"x" * 600, key=b"k")
            while not await reader.getmany(timeout_ms=2000):
                pass
            delays.append((perf_counter() - sent) * 1000)
            await asyncio.sleep(0.03)
    finally:
        await reader.stop()
        await producer.stop()
    return delays


async def reaction_rate(kit: Kit[Any, UnitOfWork, None]) -> float:
    """Events per second through inbox, handler and commit, one transaction each."""
    async with kit.database.engine.begin() as connection:
        await connection.execute(text("CREATE TABLE effects (id uuid PRIMARY KEY)"))
    async with Bus(kit.settings, kit.clock) as bus:
        for start in range(0, REACTIONS, 500):
            await asyncio.gather(
                *(bus.publish(message(number), workspace_id=WORKSPACE) for number in range(start, start + 500))
            )
    stop = asyncio.Event()

    async def done() -> int:
        async with kit.database.sessions() as session:
            return int((await session.execute(text("SELECT count(*) FROM effects"))).scalar_one())

    reading = asyncio.create_task(Reader(kit, consumers).run(stop))
    await eventually(done, timeout=60)
    begun, started = await done(), perf_counter()
    await eventually(done, until=lambda found: found >= REACTIONS, timeout=120, every=0.2)
    rate = (REACTIONS - begun) / (perf_counter() - started)
    stop.set()
    await reading
    return rate


async def measure(found: Servers) -> list[Figure]:
    """Every figure, on servers that run."""
    settings = ServiceSettings(
        database=DatabaseSettings(url=found.database()),
        kafka=found.kafka,
        topic=TopicSettings(prefix=f"b{new_id().hex[-8:]}."),
    )
    await migrations.apply(migrations.KIT, settings.database.url.get_secret_value())
    topics = [LEADS, CONVERSATIONS, DEAD_LETTERS["lead-svc"]]
    await kafka.create_topics(settings, [replace(topic, partitions=6) for topic in topics])
    service: Service[Any, Any, Any] = Service("lead-svc", settings=ServiceSettings, unit=UnitOfWork, api=lambda _: None)  # type: ignore[arg-type, return-value]  # serves nothing
    async with service.open(settings, clock=Clock()) as kit:
        rate = await relay_rate(kit)
        floor = await direct_delay(kit)
        woken = await relay_delay(kit, wake=True)
        polled = await relay_delay(kit, wake=False)
        reactions = await reaction_rate(kit)
    base = quantile(floor, 0.5)
    return [
        Figure("relay, full outbox", rate, "events/s", 5000, at_most=False),
        Figure("plain send to reader (floor), p50", base, "ms"),
        Figure("commit to reader, same process, added p50", quantile(woken, 0.5) - base, "ms", 30),
        Figure("commit to reader, same process, added p95", quantile(woken, 0.95) - base, "ms"),
        Figure("commit to reader, other process, added p50", quantile(polled, 0.5) - base, "ms", 30),
        Figure("reader, one transaction an event", reactions, "events/s"),
    ]


def run() -> None:
    """Measure and report."""
    with servers() as found:
        show("events", asyncio.run(measure(found)))
