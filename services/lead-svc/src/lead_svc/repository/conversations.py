"""What is known of conversations, and what is erased for good."""

from __future__ import annotations

import json
from collections.abc import Iterable
from datetime import datetime
from typing import Literal
from uuid import UUID

from sqlalchemy import ColumnElement, delete, select, text, update
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.ext.asyncio import AsyncSession

from lead_svc.models import ConversationSummary, Lead, Tombstone

# One statement, since most messages of most conversations bring nothing else here.
_COUNT_MESSAGE = text(
    """
    WITH counted AS (
        INSERT INTO conversations AS known
            (id, workspace_id, bot_id, messages, visitor_messages, seconds, topics, started_at, last_at, ended)
        SELECT :id, :workspace_id, :bot_id, 1, :by_visitor, 0, CAST(:topics AS jsonb), :at, :at, false
        WHERE NOT EXISTS (SELECT FROM tombstones WHERE id IN (:id, :bot_id, :workspace_id))
        ON CONFLICT (id) DO UPDATE
        SET messages = known.messages + 1, visitor_messages = known.visitor_messages + :by_visitor,
            started_at = least(known.started_at, :at), last_at = greatest(known.last_at, :at),
            seconds = floor(extract(epoch FROM greatest(known.last_at, :at) - least(known.started_at, :at))),
            topics = known.topics || (
                SELECT coalesce(jsonb_agg(topic), '[]') FROM jsonb_array_elements(excluded.topics) AS topic
                WHERE NOT known.topics @> topic
            )
        WHERE NOT known.ended
        RETURNING id
    )
    SELECT EXISTS (SELECT FROM captured_leads WHERE conversation_id = counted.id) FROM counted
    """
)


class Conversations:
    """What is known of conversations, and what is erased for good."""

    def __init__(self, session: AsyncSession) -> None:
        self._session = session

    async def get(self, id: UUID) -> ConversationSummary | None:
        """A conversation's summary."""
        return await self._session.get(ConversationSummary, id)

    async def locked(self, id: UUID) -> ConversationSummary | None:
        """A conversation's summary, locked."""
        return await self._session.get(ConversationSummary, id, with_for_update=True, populate_existing=True)

    async def count_message(
        self, id: UUID, workspace_id: UUID, bot_id: UUID, *, by_visitor: bool, at: datetime, topics: Iterable[str]
    ) -> bool:
        """Count a message in the conversation's summary, made when it is new; whether leads were captured in it.

        Nothing is counted after the conversation's end, or when it or its bot was erased.
        """
        values = {"id": id, "workspace_id": workspace_id, "bot_id": bot_id, "by_visitor": int(by_visitor), "at": at}
        values["topics"] = json.dumps(list(dict.fromkeys(topics)))
        return bool((await self._session.execute(_COUNT_MESSAGE, values)).scalar_one_or_none())

    def add(self, summary: ConversationSummary) -> None:
        """Keep a new one."""
        self._session.add(summary)

    async def delete(self, *conditions: ColumnElement[bool]) -> int:
        """Delete summaries."""
        removed = delete(ConversationSummary).where(*conditions).returning(ConversationSummary.id)
        return len((await self._session.scalars(removed)).all())

    async def forget_in_leads(self, id: UUID, now: datetime) -> None:
        """Cut the ties between leads and a conversation that the visitor had erased."""
        statement = update(Lead).where(Lead.conversation_id == id)
        await self._session.execute(statement.values(conversation_id=None, updated_at=now, version=Lead.version + 1))

    async def bury(
        self, kind: Literal["lead", "conversation", "bot", "workspace"], ids: Iterable[UUID], now: datetime
    ) -> None:
        """Remember for good that these are gone."""
        rows = [{"id": id, "kind": kind, "erased_at": now} for id in ids]
        if rows:
            await self._session.execute(insert(Tombstone).values(rows).on_conflict_do_nothing())

    async def is_erased(self, *ids: UUID) -> bool:
        """Whether any of these is gone for good."""
        found = await self._session.scalar(select(Tombstone.id).where(Tombstone.id.in_(ids)).limit(1))
        return found is not None
