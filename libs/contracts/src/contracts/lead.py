"""lead-svc: leads, without their data, and erasures."""

from __future__ import annotations

from datetime import datetime
from typing import Literal
from uuid import UUID

from contracts.base import Event
from contracts.bots import Environment

LeadStatus = Literal["new", "contacted", "qualified", "customer", "lost"]

ERASURE_RESPONDERS: tuple[str, ...] = ("lead-svc", "chat-svc", "analytics-svc", "outreach-svc")
"""Services that hold something of a person or a conversation and must answer every erasure."""


class LeadEvent(Event):
    """Something happened to a lead."""

    lead_id: UUID
    bot_id: UUID


class LeadCaptured(LeadEvent, type="empfang.lead.LeadCaptured.v1"):
    """A visitor left contact details with consent. Carries none of them: ask lead-svc with `lead_id`."""

    conversation_id: UUID | None = None
    environment: Environment
    kind: Literal["email", "contact_request"]
    interest_level: int
    """1 to 10: lead-svc sees to it."""
    topics: tuple[str, ...] = ()
    person_id: UUID | None = None
    at: datetime


class LeadConfirmed(LeadEvent, type="empfang.lead.LeadConfirmed.v1"):
    """The address was confirmed by double opt-in."""

    at: datetime


class LeadStatusChanged(LeadEvent, type="empfang.lead.LeadStatusChanged.v1"):
    """An operator moved the lead on."""

    status: LeadStatus
    previous: LeadStatus
    at: datetime


class LeadErased(LeadEvent, type="empfang.lead.LeadErased.v1"):
    """The lead's data is gone."""

    at: datetime


class ErasureRequested(Event, type="empfang.lead.ErasureRequested.v1"):
    """Every service must forget these. `address_hash` is keyed; only lead- and outreach-svc hold the key."""

    erasure_id: UUID
    lead_ids: tuple[UUID, ...] = ()
    conversation_ids: tuple[UUID, ...] = ()
    bot_ids: tuple[UUID, ...] = ()
    address_hash: str | None = None
    requested_at: datetime


class ErasureCompleted(Event, type="empfang.erasure.ErasureCompleted.v1"):
    """One service has forgotten; `counts` says how many rows of what."""

    erasure_id: UUID
    service: str
    counts: dict[str, int] = {}
    completed_at: datetime


class ErasureCertified(Event, type="empfang.lead.ErasureCertified.v1"):
    """All services that must answer have."""

    erasure_id: UUID
    services: tuple[str, ...]
    certified_at: datetime
