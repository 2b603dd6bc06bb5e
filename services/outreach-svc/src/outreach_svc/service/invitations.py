"""Mails to new members: one for each time that somebody who administers the workspace invites them.

A member is a colleague whom the operator names, and the mail says nothing but where the console is: it is part of what
the operator does, not advertising. An address that wants no mail of this workspace gets none all the same.
"""

from __future__ import annotations

from datetime import datetime
from typing import Literal
from uuid import UUID, uuid5

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
    """Have the mail sent; the same invitation again changes nothing.

    A later one has it sent again. Where the earlier mail has not gone out yet, that one is for both.
    """
    row = await unit.session.get(Invitation, event.member_id, with_for_update=True, populate_existing=True)
    if row is None:
        row = Invitation(
            id=event.member_id, workspace_id=workspace_id, version=1, attempt=0, created_at=unit.now(), number=0
        )
        unit.session.add(row)
    elif event.number <= row.number:
        return
    row.number, row.name, row.email = event.number, event.name, event.email
    if row.state == "sending":
        return
    row.state, row.tries, row.reason = "waiting", 0, ""
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
            message_id=message_id(row.id if row.number == 1 else uuid5(row.id, str(row.number)), sender),
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
        event = InvitationSettled(member_id=row.id, outcome=OUTCOMES[row.state], at=unit.now(), number=row.number)
        unit.publish(row, event)

    async def _refuse(self, unit: Unit, row: Invitation, reason: str) -> None:
        row.state, row.reason = "failed", reason
        await self.settled(unit, row)
