"""Long work: reading sources, making vectors, researching prospects, forgetting."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from dataclasses import replace
from time import monotonic
from uuid import UUID

import structlog
from contracts.bots import BotSnapshot
from knowledge import parts
from prometheus_client import Counter, Histogram
from servicekit.errors import Invalid
from servicekit.work.jobs import Fenced, Jobs
from servicekit.work.jobs import Job as KitJob

from ingest_svc.adapters.pdf.reader import PdfUnreadable
from ingest_svc.adapters.resources import Resources
from ingest_svc.domain.crawling import CrawlFailed, Memory, Outcome, Progress, ReadPage
from ingest_svc.domain.language import detect_language
from ingest_svc.domain.page import PageContent, Section
from ingest_svc.domain.renewal import renewal
from ingest_svc.models import Source
from ingest_svc.repository import PAGE_LIFETIME, Unit
from ingest_svc.service import prospects, sources, tasks
from ingest_svc.service.optouts import barred
from ingest_svc.service.sources import Stored
from ingest_svc.settings import Settings

log = structlog.get_logger(__name__)
jobs = Jobs()
Job = KitJob[Settings, Unit, Resources]

RUNS = Counter("ingest_runs_total", "Runs of sources by kind and outcome", ["kind", "outcome"])
SEARCHABLE_SECONDS = Histogram(
    "ingest_searchable_seconds", "From the start of a run to searchable", buckets=(0.5, 1, 2, 5, 10, 15, 30, 60, 300)
)
CRAWL_RETRIES = 5
EMBED_BATCH = 16
EMBED_SECONDS = 30.0
"""So long a source's vectors are made at a stretch; a larger one goes on behind what waits, which is not searchable."""
SAVED_AT_ONCE = 20
EARLY_PAGES = 8
"""So many pages of a site that was never searchable are stored before the rest is read."""
PROGRESS_SECONDS = 0.5
_LANGUAGES = {"deutsch": "de", "english": "en", "multilingual": None}


@jobs.task("read_source", retries=CRAWL_RETRIES)  # a text or a PDF
@jobs.task("crawl_source", retries=CRAWL_RETRIES, long=True)  # a site
async def crawl_source(job: Job, source_id: UUID, run: int) -> None:
    """Read a source and put its chunks into the index."""
    started = monotonic()
    async with job.transaction() as unit:
        source = await sources.begin(unit, source_id, run)
        if source is None:
            return
        memory, language = await _memory(job, unit, source), await _language(unit, source)
    try:
        if job.attempt > CRAWL_RETRIES:  # the worker died over it each time
            raise CrawlFailed("internal")
        stored = await _read(job, source, memory, language)
    except (CrawlFailed, PdfUnreadable) as error:
        RUNS.labels(source.kind, error.reason).inc()
        log.info("source not readable", source=str(source_id), reason=error.reason)
        async with job.transaction() as unit:
            await sources.failed(unit, source_id, run, error.reason)
        return
    except Fenced:
        raise
    except Exception:
        if job.attempt >= CRAWL_RETRIES:
            async with job.transaction() as unit:
                await sources.failed(unit, source_id, run, "internal")
        raise
    if stored is None:
        RUNS.labels(source.kind, "shrunk").inc()
        log.warning("source shrunk", source=str(source_id), indexed=len(memory.indexed))
        async with job.transaction() as unit:
            await sources.shrunk(unit, source_id, run)
        return
    await _record(job, source, stored)
    RUNS.labels(source.kind, "ok" if stored.changed else "unchanged").inc()
    SEARCHABLE_SECONDS.observe(monotonic() - started)


async def _memory(job: Job, unit: Unit, source: Source) -> Memory:
    if source.url is None:
        return Memory()

    async def recall(url: str) -> PageContent | None:
        async with job.transaction() as later:
            return await later.pages.content(source.workspace_id, url)

    stored = await unit.pages.of_site(source.workspace_id, source.url)
    return Memory(stored, recall, await unit.sources.indexed(source.id))


async def _language(unit: Unit, source: Source) -> str | None:
    """The language in which a site that has several is read; None reads all."""
    bot = await unit.replicas.get(BotSnapshot, source.bot_id)
    return _LANGUAGES[(bot.published or bot.draft).custom_prompts.language] if bot is not None else "de"


async def _read(job: Job, source: Source, memory: Memory, language: str | None) -> Stored | None:
    """What the source holds now; None when most of a site is missing and nothing was changed."""
    if source.kind == "url":
        return await _read_site(job, source, memory, language)
    if source.kind == "pdf":
        data = await job.resources.objects.get(source.object_key or "")
        contents = [await job.resources.pdf.read(data, "", title=source.title)]
    else:
        text = source.text or ""
        contents = [PageContent("", source.title or "Text", detect_language(text), (Section((), text),))]
    return await _store(job, source, contents, complete=True)


async def _read_site(job: Job, source: Source, memory: Memory, language: str | None) -> Stored | None:
    pages: dict[str, PageContent] = {}
    unsaved: list[ReadPage] = []
    outcome = Outcome()
    report = _Reporter(job, source)
    crawl: AsyncIterator[ReadPage] = job.resources.crawler.pages(
        source.url or "",
        now=job.kit.clock.now(),
        memory=memory,
        language=language,
        outcome=outcome,
        progress=report,
        barred=barred(job.transaction, source.workspace_id),
    )
    async for page in crawl:
        pages[page.asked] = replace(page.content, links=())
        unsaved.append(replace(page, html=None))
        if len(unsaved) == SAVED_AT_ONCE:
            await _save(job, source, unsaved)
        if source.searchable_at is None and len(pages) == EARLY_PAGES:
            await _record(job, source, await _store(job, source, list(pages.values()), complete=False))
    await _save(job, source, unsaved)
    await report.last(len(pages))
    if outcome.failed or outcome.stopped:
        log.info("site read in part", source=str(source.id), failed=len(outcome.failed), stopped=outcome.stopped)
    renewed = renewal(
        list(memory.indexed),
        pages,
        failed=outcome.failed,
        gone=outcome.gone,
        stopped=outcome.stopped,
        shrunk_runs=source.shrunk_runs,
    )
    if renewed.shrunk:
        return None
    for url in renewed.kept:
        if (content := await memory.recall(url)) is not None:
            pages[url] = replace(content, links=())
    # The order decides which page shows what all have in common: the start page, then always the same one.
    start, *others = pages
    ordered = {url: pages[url] for url in (start, *sorted(others))} if pages else {}
    stored = await _store(job, source, list(ordered.values()), complete=True, addresses=tuple(ordered))
    return replace(stored, left_out=outcome.gone | outcome.failed, stopped=outcome.stopped)


async def _save(job: Job, source: Source, pages: list[ReadPage]) -> None:
    async with job.transaction() as unit:
        await unit.pages.save(source.workspace_id, pages, job.kit.clock.now())
    pages.clear()


async def _store(
    job: Job, source: Source, contents: list[PageContent], *, complete: bool, addresses: tuple[str, ...] = ()
) -> Stored:
    """Put the pages' chunks into the index; they replace what the source had there, if that was anything else.

    Raises `CrawlFailed` for none.
    """
    chunks = await asyncio.to_thread(sources.chunks_of, source, contents)
    if not chunks:
        raise CrawlFailed("empty")
    index = job.resources.index
    digest = sources.digest_of(chunks)
    changed = digest != source.content_hash or (await index.stats(source.bot_id)).chunks < source.chunks
    count = await index.store_source(source.bot_id, source.id, chunks) if changed else source.chunks
    pages = sum(max((section.page or 1 for section in content.sections), default=1) for content in contents)
    return Stored(
        len(contents) if source.kind == "url" else pages,
        count,
        sum(len(chunk.text) for chunk in chunks),
        digest,
        complete,
        changed,
        addresses,
        cut=source.kind == "pdf" and any(content.cut for content in contents),
    )


async def _record(job: Job, source: Source, stored: Stored) -> None:
    async with job.transaction() as unit:
        kept = await sources.searchable(unit, source.id, source.run, stored)
        gone = not kept and await unit.sources.locked(source.id) is None
    if gone:  # removed while it was being read: its chunks must not outlive it
        await job.resources.index.delete_source(source.bot_id, source.id)


class _Reporter:
    """Writes a crawl's progress, twice a second at most."""

    def __init__(self, job: Job, source: Source) -> None:
        self._job = job
        self._source = source
        self._written = 0.0
        self._progress = Progress(0, 0)

    async def __call__(self, progress: Progress) -> None:
        self._progress = progress
        if monotonic() - self._written >= PROGRESS_SECONDS:
            await self._write(progress.found, progress.fetched)

    async def last(self, pages: int) -> None:
        """The figures of the end."""
        await self._write(max(self._progress.found, pages), max(self._progress.fetched, pages))

    async def _write(self, found: int, fetched: int) -> None:
        self._written = monotonic()
        async with self._job.transaction() as unit:
            await unit.sources.note_progress(
                self._source.id, self._source.run, unit.now(), pages_found=found, pages_fetched=fetched
            )


@jobs.task("embed_source", retries=10, long=True)
async def embed_source(job: Job, source_id: UUID, run: int, done: int = 0) -> None:
    """Make the vectors that a source's chunks still lack, batch by batch; a second attempt goes on where one ended.

    `done`: how many this run has made before.
    """
    began = monotonic()
    async with job.transaction() as unit:
        source = await unit.sources.locked(source_id)
        if source is None or source.run != run:
            return
        bot_id, total = source.bot_id, source.chunks
    index, embedder = job.resources.index, job.resources.embedder
    while waiting := await index.missing_vectors(bot_id, EMBED_BATCH, source_id=source_id):
        await index.store_vectors(bot_id, await parts.embedded(embedder, waiting))
        done += len(waiting)
        async with job.transaction() as unit:
            await unit.sources.note_progress(source_id, run, unit.now(), vectors=min(done, total))
            if monotonic() - began >= EMBED_SECONDS:
                await tasks.embed(unit, source, done=done)
                return
    async with job.transaction() as unit:
        await sources.ingested(unit, source_id, run)


@jobs.task("research_prospect", retries=5, long=True)
async def research_prospect(job: Job, prospect_id: UUID, revision: int) -> None:
    """Find out about a prospect; the pages read are kept for the crawl of its bot."""
    async with job.transaction() as unit:
        research = await prospects.begin(unit, prospect_id, revision)
        if research is None:
            return
    try:
        findings = await job.resources.researcher.research(
            sources.checked_url(research.website),
            now=job.kit.clock.now(),
            barred=barred(job.transaction, research.workspace_id),
        )
    except (CrawlFailed, Invalid) as error:
        reason = error.reason if isinstance(error, CrawlFailed) else "bad_address"
        async with job.transaction() as unit:
            await prospects.failed(unit, prospect_id, revision, reason)
        return
    logo_key = None
    if findings.logo is not None:
        logo_key = f"research/{prospect_id}/logo.{findings.logo.extension}"
        await job.resources.objects.put(logo_key, findings.logo.data)
    facts = prospects.company_facts(findings.facts, logo_key=logo_key)
    async with job.transaction() as unit:
        await unit.pages.save(research.workspace_id, findings.pages, unit.now())
        await prospects.researched(
            unit, prospect_id, revision, facts, findings.pages_read, final_website=findings.website
        )


@jobs.task("forget_source", retries=10)
async def forget_source(job: Job, bot_id: UUID, source_id: UUID, object_key: str | None = None) -> None:
    """Remove a source's chunks and its object."""
    await job.resources.index.delete_source(bot_id, source_id)
    if object_key:
        await job.resources.objects.delete(object_key)


@jobs.task("forget_bot", retries=10)
async def forget_bot(job: Job, bot_id: UUID) -> None:
    """Remove a bot's index."""
    await job.resources.index.delete_bot(bot_id)


@jobs.periodic("23 * * * *", "refresh_sources")
async def refresh_sources(job: Job) -> None:
    """Have sites read again whose time has come; drop stored pages that nobody asked for since."""
    async with job.transaction() as unit:
        await sources.refresh_due(unit)
        await unit.pages.purge(unit.now() - PAGE_LIFETIME)


@jobs.periodic("*/10 * * * *", "fill_vectors")
async def fill_vectors(job: Job) -> None:
    """Make vectors that are missing after a change of the embedding model."""
    for bot_id in await job.resources.index.bots_with_missing_vectors():
        async with job.transaction() as unit:
            if await unit.replicas.get(BotSnapshot, bot_id) is None:
                continue
            for source in await unit.sources.of_bot(bot_id):
                if source.state == "ready":
                    await tasks.embed(unit, source, key=f"embed:{source.id}")


@jobs.periodic("5-59/10 * * * *", "tend_index")
async def tend_index(job: Job) -> None:
    """Let the index see to bots that have grown large."""
    await job.resources.index.tend()
