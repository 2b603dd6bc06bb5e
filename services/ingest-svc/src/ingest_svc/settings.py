"""What ingest-svc can be told."""

from __future__ import annotations

from typing import Self

from knowledge import KnowledgeSettings
from pydantic import Field, model_validator
from servicekit.settings import Group, ServiceSettings


class FetchSettings(Group):
    """How other people's servers are asked."""

    allow_private: str = Field(
        default="", description="Exact host:port pairs that may be private, separated by commas; for sample sites"
    )
    user_agent: str = "EmpfangBot/1.0 (+https://empfang.example/bot)"
    connect_seconds: float = Field(default=5.0, gt=0)
    total_seconds: float = Field(default=20.0, gt=0)

    @property
    def private_exceptions(self) -> tuple[str, ...]:
        """The host:port pairs that the fetch guard lets through."""
        return tuple(pair.strip() for pair in self.allow_private.split(",") if pair.strip())

    @model_validator(mode="after")
    def _exceptions_are_exact(self) -> Self:
        for pair in self.private_exceptions:
            host, colon, port = pair.rpartition(":")
            if not host or not colon or not port.isdigit():
                raise ValueError(f"FETCH_ALLOW_PRIVATE: {pair!r} is not host:port")
        return self


class CrawlSettings(Group):
    """How far a crawl goes, and how fast."""

    max_pages: int = Field(default=60, ge=1, le=1000)
    max_depth: int = Field(default=5, ge=0, le=20)
    delay_seconds: float = Field(default=0.25, ge=0)


class ResearchSettings(Group):
    """How much of a prospect's site is read."""

    max_pages: int = Field(default=12, ge=1, le=50)


class ReadingSettings(Group):
    """How pages are taken apart."""

    processes: int = Field(default=2, ge=1, le=2, description="Limited processes that read HTML")


class PdfSettings(Group):
    """How large a PDF may be."""

    max_bytes: int = Field(default=25_000_000, ge=1000)
    max_pages: int = Field(default=500, ge=1)


class Settings(ServiceSettings, KnowledgeSettings):
    """Settings of ingest-svc."""

    port: int = 8102
    objects_url: str = "file:///tmp/empfang-objects"
    fetch: FetchSettings = FetchSettings()
    crawl: CrawlSettings = CrawlSettings()
    research: ResearchSettings = ResearchSettings()
    reading: ReadingSettings = ReadingSettings()
    pdf: PdfSettings = PdfSettings()

    @model_validator(mode="after")
    def _fetches_are_guarded_in_production(self) -> Self:
        if self.environment == "production" and self.fetch.private_exceptions:
            raise ValueError("FETCH_ALLOW_PRIVATE is for sample sites and refused in production")
        return self
