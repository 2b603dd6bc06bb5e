"""Groups of questions in the database."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime
from uuid import UUID

from sqlalchemy import delete, select, text
from sqlalchemy.ext.asyncio import AsyncSession

from chat_svc.models import Asker, QuestionGroupRow

MOST_COMPARED = 500
"""Groups of a bot that a question is compared with, those asked last."""
_ONE_AT_A_TIME = text("SELECT pg_advisory_xact_lock(hashtextextended(:key, 0))")

_ONE_MORE = text(
    "WITH new AS (INSERT INTO question_askers (group_id, day, visitor) VALUES (:group, :day, :visitor)"
    " ON CONFLICT DO NOTHING RETURNING 1)"
    " SELECT (SELECT count(*) FROM question_askers WHERE group_id = :group) + (SELECT count(*) FROM new)"
)


class Questions:
    """Groups of questions."""

    def __init__(self, session: AsyncSession) -> None:
        self._session = session

    async def lock_of_bot(self, bot_id: UUID) -> Sequence[QuestionGroupRow]:
        """The bot's groups asked last; until the commit no other transaction groups questions of this bot."""
        await self._session.execute(_ONE_AT_A_TIME, {"key": f"questions:{bot_id}"})
        query = (
            select(QuestionGroupRow)
            .where(QuestionGroupRow.bot_id == bot_id)
            .order_by(QuestionGroupRow.last_asked_at.desc())
            .limit(MOST_COMPARED)
        )
        return (await self._session.execute(query)).scalars().all()

    def add(self, group: QuestionGroupRow) -> None:
        """Store a new group."""
        self._session.add(group)

    async def askers(self, group_id: UUID, day: date, visitor: str) -> int:
        """Add somebody who asked; returns how many different ones have."""
        await self._session.flush()
        row = {"group": group_id, "day": day, "visitor": visitor}
        return int((await self._session.execute(_ONE_MORE, row)).scalar_one())

    async def forget_askers(self, group_id: UUID) -> None:
        """The group has its label: who asked is of no use any more."""
        await self._session.execute(delete(Asker).where(Asker.group_id == group_id))

    async def worded_by(self, conversation_ids: Sequence[UUID]) -> Sequence[QuestionGroupRow]:
        """Groups whose wording comes from these conversations, locked."""
        query = select(QuestionGroupRow).where(QuestionGroupRow.wording_from.in_(conversation_ids)).with_for_update()
        return (await self._session.execute(query)).scalars().all()

    async def delete_of_bot(self, bot_id: UUID) -> Sequence[UUID]:
        """Delete a bot's groups; returns their ids."""
        query = delete(QuestionGroupRow).where(QuestionGroupRow.bot_id == bot_id).returning(QuestionGroupRow.id)
        return (await self._session.execute(query)).scalars().all()

    async def delete_of_workspace(self, workspace_id: UUID) -> Sequence[UUID]:
        """Delete a workspace's groups; returns their ids."""
        query = (
            delete(QuestionGroupRow).where(QuestionGroupRow.workspace_id == workspace_id).returning(QuestionGroupRow.id)
        )
        return (await self._session.execute(query)).scalars().all()

    async def forget_old_askers(self, before: datetime) -> None:
        """Delete askers of days long ago."""
        await self._session.execute(delete(Asker).where(Asker.day < before.date()))
