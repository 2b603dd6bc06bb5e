"""What comes back: replies, bounces, and the wish for no more mail."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Literal
from uuid import UUID

from contracts.outreach import MessageBounced, RecipientUnsubscribed, ReplyReceived
from identity.address import hashed
from servicekit.errors import NotFound

from outreach_svc.domain.automatic import is_automatic
from outreach_svc.domain.returns import referred
from outreach_svc.models import Message, Prospect
from outreach_svc.repository import Unit
from outreach_svc.service.consent import PublicView, shown
from outreach_svc.service.drafting import EVERYTHING, about, stop_follow_ups
from outreach_svc.service.recording import advance, note, tell

MOST_REFERRED = 200
"""Mails that one may refer to: a thread of years has fewer."""


@dataclass(frozen=True, slots=True)
class Returned:
    """A mail about one of ours. `message_id` is ours, as the answer or report refers to it; `headers` are its own."""

    external_id: str
    kind: Literal["reply", "bounce"]
    message_id: str
    at: datetime
    permanent: bool = True
    subject: str = ""
    text: str = ""
    headers: Mapping[str, str] = field(default_factory=dict)
    automatic: bool | None = None

    @property
    def by_machine(self) -> bool:
        """Whether it is a reply that no person wrote."""
        told = self.automatic if self.automatic is not None else is_automatic(self.subject, self.headers)
        return self.kind == "reply" and told


async def receive(unit: Unit, mail: Returned, *, suppression_key: str) -> bool:
    """Take in a reply or bounce once; False when it refers to no mail of ours or is known.

    A reply that a machine wrote is noted: stage and follow-ups stay, and it is no answer.
    """
    quoted = mail.text if mail.kind == "bounce" else ""
    message = await unit.messages.first_of(list(referred(mail.message_id, mail.headers, quoted))[:MOST_REFERRED])
    if message is None:
        return False
    prospect = await unit.prospects.locked(message.prospect_id)
    await unit.session.refresh(message)
    new = await unit.prospects.add_inbound(
        {
            "id": unit.new_id(),
            "workspace_id": prospect.workspace_id,
            "prospect_id": prospect.id,
            "message_id": message.id,
            "external_id": mail.external_id,
            "kind": "automatic" if mail.by_machine else mail.kind,
            "subject": mail.subject[:500],
            "text": mail.text[:20_000],
            "at": mail.at,
        }
    )
    if not new:
        return False
    if mail.by_machine:
        note(unit, prospect, "automatic_reply")
        return True
    if mail.kind == "reply":
        note(unit, prospect, "reply")
        tell(unit, prospect, ReplyReceived(prospect_id=prospect.id, message_id=message.id, at=mail.at))
        advance(unit, prospect, "replied")
        await stop_follow_ups(unit, prospect, "reply", kinds=("follow_up",))
        return True
    message.bounced_at = mail.at
    note(unit, prospect, "bounced")
    tell(unit, prospect, MessageBounced(**about(message, mail.at), permanent=mail.permanent))
    if mail.permanent and message.recipient:
        bounced = hashed(message.recipient, suppression_key)
        await unit.suppressions.add(prospect.workspace_id, [bounced], "bounce", unit.now())
        await stop_follow_ups(unit, prospect, "bounced", kinds=EVERYTHING)
    return True


async def find_recipient(unit: Unit, message_id: UUID) -> tuple[Message, PublicView]:
    """The mail whose unsubscribe link was opened. Raises `NotFound`."""
    message = await unit.messages.find(message_id)
    if message is None:
        raise NotFound("There is no such mail.")
    return message, await shown(unit, message.workspace_id, message.language, done=False)


async def unsubscribe(unit: Unit, message_id: UUID, *, suppression_key: str) -> PublicView:
    """No more mail to the recipient of this one, whatever was agreed before; repeating it changes nothing."""
    message, view = await find_recipient(unit, message_id)
    prospect = await unit.prospects.locked(message.prospect_id)
    addresses = {address for address in (message.recipient, prospect.email) if address}
    hashes = [hashed(address, suppression_key) for address in sorted(addresses)]
    new = await unit.suppressions.add(prospect.workspace_id, hashes, "unsubscribed", unit.now())
    await _withdraw(unit, prospect)
    if new:
        note(unit, prospect, "unsubscribed")
        tell(unit, prospect, RecipientUnsubscribed(prospect_id=prospect.id, at=unit.now()))
    await stop_follow_ups(unit, prospect, "unsubscribed", kinds=EVERYTHING)
    return PublicView(view.sender, view.language, True)


async def _withdraw(unit: Unit, prospect: Prospect) -> None:
    for basis in await unit.prospects.bases(prospect.id):
        if basis.kind != "enquiry" and basis.withdrawn_at is None:
            basis.withdrawn_at = unit.now()
