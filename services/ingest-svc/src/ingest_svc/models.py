"""ingest-svc's tables."""

from __future__ import annotations

from datetime import datetime
from typing import Any, cast
from uuid import UUID

from sqlalchemy import BigInteger, DateTime, ForeignKey, Index, Text, text
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column

from ingest_svc.domain.lifecycle import State, Step, follow


class Base(DeclarativeBase):
    """All tables of this service."""

    type_annotation_map = {datetime: DateTime(timezone=True), str: Text(), dict[str, Any]: JSONB()}


class Source(Base):
    """What a bot knows something from: a site, a PDF or a text."""

    __tablename__ = "sources"
    __table_args__ = (
        Index("sources_by_bot", "bot_id", "id"),
        Index("sources_url_once", "bot_id", "url", unique=True, postgresql_where=text("kind = 'url'")),
        Index("sources_due", "next_run_at", postgresql_where=text("next_run_at IS NOT NULL")),
    )

    id: Mapped[UUID] = mapped_column(primary_key=True)
    workspace_id: Mapped[UUID] = mapped_column(index=True)
    bot_id: Mapped[UUID]
    kind: Mapped[str]
    title: Mapped[str] = mapped_column(default="")
    url: Mapped[str | None]
    text: Mapped[str | None]
    object_key: Mapped[str | None]
    state: Mapped[str] = mapped_column(default="waiting")
    reason: Mapped[str | None]
    version: Mapped[int] = mapped_column(BigInteger, default=1)
    run: Mapped[int] = mapped_column(default=1)
    pages_found: Mapped[int] = mapped_column(default=0)
    pages_fetched: Mapped[int] = mapped_column(default=0)
    pages_indexed: Mapped[int] = mapped_column(default=0)
    chunks: Mapped[int] = mapped_column(default=0)
    vectors: Mapped[int] = mapped_column(default=0)
    characters: Mapped[int] = mapped_column(BigInteger, default=0)
    content_hash: Mapped[str | None]
    created_at: Mapped[datetime]
    run_started_at: Mapped[datetime]
    searchable_at: Mapped[datetime | None]
    ingested_at: Mapped[datetime | None]
    updated_at: Mapped[datetime]
    finished_run: Mapped[int] = mapped_column(default=0)
    """The run that ended last, however it ended; another one is under way while it is not `run`."""
    shrunk_runs: Mapped[int] = mapped_column(default=0)
    """Runs one after the other that found more than half of the pages missing."""
    interval_days: Mapped[float | None]
    next_run_at: Mapped[datetime | None]

    def move(self, step: Step) -> None:
        """Take a step of the source's life. Raises `NotInThisState`."""
        self.state = follow(cast("State", self.state), step, holds=self.chunks > 0)


class SourcePage(Base):
    """The address of a page of which the index holds chunks for a source."""

    __tablename__ = "source_pages"

    source_id: Mapped[UUID] = mapped_column(ForeignKey("sources.id", ondelete="CASCADE"), primary_key=True)
    url: Mapped[str] = mapped_column(primary_key=True)


class SourceOmission(Base):
    """An address of a site that gave no page the last time the site was read, and why."""

    __tablename__ = "source_omissions"

    source_id: Mapped[UUID] = mapped_column(ForeignKey("sources.id", ondelete="CASCADE"), primary_key=True)
    url: Mapped[str] = mapped_column(primary_key=True)
    reason: Mapped[str]


class StoredPageRow(Base):
    """A page as it was last read, for conditional requests and so that research and crawl fetch it once."""

    __tablename__ = "pages"
    __table_args__ = (Index("pages_by_site", "workspace_id", "site"),)

    workspace_id: Mapped[UUID] = mapped_column(primary_key=True)
    url: Mapped[str] = mapped_column(primary_key=True)
    site: Mapped[str]
    content: Mapped[dict[str, Any]]
    content_hash: Mapped[str]
    etag: Mapped[str | None]
    last_modified: Mapped[str | None]
    alternates: Mapped[dict[str, Any]] = mapped_column(default=dict)
    """The same page in other languages: address by language."""
    fetched_at: Mapped[datetime] = mapped_column(index=True)


class Research(Base):
    """What is to be found out about a prospect, and how far that is."""

    __tablename__ = "researches"
    __table_args__ = (Index("researches_by_place", "workspace_id", "place"),)

    id: Mapped[UUID] = mapped_column(primary_key=True)
    workspace_id: Mapped[UUID] = mapped_column(index=True)
    website: Mapped[str]
    place: Mapped[str] = mapped_column(default="", server_default="")
    """What makes its site one with other spellings and with what redirects to it (`domain.urls.settled_place`)."""
    version: Mapped[int] = mapped_column(BigInteger)
    """The research revision asked for."""
    finished: Mapped[int] = mapped_column(BigInteger, default=0)
    """The revision answered last."""
    state: Mapped[str] = mapped_column(default="waiting")
    started_at: Mapped[datetime]


__all__ = ["Base", "Research", "Source", "SourceOmission", "SourcePage", "StoredPageRow"]
