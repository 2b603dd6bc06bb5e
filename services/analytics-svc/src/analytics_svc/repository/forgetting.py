"""Deleting, for good."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date
from uuid import UUID

from servicekit.unit import UnitOfWork
from sqlalchemy import delete, select
from sqlalchemy.dialects.postgresql import insert

from analytics_svc.models import (
    AnomalyRow,
    ConversationRow,
    DayRow,
    EngagementRow,
    ErasedRow,
    LeadRow,
    ProbeRow,
    QuestionRow,
    RatingRow,
    SalesRow,
    VisitorRow,
)


class Forgetting(UnitOfWork):
    """Deleting what belongs to bots, workspaces and persons."""

    async def forget_bot(self, bot_id: UUID) -> None:
        """Delete everything about a bot; what comes of it later is dropped."""
        await self.note_erased([bot_id])
        for table in (
            ConversationRow,
            LeadRow,
            RatingRow,
            VisitorRow,
            QuestionRow,
            EngagementRow,
            AnomalyRow,
            ProbeRow,
        ):
            await self.session.execute(delete(table).where(table.bot_id == bot_id))
        await self.session.execute(delete(DayRow).where(DayRow.chatbot_id == bot_id))

    async def forget_sales(self, workspace_id: UUID) -> None:
        """Delete what a workspace sent."""
        await self.session.execute(delete(SalesRow).where(SalesRow.workspace_id == workspace_id))

    async def erase(self, ids: Collection[UUID]) -> dict[str, int]:
        """Delete what is kept of single conversations and leads and drop late events about them; figures of days stay.

        Returns how many of each there were.
        """
        await self.note_erased(ids)
        counts: dict[str, int] = {}
        for name, owner in (
            ("conversations", ConversationRow.id),
            ("leads", LeadRow.id),
            ("ratings", RatingRow.conversation_id),
        ):
            result = await self.session.execute(delete(owner.class_).where(owner.in_(list(ids))))
            counts[name] = int(result.rowcount)  # type: ignore[attr-defined]  # CursorResult
        return counts

    async def note_erased(self, ids: Collection[UUID]) -> None:
        """Remember ids as erased, for good."""
        if ids:
            values = [{"id": id, "erased_at": self.now()} for id in sorted(ids)]
            await self.session.execute(insert(ErasedRow).values(values).on_conflict_do_nothing())

    async def forget_visitors(self, before: date) -> None:
        """Delete the hashes of days whose salt is gone."""
        await self.session.execute(delete(VisitorRow).where(VisitorRow.day < before))

    async def bots_of(self, workspace_id: UUID) -> list[UUID]:
        """Every bot of a workspace that anything is kept of."""
        scores = select(EngagementRow.bot_id).where(EngagementRow.workspace_id == workspace_id)
        days = select(DayRow.chatbot_id).where(DayRow.workspace_id == workspace_id)
        return sorted(set(await self.session.scalars(scores.union(days))))
