"""The tables of outreach-svc."""

from __future__ import annotations

from datetime import datetime
from typing import Any, cast
from uuid import UUID

from servicekit.auth.actors import Acted
from servicekit.mail.delivery import Outgoing
from sqlalchemy import DateTime, ForeignKey, Index, Text, UniqueConstraint, text
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column

from outreach_svc.domain.messages import Move, State, allows, follow
from outreach_svc.domain.stages import Stage
from outreach_svc.domain.websites import host_of

SENT_STATES = ("sending", "dispatched", "uncertain")
"""Mails that may have reached the recipient: all of them count for caps and distances."""


class Base(DeclarativeBase):
    """Columns by annotation: times with zone, dictionaries and lists as JSONB."""

    type_annotation_map = {datetime: DateTime(timezone=True), dict[str, Any]: JSONB, list[Any]: JSONB, str: Text}


class Prospect(Base):
    """A company that is to be won: the aggregate of every event of this service."""

    __tablename__ = "prospects"
    __table_args__ = (
        Index("prospects_by_workspace", "workspace_id", "id"),
        Index("prospects_follow_up", "next_follow_up_at", postgresql_where=text("next_follow_up_at IS NOT NULL")),
        Index("prospects_erasure", "erasure_hash"),
        Index("prospects_by_place", "workspace_id", "place"),
    )

    id: Mapped[UUID] = mapped_column(primary_key=True)
    workspace_id: Mapped[UUID]
    version: Mapped[int] = mapped_column(default=0)
    website: Mapped[str]
    place: Mapped[str] = mapped_column(default="")
    """What other spellings of the address share (`identity.hosts.place_of`)."""
    given_name: Mapped[str] = mapped_column(default="")
    contact_person: Mapped[str] = mapped_column(default="")
    industry: Mapped[str] = mapped_column(default="")
    note: Mapped[str] = mapped_column(default="")
    value: Mapped[int | None]
    """What winning it would be worth, in whole euros, as an operator puts it."""
    language: Mapped[str] = mapped_column(default="de")
    email: Mapped[str | None]
    erasure_hash: Mapped[str | None]
    stage: Mapped[Stage] = mapped_column(Text, default="new")
    stage_dates: Mapped[dict[str, Any]]
    research_revision: Mapped[int] = mapped_column(default=1)
    same_as: Mapped[UUID | None] = mapped_column(ForeignKey("prospects.id", ondelete="SET NULL"), index=True)
    """The prospect to whose site the address leads."""
    facts: Mapped[dict[str, Any]]
    bot_id: Mapped[UUID | None] = mapped_column(index=True)
    demo_link: Mapped[str] = mapped_column(default="")
    demo_ends_at: Mapped[datetime | None]
    demo_over_at: Mapped[datetime | None]
    first_contact_at: Mapped[datetime | None]
    follow_ups: Mapped[int] = mapped_column(default=0)
    next_follow_up_at: Mapped[datetime | None]
    stopped_reason: Mapped[str | None]
    batch_id: Mapped[UUID | None] = mapped_column(index=True)
    score: Mapped[float] = mapped_column(default=0.0)
    score_revision: Mapped[int] = mapped_column(default=0)
    points: Mapped[list[Any]]
    created_at: Mapped[datetime]

    @property
    def company(self) -> str:
        """The name to show: given, found, or the site's host."""
        found = (self.facts.get("company_name") or {}).get("value", "")
        return self.given_name or found or host_of(self.website)

    @property
    def field(self) -> str:
        """The industry: given or found, else empty."""
        return self.industry or str((self.facts.get("industry") or {}).get("value", ""))

    @property
    def stage_since(self) -> datetime:
        """When it entered its stage."""
        return datetime.fromisoformat(self.stage_dates[self.stage])


class Step(Acted, Base):
    """An entry of a prospect's timeline."""

    __tablename__ = "timeline"
    __table_args__ = (Index("timeline_by_prospect", "prospect_id", "id"),)

    id: Mapped[UUID] = mapped_column(primary_key=True)
    prospect_id: Mapped[UUID] = mapped_column(ForeignKey("prospects.id", ondelete="CASCADE"))
    at: Mapped[datetime]
    step: Mapped[str]
    detail: Mapped[dict[str, Any]]


class LawfulBasis(Base):
    """Something recorded that may allow mail: an enquiry, an asked-for consent, a customer relation."""

    __tablename__ = "lawful_bases"
    __table_args__ = (Index("lawful_bases_by_prospect", "prospect_id"),)

    id: Mapped[UUID] = mapped_column(primary_key=True)
    workspace_id: Mapped[UUID]
    prospect_id: Mapped[UUID] = mapped_column(ForeignKey("prospects.id", ondelete="CASCADE"))
    kind: Mapped[str]
    address: Mapped[str]
    occurred_at: Mapped[datetime]
    recorded_at: Mapped[datetime]
    channel: Mapped[str] = mapped_column(default="")
    note: Mapped[str] = mapped_column(default="")
    address_from_sale: Mapped[bool] = mapped_column(default=False)
    similar_goods: Mapped[bool] = mapped_column(default=False)
    informed_of_objection: Mapped[bool] = mapped_column(default=False)
    confirmed_at: Mapped[datetime | None]
    withdrawn_at: Mapped[datetime | None]


class Message(Outgoing, Base):
    """A mail or letter to a prospect, from draft to what became of it."""

    WAITING = "approved"
    SENT = "dispatched"

    __tablename__ = "messages"
    __table_args__ = (
        Index("messages_by_prospect", "prospect_id", "id"),
        Index("messages_by_state", "workspace_id", "state", "id"),
        Index("messages_open", "state", "not_before", postgresql_where=text("state IN ('approved', 'sending')")),
        UniqueConstraint("message_id", name="messages_message_id"),
    )

    workspace_id: Mapped[UUID]
    prospect_id: Mapped[UUID] = mapped_column(ForeignKey("prospects.id", ondelete="CASCADE"))
    version: Mapped[int] = mapped_column(default=1)
    kind: Mapped[str]
    template: Mapped[str]
    channel: Mapped[str] = mapped_column(default="email")
    language: Mapped[str]
    subject: Mapped[str]
    body: Mapped[str]
    footer: Mapped[str] = mapped_column(default="")
    sent_subject: Mapped[str | None]
    sent_body: Mapped[str | None]
    edited: Mapped[bool] = mapped_column(default=False)
    first_contact: Mapped[bool] = mapped_column(default=False)
    recipient: Mapped[str | None]
    message_id: Mapped[str | None]
    approved_at: Mapped[datetime | None]
    demo_ends_at: Mapped[datetime | None]
    dispatched_at: Mapped[datetime | None]
    bounced_at: Mapped[datetime | None]
    created_at: Mapped[datetime]

    @property
    def final(self) -> tuple[str, str]:
        """Subject and body as they left, or may have, with the end of the demo in place; else the draft's."""
        if self.state in SENT_STATES:
            return self.sent_subject or self.subject, self.sent_body or self.body
        return self.subject, self.body

    def move(self, step: Move) -> None:
        """Take a step of the message's life, which is a new version. Raises `NotInThisState`."""
        self.state = follow(cast("State", self.state), step)
        self.version += 1

    def may(self, step: Move) -> bool:
        """Whether its state allows a step."""
        return allows(cast("State", self.state), step)


class Inbound(Base):
    """What came back: a reply or a bounce."""

    __tablename__ = "inbound"
    __table_args__ = (UniqueConstraint("workspace_id", "external_id", name="inbound_external_id"),)

    id: Mapped[UUID] = mapped_column(primary_key=True)
    workspace_id: Mapped[UUID]
    prospect_id: Mapped[UUID] = mapped_column(ForeignKey("prospects.id", ondelete="CASCADE"), index=True)
    message_id: Mapped[UUID | None]
    external_id: Mapped[str]
    kind: Mapped[str]
    subject: Mapped[str] = mapped_column(default="")
    text: Mapped[str] = mapped_column(default="")
    at: Mapped[datetime]


class Suppression(Base):
    """An address that gets no mail, as a keyed hash; outlives every erasure."""

    __tablename__ = "suppressions"

    workspace_id: Mapped[UUID] = mapped_column(primary_key=True)
    address_hash: Mapped[str] = mapped_column(primary_key=True)
    reason: Mapped[str]
    since: Mapped[datetime]


class HostOptOut(Base):
    """A host whose company wants to be neither read nor contacted: by a workspace, or by any (`everywhere`).

    What was taken off the list stays with its history: who did what when, and why.
    """

    __tablename__ = "host_opt_outs"
    __table_args__ = (Index("host_opt_outs_by_workspace", "workspace_id", "everywhere", "host"),)

    id: Mapped[UUID] = mapped_column(primary_key=True)
    workspace_id: Mapped[UUID]
    version: Mapped[int] = mapped_column(default=0)
    host: Mapped[str]
    everywhere: Mapped[bool] = mapped_column(default=False)
    active: Mapped[bool] = mapped_column(default=True)
    since: Mapped[datetime]
    history: Mapped[list[Any]]


class TemplateRow(Base):
    """A workspace's own wording of a mail."""

    __tablename__ = "templates"

    workspace_id: Mapped[UUID] = mapped_column(primary_key=True)
    name: Mapped[str] = mapped_column(primary_key=True)
    language: Mapped[str] = mapped_column(primary_key=True)
    subject: Mapped[str]
    body: Mapped[str]
    version: Mapped[int] = mapped_column(default=1)
    changed_at: Mapped[datetime]


class Notice(Outgoing, Base):
    """A mail to the operator. A report has its page, its workbook and its text in the object store."""

    __tablename__ = "notices"

    workspace_id: Mapped[UUID] = mapped_column(index=True)
    kind: Mapped[str]
    lead_id: Mapped[UUID | None]
    subject: Mapped[str]
    body: Mapped[str]
    sent_at: Mapped[datetime | None]
    html_key: Mapped[str | None]
    excel_key: Mapped[str | None]
    text_key: Mapped[str | None]
    excel_name: Mapped[str | None]
    created_at: Mapped[datetime]


class Invitation(Outgoing, Base):
    """The mail to a new member, by the member's id, so that there is one. Whom it was for goes once it is settled.

    `number` is that of the invitation which asked for it last.
    """

    __tablename__ = "invitations"

    workspace_id: Mapped[UUID] = mapped_column(index=True)
    version: Mapped[int] = mapped_column(default=1)
    name: Mapped[str | None]
    email: Mapped[str | None]
    number: Mapped[int] = mapped_column(server_default="1")
    created_at: Mapped[datetime]


class ErasedLead(Base):
    """A lead that was erased: events about it that come late are dropped."""

    __tablename__ = "erased_leads"

    lead_id: Mapped[UUID] = mapped_column(primary_key=True)
    erased_at: Mapped[datetime]
