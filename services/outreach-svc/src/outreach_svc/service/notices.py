"""Mails to the operator: notices and reports."""

from __future__ import annotations

from datetime import datetime

from contracts.workspaces import WorkspaceSnapshot
from servicekit.mail.delivery import Delivery
from servicekit.mail.message import Mail, message_id

from outreach_svc.models import Notice
from outreach_svc.repository import Unit


class OperatorMails(Delivery[Unit, Notice]):
    """How the mechanism that sends mails once comes by these."""

    kind, task, argument = "operator", "send_notice", "notice_id"
    table = Notice

    async def mail(self, unit: Unit, row: Notice, now: datetime) -> Mail | None:
        """The notice, without the report it may announce; skipped when nobody is to be told."""
        workspace = await unit.replicas.get(WorkspaceSnapshot, row.workspace_id)
        if workspace is None or not workspace.operator_email:
            row.state, row.reason = "skipped", "the workspace has no operator_email"
            return None
        return Mail(
            message_id=message_id(row.id, workspace.mails_from),
            sender_name="Empfang",
            sender=workspace.mails_from,
            to=workspace.operator_email,
            subject=row.subject,
            text=row.body + "\n",
            date=now,
        )

    async def settled(self, unit: Unit, row: Notice) -> None:
        """Note when it was sent."""
        if row.state == row.SENT:
            row.sent_at = unit.now()
