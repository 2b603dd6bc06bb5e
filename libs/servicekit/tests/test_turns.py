"""Whose job is next: workspaces take turns, short work comes first, nobody holds every slot, locks keep their order."""

from __future__ import annotations

import asyncio
import random
import signal
import sys
from collections import Counter
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path
from time import monotonic
from typing import Any
from uuid import UUID

import httpx
import pytest
import pytest_asyncio
from procrastinate import PsycopgConnector
from procrastinate.jobs import Job, Status
from pydantic import ValidationError
from servicekit.ids import new_id
from servicekit.settings import JobSettings
from servicekit.testing import eventually
from servicekit.work import jobs
from servicekit.work.turns import Turns
from sqlalchemy import text

from .happenings import metric

pytestmark = pytest.mark.integration

A, B, C = (UUID(int=number) for number in (1, 2, 3))
NAMES = {str(A): "A", str(B): "B", str(C): "C"}
WIDE = JobSettings(concurrency=64, long=32, long_per_workspace=32, short_per_workspace=32)


class Worker:
    """A process's worker, as the database knows it."""

    def __init__(self, manager: Turns, id: int) -> None:
        self._manager = manager
        self.id = id

    async def take(self) -> Job | None:
        return await self._manager.fetch_job(None, self.id)

    async def finish(self, job: Job) -> None:
        await self._manager.finish_job(job, Status.SUCCEEDED, delete_job=True)

    async def retry(self, job: Job, *, at: datetime) -> None:
        await self._manager.retry_job(job, retry_at=at)

    async def work_off(self) -> str:
        """Whose jobs are run, one after the other, until none is left."""
        order = ""
        while (job := await self.take()) is not None:
            order += owner(job)
            await self.finish(job)
        return order


def owner(job: Job) -> str:
    return NAMES[str(job.task_kwargs["workspace_id"])]


class Queue:
    """A service's jobs."""

    def __init__(self, kit: Any, connector: PsycopgConnector) -> None:
        self._kit = kit
        self._connector = connector

    async def worker(self, settings: JobSettings = WIDE) -> Worker:
        manager = Turns(self._connector, settings, {"long"})
        return Worker(manager, await manager.register_worker())

    async def add(self, workspace: UUID, task: str = "short", *, count: int = 1, **more: Any) -> None:
        async with self._kit.transaction() as unit:
            for _ in range(count):
                await unit.enqueue(task, workspace_id=workspace, **more)


@pytest_asyncio.fixture
async def queue(kit: Any) -> AsyncIterator[Queue]:
    connector = PsycopgConnector(conninfo=kit.settings.database.url.get_secret_value(), min_size=1, max_size=8)
    await connector.open_async()
    yield Queue(kit, connector)
    await connector.close_async()


@pytest.mark.parametrize("task", ["short", "long"])
async def test_two_workspaces_alternate(queue: Queue, task: str) -> None:
    await queue.add(A, task, count=6)
    await queue.add(B, task, count=3)
    assert await (await queue.worker()).work_off() == "ABABABAAA"


async def test_one_job_does_not_wait_for_two_hundred_of_another_workspace(queue: Queue) -> None:
    worker = await queue.worker()
    await queue.add(A, "long", count=200)
    first = await worker.take()
    await queue.add(B, "long")
    second = await worker.take()
    assert first is not None and second is not None
    assert owner(first) + owner(second) == "AB"


async def test_who_comes_again_and_again_with_one_job_does_not_come_first_each_time(queue: Queue) -> None:
    worker = await queue.worker()
    await queue.add(A, count=20)
    order = ""
    for _ in range(8):
        await queue.add(B)
        job = await worker.take()
        assert job is not None
        order += owner(job)
        await worker.finish(job)
    assert order in ("ABABABAB", "BABABABA")


async def test_short_work_comes_before_long(queue: Queue) -> None:
    await queue.add(A, "long", count=3)
    await queue.add(A, "short", count=3)
    worker = await queue.worker()
    tasks = [job.task_name for _ in range(6) if (job := await worker.take())]
    assert tasks == ["short"] * 3 + ["long"] * 3


async def test_long_work_keeps_a_slot_and_short_work_keeps_the_others(queue: Queue) -> None:
    settings = JobSettings(concurrency=5, long=2, long_per_workspace=2, short_per_workspace=3)
    for workspace in (A, B, C):
        await queue.add(workspace, "short", count=10)
        await queue.add(workspace, "long", count=10)
    crowded = await queue.worker(settings)
    assert Counter([job.task_name for _ in range(5) if (job := await crowded.take())]) == {"short": 4, "long": 1}
    await _drop(queue, "short")
    long_only = await queue.worker(settings)
    assert Counter([job.task_name for _ in range(5) if (job := await long_only.take())]) == {"long": 2}


async def _drop(queue: Queue, task: str) -> None:
    async with queue._kit.transaction() as unit:
        await unit.session.execute(
            text("DELETE FROM procrastinate_jobs WHERE status = 'todo' AND task_name = :task"), {"task": task}
        )


async def test_a_workspaces_limit_holds_across_processes_that_ask_at_once(queue: Queue) -> None:
    settings = JobSettings(concurrency=20, long=10, long_per_workspace=2, short_per_workspace=3)
    await queue.add(A, "long", count=30)
    await queue.add(A, "short", count=30)
    await queue.add(B, "long", count=1)
    workers = [await queue.worker(settings) for _ in range(4)]
    taken = [job for job in await asyncio.gather(*(workers[n % 4].take() for n in range(32))) if job is not None]
    assert Counter((owner(job), job.task_name) for job in taken) == {
        ("A", "short"): 3,
        ("A", "long"): 2,
        ("B", "long"): 1,
    }
    assert len({job.id for job in taken}) == len(taken)
    ended = next(job for job in taken if owner(job) == "A" and job.task_name == "long")
    await workers[0].finish(ended)
    another = await workers[1].take()
    assert another is not None and (owner(another), another.task_name) == ("A", "long"), "one more may run"


async def test_what_no_workspace_asked_for_takes_turns_too(queue: Queue, kit: Any) -> None:
    await queue.add(A, count=5)
    scheduled = "INSERT INTO procrastinate_jobs (queue_name, task_name, args) VALUES ('default', 'sweep', :args)"
    async with kit.transaction() as unit:
        await unit.session.execute(text(scheduled), {"args": '{"timestamp": 1}'})
    worker = await queue.worker()
    tasks = [job.task_name for _ in range(2) if (job := await worker.take())]
    assert sorted(tasks) == ["short", "sweep"]


async def test_a_higher_priority_counts_within_a_workspace_only(queue: Queue) -> None:
    await queue.add(A, "long", count=2)
    await queue.add(A, "long", priority=1, mark=1)
    await queue.add(B, "long", count=1)
    worker = await queue.worker()
    taken = [job for _ in range(4) if (job := await worker.take())]
    assert [(owner(job), job.task_kwargs.get("mark")) for job in taken] == [
        ("A", 1),
        ("B", None),
        ("A", None),
        ("A", None),
    ]


async def test_neither_priority_nor_length_breaks_the_order_within_a_source(queue: Queue) -> None:
    for number, (task, priority) in enumerate([("long", 0), ("long", 1), ("short", 0), ("long", 5)]):
        await queue.add(A, task, lock="source:1", priority=priority, number=number)
    await queue.add(A, "long", lock="source:2", number=9)
    first, second = await queue.worker(), await queue.worker()
    order = []
    while (job := await first.take()) is not None:
        beside = await second.take()
        if beside is not None:
            assert {job.lock, beside.lock} == {"source:1", "source:2"}, "one at a time of each"
            order += [beside.task_kwargs["number"]]
            await second.finish(beside)
        order.append(job.task_kwargs["number"])
        await first.finish(job)
    assert [number for number in order if number != 9] == [0, 1, 2, 3]
    assert 9 in order


async def test_a_job_that_waits_for_its_retry_does_not_hold_its_source(queue: Queue) -> None:
    await queue.add(A, "long", lock="source:1", number=0)
    await queue.add(A, "long", lock="source:1", number=1)
    worker = await queue.worker()
    failed = await worker.take()
    assert failed is not None and await worker.take() is None
    await worker.retry(failed, at=datetime.now(UTC) + timedelta(hours=1))
    job = await worker.take()
    assert job is not None and job.task_kwargs["number"] == 1


class Model:
    """What must be true of turns, said in the plainest way."""

    def __init__(self, settings: JobSettings) -> None:
        self._settings = settings
        self.waiting: list[tuple[str, str]] = []
        self.running: dict[int, tuple[str, str, int]] = {}
        self._last: dict[tuple[str, str], int] = {}
        self._turn = 0

    def expected(self, worker: int) -> tuple[str, str] | None:
        mine = Counter(task for _, task, by in self.running.values() if by == worker)
        each = Counter((workspace, task) for workspace, task, _ in self.running.values())
        slots = {"short": self._settings.concurrency - 1, "long": self._settings.long}
        most = {"short": self._settings.short_per_workspace, "long": self._settings.long_per_workspace}
        for task in ("short", "long"):
            may = [one for one in self.waiting if one[1] == task and each[one] < most[task]]
            if mine[task] < slots[task] and may:
                return min(may, key=lambda one: (self._last.get(one, -1), self.waiting.index(one)))
        return None

    def took(self, job: Job, worker: int) -> None:
        one = (owner(job), job.task_name)
        self.waiting.remove(one)
        self._turn += 1
        self._last[one] = self._turn
        self.running[job.id or 0] = (*one, worker)


@pytest.mark.parametrize("seed", range(6))
async def test_any_order_of_events_keeps_limits_turns_and_work_going(queue: Queue, seed: int) -> None:
    chance = random.Random(seed)
    settings = JobSettings(concurrency=5, long=2, long_per_workspace=chance.choice([1, 2]), short_per_workspace=2)
    model = Model(settings)
    workers = [await queue.worker(settings) for _ in range(2)]
    taken: dict[int, Job] = {}
    for _ in range(120):
        step = chance.choice(["add", "take", "take", "finish"])
        worker = chance.choice(workers)
        if step == "add":
            workspace, task = chance.choice([A, A, A, B, C]), chance.choice(["short", "long"])
            await queue.add(workspace, task)
            model.waiting.append((NAMES[str(workspace)], task))
        elif step == "finish" and taken:
            job = taken.pop(chance.choice(sorted(taken)))
            await worker.finish(job)
            del model.running[job.id or 0]
        elif step == "take" and len([1 for *_, by in model.running.values() if by == worker.id]) < settings.concurrency:
            expected, found = model.expected(worker.id), await worker.take()
            assert (None if found is None else (owner(found), found.task_name)) == expected
            if found is not None:
                model.took(found, worker.id)
                taken[found.id or 0] = found


async def test_limits_that_let_one_workspace_hold_every_slot_are_refused() -> None:
    for wrong in ({"long": 8}, {"long_per_workspace": 5}, {"short_per_workspace": 5}, {"concurrency": 1}):
        with pytest.raises(ValidationError):
            JobSettings(**wrong)


async def done(kit: Any) -> list[tuple[UUID, int]]:
    async with kit.database.sessions() as session:
        rows = await session.execute(text("SELECT conversation_id, turn FROM effects ORDER BY at"))
        return [(row[0], row[1]) for row in rows]


@asynccontextmanager
async def working(service: Any, kit: Any) -> AsyncIterator[None]:
    stop = asyncio.Event()
    running = asyncio.create_task(service.jobs.run(kit, stop))
    yield
    stop.set()
    await running


async def test_a_workspaces_jobs_follow_one_another_without_a_pause(service: Any, kit: Any) -> None:
    """Its limit holds most of them back: the end of one is told to whoever could take the next."""
    async with kit.transaction() as unit:
        for _ in range(60):
            await unit.enqueue("count", workspace_id=A, id=new_id())
    began = monotonic()
    async with working(service, kit):
        await eventually(lambda: done(kit), until=lambda found: len(found) == 60, timeout=30)
    assert monotonic() - began < 60 / 3 / 2, "twice as fast as by looking once a second"


async def test_what_waits_is_shown_by_kind(queue: Queue, kit: Any, client: httpx.AsyncClient) -> None:
    async def shown(name: str, kind: str) -> float | None:
        return metric((await client.get("/metrics")).text, name, service=kit.name, kind=kind)

    assert await shown("jobs_waiting", "short") == await shown("jobs_oldest_wait_seconds", "long") == 0
    await queue.add(A, "hold", count=3)
    await queue.add(B, "count", count=2)
    await queue.add(B, "count", at=kit.clock.now() + timedelta(hours=1))
    async with kit.transaction() as unit:
        aged = "UPDATE procrastinate_events SET at = at - interval '90 seconds' WHERE job_id = "
        await unit.session.execute(text(aged + "(SELECT min(id) FROM procrastinate_jobs WHERE task_name = 'hold')"))
    assert (await shown("jobs_waiting", "long"), await shown("jobs_waiting", "short")) == (3, 2)
    assert 90 <= (await shown("jobs_oldest_wait_seconds", "long") or 0) < 100
    assert (await shown("jobs_oldest_wait_seconds", "short") or 0) < 10
    exposed = (await client.get("/metrics")).text
    assert str(A) not in exposed and str(B) not in exposed


PROGRAM = """
import asyncio, importlib.util, sys
from servicekit.work import jobs
spec = importlib.util.spec_from_file_location("example", sys.argv[1])
example = importlib.util.module_from_spec(spec)
sys.modules["example"] = example
spec.loader.exec_module(example)
jobs.HEARTBEAT_SECONDS = 0.5

async def main():
    service = example.example_service()
    settings = service.settings(database={"url": sys.argv[2]})
    async with service.open(settings) as kit:
        await service.jobs.run(kit, asyncio.Event())

asyncio.run(main())
"""


async def test_a_worker_that_is_killed_holds_nobody_up_and_its_jobs_are_done(
    service: Any, kit: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(jobs, "HEARTBEAT_SECONDS", 0.5)
    monkeypatch.setattr(jobs, "DEAD_AFTER_SECONDS", 2.0)
    async with kit.transaction() as unit:
        for _ in range(3):
            await unit.enqueue("hold", workspace_id=A, id=new_id())
    example = Path(__file__).with_name("conftest.py")
    process = await asyncio.create_subprocess_exec(
        sys.executable, "-c", PROGRAM, str(example), kit.settings.database.url.get_secret_value()
    )
    try:
        await eventually(lambda: done(kit), until=lambda found: len(found) == 2, timeout=30)
    finally:
        process.send_signal(signal.SIGKILL)
        await process.wait()
    async with kit.transaction() as unit:
        await unit.enqueue("hold", workspace_id=B, id=new_id(), attempts=0)
    async with working(service, kit):
        ran = await eventually(lambda: done(kit), until=lambda found: len(found) == 6, timeout=30)
    assert ran[:2] == [(A, 0), (A, 0)], "two at a time; killed in the middle"
    assert ran[2] == (B, 0), "did not wait for the dead one's jobs"
    assert Counter(ran[3:]) == {(A, 1): 2, (A, 0): 1}, "those it held, as a second attempt, and the one that waited"
