"""Listing dead letters and having them replayed."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncSession

from servicekit.errors import NotFound

_LIST = text(
    """
    SELECT id, consumer, state, topic, key, type, error, attempts, created_at FROM set_aside
    WHERE (CAST(:after AS uuid) IS NULL OR id > :after)
          AND (CAST(:workspace AS uuid) IS NULL OR workspace_id = :workspace)
    ORDER BY id LIMIT :limit
    """
)
_REPLAY = text(
    "UPDATE set_aside SET state = 'replay', next_try = now() WHERE id = :id AND state = 'dead' "
    "AND (CAST(:workspace AS uuid) IS NULL OR workspace_id = :workspace)"
)
_REPLAY_ALL = text("UPDATE set_aside SET state = 'replay', next_try = now() WHERE state = 'dead'")


@dataclass(frozen=True, slots=True)
class SetAside:
    """An event that could not be worked on: `parked` until its parent arrives, `dead`, or waiting for its `replay`."""

    id: UUID
    consumer: str
    state: str
    topic: str
    key: str
    type: str
    error: str
    attempts: int
    created_at: datetime


async def listed(
    session: AsyncSession, *, after: UUID | None, limit: int, workspace_id: UUID | None = None
) -> list[SetAside]:
    """Events set aside, oldest first; of one workspace, or all of them."""
    rows = await session.execute(_LIST, {"after": after, "limit": limit, "workspace": workspace_id})
    return [SetAside(**row._mapping) for row in rows]


async def replay(session: AsyncSession, id: UUID, *, workspace_id: UUID | None = None) -> None:
    """Have a dead letter worked on again by the running consumer. Raises `NotFound`, also for another workspace's."""
    if not (await session.execute(_REPLAY, {"id": id, "workspace": workspace_id})).rowcount:  # type: ignore[attr-defined]  # CursorResult
        raise NotFound(f"There is no dead letter {id}.")


async def replay_all(session: AsyncSession) -> int:
    """Have every dead letter worked on again; returns how many."""
    return int((await session.execute(_REPLAY_ALL)).rowcount)  # type: ignore[attr-defined]  # CursorResult
