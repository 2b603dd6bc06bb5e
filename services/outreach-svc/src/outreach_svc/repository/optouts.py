"""Hosts that are neither read nor contacted."""

from __future__ import annotations

from collections.abc import Sequence
from uuid import UUID

from identity.optouts import opt_out_ids
from sqlalchemy import func, select
from sqlalchemy.ext.asyncio import AsyncSession

from outreach_svc.models import HostOptOut


class OptOuts:
    """Hosts that are neither read nor contacted."""

    def __init__(self, session: AsyncSession) -> None:
        self._session = session

    def add(self, row: HostOptOut) -> None:
        """Keep a new entry."""
        self._session.add(row)

    async def locked(self, id: UUID) -> HostOptOut | None:
        """An entry, locked; nobody else makes it until the end."""
        lock = func.pg_advisory_xact_lock(func.hashtextextended(f"opt-out {id}", 0))
        await self._session.execute(select(lock))
        return await self._session.get(HostOptOut, id, with_for_update=True, populate_existing=True)

    async def hold(self, workspace_id: UUID, *addresses: str) -> bool:
        """Whether a workspace must leave one of these web or mail addresses alone."""
        ids = [id for address in addresses for id in opt_out_ids(address, workspace_id)]
        query = select(HostOptOut.id).where(HostOptOut.id.in_(ids), HostOptOut.active)
        return await self._session.scalar(query.limit(1)) is not None

    async def page(self, workspace_id: UUID | None, *, after: str | None, limit: int) -> Sequence[HostOptOut]:
        """A workspace's entries, or those for all, by host."""
        own = HostOptOut.everywhere if workspace_id is None else HostOptOut.workspace_id == workspace_id
        query = select(HostOptOut).where(own, HostOptOut.everywhere == (workspace_id is None))
        if after:
            query = query.where(HostOptOut.host > after)
        return (await self._session.scalars(query.order_by(HostOptOut.host).limit(limit))).all()
