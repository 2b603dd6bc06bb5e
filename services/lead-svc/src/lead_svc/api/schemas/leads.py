"""Leads and their tasks."""

from __future__ import annotations

from datetime import date, datetime
from typing import Annotated, Any
from uuid import UUID

from identity.moments import Day
from identity.phone import national
from identity.text import AS_LINE, AS_TEXT
from pydantic import BaseModel, Field, StringConstraints
from servicekit.auth.actors import ActorOut
from wording import Language

from lead_svc.api.schemas.fields import Input, MemberName
from lead_svc.domain.interest import LeadKind
from lead_svc.domain.status import LeadStatus
from lead_svc.models import Change, Environment, What
from lead_svc.service.charge import Charge
from lead_svc.service.reading import OpenLead, OpenTask


class ConsentOut(BaseModel):
    """What was agreed to, word for word."""

    number: int
    language: Language
    text: str
    privacy_url: str
    purpose: str
    given_at: datetime


class InterestReasonOut(BaseModel):
    """Ein Grund der Schätzung. One reason of the estimate."""

    name: str
    value: float
    points: float


class _ChargeIn(Input):
    assigned_to: UUID | None = Field(
        default=None, description="Das zuständige Mitglied; null für niemanden. The member in charge; null for nobody."
    )

    @property
    def charge(self) -> Charge | None:
        """Who shall be in charge; left out it says nothing."""
        return Charge(self.assigned_to) if "assigned_to" in self.model_fields_set else None


class TaskIn(_ChargeIn):
    """Eine Aufgabe. A task; who is in charge stays where that is left out."""

    text: Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=500), AS_LINE]
    due: Day | None = Field(default=None, description="Bis zu diesem Tag. To be done by that day.")
    done: bool = False


class TaskOut(BaseModel):
    """Eine Aufgabe zu einem Lead. Something to do about a lead."""

    id: UUID
    text: str
    due: date | None
    done: bool
    assigned_to: UUID | None = Field(
        default=None,
        description="Wer sie erledigt; null: wer den Lead betreut. Who does it; null: who looks after the lead.",
    )
    created_at: datetime
    version: int

    @classmethod
    def of(cls, found: OpenTask) -> TaskOut:
        """From the use case."""
        task = found.task
        return cls(
            id=task.id,
            text=found.text,
            due=task.due,
            done=task.done,
            assigned_to=task.assigned_to,
            created_at=task.created_at,
            version=task.version,
        )


class LeadHistoryOut(BaseModel):
    """Was an einem Lead geändert wurde, und von wem. What was changed about a lead, and by whom."""

    id: UUID
    at: datetime
    what: What
    before: str | None = Field(description="Status oder Mitglied davor. The status or member before.")
    after: str | None = Field(description="Status oder Mitglied danach. The status or member after.")
    actor: ActorOut | None

    @classmethod
    def of(cls, change: Change) -> LeadHistoryOut:
        """From the row."""
        return cls(
            id=change.id,
            at=change.at,
            what=change.what,
            before=change.before,
            after=change.after,
            actor=change.actor,
        )


class LeadOut(BaseModel):
    """Ein Lead mit seinen Angaben. A lead with its details."""

    id: UUID
    chatbot_id: UUID
    kind: LeadKind
    environment: Environment
    email: str | None
    phone: str | None
    phone_national: str | None = Field(
        default=None, description="Wie man sie im Land schreibt. As people of its country write it."
    )
    name: str | None
    message: str | None
    contact_person_id: UUID | None
    status: LeadStatus
    notes: str
    assigned_to: UUID | None = Field(default=None, description="Das zuständige Mitglied. The member in charge.")
    tasks: list[TaskOut] = Field(default=[], description="Was zu tun ist. What is to be done.")
    estimated_interest_level: int
    interest_reasons: list[InterestReasonOut]
    topics_discussed: list[str]
    session_duration: int = Field(description="Sekunden. Seconds.")
    message_count: int
    conversation_id: UUID | None
    capture_context: dict[str, Any]
    consent: ConsentOut
    captured_at: datetime
    confirmed_at: datetime | None
    updated_at: datetime
    version: int

    @classmethod
    def of(cls, found: OpenLead) -> LeadOut:
        """A lead as callers see it."""
        lead, consent = found.lead, found.consent
        return cls(
            id=lead.id,
            chatbot_id=lead.bot_id,
            kind=lead.kind,
            environment=lead.environment,
            email=found.details.email,
            phone=found.details.phone,
            phone_national=national(found.details.phone) if found.details.phone else None,
            name=found.details.name,
            message=found.details.message,
            contact_person_id=lead.contact_person_id,
            status=lead.status,
            notes=lead.notes,
            assigned_to=lead.assigned_to,
            tasks=[TaskOut.of(task) for task in found.tasks],
            estimated_interest_level=lead.estimated_interest_level,
            interest_reasons=[InterestReasonOut(**reason) for reason in lead.interest_reasons],
            topics_discussed=lead.topics_discussed,
            session_duration=lead.session_duration,
            message_count=lead.message_count,
            conversation_id=lead.conversation_id,
            capture_context=lead.capture_context,
            consent=ConsentOut(
                number=consent.number,
                language=consent.language,
                text=consent.text,
                privacy_url=consent.privacy_url,
                purpose=consent.purpose,
                given_at=consent.given_at,
            ),
            captured_at=lead.captured_at,
            confirmed_at=lead.confirmed_at,
            updated_at=lead.updated_at,
            version=lead.version,
        )


class LeadChangeIn(_ChargeIn):
    """Änderung eines Leads. A change of a lead."""

    status: LeadStatus | None = None
    notes: Annotated[str, Field(max_length=10_000), AS_TEXT] | None = Field(
        default=None, description="Notizen, durchsuchbar. Notes, searchable."
    )


class ExportIn(Input):
    """Wie Mitglieder in der Datei heißen. What members are called in the file; here nobody knows their names."""

    members: Annotated[dict[UUID, MemberName], Field(max_length=2000)] = Field(
        description="Namen nach Mitglied. Names by member."
    )
    otherwise: MemberName = Field(description="Wie jedes andere heißt. What every other one is called.")

    def called(self, id: UUID) -> str:
        """What a member is called."""
        return self.members.get(id, self.otherwise)


class BulkStatusIn(Input):
    """Ein Status für viele Leads. One status for many leads."""

    ids: Annotated[list[UUID], Field(min_length=1, max_length=500)]
    status: LeadStatus


class BulkResultOut(BaseModel):
    """Was aus einem Lead wurde. What came of one lead."""

    id: UUID
    changed: bool
    problem: str | None = None


class BulkStatusOut(BaseModel):
    """The results in the order of the ids."""

    results: list[BulkResultOut]
