"""The worker as a process: it ends itself when nothing moves, waits when a part is away, stops cleanly, stays small."""

from __future__ import annotations

import asyncio
import signal
import subprocess
from collections.abc import Iterator, Sequence
from contextlib import ExitStack, suppress
from pathlib import Path
from time import monotonic
from typing import Any
from uuid import UUID

import psutil
import pytest
from analytics_svc.__main__ import service
from contracts.chat import ConversationStarted, MessageSent
from contracts.envelope import TYPE_HEADER
from contracts.topics import CONVERSATIONS, DEAD_LETTERS, ENGAGEMENT, LEADS
from local_stack.parts import Kafka, Postgres
from servicekit import migrations
from servicekit.events import kafka
from servicekit.events.inbox import Record
from servicekit.ids import new_id
from servicekit.kit import Kit
from servicekit.settings import DatabaseSettings, KafkaSettings, ValkeySettings
from servicekit.testing import eventually
from sqlalchemy import text

from .conftest import bot
from .journal import ZONES, envelopes, generate, records
from .nemesis import kill, start, worker
from .recount import expected, rows

pytestmark = [pytest.mark.integration, pytest.mark.endurance, pytest.mark.timeout(300)]
AnyKit = Kit[Any, Any, Any]
TOPICS = (CONVERSATIONS, LEADS, ENGAGEMENT, DEAD_LETTERS["analytics-svc"])


async def publish(settings: Any, found: Sequence[Record], *, a_second: float = 0) -> None:
    """Put records on their topics, as fast as it goes or spread over time."""
    producer = kafka.producer(settings, client_id="test")
    await producer.start()
    began = monotonic()
    try:
        for number, record in enumerate(found):
            headers = [(TYPE_HEADER, record.type.encode())]
            topic = settings.topic.prefix + record.topic
            await producer.send(topic, record.value, key=record.key.encode(), headers=headers)
            if a_second and (ahead := number / a_second - (monotonic() - began)) > 0:
                await asyncio.sleep(ahead)
        await producer.flush()
    finally:
        await producer.stop()


@pytest.fixture
async def bots(replicate: Any, workspace_id: UUID) -> list[tuple[UUID, str]]:
    found = [(new_id(), zone) for zone in ZONES]
    for id, zone in found:
        await replicate(bot(workspace_id, zone=zone, id=id))
    return found


async def ended(process: subprocess.Popen[bytes], seconds: float) -> int:
    return await asyncio.to_thread(process.wait, seconds)


async def equals(kit: AnyKit, wanted: Any, seconds: float = 45) -> None:
    await eventually(lambda: rows(kit), until=wanted.__eq__, timeout=seconds, every=0.2)


async def test_lag_without_progress_ends_the_process_and_a_fresh_one_counts(
    kit: AnyKit, run: Any, bots: Any, workspace_id: UUID
) -> None:
    events = generate(21, bots, 40)
    held = bots[0][0]
    async with kit.transaction() as unit:
        await unit.lock_bots((await unit.bots([held])).values())  # its row is there now
    async with kit.database.sessions() as session, session.begin():
        await session.execute(text("SELECT 1 FROM engagement WHERE bot_id = :id FOR UPDATE"), {"id": held})
        process = run(WATCHDOG_SECONDS="3")
        await publish(kit.settings, records(envelopes(events, workspace_id)))
        assert await ended(process, 45) == 1
    assert await rows(kit) != expected(events, bots)
    run(WATCHDOG_SECONDS="3")
    await equals(kit, expected(events, bots))


NOTHING_TO_DO = """
from analytics_svc.__main__ import main
from servicekit.settings import DatabaseSettings, KafkaSettings, ValkeySettings
from faust.assignor.partition_assignor import PartitionAssignor
PartitionAssignor._get_copartitioned_groups = classmethod(lambda *_: {})
main(["serve", "--only", "worker"])
"""
"""A worker whose group gives out no partitions, as it happens when a broker has only just started: Faust's leader then
says «Ignoring missing topic»."""


async def test_lag_that_nobody_was_given_ends_the_process_too(
    kit: AnyKit, run: Any, bots: Any, workspace_id: UUID
) -> None:
    events = generate(23, bots, 20)
    process = run(NOTHING_TO_DO, WATCHDOG_SECONDS="2")
    await publish(kit.settings, records(envelopes(events, workspace_id)))
    assert await ended(process, 45) == 1
    assert await rows(kit) == {}
    run(WATCHDOG_SECONDS="2")
    await equals(kit, expected(events, bots))


async def test_a_stop_in_the_middle_of_the_stream_loses_and_doubles_nothing(
    kit: AnyKit, run: Any, bots: Any, workspace_id: UUID
) -> None:
    events = generate(22, bots, 600)
    found = records(envelopes(events, workspace_id))
    process = run()
    await publish(kit.settings, found[:50])
    first = await eventually(lambda: rows(kit), timeout=45)
    publishing = asyncio.create_task(publish(kit.settings, found[50:], a_second=400))
    await eventually(lambda: rows(kit), until=first.__ne__)
    process.send_signal(signal.SIGTERM)
    assert not publishing.done(), "it is stopped while events come"
    assert await ended(process, 10) == 0
    assert await rows(kit) != expected(events, bots)
    await publishing
    run()
    await equals(kit, expected(events, bots))


@pytest.fixture
def own(tmp_path: Path) -> Iterator[tuple[Postgres, Kafka]]:
    """Servers that the test may take away."""
    with ExitStack() as servers:
        postgres = servers.enter_context(Postgres(data=tmp_path / "postgres", durable=False))
        yield postgres, servers.enter_context(Kafka(data=tmp_path / "kafka"))


@pytest.mark.faults
async def test_an_outage_is_waited_out(own: tuple[Postgres, Kafka], tmp_path: Path) -> None:
    """Neither the database's nor the broker's absence, twice as long as the watchdog's patience, ends the process."""
    postgres, broker = own
    patience = 12.0
    postgres.create_database("analytics")
    url = postgres.url("analytics")
    await asyncio.to_thread(lambda: asyncio.run(migrations.upgrade(service.package, url)))
    settings = service.settings(
        database=DatabaseSettings(url=url),
        kafka=KafkaSettings(bootstrap_servers=broker.bootstrap),
        valkey=ValkeySettings(),
        faust_datadir=tmp_path / "faust",
    )
    await kafka.create_topics(settings, TOPICS)
    given = {"DATABASE_URL": url, "KAFKA_BOOTSTRAP_SERVERS": broker.bootstrap, "WATCHDOG_SECONDS": str(patience)}
    workspace_id, id = new_id(), new_id()
    events = generate(23, [(id, "Europe/Berlin")], 120)
    quarter = len(events) // 4
    parts = [events[:quarter], events[quarter : 2 * quarter], events[2 * quarter : 3 * quarter], events[3 * quarter :]]
    async with service.open(settings) as kit:
        snapshot = bot(workspace_id, id=id).model_dump_json()
        async with kit.transaction() as unit:
            insert = "INSERT INTO replicas VALUES ('config.bots', :id, :workspace, 1, false, CAST(:snapshot AS jsonb))"
            await unit.session.execute(text(insert), {"id": id, "workspace": workspace_id, "snapshot": snapshot})
        process = worker(given, tmp_path)
        try:
            await publish(settings, records(envelopes(parts[0], workspace_id)))
            await equals(kit, expected(parts[0], [(id, "Europe/Berlin")]))
            kill(postgres)
            await publish(settings, records(envelopes(parts[1], workspace_id)))  # lag, and nothing moves
            with suppress(subprocess.TimeoutExpired):
                pytest.fail(f"ended with {await ended(process, 2 * patience)} while the database was away")
            await start(postgres)
            await eventually(lambda: answering(kit), timeout=20)
            await equals(kit, expected([*parts[0], *parts[1]], [(id, "Europe/Berlin")]))
            await publish(settings, records(envelopes(parts[2], workspace_id)))
            kill(broker)
            with suppress(subprocess.TimeoutExpired):
                pytest.fail(f"ended with {await ended(process, 2 * patience)} while the broker was away")
            await start(broker)
            await publish(settings, records(envelopes(parts[3], workspace_id)))  # what came before may be counted
            await equals(kit, expected(events, [(id, "Europe/Berlin")]), 90)
            with suppress(subprocess.TimeoutExpired):
                pytest.fail(f"ended with {await ended(process, patience)} after the broker came back")
        finally:
            process.kill()
            process.wait()


async def answering(kit: AnyKit) -> bool:
    try:
        await rows(kit)
    except Exception:  # the pool still has connections of before
        return False
    return True


MEGABYTE = 2**20
WAITING = 60_000
GROWTH = 40 * MEGABYTE


async def test_memory_stays_bounded_however_much_waits(kit: AnyKit, run: Any, bots: Any, workspace_id: UUID) -> None:
    """120 MB of events wait while a batch cannot be counted: the worker takes no more than its buffers hold."""
    common: dict[str, Any] = {"environment": "production", "at": kit.clock.now()}
    found: list[Any] = []
    for number in range(WAITING // 1000):
        own: dict[str, Any] = {**common, "bot_id": bots[number % len(bots)][0], "conversation_id": new_id()}
        found.append(ConversationStarted(**own, visitor="v"))
        message = MessageSent(**own, message_id=new_id(), role="visitor", turn=1, topics=("x" * 1400,))
        found += [message] * 999
    stream = records(envelopes(found, workspace_id))
    assert sum(len(record.value or b"") for record in stream) > 115 * MEGABYTE
    process = run(WATCHDOG_SECONDS="300")
    async with kit.transaction() as unit:
        await unit.lock_bots((await unit.bots([id for id, _ in bots])).values())  # their rows are there now
    await publish(kit.settings, stream[:1])  # whatever a worker loads for its first batch
    await eventually(lambda: rows(kit), timeout=45)
    measured = psutil.Process(process.pid)
    before = most = mark = measured.memory_info().rss
    grown = monotonic()

    async def settled() -> bool:
        """Whether it has stopped to grow for a while; a page now and then is no growth."""
        nonlocal most, mark, grown
        now = measured.memory_info().rss
        most = max(most, now)
        if now > mark + MEGABYTE:
            mark, grown = now, monotonic()
        return monotonic() - grown > 5

    async with kit.database.sessions() as session, session.begin():
        await session.execute(text("SELECT 1 FROM engagement FOR UPDATE"))
        await publish(kit.settings, stream[1:])
        await eventually(settled, timeout=180, every=0.1)

    async def messages() -> int:
        await settled()
        return sum(day.get("messages", 0) for day in (await rows(kit)).values())

    await eventually(messages, until=(WAITING - WAITING // 1000).__eq__, timeout=150, every=0.2)
    print(f"memory: {before / MEGABYTE:.0f} MB, at most {(most - before) / MEGABYTE:.0f} MB more")
    assert most - before < GROWTH, f"grew by {(most - before) / MEGABYTE:.0f} MB"
