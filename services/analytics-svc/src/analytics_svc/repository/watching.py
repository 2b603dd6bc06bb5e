"""Whether bots can be reached, and what was noticed about them."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from uuid import UUID

from contracts.topics import BOTS
from servicekit.unit import UnitOfWork
from sqlalchemy import func, select, text

from analytics_svc.models import (
    ProbeRow,
)
from analytics_svc.repository.counting import Bot

_TO_PROBE = text(
    """
    SELECT id, snapshot->'links'->'production'->>'url' AS url FROM replicas
    WHERE kind = :kind AND NOT deleted AND snapshot->>'state' = 'live'
    ORDER BY (SELECT max(last_at) FROM probes WHERE bot_id = replicas.id) NULLS FIRST, id LIMIT :most
    """
)
_COUNT_PROBE = text(
    """
    INSERT INTO probes AS known (bot_id, day, workspace_id, sent, answered, last_at)
    VALUES (:bot, :day, :workspace, 1, :came, :at)
    ON CONFLICT (bot_id, day) DO UPDATE
    SET sent = known.sent + 1, answered = known.answered + excluded.answered, last_at = excluded.last_at
    """
)
_NOTE_ANOMALY = text(
    """
    INSERT INTO anomalies (bot_id, kind, day) SELECT :bot, :kind, :day
    WHERE NOT EXISTS (SELECT FROM anomalies WHERE bot_id = :bot AND kind = :kind AND day > CAST(:day AS date) - 7)
    ON CONFLICT DO NOTHING RETURNING 1
    """
)


class Watching(UnitOfWork):
    """Probes and anomalies."""

    async def note_anomaly(self, bot_id: UUID, kind: str, day: date) -> bool:
        """Keep that an anomaly is told; False when it, or one of its kind in the seven days before, was told."""
        row = await self.session.execute(_NOTE_ANOMALY, {"bot": bot_id, "kind": kind, "day": day})
        return row.first() is not None

    async def bots_to_probe(self, limit: int) -> list[tuple[UUID, str]]:
        """Live bots and their public addresses, those probed longest ago first."""
        rows = await self.session.execute(_TO_PROBE, {"kind": BOTS.name, "most": limit})
        return [(row.id, row.url) for row in rows]

    async def count_probes(self, came: Mapping[Bot, bool], day: date) -> None:
        """Add one probe to each of these bots' days."""
        for bot, answered in sorted(came.items(), key=lambda pair: pair[0].id):
            values = {"bot": bot.id, "day": day, "workspace": bot.workspace_id, "came": int(answered)}
            await self.session.execute(_COUNT_PROBE, values | {"at": self.now()})

    async def probes(self, workspace_id: UUID, first: date, last: date) -> tuple[int, int]:
        """Probes of a workspace's bots in a range of days: (answered, sent)."""
        query = select(func.coalesce(func.sum(ProbeRow.answered), 0), func.coalesce(func.sum(ProbeRow.sent), 0)).where(
            ProbeRow.workspace_id == workspace_id, ProbeRow.day.between(first, last)
        )
        row = (await self.session.execute(query)).one()
        return int(row[0]), int(row[1])
