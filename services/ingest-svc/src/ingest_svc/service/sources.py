"""A bot's sources: added, read, searchable, complete, failed, refreshed, removed."""

from __future__ import annotations

import hashlib
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Literal
from uuid import UUID

from contracts.bots import BotSnapshot
from contracts.sources import (
    MOST_SOURCES,
    SourceAdded,
    SourceFailed,
    SourceIngested,
    SourceRemoved,
    SourceSearchable,
)
from knowledge import Chunk
from servicekit.errors import Conflict, Invalid

from ingest_svc.domain.chunking import beside_title, cut
from ingest_svc.domain.frames import without_frames
from ingest_svc.domain.invitations import without_invitations
from ingest_svc.domain.law import Law
from ingest_svc.domain.page import PageContent, Section
from ingest_svc.domain.placeholders import without_placeholders
from ingest_svc.domain.renewal import MIN_DAYS, due_at, next_interval
from ingest_svc.domain.titles import own_titles
from ingest_svc.domain.urls import with_scheme
from ingest_svc.models import Source
from ingest_svc.repository import Unit
from ingest_svc.service import tasks

MAX_TEXT = 500_000
RUN_LIMIT = timedelta(hours=1)
"""A run that has not ended by then is lost, and another may be asked for."""


@dataclass(frozen=True, slots=True)
class NewSource:
    """A source to add; exactly one of `url`, `text` and `object_key`, by its kind."""

    kind: Literal["url", "pdf", "text"]
    title: str = ""
    url: str | None = None
    text: str | None = None
    object_key: str | None = None


def checked_url(address: str | None) -> str:
    """A web address in its one spelling. Raises `Invalid`."""
    found = with_scheme(address or "")
    if found is None:
        raise Invalid.field("/url", "must be the address of a website, http or https")
    return found


async def add(unit: Unit, bot_id: UUID, workspace_id: UUID, new: NewSource, *, id: UUID | None = None) -> Source:
    """Add a source to a bot and have it read.

    Raises `Invalid` for a broken field and `Conflict` when the bot has the address or too many sources.
    """
    url = checked_url(new.url) if new.kind == "url" else None
    if new.kind == "text" and not (new.text or "").strip():
        raise Invalid.field("/text", "must not be empty")
    if len(new.text or "") > MAX_TEXT:
        raise Invalid.field("/text", f"may have at most {MAX_TEXT} characters")
    known = await unit.sources.of_bot(bot_id)
    if url is not None and any(source.url == url for source in known):
        raise Conflict("The bot has this address as a source already.")
    if len(known) >= MOST_SOURCES:
        raise Conflict(f"A bot may have at most {MOST_SOURCES} sources.")
    now = unit.now()
    source = Source(
        id=id or unit.new_id(),
        workspace_id=workspace_id,
        bot_id=bot_id,
        kind=new.kind,
        title=new.title[:300],
        url=url,
        text=new.text,
        object_key=new.object_key,
        state="waiting",
        version=1,
        run=1,
        pages_found=0,
        pages_fetched=0,
        pages_indexed=0,
        chunks=0,
        vectors=0,
        characters=0,
        created_at=now,
        run_started_at=now,
        updated_at=now,
    )
    unit.sources.add(source)
    await unit.session.flush()
    unit.publish(
        source,
        SourceAdded(
            source_id=source.id,
            bot_id=bot_id,
            kind=new.kind,
            title=source.title,
            url=source.url,
            object_key=source.object_key,
        ),
    )
    await tasks.read(unit, source)
    return source


async def refresh(unit: Unit, source: Source) -> Source:
    """Have a source read again unless that is under way; what it holds stays until the new version is stored."""
    if is_being_read(source) and unit.now() - source.run_started_at < RUN_LIMIT:
        return source
    source.run += 1
    source.version += 1
    source.move("ask_again")
    source.run_started_at = source.updated_at = unit.now()
    source.next_run_at = None
    await tasks.read(unit, source)
    return source


def is_being_read(source: Source) -> bool:
    """Whether a run is under way, vectors included."""
    return source.finished_run != source.run


async def begin(unit: Unit, source_id: UUID, run: int) -> Source | None:
    """Start a run; None when the source is gone or a newer run was asked for."""
    source = await unit.sources.locked(source_id)
    if source is None or source.run != run:
        return None
    if source.chunks == 0:
        source.move("read")
    source.updated_at = unit.now()
    return source


def chunks_of(source: Source, pages: Iterable[PageContent]) -> list[Chunk]:
    """The chunks of a source's pages. What stands in the frame of every page is taken once."""
    made: list[Chunk] = []
    seen: set[str] = set()
    bare = without_invitations(without_frames(without_placeholders(list(pages))))
    for page, title in zip(bare, own_titles([page.title for page in bare]), strict=True):
        frame = [section for section in page.footer if _digest(section) not in seen]
        seen.update(_digest(section) for section in frame)
        law = Law.of(page)
        for piece in beside_title(cut((*page.sections, *frame)), title):
            made.append(
                Chunk.make(
                    bot_id=source.bot_id,
                    source_id=source.id,
                    url=f"{page.url}#page={piece.page}" if piece.page is not None and page.url else page.url,
                    title=title,
                    text=piece.text,
                    position=piece.position,
                    heading_path=piece.headings,
                    page=piece.page,
                    language=page.language,
                    subject=law.subject(piece.headings),
                )
            )
    return made


def _digest(section: Section) -> str:
    return hashlib.sha256(section.text.encode()).hexdigest()


@dataclass(frozen=True, slots=True)
class Stored:
    """What a run put into the index."""

    pages: int
    chunks: int
    characters: int
    content_hash: str
    complete: bool = True
    """False while the crawl goes on: the first pages only."""
    changed: bool = True
    """False when the index holds exactly this already."""
    addresses: tuple[str, ...] = ()
    """The addresses of a site's pages."""
    cut: bool = False
    """Whether a PDF has more pages than are read."""
    left_out: Mapping[str, str] = field(default_factory=dict)
    """The addresses of a site that gave no page, and why."""
    stopped: str | None = None
    """Why a site was not read to its end."""


def digest_of(chunks: Collection[Chunk]) -> str:
    """SHA-256 over the chunks' ids, which depend on place, text and the way it is cut, and what they are of.

    Equal for an equal index.
    """
    return hashlib.sha256("".join(sorted(f"{chunk.id}{chunk.subject}" for chunk in chunks)).encode()).hexdigest()


async def searchable(unit: Unit, source_id: UUID, run: int, stored: Stored) -> bool:
    """Record that a run's chunks are in the index, announce it once a run, and have vectors made when it is complete.

    A run that changed nothing is announced to nobody and has no vectors made. False when the source is gone or a newer
    run took over.
    """
    source = await unit.sources.locked(source_id)
    if source is None or source.run != run:
        return False
    now = unit.now()
    announced = source.searchable_at is not None and source.searchable_at >= source.run_started_at
    source.pages_indexed, source.chunks, source.characters = stored.pages, stored.chunks, stored.characters
    source.content_hash = stored.content_hash
    source.reason, source.updated_at = "pdf_cut" if stored.cut else stored.stopped, now
    if stored.complete and source.kind == "url":
        source.shrunk_runs = 0
        await unit.sources.note_indexed(source.id, stored.addresses)
        await unit.sources.note_left_out(source.id, stored.left_out)
        _plan(source, now, changed=stored.changed)
    if not stored.changed and source.state == "ready":
        source.finished_run = run
        return True
    source.move("store")
    if not announced and stored.changed:
        source.version += 1
        source.searchable_at = now
        unit.publish(
            source,
            SourceSearchable(source_id=source.id, bot_id=source.bot_id, pages=stored.pages, chunks=stored.chunks),
        )
    if stored.complete:
        await tasks.embed(unit, source)
    return True


def _plan(source: Source, now: datetime, *, changed: bool) -> None:
    first = source.interval_days is None
    source.interval_days = next_interval(source.interval_days, changed=changed and not first)
    source.next_run_at = due_at(now, source.interval_days, source.id, source.run)


async def ingested(unit: Unit, source_id: UUID, run: int) -> None:
    """Record that a run is complete, vectors included, and announce it once."""
    source = await unit.sources.locked(source_id)
    if source is None or source.run != run or source.state == "ready":
        return
    now = unit.now()
    source.version += 1
    source.move("complete")
    source.ingested_at = source.updated_at = now
    source.finished_run = run
    source.vectors = source.chunks
    unit.publish(
        source,
        SourceIngested(
            source_id=source.id,
            bot_id=source.bot_id,
            pages=source.pages_indexed,
            chunks=source.chunks,
            characters=source.characters,
            seconds=max(0.0, (now - source.run_started_at).total_seconds()),
        ),
    )


async def failed(unit: Unit, source_id: UUID, run: int, reason: str) -> None:
    """Record that a run read nothing. What an earlier run stored stays, and then nothing is announced."""
    source = await unit.sources.locked(source_id)
    if source is None or source.run != run or source.state == "failed":
        return
    source.version += 1
    source.reason, source.updated_at = reason, unit.now()
    if source.chunks > 0:
        await _stay(unit, source)
        return
    source.move("fail")
    source.finished_run = run
    remaining = await unit.sources.remaining(source.bot_id, without=source.id)
    unit.publish(
        source,
        SourceFailed(source_id=source.id, bot_id=source.bot_id, reason=reason, remaining_sources=remaining),
    )


async def shrunk(unit: Unit, source_id: UUID, run: int) -> None:
    """Record that a run found more than half of the pages missing: the source keeps all it had and says so."""
    source = await unit.sources.locked(source_id)
    if source is None or source.run != run:
        return
    source.version += 1
    source.shrunk_runs += 1
    source.reason, source.updated_at = "shrunk", unit.now()
    await _stay(unit, source)


async def _stay(unit: Unit, source: Source) -> None:
    """Go on with what an earlier run stored, and look again within a day or so."""
    source.next_run_at = due_at(source.updated_at, MIN_DAYS, source.id, source.run) if source.kind == "url" else None
    if source.state == "ready":
        source.finished_run = source.run
    else:  # that run was replaced by this one before its vectors were complete
        await tasks.embed(unit, source)


async def remove(unit: Unit, source: Source) -> None:
    """Remove a source; its chunks and its object follow in a job."""
    source.version += 1
    unit.publish(source, SourceRemoved(source_id=source.id, bot_id=source.bot_id))
    await tasks.forget(unit, source)
    await unit.session.delete(source)


async def forget_bot(unit: Unit, bot_id: UUID, workspace_id: UUID) -> int:
    """Remove all of a bot's sources, and its index in a job; returns how many sources there were."""
    for source in await unit.sources.of_bot(bot_id):
        if source.object_key:
            await tasks.forget(unit, source)
    count = await unit.sources.delete_of_bot(bot_id)
    await unit.enqueue("forget_bot", workspace_id=workspace_id, bot_id=bot_id)
    return count


async def forget_workspace(unit: Unit, workspace_id: UUID) -> None:
    """Remove all that a workspace's sites, PDFs and texts left here."""
    for bot_id in await unit.sources.bots_of_workspace(workspace_id):
        await forget_bot(unit, bot_id, workspace_id)
    await unit.pages.delete_of_workspace(workspace_id)
    await unit.researches.delete_of_workspace(workspace_id)


async def refresh_due(unit: Unit) -> int:
    """Have the sites read again whose time has come; returns how many."""
    due = await unit.sources.due(unit.now())
    for source in due:
        if await unit.replicas.get(BotSnapshot, source.bot_id) is not None:
            await refresh(unit, source)
        else:
            source.next_run_at = None
    return len(due)
