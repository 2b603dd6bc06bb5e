"""Jobs: part of the transaction that made them, run once in effect, taken over when their worker dies."""

from __future__ import annotations

import asyncio
from datetime import timedelta
from typing import Any
from uuid import UUID

import pytest
from opentelemetry.sdk.trace.export.in_memory_span_exporter import InMemorySpanExporter
from procrastinate.manager import JobManager
from servicekit import telemetry
from servicekit.ids import new_id
from servicekit.testing import eventually
from servicekit.work import jobs
from servicekit.work.jobs import Fenced, Job
from sqlalchemy import text

WORKSPACE = UUID(int=1)
pytestmark = pytest.mark.integration


async def runs(kit: Any) -> list[tuple[UUID, int]]:
    async with kit.database.sessions() as session:
        rows = await session.execute(text("SELECT event_id, turn FROM effects"))
        return [(row[0], row[1]) for row in rows]


async def test_a_job_runs_when_its_transaction_commits_and_never_otherwise(running: Any) -> None:
    kept, dropped = new_id(), new_id()
    with pytest.raises(RuntimeError):
        async with running.transaction() as unit:
            await unit.enqueue("count", workspace_id=WORKSPACE, id=dropped)
            raise RuntimeError
    async with running.transaction() as unit:
        await unit.enqueue("count", workspace_id=WORKSPACE, id=kept)
    await eventually(lambda: runs(running))
    assert await runs(running) == [(kept, 0)]
    async with running.database.sessions() as session:
        assert (await session.execute(text("SELECT conversation_id FROM effects"))).scalar_one() == WORKSPACE


async def test_a_failed_attempt_leaves_nothing_and_is_repeated(running: Any) -> None:
    id = new_id()
    async with running.transaction() as unit:
        await unit.enqueue("count", workspace_id=WORKSPACE, id=id, fail_first=True)
    assert await eventually(lambda: runs(running)) == [(id, 1)]


async def test_a_waiting_job_is_not_doubled(kit: Any) -> None:
    for _ in range(3):
        async with kit.transaction() as unit:
            await unit.enqueue(
                "count", workspace_id=WORKSPACE, key="one", at=kit.clock.now() + timedelta(hours=1), id=new_id()
            )
    async with kit.transaction() as unit:
        assert (await unit.session.execute(text("SELECT count(*) FROM procrastinate_jobs"))).scalar() == 1


async def test_an_attempt_that_was_overtaken_writes_nothing(kit: Any) -> None:
    async with kit.transaction() as unit:
        await unit.enqueue("count", workspace_id=WORKSPACE, id=new_id())
        await unit.session.execute(text("UPDATE procrastinate_jobs SET status = 'doing', attempts = 1"))
        id = (await unit.session.execute(text("SELECT id FROM procrastinate_jobs"))).scalar_one()
    with pytest.raises(Fenced):
        async with Job(kit, id, 0).transaction():
            pass
    async with Job(kit, id, 1).transaction():
        pass


async def test_a_job_whose_worker_died_is_done_by_another(
    service: Any, kit: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(jobs, "HEARTBEAT_SECONDS", 0.5)
    monkeypatch.setattr(jobs, "DEAD_AFTER_SECONDS", 1.5)
    id = new_id()
    async with kit.transaction() as unit:
        await unit.enqueue("count", workspace_id=WORKSPACE, id=id)
        dead = "INSERT INTO procrastinate_workers (last_heartbeat) VALUES (now() - interval '1 minute') RETURNING id"
        worker = (await unit.session.execute(text(dead))).scalar_one()
        await unit.session.execute(
            text("UPDATE procrastinate_jobs SET status = 'doing', worker_id = :w"), {"w": worker}
        )
    stop = asyncio.Event()
    running = asyncio.create_task(service.jobs.run(kit, stop))
    assert await eventually(lambda: runs(kit), timeout=20) == [(id, 1)], "the next attempt, so the first is fenced off"
    stop.set()
    await running


async def test_a_worker_that_fails_ends_the_jobs(service: Any, kit: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    async def broken(*_: Any, **__: Any) -> None:
        raise LookupError("a defect")

    monkeypatch.setattr(JobManager, "get_stalled_jobs", broken)
    with pytest.raises(LookupError):
        async with asyncio.timeout(20):
            await service.jobs.run(kit, asyncio.Event())


async def test_old_idempotency_rows_are_purged(kit: Any) -> None:
    async with kit.transaction() as unit:
        for key, age in (("old", 8), ("new", 6)):
            row = "INSERT INTO idempotency (principal, route, key, body_hash, created_at) "
            values = {"key": key, "age": timedelta(days=age)}
            await unit.session.execute(
                text(row + "VALUES ('p', 'r', :key, '', now() - CAST(:age AS interval))"), values
            )
    await jobs.purger(kit)(None)
    async with kit.transaction() as unit:
        assert list(await unit.session.scalars(text("SELECT key FROM idempotency"))) == ["new"]


async def test_a_job_goes_on_with_the_trace_it_was_enqueued_in(running: Any, spans: InMemorySpanExporter) -> None:
    async with running.transaction() as unit:
        with telemetry.span("request") as request:
            await unit.enqueue("count", workspace_id=WORKSPACE, id=new_id(), fail_first=True)
    await eventually(lambda: runs(running))
    await asyncio.sleep(0.2)
    attempts = [span for span in spans.get_finished_spans() if span.name == "job count"]
    assert len(attempts) == 2, "the failed attempt and the good one"
    assert {span.context.trace_id for span in attempts} == {request.get_span_context().trace_id}
