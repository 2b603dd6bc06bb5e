"""The types of lead-svc. Generated from its OpenAPI document by `make schemas`; not to be edited."""

from __future__ import annotations

from typing import Any, Literal, NotRequired, TypedDict


class AcceptedOut(TypedDict):
    """Immer dieselbe Antwort. The same answer, whether the address is known or not."""

    detail: str


class ActorOut(TypedDict):
    """Wer es war: ein Mitglied, über seine id, oder ein Schlüssel. Who it was: a member, by id, or a key."""

    id: str
    kind: Literal["member", "key"]
    name: str


class BulkResultOut(TypedDict):
    """Was aus einem Lead wurde. What came of one lead."""

    changed: bool
    id: str
    problem: NotRequired[str | None]


class BulkStatusIn(TypedDict):
    """Ein Status für viele Leads. One status for many leads."""

    ids: list[str]
    status: Literal["new", "contacted", "qualified", "customer", "lost"]


class BulkStatusOut(TypedDict):
    """The results in the order of the ids."""

    results: list[BulkResultOut]


class ConsentIn(TypedDict):
    """Einwilligung, so wie sie gezeigt wurde. The consent as it was shown."""

    accepted: Literal[True]
    language: NotRequired[Literal["de", "en"]]
    number: int


class ConsentOut(TypedDict):
    """What was agreed to, word for word."""

    given_at: str
    language: Literal["de", "en"]
    number: int
    privacy_url: str
    purpose: str
    text: str


class ContactRequestIn(TypedDict):
    """Bitte um Kontakt mit einer genannten Person. A request to be contacted by a named person."""

    consent: ConsentIn
    context: NotRequired[str | None]
    email: NotRequired[str | None]
    language: NotRequired[Literal["de", "en"] | None]
    message: NotRequired[str | None]
    name: NotRequired[str | None]
    page_url: NotRequired[str | None]
    person_id: str
    phone: NotRequired[str | None]


class DeadLetterOut(TypedDict):
    """An event that could not be worked on. Its content is not shown."""

    attempts: int
    created_at: str
    error: str
    id: str
    key: str
    state: Literal["parked", "dead", "replay"]
    topic: str
    type: str


class EmailCaptureIn(TypedDict):
    """Eine Adresse mit Einwilligung. An address with consent."""

    consent: ConsentIn
    context: NotRequired[str | None]
    email: str
    language: NotRequired[Literal["de", "en"] | None]
    page_url: NotRequired[str | None]
    purpose: NotRequired[Literal["contact", "information", "offer", "technical"]]


class ExportIn(TypedDict):
    """Wie Mitglieder in der Datei heißen. What members are called in the file; here nobody knows their names."""

    members: dict[str, str]
    otherwise: str


class FieldProblem(TypedDict):
    """What is wrong with one field."""

    message: str
    pointer: str


class HealthOut(TypedDict):
    """The state of the process that answered; `problems` names each part that is not well.

    A process may be ready with problems: an API answers while the broker is away, and its events wait.
    """

    problems: dict[str, str]
    ready: bool
    service: str


class InterestReasonOut(TypedDict):
    """Ein Grund der Schätzung. One reason of the estimate."""

    name: str
    points: float
    value: float


class JobOut(TypedDict):
    """A job that waits, runs or failed."""

    attempts: int
    id: int
    scheduled_at: str | None
    status: Literal["todo", "doing", "succeeded", "failed", "cancelled", "aborting", "aborted"]
    task: str


class LeadChangeIn(TypedDict):
    """Änderung eines Leads. A change of a lead."""

    assigned_to: NotRequired[str | None]
    notes: NotRequired[str | None]
    status: NotRequired[Literal["new", "contacted", "qualified", "customer", "lost"] | None]


class LeadHistoryOut(TypedDict):
    """Was an einem Lead geändert wurde, und von wem. What was changed about a lead, and by whom."""

    actor: ActorOut | None
    after: str | None
    at: str
    before: str | None
    id: str
    what: Literal[
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


class PageDeadLetterOut(TypedDict):
    items: list[DeadLetterOut]
    next: NotRequired[str | None]


class PageJobOut(TypedDict):
    items: list[JobOut]
    next: NotRequired[str | None]


class PageLeadHistoryOut(TypedDict):
    items: list[LeadHistoryOut]
    next: NotRequired[str | None]


class PrivacyListedOut(TypedDict):
    """Ein Antrag in einer Liste, ohne die Person. A request in a list; it does not say whose."""

    asked_at: str
    asked_by: Literal["person", "operator"]
    done_at: str | None
    id: str
    kind: Literal["export", "erasure"]
    state: Literal["asked", "confirmed", "erasing", "done"]


class PrivacyRequestIn(TypedDict):
    """Auskunft oder Löschung. Access or erasure; a person names the bot, an operator one of address, phone and lead."""

    chatbot_id: NotRequired[str | None]
    email: NotRequired[str | None]
    kind: Literal["export", "erasure"]
    language: NotRequired[Literal["de", "en"]]
    lead_id: NotRequired[str | None]
    phone: NotRequired[str | None]


class ProblemOut(TypedDict):
    """An error as callers see it (RFC 9457)."""

    detail: str
    errors: NotRequired[list[FieldProblem]]
    status: int
    title: str
    trace_id: NotRequired[str | None]
    type: str


class ReceiptOut(TypedDict):
    """Die Angaben sind angekommen. What was left has arrived."""

    confirmation: Literal["none", "pending", "confirmed"]
    id: str
    kind: Literal["email", "contact_request"]


class ServiceAnswerOut(TypedDict):
    """Was ein Dienst gelöscht hat. What one service deleted."""

    completed_at: str
    counts: dict[str, int]
    service: str


class TaskIn(TypedDict):
    """Eine Aufgabe. A task; who is in charge stays where that is left out."""

    assigned_to: NotRequired[str | None]
    done: NotRequired[bool]
    due: NotRequired[str | None]
    text: str


class TaskOut(TypedDict):
    """Eine Aufgabe zu einem Lead. Something to do about a lead."""

    assigned_to: NotRequired[str | None]
    created_at: str
    done: bool
    due: str | None
    id: str
    text: str
    version: int


class LeadOut(TypedDict):
    """Ein Lead mit seinen Angaben. A lead with its details."""

    assigned_to: NotRequired[str | None]
    capture_context: dict[str, Any]
    captured_at: str
    chatbot_id: str
    confirmed_at: str | None
    consent: ConsentOut
    contact_person_id: str | None
    conversation_id: str | None
    email: str | None
    environment: Literal["production", "staging", "preview"]
    estimated_interest_level: int
    id: str
    interest_reasons: list[InterestReasonOut]
    kind: Literal["email", "contact_request"]
    message: str | None
    message_count: int
    name: str | None
    notes: str
    phone: str | None
    phone_national: NotRequired[str | None]
    session_duration: int
    status: Literal["new", "contacted", "qualified", "customer", "lost"]
    tasks: NotRequired[list[TaskOut]]
    topics_discussed: list[str]
    updated_at: str
    version: int


class PageLeadOut(TypedDict):
    items: list[LeadOut]
    next: NotRequired[str | None]


class PagePrivacyListedOut(TypedDict):
    items: list[PrivacyListedOut]
    next: NotRequired[str | None]


class PrivacyRequestOut(TypedDict):
    """Stand eines Antrags. How far a request is; `certified_at` closes the certificate."""

    answers: list[ServiceAnswerOut]
    asked_at: str
    certified_at: str | None
    confirmed_at: str | None
    erasure_id: str | None
    id: str
    kind: Literal["export", "erasure"]
    leads: NotRequired[list[LeadOut] | None]
    state: Literal["asked", "confirmed", "erasing", "done"]
