"""Privacy requests, erasures and their answers."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from sqlalchemy import delete, func, select
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.ext.asyncio import AsyncSession

from lead_svc.models import Erasure, ErasureAnswer, Notice, PrivacyRequest


class Privacy:
    """Privacy requests, erasures and their answers."""

    def __init__(self, session: AsyncSession) -> None:
        self._session = session

    def add(self, *rows: PrivacyRequest | Erasure | ErasureAnswer) -> None:
        """Keep new rows."""
        self._session.add_all(rows)

    async def get(self, id: UUID) -> PrivacyRequest | None:
        """A request."""
        return await self._session.get(PrivacyRequest, id)

    async def locked(self, id: UUID) -> PrivacyRequest | None:
        """A request, locked."""
        return await self._session.get(PrivacyRequest, id, with_for_update=True, populate_existing=True)

    async def list(
        self, workspace_id: UUID, now: datetime, before: UUID | None, limit: int
    ) -> Sequence[PrivacyRequest]:
        """A workspace's requests whose time is not over, newest first."""
        query = select(PrivacyRequest).where(
            PrivacyRequest.workspace_id == workspace_id, PrivacyRequest.expires_at >= now
        )
        if before is not None:
            query = query.where(PrivacyRequest.id < before)
        return (await self._session.scalars(query.order_by(PrivacyRequest.id.desc()).limit(limit))).all()

    async def asked_since(self, workspace_id: UUID, email_index: bytes, moment: datetime) -> int:
        """How often an address has asked."""
        query = select(func.count()).where(
            PrivacyRequest.workspace_id == workspace_id,
            PrivacyRequest.email_index == email_index,
            PrivacyRequest.asked_at >= moment,
        )
        return await self._session.scalar(query) or 0

    async def erasure(self, id: UUID) -> Erasure | None:
        """An erasure, locked."""
        return await self._session.get(Erasure, id, with_for_update=True, populate_existing=True)

    async def answers(self, erasure_id: UUID) -> Sequence[ErasureAnswer]:
        """What the services answered, by name."""
        query = select(ErasureAnswer).where(ErasureAnswer.erasure_id == erasure_id).order_by(ErasureAnswer.service)
        return (await self._session.scalars(query)).all()

    async def record_answer(self, answer: dict[str, object]) -> bool:
        """Keep a service's answer; False when it had answered before."""
        statement = insert(ErasureAnswer).values(answer).on_conflict_do_nothing().returning(ErasureAnswer.service)
        return (await self._session.execute(statement)).first() is not None

    async def of_erasure(self, erasure_id: UUID) -> Sequence[PrivacyRequest]:
        """The requests that an erasure is for, locked."""
        query = select(PrivacyRequest).where(PrivacyRequest.erasure_id == erasure_id).with_for_update()
        return (await self._session.scalars(query)).all()

    async def delete_expired(self, now: datetime) -> int:
        """Drop requests whose time is over."""
        removed = delete(PrivacyRequest).where(PrivacyRequest.expires_at < now, PrivacyRequest.state != "erasing")
        ids = (await self._session.scalars(removed.returning(PrivacyRequest.id))).all()
        if ids:
            await self._session.execute(delete(Notice).where(Notice.about_id.in_(ids)))
        return len(ids)

    async def open_since_before(self, moment: datetime) -> int:
        """How many erasures wait for an answer since before a moment."""
        query = select(func.count()).where(Erasure.certified_at.is_(None), Erasure.requested_at < moment)
        return await self._session.scalar(query) or 0

    async def delete_workspace(self, workspace_id: UUID) -> None:
        """Drop a workspace's requests."""
        await self._session.execute(delete(PrivacyRequest).where(PrivacyRequest.workspace_id == workspace_id))
