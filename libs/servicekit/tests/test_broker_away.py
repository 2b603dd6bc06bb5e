"""The broker's absence is survived, and seen: in readiness, in metrics, and once per change in the log."""

from __future__ import annotations

import asyncio
import io
import logging
import sys
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import replace
from pathlib import Path
from typing import Any
from uuid import UUID

import httpx
import pytest
from contracts.topics import API_KEYS, BOTS, CONVERSATIONS, DEAD_LETTERS, LEADS, WORKSPACES
from local_stack.parts import Kafka, free_port
from servicekit import telemetry
from servicekit.events import kafka, outbox, reader
from servicekit.settings import KafkaSettings
from servicekit.testing import Bus, eventually
from servicekit.unit import About
from sqlalchemy import text

from .happenings import WORKSPACE, effects, lead_event, message, metric

pytestmark = [pytest.mark.integration, pytest.mark.timeout(180)]
LONG_TRANSACTIONS = """
    SELECT count(*) FROM pg_stat_activity
    WHERE datname = current_database() AND now() - xact_start > interval '5 seconds'
"""
FIRST = UUID(int=1)
TOPICS_USED = (CONVERSATIONS, LEADS, DEAD_LETTERS["lead-svc"], BOTS, WORKSPACES, API_KEYS)


@pytest.fixture(autouse=True)
def impatient(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(outbox, "SEND_SECONDS", 2.0)
    monkeypatch.setattr(reader, "LOOK_SECONDS", 1.0)
    monkeypatch.setattr(kafka, "STOP_SECONDS", 2.0)


@pytest.fixture
def said() -> Any:
    """What the process logs, configured as in production."""
    found = io.StringIO()
    before, stdout = logging.getLogger().handlers[:], sys.stdout
    sys.stdout = found
    telemetry.configure("lead-svc")
    sys.stdout = stdout
    yield found
    logging.getLogger().handlers[:] = before


@asynccontextmanager
async def served(service: Any, kit: Any, only: str | None = None) -> AsyncIterator[httpx.AsyncClient]:
    """The whole process in this one, and a client of its port."""
    stop = asyncio.Event()
    task = asyncio.create_task(service.serve(kit.settings, only=only, stop=stop))
    async with httpx.AsyncClient(base_url=f"http://127.0.0.1:{kit.settings.port}", timeout=10) as client:
        try:
            yield client
        finally:
            stop.set()
            assert await asyncio.wait_for(task, 60), "it ended well"


def on(kit: Any, broker: Kafka) -> Any:
    """The kit's settings with another broker and a port of its own."""
    kit.settings = kit.settings.model_copy(
        update={"kafka": KafkaSettings(bootstrap_servers=broker.bootstrap), "port": free_port(), "instance_id": None}
    )
    return kit


async def ready(client: httpx.AsyncClient) -> dict[str, Any] | None:
    """What /readyz says when it says ready."""
    try:
        answer = await client.get("/readyz")
    except httpx.TransportError:
        return None
    return answer.json() if answer.status_code == 200 else None


async def all_well(client: httpx.AsyncClient) -> None:
    await eventually(lambda: ready(client), until=lambda found: found is not None and not found["problems"], timeout=40)


async def publish(kit: Any, *numbers: int) -> None:
    async with kit.transaction() as unit:
        for number in numbers:
            event = lead_event(number)
            unit.publish(About(event.lead_id, WORKSPACE), event)


async def test_a_service_starts_and_serves_before_there_is_a_broker(
    service: Any, kit: Any, tmp_path: Path, said: io.StringIO
) -> None:
    broker = Kafka(data=tmp_path)
    on(kit, broker)
    async with served(service, kit) as client:
        away = {"replicas": "broker", "relay": "broker", "consumer": "broker"}
        await eventually(
            lambda: ready(client), until=lambda found: found is not None and found["problems"] == away, timeout=30
        )
        await publish(kit, 1)
        await asyncio.sleep(8)
        exposed = (await client.get("/metrics")).text
        assert (metric(exposed, "outbox_oldest_seconds", service=kit.name) or 0) > 7
        for part in ("relay", "consumer", "replicas"):
            assert metric(exposed, "service_degraded", service=kit.name, part=part, why="broker") == 1
        lines = [line for line in said.getvalue().splitlines() if "/readyz" not in line]
        assert len(lines) < 10, lines

        with broker:
            await kafka.create_topics(kit.settings, [replace(topic, partitions=2) for topic in TOPICS_USED])
            async with Bus(kit.settings, kit.clock) as bus:
                assert len(await bus.events(LEADS, count=1)) == 1
                await bus.publish(message(1), workspace_id=WORKSPACE)
                await eventually(lambda: effects(kit), timeout=30)
            await eventually(
                lambda: ready(client), until=lambda found: found is not None and not found["problems"], timeout=20
            )
            exposed = (await client.get("/metrics")).text
            assert metric(exposed, "outbox_oldest_seconds", service=kit.name) == 0
            assert metric(exposed, "service_degraded", service=kit.name) is None


async def test_the_broker_goes_away_in_the_middle(service: Any, kit: Any, tmp_path: Path, said: io.StringIO) -> None:
    with Kafka(data=tmp_path) as broker:
        on(kit, broker)
        await kafka.create_topics(kit.settings, [replace(topic, partitions=2) for topic in TOPICS_USED])
        async with served(service, kit) as client, Bus(kit.settings, kit.clock) as bus:
            await bus.publish(message(1), workspace_id=WORKSPACE)
            await eventually(lambda: effects(kit), timeout=30)
            await eventually(
                lambda: ready(client), until=lambda found: found is not None and not found["problems"], timeout=20
            )
            lag = (await client.get("/metrics")).text
            assert metric(lag, "consumer_lag", service=kit.name, topic=CONVERSATIONS.name) is not None
            broker.process.kill()  # type: ignore[union-attr]
            before = len(said.getvalue().splitlines())
            await publish(kit, *range(50))
            await asyncio.sleep(9)
            found = await ready(client)
            assert found, "an API whose database answers serves"
            assert {"relay", "consumer"} <= found["problems"].keys(), found
            assert (metric((await client.get("/metrics")).text, "outbox_oldest_seconds", service=kit.name) or 0) > 8
            async with kit.database.sessions() as session:
                assert (await session.execute(text(LONG_TRANSACTIONS))).scalar_one() == 0, "none waits for the broker"
            lines = [line for line in said.getvalue().splitlines()[before:] if '"logger": "access"' not in line]
            assert len(lines) < 12, lines
            broker.start()
            await asyncio.to_thread(broker.wait_ready)
            sent = await bus.events(LEADS, count=51, timeout=60)
            assert len({envelope.id for envelope in sent}) == 51
            await eventually(
                lambda: ready(client), until=lambda found: found is not None and not found["problems"], timeout=40
            )


async def test_lag_is_counted_while_the_database_is_held_and_goes_with_the_partition(
    service: Any, kit: Any, bus: Bus, topics: None, client: httpx.AsyncClient
) -> None:
    async def lag() -> float | None:
        exposed = (await client.get("/metrics")).text
        return metric(exposed, "consumer_lag", service=kit.name, topic=CONVERSATIONS.name, partition=str(partition))

    await bus.publish(message(1, conversation=FIRST), workspace_id=WORKSPACE)
    partition = await partition_of(kit)
    stop = asyncio.Event()
    task = asyncio.create_task(reader.Reader(kit, service.consumers).run(stop))
    await eventually(lambda: effects(kit))
    async with kit.database.sessions() as session:
        await session.execute(text("LOCK TABLE effects IN ACCESS EXCLUSIVE MODE"))  # every reaction waits
        for turn in range(2, 602):  # more than are held in memory, so that the partition is paused
            await bus.publish(message(turn, conversation=FIRST), workspace_id=WORKSPACE)
        await eventually(lag, until=lambda found: found == 600)
        await session.rollback()
    await eventually(lag, until=lambda found: found == 0, timeout=60)
    other_stop = asyncio.Event()
    other_kit = replace(kit, name="other")  # a second process takes over one of the two partitions, or both
    other = asyncio.create_task(reader.Reader(other_kit, service.consumers).run(other_stop))
    await eventually(lambda: both_hold_one(client, kit), timeout=40)
    stop.set()
    await task
    exposed = (await client.get("/metrics")).text
    assert metric(exposed, "consumer_lag", service=kit.name) is None, "what is not held is not shown"
    other_stop.set()
    await other


async def partition_of(kit: Any) -> int:
    """The partition of the topic's only record."""
    async with kafka.running(kafka.consumer(kit.settings, CONVERSATIONS.name, group=None)) as consumer:
        return int((await consumer.getone()).partition)


async def both_hold_one(client: httpx.AsyncClient, kit: Any) -> bool:
    exposed = (await client.get("/metrics")).text

    def shows(name: str, partition: str) -> bool:
        return metric(exposed, "consumer_lag", service=name, topic=CONVERSATIONS.name, partition=partition) is not None

    mine, others = ({p for p in ("0", "1") if shows(name, p)} for name in (kit.name, "other"))
    return bool(mine and others) and not mine & others
