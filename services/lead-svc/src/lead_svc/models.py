"""The tables of lead-svc. Whatever names a person is sealed; addresses are found by their blind index."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any, Literal
from uuid import UUID

from servicekit.auth.actors import Acted
from servicekit.mail.delivery import Outgoing
from sqlalchemy import DateTime, ForeignKey, Index, LargeBinary, Text, text
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column
from wording import Language

from lead_svc.domain.interest import Conversation, LeadKind
from lead_svc.domain.status import LeadStatus

Environment = Literal["production", "staging", "preview"]
PrivacyKind = Literal["export", "erasure"]
What = Literal[
    "status",
    "notes",
    "assigned_to",
    "task_added",
    "task_changed",
    "task_assigned",
    "task_done",
    "task_reopened",
    "task_dropped",
]
NoticeKind = Literal["confirmation", "contact_request", "privacy_link", "certificate"]


class Base(DeclarativeBase):
    """Columns by annotation: times with zone, dictionaries and lists as JSONB."""

    type_annotation_map = {
        datetime: DateTime(timezone=True),
        dict[str, Any]: JSONB,
        list[Any]: JSONB,
        str: Text,
        bytes: LargeBinary,
    }


class Person(Base):
    """A person's key, wrapped by the master key named `master`. Deleting the row shreds what is sealed under it."""

    __tablename__ = "persons"

    id: Mapped[UUID] = mapped_column(primary_key=True)
    workspace_id: Mapped[UUID] = mapped_column(index=True)
    master: Mapped[str] = mapped_column(index=True)
    wrapped_key: Mapped[bytes]
    created_at: Mapped[datetime]


class Lead(Base):
    """Contact details a person left with consent: the aggregate of the lead events."""

    __tablename__ = "captured_leads"
    __table_args__ = (
        Index("captured_leads_by_workspace", "workspace_id", "captured_at", "id"),
        Index("captured_leads_by_email", "workspace_id", "email_index"),
        Index("captured_leads_by_member", "workspace_id", "assigned_to"),
        Index("captured_leads_by_phone", "workspace_id", "phone_index"),
        Index(
            "captured_leads_one_per_address",
            "bot_id",
            "environment",
            "email_index",
            unique=True,
            postgresql_where=text("kind = 'email'"),
        ),
    )

    id: Mapped[UUID] = mapped_column(primary_key=True)
    workspace_id: Mapped[UUID]
    version: Mapped[int] = mapped_column(default=1)
    bot_id: Mapped[UUID] = mapped_column(index=True)
    kind: Mapped[LeadKind] = mapped_column(Text)
    environment: Mapped[Environment] = mapped_column(Text)
    conversation_id: Mapped[UUID | None] = mapped_column(index=True)
    contact_person_id: Mapped[UUID | None]
    person_id: Mapped[UUID] = mapped_column(ForeignKey("persons.id"), index=True)
    email_sealed: Mapped[bytes | None]
    email_index: Mapped[bytes | None]
    phone_sealed: Mapped[bytes | None]
    phone_index: Mapped[bytes | None]
    name_sealed: Mapped[bytes | None]
    message_sealed: Mapped[bytes | None]
    status: Mapped[LeadStatus] = mapped_column(Text, default="new")
    notes: Mapped[str] = mapped_column(default="")
    assigned_to: Mapped[UUID | None]
    """The member who looks after it; who that is, config-svc knows."""
    estimated_interest_level: Mapped[int]
    interest_reasons: Mapped[list[Any]]
    topics_discussed: Mapped[list[Any]]
    session_duration: Mapped[int] = mapped_column(default=0)
    message_count: Mapped[int] = mapped_column(default=0)
    capture_context: Mapped[dict[str, Any]]
    captured_at: Mapped[datetime]
    updated_at: Mapped[datetime]
    confirmed_at: Mapped[datetime | None]


class Task(Base):
    """Something to do about a lead. Its text may name the person: it is sealed, and goes with the lead."""

    __tablename__ = "tasks"
    __table_args__ = (Index("tasks_open", "due", "lead_id", postgresql_where=text("NOT done")),)

    id: Mapped[UUID] = mapped_column(primary_key=True)
    lead_id: Mapped[UUID] = mapped_column(ForeignKey("captured_leads.id", ondelete="CASCADE"), index=True)
    version: Mapped[int] = mapped_column(default=1)
    text_sealed: Mapped[bytes]
    due: Mapped[date | None]
    done: Mapped[bool] = mapped_column(default=False)
    assigned_to: Mapped[UUID | None]
    """The member who does it; else it is for who looks after the lead."""
    created_at: Mapped[datetime]


class Change(Acted, Base):
    """Something that was changed about a lead, and by whom. Codes and ids alone: what was written stays sealed."""

    __tablename__ = "changes"
    __table_args__ = (Index("changes_by_lead", "lead_id", "id"),)

    id: Mapped[UUID] = mapped_column(primary_key=True)
    lead_id: Mapped[UUID] = mapped_column(ForeignKey("captured_leads.id", ondelete="CASCADE"))
    at: Mapped[datetime]
    what: Mapped[What] = mapped_column(Text)
    before: Mapped[str | None]
    after: Mapped[str | None]
    """A status, or the id of who is in charge, where that is what was changed."""


class Consent(Base):
    """What a person agreed to, with the text itself."""

    __tablename__ = "consents"

    id: Mapped[UUID] = mapped_column(primary_key=True)
    lead_id: Mapped[UUID] = mapped_column(ForeignKey("captured_leads.id", ondelete="CASCADE"), index=True)
    number: Mapped[int]
    language: Mapped[str]
    text: Mapped[str]
    privacy_url: Mapped[str]
    purpose: Mapped[str]
    given_at: Mapped[datetime]


class ConversationSummary(Base):
    """How long and about what a visitor talked with a bot; from chat-svc's events."""

    __tablename__ = "conversations"

    id: Mapped[UUID] = mapped_column(primary_key=True)
    workspace_id: Mapped[UUID] = mapped_column(index=True)
    bot_id: Mapped[UUID] = mapped_column(index=True)
    messages: Mapped[int] = mapped_column(default=0)
    visitor_messages: Mapped[int] = mapped_column(default=0)
    seconds: Mapped[int] = mapped_column(default=0)
    topics: Mapped[list[Any]]
    started_at: Mapped[datetime]
    last_at: Mapped[datetime] = mapped_column(index=True)
    ended: Mapped[bool] = mapped_column(default=False)
    booked: Mapped[bool] = mapped_column(default=False)
    """Whether a page for appointments was opened."""

    @property
    def seen(self) -> Conversation:
        """The summary as a value."""
        return Conversation(self.messages, self.visitor_messages, self.seconds, tuple(self.topics), self.booked)


class PrivacyRequest(Base):
    """A person's wish to see or to be rid of what is kept. The address is sealed and goes when the wish is met."""

    __tablename__ = "privacy_requests"

    id: Mapped[UUID] = mapped_column(primary_key=True)
    workspace_id: Mapped[UUID] = mapped_column(index=True)
    kind: Mapped[PrivacyKind] = mapped_column(Text)
    asked_by: Mapped[Literal["person", "operator"]] = mapped_column(Text)
    language: Mapped[Language] = mapped_column(Text)
    state: Mapped[Literal["asked", "confirmed", "erasing", "done"]] = mapped_column(Text)
    master: Mapped[str | None]
    wrapped_key: Mapped[bytes | None]
    email_sealed: Mapped[bytes | None]
    email_index: Mapped[bytes | None] = mapped_column(index=True)
    phone_index: Mapped[bytes | None]
    erasure_id: Mapped[UUID | None] = mapped_column(index=True)
    asked_at: Mapped[datetime]
    confirmed_at: Mapped[datetime | None]
    done_at: Mapped[datetime | None]
    expires_at: Mapped[datetime]


class Erasure(Base):
    """An erasure that every service must answer: the aggregate of the erasure events. Names nobody; kept for good."""

    __tablename__ = "erasures"

    id: Mapped[UUID] = mapped_column(primary_key=True)
    workspace_id: Mapped[UUID] = mapped_column(index=True)
    version: Mapped[int] = mapped_column(default=1)
    requested_at: Mapped[datetime]
    certified_at: Mapped[datetime | None]


class ErasureAnswer(Base):
    """What one service deleted, and when."""

    __tablename__ = "erasure_answers"

    erasure_id: Mapped[UUID] = mapped_column(ForeignKey("erasures.id"), primary_key=True)
    service: Mapped[str] = mapped_column(primary_key=True)
    counts: Mapped[dict[str, Any]]
    completed_at: Mapped[datetime]


class Tombstone(Base):
    """Something erased or deleted: late events and requests about it change nothing."""

    __tablename__ = "tombstones"

    id: Mapped[UUID] = mapped_column(primary_key=True)
    kind: Mapped[Literal["lead", "conversation", "bot", "workspace"]] = mapped_column(Text)
    erased_at: Mapped[datetime]


class Notice(Outgoing, Base):
    """A mail that is to be sent once. What it says is put together when it is claimed, from what is kept then."""

    __tablename__ = "notices"

    workspace_id: Mapped[UUID] = mapped_column(index=True)
    kind: Mapped[NoticeKind] = mapped_column(Text)
    about_id: Mapped[UUID] = mapped_column(index=True)
    created_at: Mapped[datetime]
    sent_at: Mapped[datetime | None]
