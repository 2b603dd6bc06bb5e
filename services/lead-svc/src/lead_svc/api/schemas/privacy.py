"""Requests to know or to erase what is stored of a person."""

from __future__ import annotations

from datetime import datetime
from typing import Literal
from uuid import UUID

from pydantic import BaseModel, ConfigDict, Field
from wording import Language

from lead_svc.api.schemas.fields import Address, Input, Phone
from lead_svc.api.schemas.leads import LeadOut
from lead_svc.models import PrivacyKind
from lead_svc.service.privacy import Progress, Whom
from lead_svc.service.reading import OpenLead


class PrivacyRequestIn(Input):
    """Auskunft oder Löschung. Access or erasure; a person names the bot, an operator one of address, phone and lead."""

    kind: PrivacyKind
    email: Address | None = None
    phone: Phone | None = None
    lead_id: UUID | None = None
    chatbot_id: UUID | None = Field(default=None, description="Der Assistent, bei dem die Adresse hinterlassen wurde.")
    language: Language = "de"

    def whom(self) -> Whom:
        """Whose data is meant."""
        return Whom(self.email, self.phone, self.lead_id)


class AcceptedOut(BaseModel):
    """Immer dieselbe Antwort. The same answer, whether the address is known or not."""

    detail: str


class ServiceAnswerOut(BaseModel):
    """Was ein Dienst gelöscht hat. What one service deleted."""

    service: str
    counts: dict[str, int]
    completed_at: datetime


class PrivacyListedOut(BaseModel):
    """Ein Antrag in einer Liste, ohne die Person. A request in a list; it does not say whose."""

    model_config = ConfigDict(from_attributes=True)

    id: UUID
    kind: PrivacyKind
    state: Literal["asked", "confirmed", "erasing", "done"]
    asked_by: Literal["person", "operator"]
    asked_at: datetime
    done_at: datetime | None


class PrivacyRequestOut(BaseModel):
    """Stand eines Antrags. How far a request is; `certified_at` closes the certificate."""

    id: UUID
    kind: PrivacyKind
    state: Literal["asked", "confirmed", "erasing", "done"]
    asked_at: datetime
    confirmed_at: datetime | None
    erasure_id: UUID | None
    answers: list[ServiceAnswerOut]
    certified_at: datetime | None
    leads: list[LeadOut] | None = None

    @classmethod
    def of(cls, progress: Progress, leads: list[OpenLead] | None = None) -> PrivacyRequestOut:
        """A request as callers see it."""
        request = progress.request
        return cls(
            id=request.id,
            kind=request.kind,
            state=request.state,
            asked_at=request.asked_at,
            confirmed_at=request.confirmed_at,
            erasure_id=request.erasure_id,
            answers=[
                ServiceAnswerOut(service=answer.service, counts=answer.counts, completed_at=answer.completed_at)
                for answer in progress.answers
            ],
            certified_at=progress.certified_at,
            leads=[LeadOut.of(lead) for lead in leads] if leads is not None else None,
        )
