"""What ingest-svc can be told."""

from __future__ import annotations

from typing import Self

from pydantic import Field, SecretStr, model_validator
from servicekit.settings import ServiceSettings


class Settings(ServiceSettings):
    """Settings of ingest-svc."""

    port: int = 8102
    knowledge_database_url: str | None = None
    weaviate_url: str | None = None
    objects_url: str = "file:///tmp/empfang-objects"
    embeddings_base_url: str | None = None
    embeddings_api_key: SecretStr | None = None
    embeddings_model: str | None = None
    fetch_allow_private: str = Field(
        default="", description="Exact host:port pairs that may be private, separated by commas; for sample sites"
    )
    fetch_user_agent: str = "EmpfangBot/1.0 (+https://empfang.example/bot)"
    fetch_connect_seconds: float = Field(default=5.0, gt=0)
    fetch_total_seconds: float = Field(default=20.0, gt=0)
    crawl_max_pages: int = Field(default=60, ge=1, le=1000)
    crawl_max_depth: int = Field(default=5, ge=0, le=20)
    crawl_delay_seconds: float = Field(default=0.25, ge=0)
    research_max_pages: int = Field(default=12, ge=1, le=50)
    reading_processes: int = Field(default=2, ge=1, le=2, description="Limited processes that read HTML")
    pdf_max_bytes: int = Field(default=25_000_000, ge=1000)
    pdf_max_pages: int = Field(default=500, ge=1)

    @property
    def private_exceptions(self) -> tuple[str, ...]:
        """The host:port pairs that the fetch guard lets through."""
        return tuple(pair.strip() for pair in self.fetch_allow_private.split(",") if pair.strip())

    @model_validator(mode="after")
    def _fetches_are_guarded_in_production(self) -> Self:
        if self.environment == "production" and self.private_exceptions:
            raise ValueError("fetch_allow_private is for sample sites and refused in production")
        for pair in self.private_exceptions:
            host, colon, port = pair.rpartition(":")
            if not host or not colon or not port.isdigit():
                raise ValueError(f"fetch_allow_private: {pair!r} is not host:port")
        return self
