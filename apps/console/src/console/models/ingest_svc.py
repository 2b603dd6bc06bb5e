"""The types of ingest-svc. Generated from its OpenAPI document by `make schemas`; not to be edited."""

from __future__ import annotations

from typing import Literal, NotRequired, TypedDict


class Address(TypedDict):
    """A postal address."""

    city: NotRequired[str]
    country: NotRequired[str]
    postal_code: NotRequired[str]
    street: NotRequired[str]


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


class Fact(TypedDict):
    """One finding about a company and where it stands. No fact without evidence."""

    confidence: float
    method: NotRequired[str]
    quote: str
    url: str
    value: str


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


class Interval(TypedDict):
    """Opening times of one stretch, local `HH:MM`; `closes` at or before `opens` means past midnight."""

    closes: str
    opens: str


class JobOut(TypedDict):
    """A job that waits, runs or failed."""

    attempts: int
    id: int
    scheduled_at: str | None
    status: Literal["todo", "doing", "succeeded", "failed", "cancelled", "aborting", "aborted"]
    task: str


class PageEvidence(TypedDict):
    """A page, or a stylesheet, as it was when facts were taken from it.

    `text_hash`: SHA-256 (hex) over the UTF-8 of all its visible text, in lower case with single spaces.
    """

    read_at: str
    text_hash: str
    url: str


class PageDeadLetterOut(TypedDict):
    items: list[DeadLetterOut]
    next: NotRequired[str | None]


class PageJobOut(TypedDict):
    items: list[JobOut]
    next: NotRequired[str | None]


class ProblemOut(TypedDict):
    """An error as callers see it (RFC 9457)."""

    detail: str
    errors: NotRequired[list[FieldProblem]]
    status: int
    title: str
    trace_id: NotRequired[str | None]
    type: str


class ReasonText(TypedDict):
    """A failure in words."""

    de: str
    en: str


class ResearchIn(TypedDict):
    """The address of a company's website."""

    website: str


class SourceOut(TypedDict):
    """A source and how far it is."""

    characters: int
    chatbot_id: str
    chunks: int
    created_at: str
    id: str
    ingested_at: str | None
    kind: Literal["url", "pdf", "text"]
    next_run_at: str | None
    pages_fetched: int
    pages_found: int
    pages_indexed: int
    reason: str | None
    reason_text: ReasonText | None
    refreshing: bool
    searchable_at: str | None
    state: Literal["waiting", "reading", "searchable", "ready", "failed"]
    title: str
    updated_at: str
    url: str | None
    vectors: int
    version: int


class SourcePageOut(TypedDict):
    """A page of a site: taken in, or left out and why."""

    reason: str | None
    reason_text: ReasonText | None
    taken_in: bool
    url: str


class TeamMember(TypedDict):
    """A person the company names on its pages."""

    confidence: NotRequired[float]
    email: NotRequired[str | None]
    image_url: NotRequired[str | None]
    name: str
    phone: NotRequired[str | None]
    position: NotRequired[str]
    quote: str
    url: str


class CompanyFacts(TypedDict):
    """What a company publishes about itself. A field without evidence is None or empty."""

    address: NotRequired[Fact | None]
    by_appointment: NotRequired[
        list[Literal["monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"]]
    ]
    company_name: NotRequired[Fact | None]
    contradictions: NotRequired[dict[str, list[Fact]]]
    email: NotRequired[Fact | None]
    evidence: NotRequired[list[PageEvidence]]
    facts_only: NotRequired[list[str]]
    form_of_address: NotRequired[Fact | None]
    industry: NotRequired[Fact | None]
    language: NotRequired[str]
    legal_form: NotRequired[Fact | None]
    legal_name: NotRequired[Fact | None]
    logo: NotRequired[Fact | None]
    logo_key: NotRequired[str | None]
    managing_directors: NotRequired[list[Fact]]
    notice: NotRequired[str | None]
    opening_hours: NotRequired[Fact | None]
    phone: NotRequired[Fact | None]
    postal_address: NotRequired[Address | None]
    primary_color: NotRequired[Fact | None]
    register_entry: NotRequired[Fact | None]
    secondary_color: NotRequired[Fact | None]
    social: NotRequired[dict[str, Fact]]
    team: NotRequired[list[TeamMember]]
    vat_id: NotRequired[Fact | None]
    weekly_hours: NotRequired[
        dict[Literal["monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"], list[Interval]]
    ]


class PageSourceOut(TypedDict):
    items: list[SourceOut]
    next: NotRequired[str | None]


class ResearchOut(TypedDict):
    """What a company publishes about itself, each finding with its place and words."""

    facts: CompanyFacts
    logo_image: NotRequired[str | None]
    pages: int
    website: str
