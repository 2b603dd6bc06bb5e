"""What waits in the queue of jobs, as metrics: by kind, never by workspace, of which there are many."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from sqlalchemy import text

from servicekit.kit import Kit
from servicekit.measures import Measure

KINDS = ("short", "long")
# Since when a job waits: since it was added, or since its time came if it was put off, by whoever or for its retry.
_WAITING = text(
    "SELECT CASE WHEN task_name = ANY(:long) THEN 'long' ELSE 'short' END, count(*), "
    "max(extract(epoch FROM now() - greatest(scheduled_at, (SELECT min(at) FROM procrastinate_events AS events "
    "WHERE events.job_id = jobs.id))))::float8 FROM procrastinate_jobs AS jobs "
    "WHERE status = 'todo' AND (scheduled_at IS NULL OR scheduled_at <= now()) GROUP BY 1"
)


async def _backlog(kit: Kit[Any, Any, Any]) -> dict[str, tuple[float, float]]:
    async with kit.database.statements() as session:
        rows = (await session.execute(_WAITING, {"long": sorted(kit.long_tasks)})).all()
    return dict.fromkeys(KINDS, (0.0, 0.0)) | {row[0]: (float(row[1]), max(0.0, row[2])) for row in rows}


async def _count(kit: Kit[Any, Any, Any]) -> Mapping[tuple[str, ...], float]:
    return {(kit.name, kind): count for kind, (count, _) in (await _backlog(kit)).items()}


async def _oldest(kit: Kit[Any, Any, Any]) -> Mapping[tuple[str, ...], float]:
    return {(kit.name, kind): seconds for kind, (_, seconds) in (await _backlog(kit)).items()}


BACKLOG = (
    Measure("jobs_waiting", "Jobs that are due and wait for a slot, or for their turn", ("service", "kind"), _count),
    Measure("jobs_oldest_wait_seconds", "How long the one has waited that waits longest", ("service", "kind"), _oldest),
)
"""From the database: the same in every process of a service."""
