"""ingest-svc: what a bot's knowledge is made from, and what was found out about a company."""

from __future__ import annotations

from datetime import datetime
from typing import Literal
from uuid import UUID

from contracts.base import Event, Value
from contracts.bots import Address, Interval, Weekday

MOST_SOURCES = 100
"""Of one bot: config-svc takes no more at its creation than ingest-svc keeps."""


class SourceEvent(Event):
    """Something happened to a source of a bot."""

    source_id: UUID
    bot_id: UUID


class SourceAdded(SourceEvent, type="empfang.ingest.SourceAdded.v1"):
    """A bot has a new source."""

    kind: Literal["url", "pdf", "text"]
    title: str = ""
    url: str | None = None
    object_key: str | None = None


class SourceSearchable(SourceEvent, type="empfang.ingest.SourceSearchable.v1"):
    """Chunks are stored: lexical search answers from now on."""

    pages: int
    chunks: int


class SourceIngested(SourceEvent, type="empfang.ingest.SourceIngested.v1"):
    """The source is complete: pages read, vectors stored. Seconds since it was added or refreshed."""

    pages: int
    chunks: int
    characters: int
    seconds: float


class SourceFailed(SourceEvent, type="empfang.ingest.SourceFailed.v1"):
    """Nothing could be read. `reason` is a short code (`robots_refused`, `unreachable`, `empty`, `scanned_pdf`, …)."""

    reason: str
    remaining_sources: int = 0
    """Sources of the bot that are searchable or still being read; 0 means that all have failed."""


class SourceRemoved(SourceEvent, type="empfang.ingest.SourceRemoved.v1"):
    """A source and its chunks are gone."""


class Fact(Value):
    """One finding about a company and where it stands. No fact without evidence."""

    value: str
    url: str
    quote: str
    confidence: float
    method: str = ""
    """How it was found: `structured`, `text`, `agreement`, `style` or `markup`."""


class TeamMember(Value):
    """A person the company names on its pages."""

    name: str
    position: str = ""
    email: str | None = None
    phone: str | None = None
    image_url: str | None = None
    url: str
    quote: str
    confidence: float = 1.0


class PageEvidence(Value):
    """A page, or a stylesheet, as it was when facts were taken from it.

    `text_hash`: SHA-256 (hex) over the UTF-8 of all its visible text, in lower case with single spaces.
    """

    url: str
    text_hash: str
    read_at: datetime


class CompanyFacts(Value):
    """What a company publishes about itself. A field without evidence is None or empty."""

    company_name: Fact | None = None
    legal_name: Fact | None = None
    """The entity that answers for the site, where it is called otherwise than the company."""
    legal_form: Fact | None = None
    address: Fact | None = None
    postal_address: Address | None = None
    phone: Fact | None = None
    email: Fact | None = None
    managing_directors: tuple[Fact, ...] = ()
    register_entry: Fact | None = None
    vat_id: Fact | None = None
    opening_hours: Fact | None = None
    weekly_hours: dict[Weekday, tuple[Interval, ...]] = {}
    by_appointment: tuple[Weekday, ...] = ()
    social: dict[str, Fact] = {}
    logo: Fact | None = None
    logo_key: str | None = None
    primary_color: Fact | None = None
    secondary_color: Fact | None = None
    industry: Fact | None = None
    form_of_address: Fact | None = None
    """How the pages speak to their readers: `du` or `Sie`."""
    team: tuple[TeamMember, ...] = ()
    contradictions: dict[str, tuple[Fact, ...]] = {}
    """What the pages say otherwise elsewhere, by field."""
    notice: str | None = None
    """What is odd about the site: `coming_soon`, `several_companies` in its imprint, or `foreign_language`."""
    facts_only: tuple[str, ...] = ()
    """Pages read for facts that ask not to be indexed: they never become knowledge."""
    evidence: tuple[PageEvidence, ...] = ()
    """The pages that the facts are taken from, each once: `url` of a fact leads here."""
    language: str = "de"


class ProspectResearched(Event, type="empfang.ingest.ProspectResearched.v1"):
    """A company's pages were read. Holds business contacts that the company published itself."""

    prospect_id: UUID
    research_revision: int
    website: str
    final_website: str = ""
    """Where the address led in the end; empty where that is not known."""
    facts: CompanyFacts
    pages: int
    seconds: float


class ProspectResearchFailed(Event, type="empfang.ingest.ProspectResearchFailed.v1"):
    """A company's pages could not be read, or are another prospect's (`same_company`). `reason` is a short code."""

    prospect_id: UUID
    research_revision: int
    website: str
    reason: str
    same_as: UUID | None = None
    """The workspace's prospect to whose site the address leads."""
