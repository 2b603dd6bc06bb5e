"""Saved filters in the database."""

from __future__ import annotations

from collections.abc import Sequence
from uuid import UUID

from servicekit.errors import NotFound
from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from config_svc.domain.filters import List
from config_svc.models import SavedFilter


class Filters:
    """Filters that workspaces keep."""

    def __init__(self, session: AsyncSession) -> None:
        self._session = session

    def add(self, found: SavedFilter) -> None:
        """Store a new one."""
        self._session.add(found)

    async def of(self, workspace_id: UUID, list: List) -> Sequence[SavedFilter]:
        """Those of a list, by name."""
        query = select(SavedFilter).where(SavedFilter.workspace_id == workspace_id, SavedFilter.list == list)
        return (await self._session.execute(query.order_by(SavedFilter.name, SavedFilter.id))).scalars().all()

    async def get(self, id: UUID, workspace_id: UUID) -> SavedFilter:
        """One of them. Raises `NotFound`."""
        query = select(SavedFilter).where(SavedFilter.id == id, SavedFilter.workspace_id == workspace_id)
        found = (await self._session.execute(query)).scalar_one_or_none()
        if found is None:
            raise NotFound(f"There is no filter {id}.")
        return found

    async def delete(self, found: SavedFilter) -> None:
        """Forget one."""
        await self._session.delete(found)
