"""The unit of work and all SQL of outreach-svc."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from functools import cached_property
from uuid import UUID

from contracts.workspaces import WorkspaceSnapshot
from servicekit.unit import UnitOfWork
from sqlalchemy import delete, select, update
from sqlalchemy.dialects.postgresql import insert

from outreach_svc.models import ErasedLead, Inbound, LawfulBasis, Message, Notice, TemplateRow
from outreach_svc.repository.messages import Messages
from outreach_svc.repository.optouts import OptOuts
from outreach_svc.repository.prospects import Prospects
from outreach_svc.repository.suppressions import Suppressions


class Unit(UnitOfWork):
    """One transaction of outreach-svc."""

    @cached_property
    def prospects(self) -> Prospects:
        """Prospects and their timelines."""
        return Prospects(self.session)

    @cached_property
    def messages(self) -> Messages:
        """Mails and letters."""
        return Messages(self.session)

    @cached_property
    def suppressions(self) -> Suppressions:
        """Who gets no mail."""
        return Suppressions(self.session)

    @cached_property
    def opt_outs(self) -> OptOuts:
        """Hosts that are neither read nor contacted."""
        return OptOuts(self.session)

    async def workspace(self, id: UUID) -> WorkspaceSnapshot:
        """The workspace. Raises `NotFound`."""
        return await self.replicas.require(WorkspaceSnapshot, id)

    async def template(self, workspace_id: UUID, name: str, language: str) -> TemplateRow | None:
        """A workspace's own wording, if it has one."""
        return await self.session.get(TemplateRow, (workspace_id, name, language))

    async def templates(self, workspace_id: UUID) -> Sequence[TemplateRow]:
        """A workspace's own wordings."""
        query = select(TemplateRow).where(TemplateRow.workspace_id == workspace_id)
        return (await self.session.scalars(query)).all()

    async def lead_erased(self, lead_id: UUID) -> bool:
        """Whether the lead was erased."""
        return await self.session.get(ErasedLead, lead_id) is not None

    async def erase_leads(self, lead_ids: Sequence[UUID], now: datetime) -> int:
        """Remove what names these leads and remember their ids; returns how many notices went."""
        for id in dict.fromkeys(lead_ids):
            await self.session.execute(insert(ErasedLead).values(lead_id=id, erased_at=now).on_conflict_do_nothing())
        gone = await self.session.execute(delete(Notice).where(Notice.lead_id.in_(lead_ids)).returning(Notice.id))
        return len(gone.all())

    async def erase_texts(self, prospect_id: UUID) -> dict[str, int]:
        """Remove the texts, addresses and answers of a prospect's correspondence; what was sent when stays."""
        messages = await self.session.execute(
            update(Message)
            .where(Message.prospect_id == prospect_id)
            .values(recipient=None, subject="", body="", footer="", sent_subject=None, sent_body=None)
            .returning(Message.id)
        )
        inbound = await self.session.execute(
            delete(Inbound).where(Inbound.prospect_id == prospect_id).returning(Inbound.id)
        )
        bases = await self.session.execute(
            delete(LawfulBasis).where(LawfulBasis.prospect_id == prospect_id).returning(LawfulBasis.id)
        )
        return {"messages": len(messages.all()), "replies": len(inbound.all()), "bases": len(bases.all())}
