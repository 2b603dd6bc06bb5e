"""Read models: versions decide, deletions stay, positions belong to the database."""

from __future__ import annotations

import asyncio
from datetime import UTC, datetime
from time import monotonic
from typing import Any
from uuid import UUID

import pytest
from contracts.topics import WORKSPACES
from contracts.workspaces import WorkspaceDeleted, WorkspaceSaved, WorkspaceSnapshot
from servicekit.events import kafka, replicas
from servicekit.events.replica_feed import ReplicaFeed
from servicekit.ids import new_id
from servicekit.testing import Bus, eventually
from sqlalchemy import text

pytestmark = pytest.mark.integration


def saved(id: UUID, version: int, name: str = "Agentur") -> WorkspaceSaved:
    snapshot = WorkspaceSnapshot(
        id=id, workspace_id=id, version=version, name=f"{name} {version}", created_at=datetime(2026, 1, 1, tzinfo=UTC)
    )
    return WorkspaceSaved(workspace=snapshot)


async def name_of(kit: Any, id: UUID) -> str | None:
    found = await kit.replica(WorkspaceSnapshot, id)
    return found.name if found else None


async def test_the_newest_version_wins_whatever_the_order(running: Any, bus: Bus) -> None:
    id = new_id()
    for version in (1, 3, 2, 3):
        await bus.publish(saved(id, version), workspace_id=id)
    marker = new_id()
    await bus.publish(saved(marker, 1), workspace_id=marker)
    await eventually(lambda: name_of(running, marker))
    await eventually(lambda: name_of(running, id), until=lambda name: name == "Agentur 3")


async def test_an_old_snapshot_never_brings_back_what_was_deleted(running: Any, bus: Bus) -> None:
    id = new_id()
    await bus.publish(saved(id, 1), workspace_id=id)
    await eventually(lambda: name_of(running, id))
    await bus.publish(WorkspaceDeleted(workspace_id=id, version=5), workspace_id=id, sequence=5)
    await eventually(lambda: name_of(running, id), until=lambda name: name is None)
    await bus.publish_raw(WORKSPACES, str(id), None)
    await bus.publish(saved(id, 4), workspace_id=id)
    marker = new_id()
    await bus.publish(saved(marker, 1), workspace_id=marker)
    await eventually(lambda: name_of(running, marker))
    await asyncio.sleep(0.3)
    assert await name_of(running, id) is None
    async with running.transaction() as unit:
        assert await unit.replicas.was_deleted(WorkspaceSnapshot, id)


async def test_a_service_is_ready_only_when_it_has_caught_up(kit: Any, bus: Bus, service: Any) -> None:
    ids = [new_id() for _ in range(300)]
    for id in ids:
        await bus.publish(saved(id, 1), workspace_id=id)
    stop = asyncio.Event()
    feed = asyncio.create_task(ReplicaFeed(kit, service.replicas).run(stop))

    async def ready() -> bool:
        return "replicas" not in kit.health.problems

    await asyncio.sleep(0)
    assert not await ready()
    await eventually(ready)
    async with kit.database.sessions() as session:
        count = (await session.execute(text("SELECT count(*) FROM replicas"))).scalar_one()
    assert count == 300
    stop.set()
    await feed


async def test_a_service_with_nothing_to_catch_up_on_begins_and_ends_at_once(
    kit: Any, topics: None, service: Any
) -> None:
    began, stop = monotonic(), asyncio.Event()
    feed = asyncio.create_task(ReplicaFeed(kit, service.replicas).run(stop))

    async def ready() -> bool:
        return "replicas" not in kit.health.problems

    await asyncio.sleep(0)
    await eventually(ready)
    stop.set()
    await feed

    assert monotonic() - began < kafka.ALONE_WAITS_MS / 1000 * 0.8, "it waited for a fetch that found nothing"


async def test_an_emptied_database_fills_itself_again(kit: Any, bus: Bus, service: Any) -> None:
    id = new_id()
    await bus.publish(saved(id, 1), workspace_id=id)
    for _ in range(2):
        stop = asyncio.Event()
        feed = asyncio.create_task(ReplicaFeed(kit, service.replicas).run(stop))
        await eventually(lambda: name_of(kit, id))
        stop.set()
        await feed
        async with kit.database.sessions() as session, session.begin():
            await session.execute(text("TRUNCATE replicas, replica_positions"))
        kit.snapshots.changed()


async def test_a_look_serves_those_that_follow_for_a_moment(
    kit: Any, workspace_id: UUID, replicate: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(replicas, "FRESH_SECONDS", 60.0)
    known = await kit.replica(WorkspaceSnapshot, workspace_id)
    renamed = "UPDATE replicas SET version = version + 1, snapshot = jsonb_set(snapshot, '{name}', '\"Anderswo\"')"
    async with kit.database.sessions() as session, session.begin():  # as another process of the service does
        await session.execute(text(renamed))

    assert (await kit.replica(WorkspaceSnapshot, workspace_id)).name == known.name
    monkeypatch.setattr(replicas, "FRESH_SECONDS", 0.0)
    assert (await kit.replica(WorkspaceSnapshot, workspace_id)).name == "Anderswo"
    monkeypatch.setattr(replicas, "FRESH_SECONDS", 60.0)
    await replicate(known.model_copy(update={"version": 9, "name": "Hier"}))
    assert (await kit.replica(WorkspaceSnapshot, workspace_id)).name == "Hier", "what this process wrote counts at once"
    assert await kit.replica(WorkspaceSnapshot, workspace_id, new_id()) is None


async def test_what_is_written_while_it_is_looked_up_is_looked_up_again(kit: Any, workspace_id: UUID) -> None:
    async with kit.database.statements() as session:
        looking = asyncio.create_task(kit.snapshots.get(session, WorkspaceSnapshot, workspace_id))
        await asyncio.sleep(0)
        kit.snapshots.changed()
        await looking

    assert kit.snapshots.fresh(WorkspaceSnapshot, workspace_id) is None
