"""The SQL of reports."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from contracts.topics import BOTS, QUESTIONS, WORKSPACES
from sqlalchemy import delete, select, text, tuple_
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.ext.asyncio import AsyncSession

from analytics_svc.domain.report import Kind, Span
from analytics_svc.models import EngagementRow, ReportRow

_WORKSPACES = text(
    """
    SELECT known.id, coalesce(known.snapshot->'sending_window'->>'time_zone', 'Europe/Berlin') AS zone,
           min((bots.snapshot->>'created_at')::timestamptz) AS first_bot_at
    FROM replicas known JOIN replicas bots
      ON bots.kind = :bots AND bots.workspace_id = known.id AND NOT bots.deleted
    WHERE known.kind = :workspaces AND NOT known.deleted
    GROUP BY known.id, zone ORDER BY known.id
    """
)
_BOTS = text(
    """
    SELECT id, coalesce(snapshot->'published'->>'name', snapshot->'draft'->>'name', '') AS name,
           (snapshot->>'created_at')::timestamptz AS created_at
    FROM replicas WHERE kind = :kind AND workspace_id = :workspace AND NOT deleted ORDER BY id
    """
)
_ASKED = text(
    """
    WITH counted AS (
        SELECT days.bot_id, days.group_id, replicas.snapshot->>'label' AS label,
               sum(days.asked) AS asked, sum(days.asked - days.answered) AS open
        FROM question_days days LEFT JOIN replicas
          ON replicas.kind = :kind AND replicas.id = days.group_id AND NOT replicas.deleted
        WHERE days.bot_id = ANY(CAST(:bots AS uuid[])) AND days.day BETWEEN :first AND :last
        GROUP BY days.bot_id, days.group_id, label
    ), named AS (
        SELECT bot_id, label, asked, open, row_number() OVER (ORDER BY asked DESC, group_id) AS by_asked,
               row_number() OVER (ORDER BY open DESC, group_id) AS by_open
        FROM counted WHERE label <> '' AND asked > 0
    )
    SELECT bot_id, label, asked, open, by_asked, by_open, 0 AS groups
    FROM named WHERE by_asked <= :most OR (by_open <= :most AND open > 0)
    UNION ALL
    SELECT NULL, NULL, coalesce(sum(asked), 0), coalesce(sum(open), 0), 0, 0, count(*)
    FROM counted WHERE coalesce(label, '') = '' AND asked > 0
    """
)


@dataclass(frozen=True, slots=True)
class KnownBot:
    """A bot as a report names it."""

    id: UUID
    name: str
    created_at: datetime


@dataclass(frozen=True, slots=True)
class Asked:
    """Named questions, those asked most and those left open most, and what may not be named: groups, asked, open."""

    most: list[tuple[UUID, str, int, int]]
    gaps: list[tuple[UUID, str, int, int]]
    unnamed: tuple[int, int, int]


class Reports:
    """Reports, and what is read for them alone."""

    def __init__(self, session: AsyncSession) -> None:
        self._session = session

    async def workspaces(self) -> Sequence[Any]:
        """(id, zone, first_bot_at) of every workspace that has a bot."""
        return (await self._session.execute(_WORKSPACES, {"bots": BOTS.name, "workspaces": WORKSPACES.name})).all()

    async def ready(self, wanted: Collection[tuple[UUID, Kind, date]]) -> set[tuple[UUID, Kind, date]]:
        """Which of these reports there are."""
        columns = (ReportRow.workspace_id, ReportRow.period, ReportRow.first_day)
        query = select(*columns).where(ReportRow.state == "ready", tuple_(*columns).in_(list(wanted)))
        return {(row[0], row[1], row[2]) for row in await self._session.execute(query)} if wanted else set()

    async def unfinished(self, before: datetime) -> Sequence[ReportRow]:
        """Reports that were asked for before a time and are not ready."""
        query = select(ReportRow).where(ReportRow.state == "making", ReportRow.created_at < before)
        return (await self._session.scalars(query.order_by(ReportRow.id).limit(500))).all()

    async def locked(
        self, workspace_id: UUID, span: Span, *, id: UUID, token: str, now: datetime
    ) -> tuple[ReportRow, bool]:
        """The report of a period, locked, made with these values when there is none; whether it is new."""
        values = {
            "id": id,
            "workspace_id": workspace_id,
            "version": 0,
            "period": span.kind,
            "first_day": span.first,
            "last_day": span.last,
            "state": "making",
            "attempt": 0,
            "token": token,
            "language": "de",
            "created_at": now,
        }
        await self._session.execute(insert(ReportRow).values(values).on_conflict_do_nothing())
        query = select(ReportRow).where(
            ReportRow.workspace_id == workspace_id, ReportRow.period == span.kind, ReportRow.first_day == span.first
        )
        row = (await self._session.scalars(query.with_for_update().execution_options(populate_existing=True))).one()
        return row, row.id == id

    async def locked_by_id(self, id: UUID) -> ReportRow | None:
        """A report, locked."""
        return await self._session.get(ReportRow, id, with_for_update=True, populate_existing=True)

    async def find(self, id: UUID, workspace_id: UUID) -> ReportRow | None:
        """A report of a workspace."""
        found = await self._session.get(ReportRow, id)
        return found if found is not None and found.workspace_id == workspace_id else None

    async def page(
        self, workspace_id: UUID, *, period: Kind | None, after: UUID | None, limit: int
    ) -> Sequence[ReportRow]:
        """Reports, newest first."""
        query = select(ReportRow).where(ReportRow.workspace_id == workspace_id)
        if period is not None:
            query = query.where(ReportRow.period == period)
        if after is not None:
            query = query.where(ReportRow.id < after)
        return (await self._session.scalars(query.order_by(ReportRow.id.desc()).limit(limit))).all()

    async def forget(
        self, *, workspace_id: UUID | None = None, before: datetime | None = None
    ) -> dict[UUID, list[str]]:
        """Delete the reports of a workspace, or those made before a time; returns their objects' keys by workspace."""
        statement = delete(ReportRow)
        if workspace_id is not None:
            statement = statement.where(ReportRow.workspace_id == workspace_id)
        if before is not None:
            statement = statement.where(ReportRow.created_at < before)
        keys: dict[UUID, list[str]] = {}
        for row in await self._session.scalars(statement.returning(ReportRow)):
            keys.setdefault(row.workspace_id, []).extend(row.all_keys())
        return keys

    async def bots(self, workspace_id: UUID) -> list[KnownBot]:
        """A workspace's bots, deleted ones left out."""
        rows = await self._session.execute(_BOTS, {"kind": BOTS.name, "workspace": workspace_id})
        return [KnownBot(row.id, row.name, row.created_at) for row in rows]

    async def scores(self, bot_ids: Collection[UUID]) -> dict[UUID, float]:
        """The engagement of bots as last computed."""
        query = select(EngagementRow.bot_id, EngagementRow.score).where(
            EngagementRow.bot_id.in_(list(bot_ids)), EngagementRow.computed_at.is_not(None)
        )
        return {row[0]: row[1] for row in await self._session.execute(query)}

    async def questions(self, bot_ids: Collection[UUID], first: date, last: date, *, most: int) -> Asked:
        """What was asked of bots in a range, so many named groups at most."""
        wanted = {"kind": QUESTIONS.name, "bots": list(bot_ids), "first": first, "last": last, "most": most}
        rows = (await self._session.execute(_ASKED, wanted)).all()
        named = [row for row in rows if row.bot_id is not None]
        rest = next(row for row in rows if row.bot_id is None)
        return Asked(
            [_asked(row) for row in sorted(named, key=lambda row: row.by_asked) if row.by_asked <= most],
            [_asked(row) for row in sorted(named, key=lambda row: row.by_open) if row.by_open <= most and row.open > 0],
            (int(rest.groups), int(rest.asked), int(rest.open)),
        )


def _asked(row: Any) -> tuple[UUID, str, int, int]:
    return row.bot_id, row.label, int(row.asked), int(row.open)
