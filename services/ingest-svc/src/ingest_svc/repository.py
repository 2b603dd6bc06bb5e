"""The unit of work and all SQL."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime, timedelta
from functools import cached_property
from typing import Any
from uuid import UUID

from pydantic import TypeAdapter
from servicekit.errors import NotFound
from servicekit.unit import UnitOfWork
from sqlalchemy import CursorResult, delete, func, select, update
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.ext.asyncio import AsyncSession

from ingest_svc.crawl import ReadPage, StoredPage
from ingest_svc.domain.page import PageContent
from ingest_svc.domain.urls import site_of
from ingest_svc.models import Research, Source, StoredPageRow

_CONTENT: TypeAdapter[PageContent] = TypeAdapter(PageContent)
MAX_STORED_PAGES = 500
LIVE_STATES = ("waiting", "reading", "searchable", "ready")


class Sources:
    """The sources of bots."""

    def __init__(self, session: AsyncSession) -> None:
        self._session = session

    def add(self, source: Source) -> None:
        """A new source."""
        self._session.add(source)

    async def locked(self, id: UUID) -> Source | None:
        """The source with its row locked, None when it is gone."""
        return await self._session.get(Source, id, with_for_update=True, populate_existing=True)

    async def require(self, id: UUID, bot_id: UUID, *, lock: bool = False) -> Source:
        """A bot's source. Raises `NotFound`."""
        found = await self._session.get(Source, id, with_for_update=lock or None)
        if found is None or found.bot_id != bot_id:
            raise NotFound(f"There is no source {id}.")
        return found

    async def of_bot(self, bot_id: UUID, *, after: UUID | None = None, limit: int = 1000) -> Sequence[Source]:
        """A bot's sources, oldest first."""
        query = select(Source).where(Source.bot_id == bot_id).order_by(Source.id).limit(limit)
        if after is not None:
            query = query.where(Source.id > after)
        return (await self._session.scalars(query.execution_options(populate_existing=True))).all()

    async def url_known(self, bot_id: UUID, url: str) -> bool:
        """Whether the bot has this address as a source."""
        query = select(Source.id).where(Source.bot_id == bot_id, Source.kind == "url", Source.url == url)
        return (await self._session.execute(query)).first() is not None

    async def remaining(self, bot_id: UUID, *, without: UUID) -> int:
        """The bot's other sources that are searchable or still being read."""
        query = select(func.count()).where(Source.bot_id == bot_id, Source.id != without, Source.state.in_(LIVE_STATES))
        return int((await self._session.execute(query)).scalar_one())

    async def due(self, before: datetime, limit: int = 100) -> Sequence[Source]:
        """Sites read completely before that time and not since, locked."""
        query = (
            select(Source)
            .where(Source.kind == "url", Source.state == "ready", Source.run_started_at < before)
            .order_by(Source.run_started_at)
            .limit(limit)
            .with_for_update(skip_locked=True)
        )
        return (await self._session.scalars(query)).all()

    async def note_progress(self, id: UUID, run: int, now: datetime, **counts: int) -> None:
        """Say how far a run is; no event tells it."""
        await self._session.execute(
            update(Source).where(Source.id == id, Source.run == run).values(updated_at=now, **counts)
        )

    async def delete_of_bot(self, bot_id: UUID) -> int:
        """Remove all of a bot's sources; returns how many."""
        return await _count(self._session, delete(Source).where(Source.bot_id == bot_id))

    async def bots_of_workspace(self, workspace_id: UUID) -> list[UUID]:
        """The bots of a workspace that have sources."""
        query = select(Source.bot_id).where(Source.workspace_id == workspace_id).distinct()
        return list((await self._session.scalars(query)).all())


class Pages:
    """Pages as they were last read."""

    def __init__(self, session: AsyncSession) -> None:
        self._session = session

    async def of_site(self, workspace_id: UUID, url: str) -> dict[str, StoredPage]:
        """The stored pages of a site by the address that was asked for."""
        query = (
            select(StoredPageRow)
            .where(StoredPageRow.workspace_id == workspace_id, StoredPageRow.site == site_of(url))
            .order_by(StoredPageRow.fetched_at.desc())
            .limit(MAX_STORED_PAGES)
        )
        rows = (await self._session.scalars(query)).all()
        return {
            row.url: StoredPage(_CONTENT.validate_python(row.content), row.fetched_at, row.etag, row.last_modified)
            for row in rows
        }

    async def save(self, workspace_id: UUID, pages: Iterable[ReadPage], now: datetime) -> None:
        """Keep what was read from the site now."""
        rows: dict[str, dict[str, Any]] = {}
        for page in pages:
            if not page.fresh:
                continue
            rows[page.asked] = {
                "workspace_id": workspace_id,
                "url": page.asked,
                "site": site_of(page.asked),
                "content": _CONTENT.dump_python(page.content, mode="json"),
                "content_hash": page.content.content_hash,
                "etag": page.etag,
                "last_modified": page.last_modified,
                "fetched_at": now,
            }
        if not rows:
            return
        statement = insert(StoredPageRow).values([rows[url] for url in sorted(rows)])
        changed = {name: statement.excluded[name] for name in next(iter(rows.values())) if name not in _PAGE_KEY}
        await self._session.execute(statement.on_conflict_do_update(index_elements=list(_PAGE_KEY), set_=changed))

    async def purge(self, before: datetime) -> int:
        """Remove pages not read since; returns how many."""
        return await _count(self._session, delete(StoredPageRow).where(StoredPageRow.fetched_at < before))

    async def delete_of_workspace(self, workspace_id: UUID) -> int:
        """Remove all pages of a workspace; returns how many."""
        return await _count(self._session, delete(StoredPageRow).where(StoredPageRow.workspace_id == workspace_id))


_PAGE_KEY = ("workspace_id", "url")


class Researches:
    """What is to be found out about prospects."""

    def __init__(self, session: AsyncSession) -> None:
        self._session = session

    def add(self, research: Research) -> None:
        """A new one."""
        self._session.add(research)

    async def locked(self, prospect_id: UUID) -> Research | None:
        """The research of a prospect with its row locked."""
        return await self._session.get(Research, prospect_id, with_for_update=True, populate_existing=True)

    async def delete(self, prospect_id: UUID) -> int:
        """Forget one; returns how many rows went."""
        return await _count(self._session, delete(Research).where(Research.id == prospect_id))

    async def delete_of_workspace(self, workspace_id: UUID) -> int:
        """Forget all of a workspace."""
        return await _count(self._session, delete(Research).where(Research.workspace_id == workspace_id))


class Unit(UnitOfWork):
    """ingest-svc's unit of work."""

    @cached_property
    def sources(self) -> Sources:
        """The sources of bots."""
        return Sources(self.session)

    @cached_property
    def pages(self) -> Pages:
        """Pages as they were last read."""
        return Pages(self.session)

    @cached_property
    def researches(self) -> Researches:
        """What is to be found out about prospects."""
        return Researches(self.session)


async def _count(session: AsyncSession, statement: Any) -> int:
    result = await session.execute(statement)
    return result.rowcount if isinstance(result, CursorResult) else 0


PAGE_LIFETIME = timedelta(days=30)
"""Stored pages older than this are dropped; the next crawl reads them again."""
