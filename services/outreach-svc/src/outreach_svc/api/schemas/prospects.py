"""Prospects, and what they may be written for."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated, Any, Literal
from uuid import UUID

from identity.moments import Moment
from identity.text import AS_TEXT
from pydantic import BaseModel, ConfigDict, Field, StringConstraints
from servicekit.auth.actors import ActorOut
from wording import Language

from outreach_svc.api.schemas.fields import Email, Input, Line, Name, Note, Website
from outreach_svc.api.schemas.messages import InboundOut, MessageOut
from outreach_svc.domain.basis import Reason
from outreach_svc.domain.planning import What
from outreach_svc.domain.stages import Stage, expected_next
from outreach_svc.models import LawfulBasis, Prospect, Step
from outreach_svc.service.consent import NewBasis
from outreach_svc.service.prospects import NewProspect
from outreach_svc.texts import sentence


class ProspectIn(Input):
    """A company that is to get a demo; only its web address is needed."""

    model_config = ConfigDict(
        json_schema_extra={"examples": [{"website": "https://www.tischlerei-brandt.example", "industry": "Tischlerei"}]}
    )

    website: Website = Field(description="Internetadresse der Firma. The company's web address.")
    company_name: Name = Field("", description="Firmenname, wenn bekannt. Its name, if known.")
    contact_person: Name = Field("", description="Ansprechpartner für die Anrede. The person to address.")
    industry: Line = Field("", description="Branche. Industry.")
    note: Note = Field("", description="Interne Notiz. Internal note.")
    email: Email | None = Field(None, description="E-Mail-Adresse, wenn bekannt. Mail address, if known.")
    language: Language = Field("de", description="Sprache der Nachrichten. Language of messages.")

    def value(self) -> NewProspect:
        """For the use case."""
        return NewProspect(**self.model_dump())


class TimelineOut(BaseModel):
    """One step and its time."""

    at: datetime
    step: str
    text: str
    detail: dict[str, Any]
    actor: ActorOut | None = None

    @classmethod
    def of(cls, step: Step, language: str) -> TimelineOut:
        """From the row, with the catalogue's sentence."""
        return cls(
            at=step.at,
            step=step.step,
            detail=step.detail,
            text=sentence(f"step.{step.step}", language, step.detail),
            actor=step.actor,
        )


class ProspectChangeIn(Input):
    """What an operator says of a prospect."""

    value: int | None = Field(
        ge=0,
        le=100_000_000,
        description="Was der Auftrag wert wäre, in ganzen Euro; null, wenn unbekannt. Its worth in whole euros.",
    )


class ExpectedOut(BaseModel):
    """What the prospect waits for."""

    stage: Stage
    due_at: datetime
    overdue: bool


class BasisOut(BaseModel):
    """A recorded enquiry, consent or customer relation."""

    id: UUID
    kind: Literal["enquiry", "consent", "existing_customer"]
    address: str
    occurred_at: datetime
    recorded_at: datetime
    channel: str
    note: str
    confirmed_at: datetime | None
    withdrawn_at: datetime | None

    @classmethod
    def of(cls, basis: LawfulBasis) -> BasisOut:
        """From the row."""
        return cls.model_validate(basis, from_attributes=True)


class DecisionOut(BaseModel):
    """Whether advertising mail may be sent now, and why (not)."""

    allowed: bool
    basis: Literal["enquiry", "consent", "existing_customer"] | None
    reasons: list[Reason]


class ProspectOut(BaseModel):
    """A prospect."""

    id: UUID
    website: str
    company_name: str
    contact_person: str
    industry: str
    note: str
    value: int | None = Field(None, description="In ganzen Euro; null, wenn unbekannt. In whole euros.")
    email: str | None
    language: Language
    stage: Stage
    stage_dates: dict[str, datetime]
    expected: ExpectedOut | None
    research_revision: int
    same_as: UUID | None = Field(
        default=None, description="The prospect to whose site the address leads. Dieselbe Firma unter anderer Adresse."
    )
    bot_id: UUID | None
    demo_link: str | None
    demo_ends_at: datetime | None
    demo_over_at: datetime | None
    first_contact_at: datetime | None
    next_follow_up_at: datetime | None
    follow_ups_stopped: str | None
    engagement: float
    version: int
    created_at: datetime

    @classmethod
    def fields_of(cls, prospect: Prospect, now: datetime) -> dict[str, Any]:
        """The fields from the row."""
        expected = expected_next(prospect.stage, prospect.stage_since)
        return {
            "id": prospect.id,
            "website": prospect.website,
            "company_name": prospect.company,
            "contact_person": prospect.contact_person,
            "industry": prospect.field,
            "note": prospect.note,
            "value": prospect.value,
            "email": prospect.email,
            "language": prospect.language,
            "stage": prospect.stage,
            "stage_dates": prospect.stage_dates,
            "expected": ExpectedOut(stage=expected.stage, due_at=expected.due_at, overdue=expected.overdue(now))
            if expected
            else None,
            "research_revision": prospect.research_revision,
            "same_as": prospect.same_as,
            "bot_id": prospect.bot_id,
            "demo_link": prospect.demo_link or None,
            "demo_ends_at": prospect.demo_ends_at,
            "demo_over_at": prospect.demo_over_at,
            "first_contact_at": prospect.first_contact_at,
            "next_follow_up_at": prospect.next_follow_up_at,
            "follow_ups_stopped": prospect.stopped_reason,
            "engagement": prospect.score,
            "version": prospect.version,
            "created_at": prospect.created_at,
        }

    @classmethod
    def of(cls, prospect: Prospect, now: datetime) -> ProspectOut:
        """From the row."""
        return cls(**cls.fields_of(prospect, now))


class PlannedOut(BaseModel):
    """A message that is to come, or with `comes` false why none of its kind does."""

    what: What
    comes: bool
    because: str = Field(description="Warum, als Kürzel. Why, as a code.")
    at: datetime | None = Field(description="Soweit bekannt; der Entwurf entsteht dann. When it is drafted, if known.")
    days: int | None = Field(description="Tage nach dem Erstkontakt. Days after the first contact.")
    template: str | None = Field(description="Nach dem Engagement von jetzt. By the engagement of now.")


class ProspectDetailOut(ProspectOut):
    """A prospect with what happened: timeline, messages, what came back, what allows mail, found facts."""

    timeline: list[TimelineOut]
    messages: list[MessageOut]
    inbound: list[InboundOut]
    bases: list[BasisOut]
    mail: DecisionOut
    plan: list[PlannedOut] = Field([], description="Was noch kommt und warum. What is still to come, and why.")
    talking_points: list[str]
    facts: dict[str, Any]


class RowProblemOut(BaseModel):
    """What a row lacks."""

    column: str
    message: str


class RowOut(BaseModel):
    """What became of a row of a table, counted from 1 without the head."""

    row: int
    website: str
    result: Literal["created", "known", "invalid"] = Field(
        description="`known`: the workspace had this address, in this or another spelling. Schon vorhanden."
    )
    prospect_id: UUID | None = None
    problems: list[RowProblemOut] = []


class BulkOut(BaseModel):
    """What became of a table. `GET /api/prospects?batch=…` tells how far its companies are."""

    batch_id: UUID
    created: list[UUID]
    rows: list[RowOut]


class ProspectCountsOut(BaseModel):
    """How many prospects stand in each stage; a stage without any is left out."""

    stages: dict[Stage, int]
    values: dict[Stage, int] = Field({}, description="Summe der Werte in ganzen Euro. Sum of values in whole euros.")


class BasisIn(Input):
    """An enquiry of the company, or an existing customer with the conditions of section 7(3) UWG."""

    model_config = ConfigDict(
        json_schema_extra={
            "examples": [
                {
                    "kind": "enquiry",
                    "email": "info@tischlerei-brandt.example",
                    "occurred_at": "2026-03-02T10:15:00+01:00",
                    "channel": "phone",
                    "note": "Frau Brandt bat am Telefon um den Link.",
                }
            ]
        }
    )

    kind: Literal["enquiry", "existing_customer"]
    email: Email = Field(description="Die Adresse, um die es geht. The address it is about.")
    occurred_at: Moment = Field(description="Wann angefragt oder gekauft wurde. When they asked or bought.")
    channel: Line = Field("", description="Telefon, Messe, Formular … How it reached you.")
    note: Annotated[str, StringConstraints(max_length=2000), AS_TEXT] = ""
    address_from_sale: bool = Field(False, description="Adresse beim Verkauf erhalten. Address obtained with a sale.")
    similar_goods: bool = Field(False, description="Eigene ähnliche Leistungen. Own similar goods or services.")
    informed_of_objection: bool = Field(False, description="Auf Widerspruch hingewiesen. Told they may object.")

    def value(self) -> NewBasis:
        """For the use case."""
        return NewBasis(**self.model_dump())


class StageIn(Input):
    """A stage set by hand."""

    stage: Stage


class CallSheetOut(BaseModel):
    """What a caller needs on one page."""

    company: str
    phone: str | None
    contact_person: str
    website: str
    demo_link: str | None
    demo_ends_at: datetime | None
    engagement: float
    opening: str
    offer: str
    question: str
    talking_points: list[str]
    law: str
    note: str
