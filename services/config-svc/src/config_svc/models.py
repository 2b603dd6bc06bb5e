"""The tables of config-svc."""

from __future__ import annotations

from datetime import datetime
from typing import Any, Literal
from uuid import UUID

from sqlalchemy import DateTime, ForeignKey, Index, Text, UniqueConstraint, Uuid, false
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column, relationship

Json = dict[str, Any]
ObjectKind = Literal["bot", "member", "key", "workspace"]
"""What an audit entry is about."""


class Base(DeclarativeBase):
    """Ids are UUIDs, times carry their zone, structured values are JSONB."""

    type_annotation_map = {
        UUID: Uuid(),
        datetime: DateTime(timezone=True),
        str: Text(),
        dict[str, Any]: JSONB(none_as_null=True),
        list[Any]: JSONB(none_as_null=True),
    }


class Workspace(Base):
    """A tenant. `sender`, `sending_window`, `default_consents` and `retention` are the contract's values."""

    __tablename__ = "workspaces"

    id: Mapped[UUID] = mapped_column(primary_key=True)
    version: Mapped[int] = mapped_column(default=1)
    name: Mapped[str]
    sender: Mapped[Json]
    operator_email: Mapped[str]
    sending_window: Mapped[Json]
    daily_mail_cap: Mapped[int]
    default_consents: Mapped[list[Any]]
    retention: Mapped[Json]
    locale: Mapped[str]
    created_at: Mapped[datetime]

    @property
    def workspace_id(self) -> UUID:
        """The workspace's own id: it is its own tenant."""
        return self.id


class Member(Base):
    """A person who may sign in. Of one who was removed the name alone is kept, for the audit trail.

    `issuer` and `subject` are the account that signed in first; from then on it is this account, whatever its address.
    """

    __tablename__ = "members"
    __table_args__ = (
        UniqueConstraint("workspace_id", "comparable_email", name="one_member_per_address"),
        UniqueConstraint("workspace_id", "issuer", "subject", name="one_member_per_account"),
        Index("members_by_address", "comparable_email"),
        Index("members_by_account", "issuer", "subject"),
    )

    id: Mapped[UUID] = mapped_column(primary_key=True)
    workspace_id: Mapped[UUID] = mapped_column(ForeignKey("workspaces.id", ondelete="CASCADE"))
    version: Mapped[int] = mapped_column(default=1)
    name: Mapped[str]
    email: Mapped[str | None]
    comparable_email: Mapped[str | None]
    role: Mapped[str]
    bots: Mapped[list[Any] | None]
    state: Mapped[str]
    issuer: Mapped[str | None]
    subject: Mapped[str | None]
    invited_at: Mapped[datetime]
    announced: Mapped[bool] = mapped_column(server_default=false())
    """Whether other services were told that there is this member."""
    invitation: Mapped[str | None]
    """What became of the latest mail to them; none where there was no sign-in to send them to."""
    invitations: Mapped[int] = mapped_column(server_default="0")
    """How many mails were asked for."""
    last_seen_at: Mapped[datetime | None]


class ApiKey(Base):
    """An API key without its secret. One with a member is their sign-in: `sign_in` is the one token that it was for."""

    __tablename__ = "api_keys"
    __table_args__ = (
        UniqueConstraint("member_id", "sign_in", name="one_key_per_sign_in"),
        Index("api_keys_of_workspace", "workspace_id", "id"),
    )

    id: Mapped[UUID] = mapped_column(primary_key=True)
    workspace_id: Mapped[UUID] = mapped_column(ForeignKey("workspaces.id", ondelete="CASCADE"))
    version: Mapped[int] = mapped_column(default=1)
    name: Mapped[str]
    secret_hash: Mapped[str]
    scopes: Mapped[list[Any]]
    bots: Mapped[list[Any] | None]
    created_at: Mapped[datetime]
    revoked_at: Mapped[datetime | None]
    expires_at: Mapped[datetime | None]
    member_id: Mapped[UUID | None] = mapped_column(ForeignKey("members.id", ondelete="CASCADE"))
    sign_in: Mapped[str | None]


class PersonRow(Base):
    """A person of the draft; published configurations hold copies."""

    __tablename__ = "contact_persons"
    __table_args__ = (Index("contact_persons_of_bot", "bot_id", "display_order"),)

    id: Mapped[UUID] = mapped_column(primary_key=True)
    bot_id: Mapped[UUID] = mapped_column(ForeignKey("chatbot_configs.id", ondelete="CASCADE"))
    name: Mapped[str]
    position: Mapped[str] = mapped_column(default="")
    phone: Mapped[str | None]
    email: Mapped[str] = mapped_column(default="")
    image_key: Mapped[str | None]
    specialization: Mapped[str] = mapped_column(default="")
    booking_url: Mapped[str | None]
    display_order: Mapped[int] = mapped_column(default=0)


class ConsentText(Base):
    """One published version of a bot's consent text. Rows are only ever added."""

    __tablename__ = "consent_texts"

    bot_id: Mapped[UUID] = mapped_column(ForeignKey("chatbot_configs.id", ondelete="CASCADE"), primary_key=True)
    language: Mapped[str] = mapped_column(primary_key=True)
    number: Mapped[int] = mapped_column(primary_key=True)
    text: Mapped[str]
    privacy_url: Mapped[str]
    since: Mapped[datetime]


class Bot(Base):
    """A bot. `draft` and `published` are the contract's configuration; the draft's persons are rows of their own.

    `consents` is the draft's consent text by language: `{"de": {"text": …, "privacy_url": …}}`.
    """

    __tablename__ = "chatbot_configs"
    __table_args__ = (
        UniqueConstraint("prospect_id", name="one_bot_per_prospect"),
        Index("chatbot_configs_of_workspace", "workspace_id", "id"),
        Index("chatbot_configs_by_demo_end", "demo_ends_at", postgresql_where="demo_ends_at IS NOT NULL"),
    )

    id: Mapped[UUID] = mapped_column(primary_key=True)
    workspace_id: Mapped[UUID] = mapped_column(ForeignKey("workspaces.id"))
    version: Mapped[int] = mapped_column(default=1)
    state: Mapped[str] = mapped_column(default="draft")
    name: Mapped[str]
    company_name: Mapped[str] = mapped_column(default="")
    draft: Mapped[Json]
    published: Mapped[Json | None]
    consents: Mapped[Json]
    link_version: Mapped[int] = mapped_column(default=1)
    prospect_id: Mapped[UUID | None]
    created_at: Mapped[datetime]
    updated_at: Mapped[datetime]
    published_at: Mapped[datetime | None]
    deployed_at: Mapped[datetime | None]
    deployment_failed_at: Mapped[datetime | None]
    demo_ends_at: Mapped[datetime | None]
    demo_reset_at: Mapped[datetime | None]
    demo_reminded: Mapped[int | None]
    converted_at: Mapped[datetime | None]

    persons: Mapped[list[PersonRow]] = relationship(
        order_by=(PersonRow.display_order, PersonRow.id), lazy="selectin", cascade="all, delete-orphan"
    )
    consent_texts: Mapped[list[ConsentText]] = relationship(
        order_by=(ConsentText.language, ConsentText.number), lazy="selectin", cascade="all, delete-orphan"
    )


class EarlierDraft(Base):
    """A draft that was replaced: as `Bot.draft` and `Bot.consents` were up to this version, without its persons."""

    __tablename__ = "earlier_drafts"

    bot_id: Mapped[UUID] = mapped_column(ForeignKey("chatbot_configs.id", ondelete="CASCADE"), primary_key=True)
    version: Mapped[int] = mapped_column(primary_key=True)
    draft: Mapped[Json]
    consents: Mapped[Json]
    until: Mapped[datetime]


class SavedFilter(Base):
    """A filter of a list that a workspace keeps by name. `values` are parameters of the console's address."""

    __tablename__ = "saved_filters"
    __table_args__ = (UniqueConstraint("workspace_id", "list", "name", name="one_filter_per_name"),)

    id: Mapped[UUID] = mapped_column(primary_key=True)
    workspace_id: Mapped[UUID] = mapped_column(ForeignKey("workspaces.id", ondelete="CASCADE"))
    list: Mapped[str]
    name: Mapped[str]
    values: Mapped[Json]
    created_at: Mapped[datetime]


class AuditEntry(Base):
    """Who did what to which object, when. `changes` names fields by JSON pointer and holds none of their values."""

    __tablename__ = "audit_entries"
    __table_args__ = (
        Index("audit_entries_of_object", "object_id", "id"),
        Index("audit_entries_of_workspace", "workspace_id", "id"),
    )

    id: Mapped[UUID] = mapped_column(primary_key=True)
    workspace_id: Mapped[UUID]
    object_kind: Mapped[str] = mapped_column(server_default="bot")
    object_id: Mapped[UUID]
    object_version: Mapped[int]
    at: Mapped[datetime]
    actor_kind: Mapped[str]
    actor_id: Mapped[UUID | None]
    actor_name: Mapped[str]
    action: Mapped[str]
    changes: Mapped[list[Any]]
