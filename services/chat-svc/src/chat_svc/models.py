"""The tables of chat-svc."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any
from uuid import UUID

from servicekit.mail.delivery import Outgoing
from sqlalchemy import Date, DateTime, ForeignKey, Index, LargeBinary, Text, UniqueConstraint, Uuid, text
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column

Json = dict[str, Any]


class Base(DeclarativeBase):
    """Ids are UUIDs, times carry their zone, structured values are JSONB."""

    type_annotation_map = {
        UUID: Uuid(),
        datetime: DateTime(timezone=True),
        date: Date(),
        str: Text(),
        bytes: LargeBinary(),
        dict[str, Any]: JSONB(none_as_null=True),
        list[Any]: JSONB(none_as_null=True),
    }


class Conversation(Base):
    """A visitor's conversation, from the first message on."""

    __tablename__ = "conversations"
    __table_args__ = (
        Index("conversations_of_bot", "bot_id", "id"),
        Index("conversations_of_workspace", "workspace_id", "last_message_at"),
        Index("open_conversations", "last_message_at", postgresql_where=text("ended_at IS NULL")),
    )

    id: Mapped[UUID] = mapped_column(primary_key=True)
    workspace_id: Mapped[UUID]
    bot_id: Mapped[UUID]
    version: Mapped[int] = mapped_column(default=1)
    environment: Mapped[str]
    visit_id: Mapped[UUID | None]
    visitor: Mapped[str]
    language: Mapped[str]
    started_at: Mapped[datetime]
    last_message_at: Mapped[datetime]
    ended_at: Mapped[datetime | None]
    end_reason: Mapped[str | None]
    questions: Mapped[int] = mapped_column(default=0)
    messages: Mapped[int] = mapped_column(default=0)
    topics: Mapped[list[Any]] = mapped_column(default=list)
    answering: Mapped[UUID | None]
    answering_until: Mapped[datetime | None]
    forms_shown: Mapped[int] = mapped_column(default=0)
    form_stopped: Mapped[str | None]
    cards_shown: Mapped[int] = mapped_column(default=0)
    notices: Mapped[list[Any]] = mapped_column(default=list)


class Message(Base):
    """What one side said. `request_id` is the id the visitor gave; question and answer share it."""

    __tablename__ = "messages"
    __table_args__ = (
        UniqueConstraint("conversation_id", "request_id", "role", name="one_answer_per_request"),
        Index("messages_in_order", "conversation_id", "turn"),
    )

    id: Mapped[UUID] = mapped_column(primary_key=True)
    conversation_id: Mapped[UUID] = mapped_column(ForeignKey("conversations.id", ondelete="CASCADE"))
    request_id: Mapped[UUID]
    role: Mapped[str]
    turn: Mapped[int]
    text: Mapped[str]
    language: Mapped[str]
    at: Mapped[datetime]
    mode: Mapped[str | None]
    answered: Mapped[bool | None]
    grounded: Mapped[bool | None]
    topics: Mapped[list[Any]] = mapped_column(default=list)
    extras: Mapped[list[Any]] = mapped_column(default=list)
    """The events that followed the text, as (event, data): citations, cards, form, notices; and the quick replies."""
    tokens: Mapped[int] = mapped_column(default=0)
    first_token_ms: Mapped[int | None]
    total_ms: Mapped[int | None]
    rating: Mapped[int | None]
    comment: Mapped[str | None]

    def kept(self, name: str, otherwise: Any) -> Any:
        """What is stored beside the text under a name."""
        return next((data for event, data in self.extras if event == name), otherwise)

    @property
    def followed(self) -> list[tuple[str, Any]]:
        """What followed the text, in order: cards, form, notices."""
        return [(event, data) for event, data in self.extras if event not in ("citations", "quick_replies")]


class TranscriptMail(Outgoing, Base):
    """A conversation that its visitor wants by mail, once. What it says is put together when it is claimed.

    `address` is sealed, and gone once the mail has left or never will; `address_hash` stays for two days, to count by.
    """

    __tablename__ = "transcript_mails"
    __table_args__ = (
        UniqueConstraint("conversation_id", "address_hash", name="one_transcript_per_address"),
        Index("transcript_mails_by_address", "address_hash", "requested_at"),
    )

    workspace_id: Mapped[UUID]
    bot_id: Mapped[UUID]
    conversation_id: Mapped[UUID] = mapped_column(ForeignKey("conversations.id", ondelete="CASCADE"))
    language: Mapped[str]
    address: Mapped[bytes | None]
    address_hash: Mapped[str]
    requested_at: Mapped[datetime]


class ErasedConversation(Base):
    """A conversation that was erased on request and may not come back."""

    __tablename__ = "erased_conversations"

    conversation_id: Mapped[UUID] = mapped_column(primary_key=True)
    erased_at: Mapped[datetime]


class QuestionGroupRow(Base):
    """Questions that mean the same. `wording` is the first one, redacted; `label` is it once enough have asked."""

    __tablename__ = "question_groups"
    __table_args__ = (Index("question_groups_of_bot", "bot_id", "last_asked_at"),)

    id: Mapped[UUID] = mapped_column(primary_key=True)
    workspace_id: Mapped[UUID]
    bot_id: Mapped[UUID]
    version: Mapped[int] = mapped_column(default=1)
    language: Mapped[str]
    terms: Mapped[str]
    model: Mapped[str | None]
    vector: Mapped[bytes | None]
    wording: Mapped[str | None]
    wording_from: Mapped[UUID | None]
    label: Mapped[str | None]
    asked: Mapped[int] = mapped_column(default=0)
    answered: Mapped[int] = mapped_column(default=0)
    first_asked_at: Mapped[datetime]
    last_asked_at: Mapped[datetime]
    last_unanswered_at: Mapped[datetime | None]
    closed_at: Mapped[datetime | None]
    """When the operator said that the gap is filled; asked in vain again, it is open again."""


class Asker(Base):
    """Somebody who asked a group's question, by the day's hash."""

    __tablename__ = "question_askers"

    group_id: Mapped[UUID] = mapped_column(ForeignKey("question_groups.id", ondelete="CASCADE"), primary_key=True)
    day: Mapped[date] = mapped_column(primary_key=True)
    visitor: Mapped[str] = mapped_column(primary_key=True)


class VisitorSalt(Base):
    """The random salt of one day's visitor hashes; deleted after two days, which makes the hashes worthless."""

    __tablename__ = "visitor_salts"

    day: Mapped[date] = mapped_column(primary_key=True)
    salt: Mapped[bytes]


class TokenUsage(Base):
    """Model tokens a bot has used on a day."""

    __tablename__ = "token_usage"

    bot_id: Mapped[UUID] = mapped_column(primary_key=True)
    day: Mapped[date] = mapped_column(primary_key=True)
    tokens: Mapped[int]
