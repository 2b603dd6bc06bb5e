"""Transcripts that are to be mailed, in the database."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from sqlalchemy import delete, func, select
from sqlalchemy.ext.asyncio import AsyncSession

from chat_svc.models import TranscriptMail


class Transcripts:
    """Mails by conversation and by the hash of their address."""

    def __init__(self, session: AsyncSession) -> None:
        self._session = session

    async def hold(self, address_hash: str) -> None:
        """Wait until nobody else asks for a mail to this address, and keep others waiting to the transaction's end."""
        await self._session.execute(select(func.pg_advisory_xact_lock(func.hashtextextended(address_hash, 0))))

    async def to(self, address_hash: str, conversation_id: UUID) -> TranscriptMail | None:
        """The mail of a conversation to an address."""
        query = select(TranscriptMail).where(
            TranscriptMail.conversation_id == conversation_id, TranscriptMail.address_hash == address_hash
        )
        return (await self._session.execute(query)).scalar_one_or_none()

    async def count(self, address_hash: str, since: datetime) -> int:
        """How many mails an address was to get since then, of whatever bot."""
        query = select(func.count()).where(
            TranscriptMail.address_hash == address_hash, TranscriptMail.requested_at > since
        )
        return int((await self._session.execute(query)).scalar_one())

    def add(self, mail: TranscriptMail) -> None:
        """A mail that is to be sent."""
        self._session.add(mail)

    async def delete_of(self, conversation_ids: Sequence[UUID]) -> int:
        """Delete the mails of conversations, sent or not; returns how many."""
        query = delete(TranscriptMail).where(TranscriptMail.conversation_id.in_(conversation_ids))
        return len((await self._session.execute(query.returning(TranscriptMail.id))).all())

    async def forget(self, before: datetime) -> None:
        """Delete what is too old to count, of which nothing is under way any more."""
        await self._session.execute(delete(TranscriptMail).where(TranscriptMail.requested_at < before))
