"""Conversations in the database."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from functools import cache
from typing import Any, NamedTuple
from uuid import UUID

from sqlalchemy import ColumnElement, Row, delete, exists, func, select, text, update
from sqlalchemy.dialects.postgresql import JSONB, aggregate_order_by, insert
from sqlalchemy.ext.asyncio import AsyncSession

from chat_svc.models import Base, Conversation, ErasedConversation, Message

# Every message needs these statements, so they are composed once: composing one costs more than sending it. What they
# name comes from the tables, so that a new column is in all of them.
_FIXED = {
    *("id", "workspace_id", "bot_id", "environment", "visit_id", "visitor", "language", "started_at"),
    "answering_until",
}
"""What never changes after the first message, and what the database's own clock sets."""


@cache
def _names(table: type[Base]) -> list[str]:
    return [column.name for column in table.__table__.columns]


@cache
def _jsonb(table: type[Base]) -> set[str]:
    return {column.name for column in table.__table__.columns if isinstance(column.type, JSONB)}


def _bound(table: type[Base], name: str, prefix: str = "") -> str:
    if name == "answering_until":
        return "clock_timestamp() + make_interval(secs => CAST(:lease AS int))"
    kind = "jsonb" if name in _jsonb(table) else "uuid" if name == "answering" else ""
    return f"CAST(:{prefix}{name} AS {kind})" if kind else f":{prefix}{name}"


def _values(row: Base, prefix: str = "") -> dict[str, Any]:
    encoded = _jsonb(type(row))
    found = {name: getattr(row, name) for name in _names(type(row)) if name != "answering_until"}
    return {f"{prefix}{name}": json.dumps(value or []) if name in encoded else value for name, value in found.items()}


_TOKENS = "(SELECT tokens FROM token_usage u WHERE u.bot_id = c.bot_id AND u.day = :today) AS tokens_used"
_HELD = "answering IS NOT NULL AND answering_until > clock_timestamp() AS held"
_ONE = text("SELECT * FROM conversations WHERE id = :id")
_LOCK = text("SELECT * FROM conversations WHERE id = :id FOR UPDATE")
_TAKE = text(f"SELECT *, {_HELD}, {_TOKENS}, false AS begun FROM conversations c WHERE id = :id FOR UPDATE OF c")  # noqa: S608
_TAKE_OR_BEGIN = text(
    f"""
    WITH found AS (
        SELECT *, {_HELD}, {_TOKENS}, false AS begun FROM conversations c WHERE id = :id FOR UPDATE OF c
    ), new AS (
        INSERT INTO conversations AS c ({", ".join(_names(Conversation))})
        SELECT {", ".join(_bound(Conversation, name) for name in _names(Conversation))}
        WHERE NOT EXISTS (SELECT FROM found)
            AND NOT EXISTS (SELECT FROM erased_conversations WHERE conversation_id = :id)
        ON CONFLICT DO NOTHING RETURNING *, false AS held, {_TOKENS}, true AS begun
    ), kept AS (
        INSERT INTO messages ({", ".join(_names(Message))})
        SELECT {", ".join(_bound(Message, name, "m_") for name in _names(Message))} FROM new
    )
    SELECT * FROM found UNION ALL SELECT * FROM new
    """  # noqa: S608  (names of columns)
)
_SAID = text(
    """
    SELECT request_id, role, turn, text, language, topics,
        jsonb_path_query_array(extras, '$[*] ? (@[0] == "citations")[1][*].url') AS pages
    FROM messages
    WHERE conversation_id = :id AND (turn >= :since OR request_id = :request) ORDER BY turn, role DESC
    """
)
_KEEP = f"""
    WITH kept AS (
        INSERT INTO messages ({", ".join(_names(Message))})
        VALUES ({", ".join(_bound(Message, name, "m_") for name in _names(Message))})
    )
"""  # noqa: S608
_CHANGE = f"""
    UPDATE conversations
    SET {", ".join(f"{name} = {_bound(Conversation, name)}" for name in _names(Conversation) if name not in _FIXED)},
        answering_until = CASE WHEN CAST(:answering AS uuid) IS NULL THEN NULL
                               WHEN CAST(:lease AS int) IS NULL THEN answering_until
                               ELSE clock_timestamp() + make_interval(secs => CAST(:lease AS int)) END
    WHERE id = :id
"""  # noqa: S608
_SAVE, _SAVE_WITH_MESSAGE = text(_CHANGE), text(_KEEP + _CHANGE)
_EXTEND = text(
    "UPDATE conversations SET answering_until = now() + make_interval(secs => :seconds) "
    "WHERE id = :id AND answering = :request RETURNING id"
)
_IS_HELD = text(
    "SELECT 1 FROM conversations WHERE id = :id AND answering = :request AND answering_until > clock_timestamp()"
)


@dataclass(frozen=True, slots=True)
class Wanted:
    """Which of a bot's conversations are listed; None where it does not matter."""

    bot_id: UUID
    environment: str | None = None
    search: str | None = None
    """Words that were said in it, in this order."""
    rating: int | None = None
    unanswered: bool = False
    commented: bool = False
    """Whether a visitor wrote something to a thumb."""

    def said(self) -> list[ColumnElement[bool]]:
        """What some message of each must be like."""
        found: list[ColumnElement[bool]] = []
        if self.search:
            found.append(Message.text.icontains(self.search, autoescape=True))
        if self.rating is not None:
            found.append(Message.rating == self.rating)
        if self.unanswered:
            found.append(Message.answered.is_(False))
        if self.commented:
            found.append(Message.comment.is_not(None))
        return found


class Listed(NamedTuple):
    """A conversation in a list."""

    conversation: Conversation
    first_question: str
    unanswered: int
    liked: int
    disliked: int
    comments: Sequence[str]


@dataclass(frozen=True, slots=True)
class Taken:
    """A conversation to add a message to."""

    conversation: Conversation
    being_answered: bool
    """Whether some process answers in it at this moment (real time, whatever the clock shows)."""
    tokens_used: int
    """By the bot, today."""
    begun: bool
    """Whether it was begun just now."""


class Said(NamedTuple):
    """What one side said, as far as the next answer needs it."""

    request_id: UUID
    role: str
    turn: int
    text: str
    language: str
    topics: list[str]
    pages: list[str]
    """Addresses of the pages that an answer cites."""


class Conversations:
    """Conversations with their messages.

    A conversation is no part of the session, however it was found: `save` writes what has changed of it.
    """

    def __init__(self, session: AsyncSession) -> None:
        self._session = session

    async def lock(self, id: UUID) -> Conversation | None:
        """A conversation to change, its row locked; None before the first message and after its end of life."""
        row = (await self._session.execute(_LOCK, {"id": id})).one_or_none()
        return None if row is None else _conversation(row)

    async def take(self, id: UUID, today: date) -> Taken | None:
        """A conversation to add a message to, its row locked."""
        row = (await self._session.execute(_TAKE, {"id": id, "today": today})).one_or_none()
        return None if row is None else _taken(row)

    async def take_or_begin(self, new: Conversation, first: Message, today: date, *, lease: int) -> Taken | None:
        """Like `take`; a conversation that is not there yet is begun with its first message, in the same statement.

        None when it was erased. `lease` begins the seconds for which the process that answers in it may be silent.
        """
        values = {**_values(new), **_values(first, "m_"), "today": today, "lease": lease}
        row = (await self._session.execute(_TAKE_OR_BEGIN, values)).one_or_none()
        return _taken(row) if row is not None else await self.take(new.id, today)  # another transaction just began it

    async def save(
        self, conversation: Conversation, message: Message | None = None, *, lease: int | None = None
    ) -> None:
        """Write a conversation whose row is locked, with a message that is new.

        `lease` begins anew the seconds for which the process that answers in it may be silent.
        """
        values = {**_values(conversation), "lease": lease}
        if message is None:
            await self._session.execute(_SAVE, values)
        else:
            await self._session.execute(_SAVE_WITH_MESSAGE, {**values, **_values(message, "m_")})

    async def get(self, id: UUID) -> Conversation | None:
        """A conversation to read."""
        row = (await self._session.execute(_ONE, {"id": id})).one_or_none()
        return None if row is None else _conversation(row)

    async def was_erased(self, id: UUID) -> bool:
        """Whether the conversation was erased on request."""
        return await self._session.get(ErasedConversation, id) is not None

    async def messages(self, id: UUID) -> Sequence[Message]:
        """Everything said, in order."""
        query = select(Message).where(Message.conversation_id == id).order_by(Message.turn, Message.role.desc())
        return (await self._session.execute(query)).scalars().all()

    async def said(self, id: UUID, request_id: UUID, since_turn: int) -> Sequence[Said]:
        """What was said from a turn on, oldest first, and the question and answer with the id the visitor gave."""
        rows = await self._session.execute(_SAID, {"id": id, "request": request_id, "since": since_turn})
        return [Said(*row) for row in rows]

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

    async def hold(self, id: UUID, request: UUID, seconds: int) -> bool:
        """Say for another while that this request is being answered; False when it need not be any more."""
        held = await self._session.execute(_EXTEND, {"id": id, "request": request, "seconds": seconds})
        return held.first() is not None

    async def is_being_answered(self, id: UUID, request: UUID) -> bool:
        """Whether some process has said lately that it answers this request."""
        return (await self._session.execute(_IS_HELD, {"id": id, "request": request})).first() is not None

    async def release(self, id: UUID, request: UUID) -> None:
        """Say that this request need not be answered any more."""
        await self._session.execute(
            update(Conversation)
            .where(Conversation.id == id, Conversation.answering == request)
            .values(answering=None, answering_until=None)
        )

    async def list(self, wanted: Wanted, before: UUID | None, limit: int) -> Sequence[Listed]:
        """A bot's conversations with what tells them apart, newest first."""
        query = select(Conversation.__table__).where(Conversation.bot_id == wanted.bot_id)
        if before is not None:
            query = query.where(Conversation.id < before)
        if wanted.environment is not None:
            query = query.where(Conversation.environment == wanted.environment)
        for condition in wanted.said():
            query = query.where(exists().where(Message.conversation_id == Conversation.id, condition))
        rows = await self._session.execute(query.order_by(Conversation.id.desc()).limit(limit))
        found = [_conversation(row) for row in rows]
        told = await self._told([conversation.id for conversation in found])
        return [Listed(conversation, *told.get(conversation.id, ("", 0, 0, 0, []))) for conversation in found]

    async def _told(self, ids: Sequence[UUID]) -> dict[UUID, tuple[str, int, int, int, Sequence[str]]]:
        """Of each conversation its first question, how many answers were open, liked and disliked, and the comments."""
        first = func.min(Message.text).filter(Message.turn == 1, Message.role == "visitor")
        counts = (
            func.count().filter(Message.answered.is_(False)),
            func.count().filter(Message.rating == 1),
            func.count().filter(Message.rating == -1),
        )
        comments = aggregate_order_by(Message.comment, Message.turn)
        query = (
            select(
                Message.conversation_id,
                func.coalesce(first, ""),
                *counts,
                func.array_agg(comments).filter(Message.comment.is_not(None)),
            )
            .where(Message.conversation_id.in_(ids))
            .group_by(Message.conversation_id)
        )
        return {
            row[0]: (row[1], row[2], row[3], row[4], [word for word in row[5] or () if word])
            for row in await self._session.execute(query)
        }

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
            select(Conversation.__table__)
            .where(Conversation.bot_id == bot_id, Conversation.ended_at.is_(None))
            .order_by(Conversation.id)
            .with_for_update()
        )
        return [_conversation(row) for row in await self._session.execute(query)]

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


def _conversation(row: Row[Any]) -> Conversation:
    return Conversation(**row._mapping)


def _taken(row: Row[Any]) -> Taken:
    values = dict(row._mapping)
    held, tokens, begun = values.pop("held"), values.pop("tokens_used"), values.pop("begun")
    return Taken(Conversation(**values), bool(held), tokens or 0, begun)
