"""Who gets no mail."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from sqlalchemy import delete, select
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.ext.asyncio import AsyncSession

from outreach_svc.models import Suppression


class Suppressions:
    """Who gets no mail."""

    def __init__(self, session: AsyncSession) -> None:
        self._session = session

    async def add(self, workspace_id: UUID, hashes: Sequence[str], reason: str, since: datetime) -> int:
        """Suppress; returns how many were new."""
        if not hashes:
            return 0
        rows = [
            {"workspace_id": workspace_id, "address_hash": h, "reason": reason, "since": since}
            for h in dict.fromkeys(hashes)
        ]
        done = await self._session.execute(
            insert(Suppression).values(rows).on_conflict_do_nothing().returning(Suppression.address_hash)
        )
        return len(done.all())

    async def holds(self, workspace_id: UUID, *hashes: str) -> bool:
        """Whether the address with any of these hashes is suppressed."""
        query = select(Suppression.address_hash).where(
            Suppression.workspace_id == workspace_id, Suppression.address_hash.in_(hashes)
        )
        return await self._session.scalar(query.limit(1)) is not None

    async def page(self, workspace_id: UUID, *, after: str | None, limit: int) -> Sequence[Suppression]:
        """The list, ordered by hash."""
        query = select(Suppression).where(Suppression.workspace_id == workspace_id)
        if after:
            query = query.where(Suppression.address_hash > after)
        return (await self._session.scalars(query.order_by(Suppression.address_hash).limit(limit))).all()

    async def remove(self, workspace_id: UUID, *hashes: str) -> bool:
        """Take the address with these hashes off the list, at its holder's own wish."""
        done = await self._session.execute(
            delete(Suppression)
            .where(Suppression.workspace_id == workspace_id, Suppression.address_hash.in_(hashes))
            .returning(Suppression.address_hash)
        )
        return done.first() is not None
