"""Prospects, their timelines, what they may be written for, and what they answered."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from servicekit.errors import NotFound
from sqlalchemy import ColumnElement, DateTime, cast, delete, func, or_, select
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.ext.asyncio import AsyncSession

from outreach_svc.domain.stages import Stage
from outreach_svc.models import (
    HostOptOut,
    Inbound,
    Invitation,
    LawfulBasis,
    Notice,
    Prospect,
    Step,
    Suppression,
    TemplateRow,
)


class Prospects:
    """Prospects and their timelines."""

    def __init__(self, session: AsyncSession) -> None:
        self._session = session

    def add(self, prospect: Prospect) -> None:
        """Keep a new prospect."""
        self._session.add(prospect)

    async def locked(self, id: UUID, workspace_id: UUID | None = None) -> Prospect:
        """The prospect, locked until the transaction ends. Raises `NotFound`, also for another workspace's."""
        found = await self.find_locked(id)
        if found is None or workspace_id not in (None, found.workspace_id):
            raise NotFound(f"There is no prospect {id}.")
        return found

    async def find_locked(self, id: UUID) -> Prospect | None:
        """The prospect, locked, or None."""
        return await self._session.get(Prospect, id, with_for_update=True, populate_existing=True)

    async def find(self, id: UUID, workspace_id: UUID) -> Prospect | None:
        """The workspace's prospect, or None."""
        found = await self._session.get(Prospect, id)
        return found if found is not None and found.workspace_id == workspace_id else None

    async def get(self, id: UUID, workspace_id: UUID) -> Prospect:
        """The prospect. Raises `NotFound`."""
        found = await self.find(id, workspace_id)
        if found is None:
            raise NotFound(f"There is no prospect {id}.")
        return found

    async def at(self, workspace_id: UUID, place: str) -> Prospect | None:
        """A workspace's prospect with this address, the oldest; nobody else takes the address in until the end."""
        lock = func.pg_advisory_xact_lock(func.hashtextextended(f"{workspace_id} {place}", 0))
        await self._session.execute(select(lock))
        query = select(Prospect).where(Prospect.workspace_id == workspace_id, Prospect.place == place)
        return await self._session.scalar(query.order_by(Prospect.id).limit(1))

    async def at_host(self, host: str, workspace_id: UUID | None) -> Sequence[Prospect]:
        """Prospects whose site is at a host or below it, of a workspace or of all, locked."""
        name = func.split_part(func.split_part(Prospect.place, "/", 1), ":", 1)
        query = select(Prospect).where(or_(name == host, name.endswith(f".{host}", autoescape=True)))
        if workspace_id is not None:
            query = query.where(Prospect.workspace_id == workspace_id)
        return (await self._session.scalars(query.order_by(Prospect.id).with_for_update())).all()

    async def of_bot(self, bot_id: UUID) -> Prospect | None:
        """The prospect whose demo this bot is, locked."""
        return await self._session.scalar(select(Prospect).where(Prospect.bot_id == bot_id).with_for_update())

    async def page(
        self,
        workspace_id: UUID,
        *,
        stage: str | None,
        search: str | None,
        batch: UUID | None,
        engagement_min: float | None,
        after: UUID | None,
        limit: int,
    ) -> Sequence[Prospect]:
        """Prospects, newest first."""
        query = select(Prospect).where(*_wanted(workspace_id, search, batch, engagement_min))
        if stage:
            query = query.where(Prospect.stage == stage)
        if after:
            query = query.where(Prospect.id < after)
        return (await self._session.scalars(query.order_by(Prospect.id.desc()).limit(limit))).all()

    async def counted(
        self, workspace_id: UUID, *, search: str | None, batch: UUID | None, engagement_min: float | None
    ) -> dict[Stage, tuple[int, int]]:
        """How many of those stand in each stage, and the sum of their values; one without a value adds none."""
        sums = select(Prospect.stage, func.count(), func.sum(Prospect.value))
        narrowed = sums.where(*_wanted(workspace_id, search, batch, engagement_min))
        rows = await self._session.execute(narrowed.group_by(Prospect.stage))
        return {row[0]: (row[1], row[2] or 0) for row in rows}

    async def companies(self, ids: Iterable[UUID]) -> dict[UUID, str]:
        """The companies' names by prospect."""
        found = await self._session.scalars(select(Prospect).where(Prospect.id.in_(set(ids))))
        return {prospect.id: prospect.company for prospect in found}

    async def of_batch(self, batch_id: UUID, workspace_id: UUID) -> Sequence[Prospect]:
        """Prospects that came in one table."""
        query = select(Prospect).where(Prospect.batch_id == batch_id, Prospect.workspace_id == workspace_id)
        return (await self._session.scalars(query.order_by(Prospect.id))).all()

    async def in_stage_since_before(self, stage: str, moment: datetime) -> int:
        """How many prospects of all workspaces entered a stage before then and are still in it."""
        since = cast(Prospect.stage_dates[stage].astext, DateTime(timezone=True))
        query = select(func.count()).where(Prospect.stage == stage, since < moment)
        return (await self._session.execute(query)).scalar_one()

    async def follow_ups_due(self, now: datetime) -> Sequence[UUID]:
        """Prospects whose next follow-up should be written."""
        query = select(Prospect.id).where(Prospect.next_follow_up_at <= now).limit(200)
        return (await self._session.scalars(query)).all()

    async def with_erasure_hash(self, address_hash: str) -> Sequence[Prospect]:
        """Prospects of this address, locked."""
        query = select(Prospect).where(Prospect.erasure_hash == address_hash).with_for_update()
        return (await self._session.scalars(query)).all()

    async def timeline(self, prospect_id: UUID) -> Sequence[Step]:
        """What happened, in order."""
        return (
            await self._session.scalars(select(Step).where(Step.prospect_id == prospect_id).order_by(Step.id))
        ).all()

    def note(self, step: Step) -> None:
        """Add to a timeline."""
        self._session.add(step)

    async def bases(self, prospect_id: UUID) -> Sequence[LawfulBasis]:
        """What was recorded that may allow mail, oldest first."""
        query = select(LawfulBasis).where(LawfulBasis.prospect_id == prospect_id).order_by(LawfulBasis.id)
        return (await self._session.scalars(query)).all()

    async def basis(self, id: UUID) -> LawfulBasis | None:
        """One recorded basis, locked."""
        return await self._session.get(LawfulBasis, id, with_for_update=True, populate_existing=True)

    def add_basis(self, basis: LawfulBasis) -> None:
        """Keep a recorded basis."""
        self._session.add(basis)

    async def inbound(self, prospect_id: UUID) -> Sequence[Inbound]:
        """What came back, in order."""
        query = select(Inbound).where(Inbound.prospect_id == prospect_id).order_by(Inbound.at)
        return (await self._session.scalars(query)).all()

    async def add_inbound(self, values: dict[str, Any]) -> bool:
        """Keep what came back; False when this very mail was reported before."""
        done = await self._session.execute(
            insert(Inbound).values(**values).on_conflict_do_nothing().returning(Inbound.id)
        )
        return done.first() is not None

    async def delete_workspace(self, workspace_id: UUID) -> None:
        """Remove everything of a workspace."""
        for table in (Prospect, TemplateRow, Notice, Invitation, Suppression):
            await self._session.execute(delete(table).where(table.workspace_id == workspace_id))
        await self._session.execute(
            delete(HostOptOut).where(HostOptOut.workspace_id == workspace_id, HostOptOut.everywhere.is_(False))
        )


def _wanted(
    workspace_id: UUID, search: str | None, batch: UUID | None, engagement_min: float | None
) -> list[ColumnElement[bool]]:
    """What prospects are narrowed to, in lists and in sums."""
    found = [Prospect.workspace_id == workspace_id]
    if batch:
        found.append(Prospect.batch_id == batch)
    if search:
        pattern = _like(search)
        found.append(or_(Prospect.website.ilike(pattern), Prospect.given_name.ilike(pattern)))
    if engagement_min is not None:
        found.append(Prospect.score >= engagement_min)
    return found


def _like(search: str) -> str:
    escaped = search.replace("\\", "\\\\").replace("%", "\\%").replace("_", "\\_")
    return f"%{escaped}%"
