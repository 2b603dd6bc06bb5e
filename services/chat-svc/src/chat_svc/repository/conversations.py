"""Conversations in the database."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from sqlalchemy import delete, func, select, text, update
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.ext.asyncio import AsyncSession

from chat_svc.models import Conversation, ErasedConversation, Message

_EXTEND = text(
    "UPDATE conversations SET answering_until = now() + make_interval(secs => :seconds) "
    "WHERE id = :id AND answering = :request RETURNING id"
)


class Conversations:
    """Conversations with their messages."""

    def __init__(self, session: AsyncSession) -> None:
        self._session = session

    async def lock(self, id: UUID) -> Conversation | None:
        """A conversation to change, its row locked; None before the first message and after its end of life."""
        query = select(Conversation).where(Conversation.id == id).with_for_update()
        return (await self._session.execute(query)).scalar_one_or_none()

    async def add(self, id: UUID, values: dict[str, Any]) -> Conversation | None:
        """Store a conversation unless another transaction just did; locked. None when it was erased."""
        if await self.was_erased(id):
            return None
        await self._session.execute(insert(Conversation).values(id=id, **values).on_conflict_do_nothing())
        return await self.lock(id)

    async def get(self, id: UUID) -> Conversation | None:
        """A conversation to read."""
        return await self._session.get(Conversation, id)

    async def was_erased(self, id: UUID) -> bool:
        """Whether the conversation was erased on request."""
        return await self._session.get(ErasedConversation, id) is not None

    async def messages(self, id: UUID) -> Sequence[Message]:
        """Everything said, in order."""
        query = select(Message).where(Message.conversation_id == id).order_by(Message.turn, Message.role.desc())
        return (await self._session.execute(query)).scalars().all()

    async def around(self, id: UUID, request_id: UUID, since_turn: int) -> Sequence[Message]:
        """What was said from a turn on, oldest first, and the question and answer with the id the visitor gave."""
        query = (
            select(Message)
            .where(Message.conversation_id == id, (Message.turn >= since_turn) | (Message.request_id == request_id))
            .order_by(Message.turn, Message.role.desc())
        )
        return (await self._session.execute(query)).scalars().all()

    async def answered(self, conversation_id: UUID, request_id: UUID) -> Message | None:
        """The answer to the question with the id the visitor gave."""
        query = select(Message).where(
            Message.conversation_id == conversation_id, Message.request_id == request_id, Message.role == "assistant"
        )
        return (await self._session.execute(query)).scalar_one_or_none()

    async def answer(self, conversation_id: UUID, id: UUID) -> Message | None:
        """An answer by its own id or by that of the question."""
        query = select(Message).where(
            Message.conversation_id == conversation_id,
            Message.role == "assistant",
            (Message.id == id) | (Message.request_id == id),
        )
        return (await self._session.execute(query)).scalars().first()

    async def lease_is_held(self, conversation: Conversation) -> bool:
        """Whether some process answers in this conversation at this moment (real time, whatever the clock shows)."""
        if conversation.answering is None or conversation.answering_until is None:
            return False
        real: datetime = (await self._session.execute(select(func.clock_timestamp()))).scalar_one()
        return conversation.answering_until > real

    async def hold(self, id: UUID, request: UUID, seconds: int) -> bool:
        """Say for another while that this request is being answered; False when it need not be any more."""
        held = await self._session.execute(_EXTEND, {"id": id, "request": request, "seconds": seconds})
        return held.first() is not None

    async def release(self, id: UUID, request: UUID) -> None:
        """Say that this request need not be answered any more."""
        await self._session.execute(
            update(Conversation)
            .where(Conversation.id == id, Conversation.answering == request)
            .values(answering=None, answering_until=None)
        )

    def add_message(self, message: Message) -> None:
        """Store a message."""
        self._session.add(message)

    async def list(self, bot_id: UUID, before: UUID | None, limit: int) -> Sequence[Conversation]:
        """A bot's conversations, newest first."""
        query = select(Conversation).where(Conversation.bot_id == bot_id)
        if before is not None:
            query = query.where(Conversation.id < before)
        return (await self._session.execute(query.order_by(Conversation.id.desc()).limit(limit))).scalars().all()

    async def silent(self, since: datetime, limit: int) -> Sequence[UUID]:
        """Open conversations without a message since then, longest silence first."""
        query = (
            select(Conversation.id)
            .where(Conversation.ended_at.is_(None), Conversation.last_message_at <= since)
            .order_by(Conversation.last_message_at)
            .limit(limit)
        )
        return (await self._session.execute(query)).scalars().all()

    async def open_of_bot(self, bot_id: UUID) -> Sequence[Conversation]:
        """A bot's open conversations, locked."""
        query = (
            select(Conversation)
            .where(Conversation.bot_id == bot_id, Conversation.ended_at.is_(None))
            .order_by(Conversation.id)
            .with_for_update()
        )
        return (await self._session.execute(query)).scalars().all()

    async def erase(self, ids: Sequence[UUID], at: datetime) -> dict[str, int]:
        """Delete conversations and remember that they may not come back; returns how many rows of what."""
        if not ids:
            return {"conversations": 0, "messages": 0}
        values = [{"conversation_id": id, "erased_at": at} for id in ids]
        await self._session.execute(insert(ErasedConversation).values(values).on_conflict_do_nothing())
        messages = await self._session.execute(
            delete(Message).where(Message.conversation_id.in_(ids)).returning(Message.id)
        )
        found = await self._session.execute(
            delete(Conversation).where(Conversation.id.in_(ids)).returning(Conversation.id)
        )
        return {"messages": len(messages.all()), "conversations": len(found.all())}

    async def ids_of_bots(self, bot_ids: Sequence[UUID]) -> Sequence[UUID]:
        """Every conversation of these bots."""
        return (
            (await self._session.execute(select(Conversation.id).where(Conversation.bot_id.in_(bot_ids))))
            .scalars()
            .all()
        )

    async def delete_of_bot(self, bot_id: UUID) -> None:
        """Delete everything said to a bot."""
        await self._session.execute(delete(Conversation).where(Conversation.bot_id == bot_id))

    async def delete_of_workspace(self, workspace_id: UUID) -> None:
        """Delete everything said to a workspace's bots."""
        await self._session.execute(delete(Conversation).where(Conversation.workspace_id == workspace_id))

    async def workspaces(self) -> Sequence[UUID]:
        """Workspaces that have conversations."""
        return (await self._session.execute(select(Conversation.workspace_id).distinct())).scalars().all()

    async def outlive(self, workspace_id: UUID, now: datetime, days: int, limit: int) -> int:
        """Delete ended conversations older than the workspace keeps; returns how many."""
        due = (
            select(Conversation.id)
            .where(
                Conversation.workspace_id == workspace_id,
                Conversation.ended_at.is_not(None),
                Conversation.last_message_at < now - timedelta(days=days),
            )
            .limit(limit)
        )
        found = await self._session.execute(
            delete(Conversation).where(Conversation.id.in_(due)).returning(Conversation.id)
        )
        return len(found.all())

    async def stop_forms(self, id: UUID, why: str) -> None:
        """No e-mail form in this conversation any more."""
        await self._session.execute(update(Conversation).where(Conversation.id == id).values(form_stopped=why))
