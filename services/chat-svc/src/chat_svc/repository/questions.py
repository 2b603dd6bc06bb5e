"""Groups of questions in the database."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime
from uuid import UUID

from servicekit.errors import NotFound
from sqlalchemy import delete, select, text, update
from sqlalchemy.ext.asyncio import AsyncSession

from chat_svc.domain.groups import Known
from chat_svc.models import Asker, QuestionGroupRow

MOST_COMPARED = 500
"""Groups of a bot that a question is compared with, those asked last."""
_ONE_AT_A_TIME = text("SELECT pg_advisory_xact_lock(hashtextextended(:key, 0))")

_ONE_MORE = text(
    "WITH new AS (INSERT INTO question_askers (group_id, day, visitor) VALUES (:group, :day, :visitor)"
    " ON CONFLICT DO NOTHING RETURNING 1)"
    " SELECT (SELECT count(*) FROM question_askers WHERE group_id = :group) + (SELECT count(*) FROM new)"
)

_KNOWN = text(
    "SELECT id, terms, model, vector FROM question_groups WHERE bot_id = :bot ORDER BY last_asked_at DESC LIMIT :most"
)
_COUNT = text(
    """
    UPDATE question_groups
    SET version = version + 1, asked = asked + 1, answered = answered + :answered, last_asked_at = :at,
        last_unanswered_at = CASE WHEN :answered = 0 THEN :at ELSE last_unanswered_at END,
        wording = coalesce(wording, :wording),
        wording_from = CASE WHEN wording IS NULL THEN CAST(:conversation AS uuid) ELSE wording_from END
    WHERE id = :id
    RETURNING id, workspace_id, bot_id, version, language, wording, label, asked, answered, first_asked_at,
              last_asked_at
    """
)


class Questions:
    """Groups of questions."""

    def __init__(self, session: AsyncSession) -> None:
        self._session = session

    async def wait_for_others(self, bot_id: UUID) -> None:
        """Until the commit no other transaction adds groups to this bot."""
        await self._session.execute(_ONE_AT_A_TIME, {"key": f"questions:{bot_id}"})

    async def known(self, bot_id: UUID) -> Sequence[Known]:
        """The bot's groups asked last, to compare with."""
        rows = await self._session.execute(_KNOWN, {"bot": bot_id, "most": MOST_COMPARED})
        return [Known(row.id, row.terms, row.model, row.vector) for row in rows]

    async def begin(self, group: QuestionGroupRow) -> UUID:
        """Store a new group; returns its id."""
        self._session.add(group)
        await self._session.flush()
        self._session.expunge(group)
        return group.id

    async def count(
        self, id: UUID, *, answered: bool, at: datetime, wording: str, conversation_id: UUID
    ) -> QuestionGroupRow | None:
        """Count a question in a group, which gets its wording when it has none; None when the group is gone.

        The group is no part of the session and comes without terms and vector.
        """
        values = {"id": id, "answered": int(answered), "at": at, "wording": wording, "conversation": conversation_id}
        row = (await self._session.execute(_COUNT, values)).one_or_none()
        return None if row is None else QuestionGroupRow(**row._mapping)

    async def label(self, id: UUID) -> QuestionGroupRow:
        """Show a group's wording from now on."""
        group = (
            await self._session.execute(select(QuestionGroupRow).where(QuestionGroupRow.id == id).with_for_update())
        ).scalar_one()
        group.label = group.wording
        return group

    async def gaps(self, bot_id: UUID, limit: int) -> Sequence[QuestionGroupRow]:
        """A bot's groups whose question was left open since the operator closed it, the last one first."""
        group = QuestionGroupRow
        query = (
            select(group)
            .where(group.bot_id == bot_id, group.wording.is_not(None))
            .where((group.closed_at.is_(None)) | (group.last_unanswered_at > group.closed_at))
            .where(group.last_unanswered_at.is_not(None))
            .order_by(group.last_unanswered_at.desc())
            .limit(limit)
        )
        return (await self._session.execute(query)).scalars().all()

    async def close(self, bot_id: UUID, group_id: UUID, at: datetime) -> None:
        """Say that a bot's gap is filled. Raises `NotFound`."""
        group = QuestionGroupRow
        changed = await self._session.execute(
            update(group).where(group.id == group_id, group.bot_id == bot_id).values(closed_at=at).returning(group.id)
        )
        if changed.first() is None:
            raise NotFound(f"There is no question {group_id}.")

    async def askers(self, group_id: UUID, day: date, visitor: str) -> int:
        """Add somebody who asked; returns how many different ones have."""
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
