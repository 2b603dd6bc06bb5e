"""Mails and letters to prospects."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from servicekit.errors import NotFound
from sqlalchemy import func, select, text
from sqlalchemy.ext.asyncio import AsyncSession

from outreach_svc.models import SENT_STATES, Message


class Messages:
    """Mails and letters to prospects."""

    def __init__(self, session: AsyncSession) -> None:
        self._session = session

    def add(self, message: Message) -> None:
        """Keep a new message."""
        self._session.add(message)

    async def get(self, id: UUID, workspace_id: UUID) -> Message:
        """The message. Raises `NotFound`."""
        found = await self._session.get(Message, id)
        if found is None or found.workspace_id != workspace_id:
            raise NotFound(f"There is no message {id}.")
        return found

    async def find(self, id: UUID) -> Message | None:
        """The message as it is now, not locked; lock its prospect first."""
        return await self._session.get(Message, id, populate_existing=True)

    async def prospect_of(self, id: UUID) -> UUID | None:
        """The prospect a message belongs to."""
        return await self._session.scalar(select(Message.prospect_id).where(Message.id == id))

    async def first_of(self, message_ids: Sequence[str]) -> Message | None:
        """The first mail of ours among these `Message-ID`s."""
        found = await self._session.scalars(select(Message).where(Message.message_id.in_(message_ids)))
        return min(found, key=lambda message: message_ids.index(message.message_id or ""), default=None)

    async def of_prospect(self, prospect_id: UUID) -> Sequence[Message]:
        """All messages of a prospect, oldest first."""
        query = select(Message).where(Message.prospect_id == prospect_id).order_by(Message.id)
        return (await self._session.scalars(query)).all()

    async def waiting(self, prospect_id: UUID, *kinds: str, or_failed: bool = False) -> Sequence[Message]:
        """Drafts and approved messages, of these kinds or of all; also failed ones, which can be released again."""
        states = ("draft", "approved", "failed") if or_failed else ("draft", "approved")
        query = select(Message).where(Message.prospect_id == prospect_id, Message.state.in_(states))
        if kinds:
            query = query.where(Message.kind.in_(kinds))
        return (await self._session.scalars(query.order_by(Message.id))).all()

    async def page(
        self, workspace_id: UUID, *, state: str | None, prospect_id: UUID | None, after: UUID | None, limit: int
    ) -> Sequence[Message]:
        """Messages, newest first."""
        query = select(Message).where(Message.workspace_id == workspace_id).order_by(Message.id.desc()).limit(limit)
        if state:
            query = query.where(Message.state == state)
        if prospect_id:
            query = query.where(Message.prospect_id == prospect_id)
        if after:
            query = query.where(Message.id < after)
        return (await self._session.scalars(query)).all()

    async def due(self, now: datetime) -> list[tuple[UUID, UUID]]:
        """Approved messages whose slot has come, each with its workspace."""
        columns = select(Message.id, Message.workspace_id)
        query = columns.where(Message.state == "approved", Message.not_before <= now).limit(500)
        return [(row[0], row[1]) for row in await self._session.execute(query)]

    async def spaced_times(self, prospect_id: UUID) -> Sequence[datetime]:
        """When follow-ups and reminders went, or may have gone, to a prospect."""
        query = select(Message.claimed_at).where(
            Message.prospect_id == prospect_id,
            Message.channel == "email",
            Message.kind.in_(("follow_up", "reminder")),
            Message.first_contact.is_(False),
            Message.state.in_(SENT_STATES),
        )
        return [at for at in await self._session.scalars(query) if at is not None]

    async def lock_cap(self, workspace_id: UUID) -> None:
        """Let one sender of a workspace count and claim at a time."""
        statement = text("SELECT pg_advisory_xact_lock(hashtextextended(:key, 0))")
        await self._session.execute(statement, {"key": f"cap:{workspace_id}"})

    async def sent_between(self, workspace_id: UUID, begin: datetime, end: datetime) -> int:
        """How many mails of a workspace went, or may have gone, in a span."""
        query = select(func.count()).where(
            Message.workspace_id == workspace_id,
            Message.channel == "email",
            Message.state.in_(SENT_STATES),
            Message.claimed_at >= begin,
            Message.claimed_at < end,
        )
        return int(await self._session.scalar(query) or 0)
