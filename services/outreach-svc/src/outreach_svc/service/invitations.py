"""Mails to new members: one each, because somebody who administers the workspace invited them.

A member is a colleague whom the operator names, and the mail says nothing but where the console is: it is part of what
the operator does, not advertising. An address that wants no mail of this workspace gets none all the same.
"""

from __future__ import annotations

from datetime import datetime
from typing import Literal
from uuid import UUID

from contracts.outreach import InvitationSettled
from contracts.workspaces import MemberInvited, MemberSnapshot, WorkspaceSnapshot
from identity.address import hashes
from servicekit.mail.delivery import Delivery
from servicekit.mail.message import Mail, message_id

from outreach_svc.adapters.resources import Keys
from outreach_svc.models import Invitation
from outreach_svc.repository import Unit
from outreach_svc.texts import say

OUTCOMES: dict[str, Literal["sent", "failed", "uncertain"]] = {
    "sent": "sent",
    "failed": "failed",
    "uncertain": "uncertain",
}


async def invited(unit: Unit, workspace_id: UUID, event: MemberInvited) -> None:
    """Have the mail sent; again changes nothing."""
    if await unit.session.get(Invitation, event.member_id) is not None:
        return
    invitation = Invitation(
        id=event.member_id,
        workspace_id=workspace_id,
        version=1,
        name=event.name,
        email=event.email,
        state="waiting",
        attempt=0,
        tries=0,
        reason="",
        created_at=unit.now(),
    )
    unit.session.add(invitation)
    await unit.session.flush()
    await unit.enqueue("send_invitation", workspace_id=workspace_id, member_id=event.member_id)


class InvitationMails(Delivery[Unit, Invitation]):
    """How the mechanism that sends mails once comes by these."""

    kind, task, argument = "invitation", "send_invitation", "member_id"
    table = Invitation

    def __init__(self, keys: Keys) -> None:
        self._keys = keys

    async def mail(self, unit: Unit, row: Invitation, now: datetime) -> Mail | None:
        """Where the console is; nothing for who was removed meanwhile, or wants no mail."""
        workspace = await unit.replicas.get(WorkspaceSnapshot, row.workspace_id)
        member = await unit.replicas.get(MemberSnapshot, row.id)
        sender = workspace.mails_from if workspace is not None else ""
        if row.email is None or (member is not None and not member.here):
            await self._refuse(unit, row, "removed")
            return None
        if workspace is None or not sender:
            await self._refuse(unit, row, "no_sender")
            return None
        if await unit.suppressions.holds(row.workspace_id, *hashes(row.email, self._keys.suppression)):
            await self._refuse(unit, row, "suppressed")
            return None
        words = {"name": row.name or "", "workspace": workspace.sender.company or workspace.name, "email": row.email}
        return Mail(
            message_id=message_id(row.id, sender),
            sender_name=workspace.sender.name or workspace.sender.company or "Empfang",
            sender=sender,
            to=row.email,
            subject=say("invitation.subject", workspace.locale, **words),
            text=say("invitation.body", workspace.locale, **words, link=f"{self._keys.public_url}/") + "\n",
            date=now,
        )

    async def settled(self, unit: Unit, row: Invitation) -> None:
        """Tell what became of it, and forget whom it was for."""
        row.name = row.email = None
        row.version += 1
        event = InvitationSettled(member_id=row.id, outcome=OUTCOMES[row.state], at=unit.now())
        unit.publish(row, event)

    async def _refuse(self, unit: Unit, row: Invitation, reason: str) -> None:
        row.state, row.reason = "failed", reason
        await self.settled(unit, row)
