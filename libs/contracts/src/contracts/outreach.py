"""outreach-svc: prospects and what was sent to them."""

from __future__ import annotations

from datetime import datetime
from typing import Literal
from uuid import UUID

from contracts.base import Event, Snapshot

ProspectStage = Literal[
    "new", "researched", "demo_ready", "contacted", "replied", "demo_requested", "won", "lost", "failed"
]
MessageKind = Literal["first_contact", "follow_up", "reminder", "opt_in"]
Channel = Literal["email", "letter", "call"]


class ProspectSnapshot(Snapshot):
    """A prospect company as outreach-svc knows it. ingest-svc researches when `research_revision` rises."""

    website: str
    company_name: str = ""
    industry: str = ""
    research_revision: int = 1
    stage: ProspectStage = "new"
    stage_dates: dict[str, datetime] = {}
    bot_id: UUID | None = None
    created_at: datetime


class ProspectSaved(Event, type="empfang.outreach.ProspectSaved.v1"):
    """A prospect was added or moved on."""

    prospect: ProspectSnapshot

    @property
    def prospect_id(self) -> UUID:
        """The prospect's id."""
        return self.prospect.id

    @property
    def snapshot(self) -> ProspectSnapshot:
        return self.prospect


class ProspectDeleted(Event, type="empfang.outreach.ProspectDeleted.v1"):
    """A prospect is to be forgotten."""

    prospect_id: UUID
    version: int


class MessageEvent(Event):
    """Something happened to a message to a prospect. Its text and the recipient stay in outreach-svc."""

    prospect_id: UUID
    message_id: UUID
    kind: MessageKind
    channel: Channel
    at: datetime


class MessageDrafted(MessageEvent, type="empfang.outreach.MessageDrafted.v1"):
    """A draft waits for approval."""


class MessageApproved(MessageEvent, type="empfang.outreach.MessageApproved.v1"):
    """A draft may be sent in the next slot."""


class MessageDispatched(MessageEvent, type="empfang.outreach.MessageDispatched.v1"):
    """A mail was accepted by the mail server or a letter was posted. The first contact starts the demo's 30 days."""

    bot_id: UUID | None = None
    first_contact: bool = False
    demo_ends_at: datetime | None = None


class MessageBounced(MessageEvent, type="empfang.outreach.MessageBounced.v1"):
    """A mail came back."""

    permanent: bool = True


class ReplyReceived(Event, type="empfang.outreach.ReplyReceived.v1"):
    """The company answered."""

    prospect_id: UUID
    message_id: UUID | None = None
    at: datetime


class RecipientUnsubscribed(Event, type="empfang.outreach.RecipientUnsubscribed.v1"):
    """The company wants no more mail."""

    prospect_id: UUID
    at: datetime


class HostOptOutSnapshot(Snapshot):
    """A host whose company wants to be neither read nor contacted; its id follows from it (`identity.optouts`)."""

    host: str
    everywhere: bool = False
    """For all workspaces; `workspace_id` is then the one of whoever operates the platform."""
    active: bool = True
    since: datetime


class HostOptOutSaved(Event, type="empfang.outreach.HostOptOutSaved.v1"):
    """A host was put on the opt-out list or taken off it."""

    opt_out: HostOptOutSnapshot

    @property
    def opt_out_id(self) -> UUID:
        """The entry's id."""
        return self.opt_out.id

    @property
    def snapshot(self) -> HostOptOutSnapshot:
        return self.opt_out


class InvitationSettled(Event, type="empfang.outreach.InvitationSettled.v1"):
    """What became of the mail to a new member; `uncertain` when the mail server's answer got lost.

    `number` is that of the latest `MemberInvited` which the mail stands for.
    """

    member_id: UUID
    outcome: Literal["sent", "failed", "uncertain"]
    at: datetime
    number: int = 1
