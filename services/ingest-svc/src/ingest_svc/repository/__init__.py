"""The unit of work and all SQL."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from datetime import datetime, timedelta
from functools import cached_property
from typing import Any
from uuid import UUID

from identity.hosts import site_of
from pydantic import TypeAdapter
from servicekit.errors import NotFound
from servicekit.unit import UnitOfWork
from sqlalchemy import CursorResult, delete, func, or_, select, update
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.ext.asyncio import AsyncSession

from ingest_svc.domain.crawling import ReadPage, StoredPage
from ingest_svc.domain.page import PageContent
from ingest_svc.models import Research, Source, SourceOmission, SourcePage, StoredPageRow

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

    async def due(self, now: datetime, limit: int = 100) -> Sequence[Source]:
        """Sites whose time to be read again has come, locked."""
        query = (
            select(Source)
            .where(Source.next_run_at <= now, Source.kind == "url", Source.state.in_(("searchable", "ready")))
            .order_by(Source.next_run_at)
            .limit(limit)
            .with_for_update(skip_locked=True)
        )
        return (await self._session.scalars(query)).all()

    async def indexed(self, id: UUID) -> list[str]:
        """The addresses of the pages that the index holds for a source."""
        query = select(SourcePage.url).where(SourcePage.source_id == id).order_by(SourcePage.url)
        return list((await self._session.scalars(query)).all())

    async def note_indexed(self, id: UUID, urls: Collection[str]) -> None:
        """Say which pages the index holds for a source from now on; nothing is written when they are the same."""
        known = set(await self.indexed(id))
        gone, added = known - set(urls), sorted(set(urls) - known)
        if gone:
            await self._session.execute(
                delete(SourcePage).where(SourcePage.source_id == id, SourcePage.url.in_(sorted(gone)))
            )
        if added:
            await self._session.execute(insert(SourcePage).values([{"source_id": id, "url": url} for url in added]))

    async def note_left_out(self, id: UUID, reasons: Mapping[str, str]) -> None:
        """Say which addresses gave no page this time, and why."""
        await self._session.execute(delete(SourceOmission).where(SourceOmission.source_id == id))
        kept = dict(sorted(reasons.items())[:MAX_STORED_PAGES])
        if kept:
            rows = [{"source_id": id, "url": url, "reason": reason} for url, reason in kept.items()]
            await self._session.execute(insert(SourceOmission).values(rows))

    async def left_out(self, id: UUID) -> dict[str, str]:
        """The addresses that gave no page the last time, and why."""
        query = select(SourceOmission.url, SourceOmission.reason).where(SourceOmission.source_id == id)
        rows = await self._session.execute(query.order_by(SourceOmission.url))
        return {row.url: row.reason for row in rows}

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
        """The stored pages of a site by the address that was asked for, without their content."""
        query = (
            select(
                StoredPageRow.url,
                StoredPageRow.fetched_at,
                StoredPageRow.etag,
                StoredPageRow.last_modified,
                StoredPageRow.alternates,
            )
            .where(StoredPageRow.workspace_id == workspace_id, StoredPageRow.site == site_of(url))
            .order_by(StoredPageRow.fetched_at.desc())
            .limit(MAX_STORED_PAGES)
        )
        rows = (await self._session.execute(query)).all()
        return {row.url: StoredPage(row.fetched_at, row.etag, row.last_modified, row.alternates) for row in rows}

    async def content(self, workspace_id: UUID, url: str) -> PageContent | None:
        """The content of a stored page; None when it is gone."""
        query = select(StoredPageRow.content).where(
            StoredPageRow.workspace_id == workspace_id, StoredPageRow.url == url
        )
        found = (await self._session.execute(query)).scalar_one_or_none()
        return _CONTENT.validate_python(found) if found is not None else None

    async def save(self, workspace_id: UUID, pages: Iterable[ReadPage], now: datetime) -> None:
        """Keep what was read from the site now. Of a page that has not changed only the time is written."""
        rows: dict[str, dict[str, Any]] = {}
        seen: list[str] = []
        for page in pages:
            if not page.fresh:
                continue
            seen.append(page.asked)
            if page.unchanged:
                continue
            rows[page.asked] = {
                "workspace_id": workspace_id,
                "url": page.asked,
                "site": site_of(page.asked),
                "content": _CONTENT.dump_python(page.content, mode="json"),
                "content_hash": page.content.content_hash,
                "etag": page.etag,
                "last_modified": page.last_modified,
                "alternates": dict(page.alternates),
                "fetched_at": now,
            }
        if rows:
            statement = insert(StoredPageRow).values([rows[url] for url in sorted(rows)])
            excluded = statement.excluded
            changed = {name: excluded[name] for name in next(iter(rows.values())) if name not in _PAGE_KEY}
            differs = or_(
                *(
                    getattr(StoredPageRow, name).is_distinct_from(excluded[name])
                    for name in changed
                    if name in _COMPARED
                )
            )
            await self._session.execute(
                statement.on_conflict_do_update(index_elements=list(_PAGE_KEY), set_=changed, where=differs)
            )
        if seen:
            await self._session.execute(
                update(StoredPageRow)
                .where(StoredPageRow.workspace_id == workspace_id, StoredPageRow.url.in_(sorted(seen)))
                .values(fetched_at=now)
            )

    async def purge(self, before: datetime) -> int:
        """Remove pages not read since that no source holds; returns how many."""
        held = (
            select(SourcePage.url)
            .join(Source, Source.id == SourcePage.source_id)
            .where(SourcePage.url == StoredPageRow.url, Source.workspace_id == StoredPageRow.workspace_id)
        )
        return await _count(
            self._session, delete(StoredPageRow).where(StoredPageRow.fetched_at < before, ~held.exists())
        )

    async def delete_of_workspace(self, workspace_id: UUID) -> int:
        """Remove all pages of a workspace; returns how many."""
        return await _count(self._session, delete(StoredPageRow).where(StoredPageRow.workspace_id == workspace_id))


_PAGE_KEY = ("workspace_id", "url")
_COMPARED = ("content", "etag", "last_modified", "alternates")


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

    async def at(self, research: Research, place: str) -> UUID | None:
        """Another prospect of the workspace whose site is at this place; nobody else settles there until the end.

        One whose research failed is at no place.
        """
        lock = func.pg_advisory_xact_lock(func.hashtextextended(f"{research.workspace_id} {place}", 0))
        await self._session.execute(select(lock))
        query = select(Research.id).where(
            Research.workspace_id == research.workspace_id,
            Research.place == place,
            Research.state != "failed",
            Research.id != research.id,
        )
        return await self._session.scalar(query.order_by(Research.id).limit(1))

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
"""Stored pages older than this are dropped, unless a source holds them."""
