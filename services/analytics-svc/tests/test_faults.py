"""Daily figures equal the journal, whoever is killed or away meanwhile.

A short run is part of the tests; `make faults-figures KILLS=100 EVENTS=100000 OUTAGE=60 SEED=1` is the long one.
"""

from __future__ import annotations

import asyncio
import os
from collections.abc import Awaitable, Callable, Sequence
from contextlib import ExitStack
from functools import partial
from pathlib import Path
from time import perf_counter
from typing import Any, TypeVar
from uuid import UUID

import pytest
from analytics_svc.__main__ import service
from analytics_svc.service.counting import COUNTED_TYPES
from contracts.envelope import TYPE_HEADER
from contracts.topics import CONVERSATIONS, DEAD_LETTERS, LEADS
from local_stack.parts import Kafka, Postgres
from servicekit import migrations
from servicekit.database import is_transient
from servicekit.events import kafka
from servicekit.events.inbox import Record
from servicekit.ids import new_id
from servicekit.kit import Kit
from servicekit.settings import DatabaseSettings, KafkaSettings, ValkeySettings
from servicekit.testing import eventually
from sqlalchemy import text

from .conftest import bot
from .journal import ZONES, absurd, envelopes, generate, mixed, poison, records, stream
from .nemesis import Nemesis, Workers
from .recount import expected, expected_questions, questions, rows, set_aside

pytestmark = [pytest.mark.integration, pytest.mark.faults, pytest.mark.endurance, pytest.mark.timeout(7200)]
KILLS = int(os.environ.get("KILLS", "6"))
EVENTS = int(os.environ.get("EVENTS", "3000"))
SEED = int(os.environ.get("SEED", "1"))
PER_CONVERSATION = 8.6
"""Events of a generated conversation, at least about."""
WAITING = 40
"""Conversations with bots that never become known."""
PORTION = 200
SECONDS_A_KILL = 1.6
"""The events for one kill are spread over so long."""
DRAIN_SECONDS = 300
T = TypeVar("T")
Bots = Sequence[tuple[UUID, str]]


async def test_figures_equal_the_journal_under_kills(tmp_path: Path) -> None:
    """Two workers, sometimes a third; duplicates, disorder, bad events; bots known late, deleted, never known."""
    with ExitStack() as servers:
        postgres = servers.enter_context(Postgres(data=tmp_path / "postgres"))
        broker = servers.enter_context(Kafka(data=tmp_path / "kafka"))
        postgres.create_database("analytics")
        url = postgres.url("analytics")
        await asyncio.to_thread(lambda: asyncio.run(migrations.upgrade(service.package, url)))
        settings = service.settings(
            database=DatabaseSettings(url=url),
            kafka=KafkaSettings(bootstrap_servers=broker.bootstrap),
            valkey=ValkeySettings(),
            faust_datadir=tmp_path / "faust",
        )
        await kafka.create_topics(settings, (CONVERSATIONS, LEADS, DEAD_LETTERS[service.name]))
        environment = {
            "DATABASE_URL": url,
            "KAFKA_BOOTSTRAP_SERVERS": broker.bootstrap,
            "WATCHDOG_SECONDS": "15",
        }
        workers = Workers(environment, tmp_path)
        servers.callback(workers.stop)
        nemesis = Nemesis(SEED, workers, broker, postgres)
        async with service.open(settings) as kit:
            await campaign(kit, settings, workers, nemesis)


async def campaign(kit: Kit[Any, Any, Any], settings: Any, workers: Workers, nemesis: Nemesis) -> None:
    """Send the journal while the nemesis strikes, then heal, drain and compare."""
    workspace_id = new_id()
    prompt, late, deleted, never = ([(new_id(), zone) for zone in ZONES for _ in range(n)] for n in (4, 1, 1, 1))
    everyone = [*prompt, *late, *deleted]
    await arrive(kit, workspace_id, prompt)
    await arrive(kit, workspace_id, deleted, deleted=True)
    events = generate(SEED, everyone, int(EVENTS / PER_CONVERSATION), erasing={id for id, _ in prompt})
    good = records(envelopes(events, workspace_id))
    waiting = records(envelopes(generate(SEED + 1, never, WAITING), workspace_id))
    bad = records(envelopes(absurd(SEED, everyone, 18), workspace_id)) + poison(everyone, 10)
    sending = stream(mixed(mixed(good, waiting, SEED), bad, SEED), SEED)
    supervising = asyncio.create_task(workers.supervise())
    started, sent = perf_counter(), 0
    striking = asyncio.create_task(nemesis.strike(KILLS))
    for number, half in enumerate((sending[: len(sending) // 2], sending[len(sending) // 2 :])):
        sent += await send(settings, half, nemesis, striking, number * KILLS / 2)
        if not number:
            await patiently(lambda: arrive(kit, workspace_id, late))
    await striking
    struck = perf_counter() - started
    wanted = expected(events, [*prompt, *late])
    try:
        await eventually(lambda: patiently(lambda: rows(kit)), until=wanted.__eq__, timeout=DRAIN_SECONDS, every=1.0)
        assert await questions(kit) == expected_questions(events, [*prompt, *late]), "questions"
        assert (await set_aside(kit, "dead")).keys() == {record.value for record in bad}, "bad ones, and no others"
        assert (await set_aside(kit, "parked")).keys() == {record.value for record in waiting if matters(record)}, (
            "nothing else waits"
        )
        assert not supervising.done()
    finally:
        found = await rows(kit)
        wrong = {key for key in found.keys() | wanted.keys() if found.get(key) != wanted.get(key)}
        seconds = {kind: round(taken) for kind, taken in nemesis.seconds.items()}
        print(f"\n{len(good)} events, {len(bad)} bad ones, up to {sent} records")
        print(f"{perf_counter() - started:.0f} s, {struck:.0f} of them under blows: {seconds}")
        print(f"{sum(len(day) for day in wanted.values())} figures of {len(wanted)} days, exact: {not wrong}")
        for key in sorted(wrong)[:3]:
            print(f"{key}\n  wanted {wanted.get(key)}\n  found  {found.get(key)}")
        print(f"{nemesis.killed} kills -9 in the blows {dict(nemesis.dealt)}; workers ended: {dict(workers.ended)}")


def matters(record: Record) -> bool:
    """Whether it is a production event of a type that counts."""
    return record.type in COUNTED_TYPES and b'"environment":"preview"' not in (record.value or b"")


async def send(
    settings: Any, found: Sequence[Record], nemesis: Nemesis, striking: asyncio.Task[None], killed: float
) -> int:
    """Send half of the stream in portions, so that some of it is there for every kill after the first `killed`.

    A portion whose fate is unknown is sent again. Returns how many records were sent.
    """

    async def due(share: float) -> bool:
        return striking.done() or nemesis.killed + 1 >= share

    sent = 0
    for start in range(0, len(found), PORTION):
        portion = found[start : start + PORTION]
        while True:
            producer = kafka.producer(settings, client_id="journal")
            try:
                async with asyncio.timeout(20):
                    await producer.start()
                    sent += len(portion)
                    await asyncio.gather(*[await put(producer, record) for record in portion])
                break
            except Exception:
                await asyncio.sleep(0.5)
            finally:
                await producer.stop()
        share = killed + (start + PORTION) / len(found) * KILLS / 2
        await asyncio.sleep(0 if striking.done() else PORTION / EVENTS * KILLS * SECONDS_A_KILL)
        await eventually(partial(due, share), timeout=3600, every=0.1)
    return sent


async def put(producer: Any, record: Record) -> Any:
    headers = [(TYPE_HEADER, record.type.encode())]
    return await producer.send(record.topic, record.value, key=record.key.encode(), headers=headers)


async def arrive(kit: Kit[Any, Any, Any], workspace_id: UUID, bots: Bots, *, deleted: bool = False) -> None:
    """The service hears of bots."""
    statement = text(
        "INSERT INTO replicas (kind, id, workspace_id, version, deleted, snapshot)"
        " VALUES ('config.bots', :id, :workspace, 1, :deleted, CAST(:snapshot AS jsonb))"
    )
    async with kit.transaction() as unit:
        for id, zone in bots:
            snapshot = None if deleted else bot(workspace_id, zone=zone, id=id).model_dump_json()
            values = {"id": id, "workspace": workspace_id, "deleted": deleted, "snapshot": snapshot}
            await unit.session.execute(statement, values)
            await unit.arrived(id)


async def patiently(work: Callable[[], Awaitable[T]]) -> T:
    """What it returns, once the database is there."""
    while True:
        try:
            return await work()
        except Exception as error:
            if not is_transient(error):
                raise
            await asyncio.sleep(0.5)
