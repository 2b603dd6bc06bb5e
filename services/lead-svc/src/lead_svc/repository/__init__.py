"""The unit of work and all SQL of lead-svc."""

from __future__ import annotations

from functools import cached_property
from uuid import UUID

from servicekit.unit import UnitOfWork
from sqlalchemy import delete

from lead_svc.models import Notice
from lead_svc.repository.conversations import Conversations
from lead_svc.repository.leads import Leads
from lead_svc.repository.privacy import Privacy


class Unit(UnitOfWork):
    """One transaction of lead-svc."""

    @cached_property
    def leads(self) -> Leads:
        """Leads."""
        return Leads(self.session)

    @cached_property
    def conversations(self) -> Conversations:
        """Conversations."""
        return Conversations(self.session)

    @cached_property
    def privacy(self) -> Privacy:
        """Privacy requests and erasures."""
        return Privacy(self.session)

    async def delete_notices(self, workspace_id: UUID) -> None:
        """Drop a workspace's mails."""
        await self.session.execute(delete(Notice).where(Notice.workspace_id == workspace_id))
