"""PostgreSQL and Kafka go away in the middle of the work: everything waits, nothing is lost, nothing happens twice."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any
from uuid import UUID

import asyncpg
import pytest
from contracts.chat import MessageSent
from contracts.topics import CONVERSATIONS, DEAD_LETTERS, LEADS
from local_stack.parts import Kafka, Postgres
from servicekit import migrations
from servicekit.clock import Clock
from servicekit.events import kafka
from servicekit.events.outbox import Relay
from servicekit.events.reader import Reader
from servicekit.ids import new_id
from servicekit.settings import DatabaseSettings, KafkaSettings, ServiceSettings, TopicSettings
from servicekit.testing import Bus, eventually

pytestmark = [pytest.mark.integration, pytest.mark.timeout(180)]
EVENTS = 400
AWAY_SECONDS = 10


def message(number: int) -> MessageSent:
    return MessageSent(
        bot_id=UUID(int=number % 5 + 1),
        conversation_id=UUID(int=number % 5 + 1),
        environment="production",
        at=datetime(2026, 6, 1, tzinfo=UTC),
        message_id=new_id(),
        role="visitor",
        turn=number,
    )


@asynccontextmanager
async def working(service: Any, postgres: Postgres, bootstrap: str) -> AsyncIterator[tuple[Any, Bus]]:
    """The example service at work on servers of its own."""
    postgres.create_database("example")
    settings = ServiceSettings(
        database=DatabaseSettings(url=postgres.url("example")),
        kafka=KafkaSettings(bootstrap_servers=bootstrap),
        topic=TopicSettings(prefix=f"o{new_id().hex[-8:]}."),
    )
    await migrations.apply(migrations.KIT, settings.database.url.get_secret_value())
    connection = await asyncpg.connect(settings.database.url.get_secret_value())
    await connection.execute(
        "CREATE TABLE effects (event_id uuid PRIMARY KEY, conversation_id uuid, turn int, "
        "at timestamptz NOT NULL DEFAULT clock_timestamp()); CREATE TABLE antidote (one int)"
    )
    await connection.close()
    topics = [CONVERSATIONS, LEADS, DEAD_LETTERS["lead-svc"]]
    await kafka.create_topics(settings, [replace(topic, partitions=2) for topic in topics])
    stop = asyncio.Event()
    async with service.open(settings, clock=Clock()) as kit, Bus(settings, kit.clock) as bus:
        relay = Relay(kit.name, settings, kit.database, kit.outbox_filled, kit.health)
        tasks = [asyncio.create_task(Reader(kit, service.consumers).run(stop)), asyncio.create_task(relay.run(stop))]
        try:
            yield kit, bus
        finally:
            stop.set()
            kit.outbox_filled.set()
            await asyncio.wait(tasks, timeout=20)


async def effects(postgres: Postgres) -> dict[UUID, list[int]]:
    """Turns by conversation in the order of their effects; nothing while the database is away."""
    try:
        connection = await asyncpg.connect(postgres.url("example"), timeout=2)
    except (OSError, asyncpg.PostgresError):
        return {}
    found: dict[UUID, list[int]] = {}
    for row in await connection.fetch("SELECT conversation_id, turn FROM effects ORDER BY at"):
        found.setdefault(row["conversation_id"], []).append(row["turn"])
    await connection.close()
    return found


def complete(found: dict[UUID, list[int]]) -> bool:
    return sum(len(turns) for turns in found.values()) >= EVENTS


async def test_the_database_is_away_for_ten_seconds(service: Any, kafka_bootstrap: str, tmp_path: Path) -> None:
    with Postgres(data=tmp_path, durable=False) as postgres:
        async with working(service, postgres, kafka_bootstrap) as (_, bus):
            for number in range(EVENTS):
                await bus.publish(message(number), workspace_id=new_id())
                if number == EVENTS // 2:
                    await eventually(lambda: effects(postgres))
                    assert postgres.process is not None
                    postgres.process.kill()
            await asyncio.sleep(AWAY_SECONDS)
            postgres.start()
            await asyncio.to_thread(postgres.wait_ready)
            found = await eventually(lambda: effects(postgres), until=complete, timeout=40)
            assert all(turns == sorted(turns) and len(turns) == len(set(turns)) for turns in found.values())
            assert sum(len(turns) for turns in found.values()) == EVENTS
            # the reactions' own events left once each
            assert len({envelope.id for envelope in await bus.events(LEADS, count=EVENTS)}) == EVENTS
            connection = await asyncpg.connect(postgres.url("example"))
            assert await connection.fetchval("SELECT count(*) FROM set_aside") == 0
            await connection.close()


async def test_the_broker_is_killed_and_comes_back(service: Any, tmp_path: Path) -> None:
    with Postgres(data=tmp_path / "pg", durable=False) as postgres, Kafka(data=tmp_path / "kafka") as broker:
        async with working(service, postgres, broker.bootstrap) as (_, bus):
            for number in range(EVENTS):
                await bus.publish(message(number), workspace_id=new_id())
            await eventually(lambda: effects(postgres))
            assert broker.process is not None
            broker.process.kill()
            await asyncio.sleep(2)
            broker.start()
            await asyncio.to_thread(broker.wait_ready)
            found = await eventually(lambda: effects(postgres), until=complete, timeout=60)
            assert sum(len(turns) for turns in found.values()) == EVENTS
            assert all(turns == sorted(turns) for turns in found.values())
            sent = await bus.events(LEADS, count=EVENTS, timeout=40)
            assert len({envelope.id for envelope in sent}) == EVENTS


async def test_clients_stop_quietly_while_the_broker_is_away(tmp_path: Path) -> None:
    with Kafka(data=tmp_path / "kafka") as broker:
        settings = ServiceSettings(
            database=DatabaseSettings(url="postgresql://localhost/none"),
            kafka=KafkaSettings(bootstrap_servers=broker.bootstrap),
        )
        await kafka.create_topics(settings, [CONVERSATIONS])
        async with (
            kafka.running(kafka.consumer(settings, CONVERSATIONS.name, group=None)) as consumer,
            kafka.running(kafka.producer(settings, client_id="test")) as producer,
        ):
            await producer.send_and_wait(CONVERSATIONS.name, b"1")
            assert await consumer.getone()
            assert broker.process is not None
            broker.process.kill()
            await asyncio.sleep(1)  # by now its fetches fail, and wait to be tried again
        inner: Any = consumer
        assert not inner._client._conns, "its connections are closed"
        unreached = kafka.producer(settings, client_id="late")
        with pytest.raises(kafka.KafkaError):
            async with kafka.running(unreached):
                pytest.fail("nobody answers")
        assert unreached._closed
