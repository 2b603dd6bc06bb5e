"""Daily figures equal the journal, whoever is killed meanwhile.

A short run is part of the tests; `make faults-figures KILLS=100 EVENTS=100000 SEED=1` is the long one.
"""

from __future__ import annotations

import asyncio
import os
import random
from collections import Counter
from collections.abc import Sequence
from contextlib import ExitStack
from pathlib import Path
from time import perf_counter
from typing import Any
from uuid import UUID

import pytest
from analytics_svc.__main__ import service
from analytics_svc.domain import sketch
from analytics_svc.models import DayRow, QuestionRow
from contracts.envelope import TYPE_HEADER, Envelope, encode
from contracts.topics import CONVERSATIONS, LEADS
from local_stack.parts import Kafka, Postgres
from servicekit import kafka, migrations
from servicekit.ids import new_id
from servicekit.kit import Kit
from servicekit.testing import eventually
from sqlalchemy import select, text

from .conftest import bot
from .journal import ZONES, envelopes, expected, expected_questions, expected_times, generate
from .nemesis import Nemesis, Workers
from .test_counting import rows

pytestmark = [pytest.mark.integration, pytest.mark.faults, pytest.mark.timeout(3600)]
KILLS = int(os.environ.get("KILLS", "6"))
EVENTS = int(os.environ.get("EVENTS", "3000"))
SEED = int(os.environ.get("SEED", "1"))
PER_CONVERSATION = 7.9
"""Events of a generated conversation, at least about."""
TWICE = 0.05
DISORDER = 60
"""Events within which the order is lost."""
PORTION = 200
DRAIN_SECONDS = 300


async def test_figures_equal_the_journal_under_kills(tmp_path: Path) -> None:
    """Two workers, duplicates, disorder; kills of workers, broker and database while events come."""
    with ExitStack() as servers:
        postgres = servers.enter_context(Postgres(data=tmp_path / "postgres"))
        broker = servers.enter_context(Kafka(data=tmp_path / "kafka"))
        postgres.create_database("analytics")
        url = postgres.url("analytics")
        await asyncio.to_thread(lambda: asyncio.run(migrations.upgrade(service.package, url)))
        settings = service.settings(
            database_url=url,
            kafka_bootstrap_servers=broker.bootstrap,
            valkey_url=None,
            faust_datadir=tmp_path / "faust",  # type: ignore[call-arg]  # this service's settings
        )
        await kafka.create_topics(settings, (CONVERSATIONS, LEADS))
        environment = {
            **os.environ,
            "DATABASE_URL": url,
            "KAFKA_BOOTSTRAP_SERVERS": broker.bootstrap,
            "LOG_LEVEL": "warning",
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
    bots = [(new_id(), zone) for zone in ZONES for _ in range(4)]
    await known(kit, workspace_id, bots)
    events = generate(SEED, bots, int(EVENTS / PER_CONVERSATION))
    journal = envelopes(events, workspace_id)
    supervising = asyncio.create_task(workers.supervise())
    started = perf_counter()
    striking = asyncio.create_task(nemesis.strike(KILLS))
    sent = await send(settings, stream(journal), striking)
    await striking
    wanted = expected(events, bots)
    try:
        await eventually(lambda: patiently(kit), until=lambda found: found == wanted, timeout=DRAIN_SECONDS, every=1.0)
        assert not supervising.done()
        assert await sketches(kit) == {key: counted(times) for key, times in expected_times(events, bots).items()}, (
            "answer times"
        )
        assert await questions(kit) == expected_questions(events, bots), "questions"
    finally:
        note(nemesis.dealt, len(journal), sent, perf_counter() - started, await rows(kit) == wanted)


def stream(journal: Sequence[Envelope]) -> list[Envelope]:
    """The journal as it is sent: some of it twice, its order lost within bounds."""
    chance = random.Random(SEED)
    twice = [envelope for envelope in journal for _ in range(2 if chance.random() < TWICE else 1)]
    places = sorted((place + chance.random() * DISORDER, place) for place in range(len(twice)))
    return [twice[place] for _, place in places]


async def send(settings: Any, envelopes: Sequence[Envelope], striking: asyncio.Task[None]) -> int:
    """Send all of it while there are kills to come, in portions; one whose fate is unknown is sent again.

    Returns how many records were sent.
    """
    sent = 0
    for start in range(0, len(envelopes), PORTION):
        portion = envelopes[start : start + PORTION]
        while True:
            producer = kafka.producer(settings, client_id="journal")
            try:
                async with asyncio.timeout(20):
                    await producer.start()
                    await asyncio.gather(*[await put(producer, envelope) for envelope in portion])
                sent += len(portion)
                break
            except Exception:
                sent += len(portion)
                await asyncio.sleep(0.5)
            finally:
                await producer.stop()
        if not striking.done():  # as fast as the kills, so that some of it is there for every one of them
            await asyncio.sleep(PORTION / EVENTS * KILLS * 1.6)
    return sent


async def put(producer: Any, envelope: Envelope) -> Any:
    event: Any = envelope.event
    topic = LEADS if envelope.type.startswith("empfang.lead") else CONVERSATIONS
    headers = [(TYPE_HEADER, envelope.type.encode())]
    return await producer.send(topic.name, encode(envelope), key=str(event.bot_id).encode(), headers=headers)


async def known(kit: Kit[Any, Any, Any], workspace_id: UUID, bots: Sequence[tuple[UUID, str]]) -> None:
    statement = text(
        "INSERT INTO replicas (kind, id, workspace_id, version, snapshot)"
        " VALUES ('config.bots', :id, :workspace, 1, CAST(:snapshot AS jsonb))"
    )
    async with kit.database.sessions() as session, session.begin():
        for id, zone in bots:
            snapshot = bot(workspace_id, zone=zone, id=id).model_dump_json()
            await session.execute(statement, {"id": id, "workspace": workspace_id, "snapshot": snapshot})


async def patiently(kit: Kit[Any, Any, Any]) -> Any:
    try:
        return await rows(kit)
    except Exception:  # the database was killed a moment ago
        return None


async def sketches(kit: Kit[Any, Any, Any]) -> dict[Any, dict[str, int]]:
    async with kit.database.sessions() as session:
        found = await session.scalars(select(DayRow))
        return {(row.chatbot_id, row.date): row.response_sketch for row in found if row.response_sketch}


async def questions(kit: Kit[Any, Any, Any]) -> dict[Any, tuple[int, int]]:
    async with kit.database.sessions() as session:
        found = await session.scalars(select(QuestionRow))
        return {(row.bot_id, row.day, row.group_id): (row.asked, row.answered) for row in found}


def counted(times: Sequence[int]) -> dict[str, int]:
    found: dict[str, int] = {}
    for time in times:
        sketch.add(found, time)
    return found


def note(dealt: Counter[str], events: int, sent: int, seconds: float, exact: bool) -> None:
    blows = ", ".join(f"{kind} {count}" for kind, count in dealt.most_common())
    print(f"\n{events} events, up to {sent} records, {seconds:.0f} s, exact: {exact}")
    print(f"{sum(dealt.values())} blows: {blows}")
