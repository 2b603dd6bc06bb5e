"""What goes in and out over HTTP."""

from __future__ import annotations

from datetime import date, datetime
from typing import Annotated, Any, Literal
from urllib.parse import urlsplit, urlunsplit
from uuid import UUID

from identity.address import LONGEST
from identity.moments import Day
from identity.phone import national
from identity.text import AS_LINE, AS_NAME, AS_TEXT
from pydantic import BaseModel, ConfigDict, Field, StringConstraints, model_validator
from servicekit.auth.actors import ActorOut
from wording import Language

from lead_svc.domain.interest import LeadKind
from lead_svc.domain.status import LeadStatus
from lead_svc.models import Change, Environment, Lead, PrivacyKind, What
from lead_svc.service.capturing import Agreement, Details
from lead_svc.service.charge import Charge
from lead_svc.service.privacy import Progress, Whom
from lead_svc.service.reading import OpenLead, OpenTask

Address = Annotated[str, StringConstraints(strip_whitespace=True, min_length=3, max_length=LONGEST), AS_LINE]
Phone = Annotated[str, StringConstraints(strip_whitespace=True, min_length=4, max_length=40), AS_LINE]

MemberName = Annotated[str, StringConstraints(min_length=1, max_length=255), AS_NAME]


class _In(BaseModel):
    model_config = ConfigDict(extra="forbid")


class ConsentIn(_In):
    """Einwilligung, so wie sie gezeigt wurde. The consent as it was shown."""

    accepted: Literal[True] = Field(description="Muss true sein. Must be true.")
    number: int = Field(ge=0, le=2_147_483_647, description="Fassung des gezeigten Textes. Number of the text shown.")
    language: Language = Field(default="de", description="Sprache des gezeigten Textes. Language of the text shown.")


def _without_parameters(url: str) -> str | None:
    """A page's address as it is kept: parameters and fragments may name people, so they go."""
    try:
        parts = urlsplit(url)
        host = parts.hostname
    except ValueError:
        return None
    return urlunsplit((parts.scheme, host, parts.path, "", "")) if parts.scheme in ("http", "https") and host else None


class _CaptureIn(_In):
    consent: ConsentIn
    language: Language | None = Field(default=None, description="Sprache des Besuchers. The visitor's language.")
    context: Annotated[str, Field(pattern=r"^[a-z][a-z_]{0,39}$")] | None = Field(
        default=None, description="Anlass, etwa initial, follow_up, technical. What made the bot ask."
    )
    page_url: Annotated[str, Field(max_length=2000), AS_LINE] | None = Field(
        default=None,
        description="Einbettende Seite, ohne Parameter gespeichert. The embedding page.",
    )

    def capture_context(self) -> dict[str, Any]:
        """Where and why the person was asked."""
        page = _without_parameters(self.page_url) if self.page_url else None
        found = {"trigger": self.context, "page": page, "language": self.language or self.consent.language}
        return {name: value for name, value in found.items() if value is not None}


class EmailCaptureIn(_CaptureIn):
    """Eine Adresse mit Einwilligung. An address with consent."""

    model_config = ConfigDict(
        extra="forbid",
        json_schema_extra={
            "examples": [
                {
                    "email": "erika@example.org",
                    "consent": {"accepted": True, "number": 1, "language": "de"},
                    "purpose": "contact",
                    "context": "initial",
                }
            ]
        },
    )

    email: Address = Field(description="E-Mail-Adresse. E-mail address.")
    purpose: Literal["contact", "information", "offer", "technical"] = Field(
        default="contact", description="Wofür die Adresse genutzt wird. What the address is for."
    )

    def details(self) -> Details:
        """What the person left."""
        return Details(email=self.email, context=self.capture_context())

    def agreement(self) -> Agreement:
        """What the person agreed to."""
        return Agreement(self.consent.number, self.consent.language, self.purpose)


class ContactRequestIn(_CaptureIn):
    """Bitte um Kontakt mit einer genannten Person. A request to be contacted by a named person."""

    person_id: UUID = Field(description="Kontaktperson des Assistenten. One of the bot's contact persons.")
    name: Annotated[str, StringConstraints(strip_whitespace=True, max_length=200), AS_NAME] | None = None
    email: Address | None = None
    phone: Phone | None = Field(default=None, description="Rufnummer, wenn keine Adresse. Needed without an address.")
    message: Annotated[str, StringConstraints(strip_whitespace=True, max_length=5000), AS_TEXT] | None = None

    @model_validator(mode="after")
    def _reachable(self) -> ContactRequestIn:
        if not self.email and not self.phone:
            raise ValueError("email or phone is needed")
        return self

    def details(self) -> Details:
        """What the person left."""
        return Details(
            self.email,
            self.phone,
            self.name or None,
            self.message or None,
            self.person_id,
            self.capture_context(),
        )

    def agreement(self) -> Agreement:
        """What the person agreed to."""
        return Agreement(self.consent.number, self.consent.language, "contact")


class ReceiptOut(BaseModel):
    """Die Angaben sind angekommen. What was left has arrived."""

    id: UUID
    kind: LeadKind
    confirmation: Literal["none", "pending", "confirmed"] = Field(
        description="`pending`: eine Bestätigungsmail ist unterwegs. A confirmation mail is on its way."
    )

    @classmethod
    def of(cls, lead: Lead, *, double_opt_in: bool) -> ReceiptOut:
        """The receipt of a lead; says nothing of what is stored."""
        if not double_opt_in or lead.kind != "email":
            return cls(id=lead.id, kind=lead.kind, confirmation="none")
        return cls(id=lead.id, kind=lead.kind, confirmation="confirmed" if lead.confirmed_at else "pending")


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


class _ChargeIn(_In):
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


class ExportIn(_In):
    """Wie Mitglieder in der Datei heißen. What members are called in the file; here nobody knows their names."""

    members: Annotated[dict[UUID, MemberName], Field(max_length=2000)] = Field(
        description="Namen nach Mitglied. Names by member."
    )
    otherwise: MemberName = Field(description="Wie jedes andere heißt. What every other one is called.")

    def called(self, id: UUID) -> str:
        """What a member is called."""
        return self.members.get(id, self.otherwise)


class BulkStatusIn(_In):
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


class PrivacyRequestIn(_In):
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
