"""Mails and letters, and what is answered."""

from __future__ import annotations

from datetime import datetime
from typing import Literal
from uuid import UUID

from contracts.outreach import MessageKind
from identity.moments import Moment
from identity.text import Text
from pydantic import BaseModel
from wording import Language

from outreach_svc.api.schemas.fields import Input, Line
from outreach_svc.domain.messages import State
from outreach_svc.models import Inbound, Message


class MessageOut(BaseModel):
    """A mail or letter."""

    id: UUID
    prospect_id: UUID
    kind: MessageKind
    channel: Literal["email", "letter"]
    template: str
    state: State
    subject: str
    body: str
    footer: str
    language: Language
    recipient: str | None
    first_contact: bool
    not_before: datetime | None
    approved_at: datetime | None
    claimed_at: datetime | None
    dispatched_at: datetime | None
    bounced_at: datetime | None
    demo_ends_at: datetime | None
    message_id: str | None
    reason: str
    version: int
    created_at: datetime

    @classmethod
    def of(cls, message: Message) -> MessageOut:
        """From the row."""
        subject, body = message.final
        shown = cls.model_validate(message, from_attributes=True)
        return shown.model_copy(update={"subject": subject, "body": body})


class MessageListedOut(MessageOut):
    """A mail or letter in a list, with the company that it is for."""

    company: str


class InboundOut(BaseModel):
    """A reply or bounce."""

    id: UUID
    kind: Literal["reply", "bounce", "automatic"]
    subject: str
    text: str
    at: datetime
    message_id: UUID | None

    @classmethod
    def of(cls, inbound: Inbound) -> InboundOut:
        """From the row."""
        return cls.model_validate(inbound, from_attributes=True)


class PostedIn(Input):
    """When the letter was given to the post; now when left out."""

    posted_at: Moment | None = None


class MessageIn(Input):
    """A draft's text."""

    subject: Text
    body: Text


class RejectIn(Input):
    """Why a draft is thrown away."""

    reason: Line = ""


class SettleIn(Input):
    """What a person found out about an uncertain mail."""

    arrived: bool
