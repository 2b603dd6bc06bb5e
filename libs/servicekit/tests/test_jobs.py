"""Jobs: part of the transaction that made them, run once in effect, taken over when their worker dies."""

from __future__ import annotations

from datetime import timedelta
from typing import Any
from uuid import UUID

import pytest
from servicekit.ids import new_id
from servicekit.testing import eventually
from servicekit.work.jobs import Fenced, Job
from sqlalchemy import text

pytestmark = pytest.mark.integration


async def runs(kit: Any) -> list[tuple[UUID, int]]:
    async with kit.database.sessions() as session:
        rows = await session.execute(text("SELECT event_id, turn FROM effects"))
        return [(row[0], row[1]) for row in rows]


async def test_a_job_runs_when_its_transaction_commits_and_never_otherwise(running: Any) -> None:
    kept, dropped = new_id(), new_id()
    with pytest.raises(RuntimeError):
        async with running.transaction() as unit:
            await unit.enqueue("count", id=dropped)
            raise RuntimeError
    async with running.transaction() as unit:
        await unit.enqueue("count", id=kept)
    await eventually(lambda: runs(running))
    assert await runs(running) == [(kept, 0)]


async def test_a_failed_attempt_leaves_nothing_and_is_repeated(running: Any) -> None:
    id = new_id()
    async with running.transaction() as unit:
        await unit.enqueue("count", id=id, fail_first=True)
    assert await eventually(lambda: runs(running)) == [(id, 1)]


async def test_a_waiting_job_is_not_doubled(kit: Any) -> None:
    for _ in range(3):
        async with kit.transaction() as unit:
            await unit.enqueue("count", key="one", at=kit.clock.now() + timedelta(hours=1), id=new_id())
    async with kit.transaction() as unit:
        assert (await unit.session.execute(text("SELECT count(*) FROM procrastinate_jobs"))).scalar() == 1


async def test_an_attempt_that_was_overtaken_writes_nothing(kit: Any) -> None:
    async with kit.transaction() as unit:
        await unit.enqueue("count", id=new_id())
        await unit.session.execute(text("UPDATE procrastinate_jobs SET status = 'doing', attempts = 1"))
        id = (await unit.session.execute(text("SELECT id FROM procrastinate_jobs"))).scalar_one()
    with pytest.raises(Fenced):
        async with Job(kit, id, 0).transaction():
            pass
    async with Job(kit, id, 1).transaction():
        pass
