"""What the API takes and shows."""

from __future__ import annotations

from base64 import b64encode
from datetime import datetime
from typing import Annotated, Literal
from uuid import UUID

from contracts.sources import CompanyFacts
from identity.text import AS_LINE, AS_TEXT
from pydantic import Base64Bytes, BaseModel, ConfigDict, Field, StringConstraints

from ingest_svc.adapters.research import Findings
from ingest_svc.models import Source
from ingest_svc.service import sources
from ingest_svc.service.prospects import company_facts
from ingest_svc.texts import reason_text

Address = Annotated[str, StringConstraints(max_length=500), AS_LINE]


class SourceIn(BaseModel):
    """A website or a text to read."""

    model_config = ConfigDict(extra="forbid")

    kind: Literal["url", "text"] = Field(description="What it is. (Deutsch: Art der Quelle.)")
    title: Annotated[str, StringConstraints(max_length=300), AS_LINE] = Field(
        default="", description="A name for it. (Deutsch: Bezeichnung.)"
    )
    url: Address | None = Field(default=None, description="The website. (Deutsch: Webadresse.)")
    text: Annotated[str, StringConstraints(max_length=sources.MAX_TEXT), AS_TEXT] | None = Field(
        default=None, description="The text itself. (Deutsch: der Text.)"
    )


class ReasonText(BaseModel):
    """A failure in words."""

    de: str
    en: str

    @classmethod
    def of(cls, code: str | None) -> ReasonText | None:
        """The words for a code; None for none."""
        return cls(de=reason_text(code, "de"), en=reason_text(code, "en")) if code is not None else None


class SourceOut(BaseModel):
    """A source and how far it is."""

    id: UUID
    chatbot_id: UUID
    kind: Literal["url", "pdf", "text"]
    title: str
    url: str | None
    state: Literal["waiting", "reading", "searchable", "ready", "failed"]
    reason: str | None = Field(
        description="Why the last run failed, a code; `shrunk` when too many pages were missing and all were kept, "
        "`pdf_cut` when a PDF has more pages than are read. "
        "(Deutsch: Grund des Fehlschlags.)"
    )
    reason_text: ReasonText | None = Field(description="The reason in words. (Deutsch: der Grund in Worten.)")
    refreshing: bool = Field(description="Whether it is being read now. (Deutsch: wird gerade gelesen.)")
    pages_found: int
    pages_fetched: int
    pages_indexed: int
    chunks: int
    vectors: int
    characters: int
    version: int
    created_at: datetime
    searchable_at: datetime | None
    ingested_at: datetime | None
    next_run_at: datetime | None = Field(description="When it is read again. (Deutsch: nächstes Lesen.)")
    updated_at: datetime

    @classmethod
    def of(cls, source: Source) -> SourceOut:
        """A row as the API shows it."""
        values = {name: getattr(source, name) for name in cls.model_fields if hasattr(source, name)}
        return cls(
            chatbot_id=source.bot_id,
            reason_text=ReasonText.of(source.reason),
            refreshing=sources.is_being_read(source),
            **values,
        )


class SourcePageOut(BaseModel):
    """A page of a site: taken in, or left out and why."""

    url: str
    taken_in: bool
    reason: str | None = Field(description="Why it was left out, a code. (Deutsch: warum ausgelassen.)")
    reason_text: ReasonText | None

    @classmethod
    def of(cls, url: str, reason: str | None = None) -> SourcePageOut:
        """A page as the API shows it."""
        return cls(url=url, taken_in=reason is None, reason=reason, reason_text=ReasonText.of(reason))


class ResearchIn(BaseModel):
    """The address of a company's website."""

    model_config = ConfigDict(extra="forbid")

    website: Annotated[str, StringConstraints(min_length=3, max_length=500), AS_LINE] = Field(
        description="Web address. (Deutsch: Webadresse.)"
    )


class ResearchOut(BaseModel):
    """What a company publishes about itself, each finding with its place and words."""

    website: str
    pages: int
    facts: CompanyFacts
    logo_image: Base64Bytes | None = Field(
        default=None, description="The logo's own bytes, a PNG or JPG. (Deutsch: das Logo selbst.)"
    )

    @classmethod
    def of(cls, website: str, findings: Findings) -> ResearchOut:
        """The findings as the API shows them."""
        logo = b64encode(findings.logo.data) if findings.logo is not None else None
        facts = company_facts(findings.facts)
        return cls.model_validate(
            {"website": website, "pages": findings.pages_read, "facts": facts, "logo_image": logo}
        )
