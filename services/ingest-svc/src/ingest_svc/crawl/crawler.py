"""The crawl of one site."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from time import monotonic
from urllib.parse import urlsplit

from prometheus_client import Counter
from yarl import URL

from ingest_svc.domain.frontier import Candidate, Frontier
from ingest_svc.domain.html import read_page
from ingest_svc.domain.page import Duplicates, PageContent
from ingest_svc.domain.robots import MAX_ROBOTS_BYTES, Robots
from ingest_svc.domain.sitemaps import MAX_SITEMAP_BYTES, read_sitemap
from ingest_svc.domain.urls import normalise, origin_of, same_site
from ingest_svc.fetch import Fetched, FetchFailed, GuardedClient
from ingest_svc.pdf.reader import PdfReader, PdfUnreadable

PAGES = Counter("crawl_pages_total", "Pages by what became of them", ["outcome"])
PAGE_TYPES = ("text/html", "application/xhtml+xml", "application/pdf", "text/plain", "application/octet-stream")
FRESH = timedelta(minutes=15)
"""A stored page this young is taken without asking the server again."""
MAX_SITEMAPS = 8


@dataclass(frozen=True, slots=True)
class CrawlLimits:
    """How much of a site is read, and how fast."""

    max_pages: int = 60
    max_depth: int = 5
    max_page_bytes: int = 3_000_000
    max_pdf_bytes: int = 25_000_000
    at_once: int = 4
    delay_seconds: float = 0.25
    total_seconds: float = 600.0


@dataclass(frozen=True, slots=True)
class StoredPage:
    """A page read earlier, with what the server needs to say that it is unchanged."""

    content: PageContent
    fetched_at: datetime
    etag: str | None = None
    last_modified: str | None = None


@dataclass(frozen=True, slots=True)
class ReadPage:
    """A page as the crawl gives it. `html` is there when it was fetched now; `stored` when it was not."""

    content: PageContent
    asked: str
    etag: str | None = None
    last_modified: str | None = None
    html: str | None = None
    fresh: bool = True


@dataclass(frozen=True, slots=True)
class Progress:
    """How far a crawl is."""

    found: int
    fetched: int


class CrawlFailed(Exception):
    """Nothing could be read. `reason` is a short code."""

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason


@dataclass
class CrawlResult:
    """What a crawl came to."""

    pages: list[ReadPage] = field(default_factory=list)
    failures: dict[str, str] = field(default_factory=dict)


OnProgress = Callable[[Progress], Awaitable[None]]


class Crawler:
    """Reads sites through the guarded client. Holds nothing between crawls."""

    def __init__(self, client: GuardedClient, pdf: PdfReader, limits: CrawlLimits) -> None:
        self._client = client
        self._pdf = pdf
        self.limits = limits

    async def pages(
        self,
        start: str,
        *,
        now: datetime,
        known: Mapping[str, StoredPage] | None = None,
        max_pages: int | None = None,
        failures: dict[str, str] | None = None,
        progress: OnProgress | None = None,
    ) -> AsyncIterator[ReadPage]:
        """The site's pages as they are read, duplicates and refused ones left out.

        Raises `CrawlFailed` when the start page cannot be read; other pages' failures go into `failures`.
        """
        run = _Run(self, start, now, known or {}, max_pages or self.limits.max_pages, failures, progress)
        async for page in run.pages():
            yield page

    async def fetch(self, candidate: str, headers: Mapping[str, str]) -> Fetched:
        """One page or PDF. Raises `FetchFailed`."""
        limits = self.limits
        size = limits.max_pdf_bytes if urlsplit(candidate).path.lower().endswith(".pdf") else limits.max_page_bytes
        return await self._client.get(candidate, max_bytes=size, types=PAGE_TYPES, headers=headers, attempts=3)

    async def robots(self, start: str) -> Robots:
        """The site's rules. Raises `CrawlFailed` when the site cannot be reached at all (RFC 9309, 2.3.1.4)."""
        agent = self._client.user_agent.split("/")[0]
        try:
            answer = await self._client.get(f"{origin_of(start)}/robots.txt", max_bytes=MAX_ROBOTS_BYTES, attempts=2)
        except FetchFailed as error:
            if error.reason.startswith("http_5"):
                raise CrawlFailed("robots_unavailable") from error
            if error.reason in ("unreachable", "timeout", "refused", "bad_address"):
                raise CrawlFailed(error.reason) from error
            return Robots.parse("", agent)
        return Robots.parse(answer.text() if "html" not in answer.content_type else "", agent)

    async def sitemap_urls(self, start: str, robots: Robots) -> list[str]:
        """The addresses the site lists in its sitemaps; none when it has none."""
        waiting = [url for url in robots.sitemaps if same_site(url, start)] or [f"{origin_of(start)}/sitemap.xml"]
        seen: set[str] = set()
        found: list[str] = []
        while waiting and len(seen) < MAX_SITEMAPS:
            url = waiting.pop(0)
            if url in seen or not same_site(url, start):
                continue
            seen.add(url)
            try:
                answer = await self._client.get(url, max_bytes=MAX_SITEMAP_BYTES)
            except FetchFailed:
                continue
            is_index, urls = await asyncio.to_thread(read_sitemap, answer.body)
            if is_index:
                waiting += urls
            else:
                found += urls
        return found

    def delay_for(self, start: str, robots: Robots) -> float:
        """Seconds between two requests to the site; none to a sample site on this machine unless it asks."""
        url = URL(start)
        exempt = self._client.guard.is_exempt(url.host or "", url.port or 0)
        return robots.delay if robots.delay is not None else (0.0 if exempt else self.limits.delay_seconds)

    async def read(self, answer: Fetched) -> tuple[PageContent, str | None]:
        """What a fetched document says, and its HTML. Raises `PdfUnreadable` and `FetchFailed`."""
        if answer.is_pdf:
            return await self._pdf.read(answer.body, answer.url), None
        if answer.content_type in ("application/pdf", "application/octet-stream"):
            raise FetchFailed("wrong_type")
        html = answer.text()
        robots_header = answer.headers.get("x-robots-tag", "")
        content = await asyncio.to_thread(read_page, html, answer.url, robots_header=robots_header)
        return content, html


class _Run:
    """One crawl: its frontier, its pace, and the pages in flight."""

    def __init__(
        self,
        crawler: Crawler,
        start: str,
        now: datetime,
        known: Mapping[str, StoredPage],
        max_pages: int,
        failures: dict[str, str] | None,
        progress: OnProgress | None,
    ) -> None:
        self._crawler = crawler
        self._start = start
        self._now = now
        self._known = known
        self._max_pages = max_pages
        self._failures = failures if failures is not None else {}
        self._progress = progress
        self._duplicates = Duplicates()
        self._given: set[str] = set()
        self._next_request = 0.0
        self._fetched = 0

    async def pages(self) -> AsyncIterator[ReadPage]:
        robots = await self._crawler.robots(self._start)
        if not robots.allows(self._start):
            raise CrawlFailed("robots_refused")
        delay = self._crawler.delay_for(self._start, robots)
        first = await self._first(robots)
        frontier = Frontier(first.content.url, self._max_pages, self._crawler.limits.max_depth)
        frontier.add(self._start, depth=0)
        opening = frontier.next()  # the start page itself, already read
        if opening is not None:
            self._follow(frontier, Candidate(first.content.url, 0), first.content)
        for url in await self._crawler.sitemap_urls(first.content.url, robots):
            frontier.add(url, depth=1)
        if self._accept(first.content):
            yield first
        elif first.content.noindex and not first.content.links:
            raise CrawlFailed("robots_refused")
        end = monotonic() + self._crawler.limits.total_seconds
        async for page in self._rest(frontier, robots, delay, end):
            yield page

    async def _first(self, robots: Robots) -> ReadPage:
        try:
            first = await self._one(Candidate(self._start, 0), robots, 0.0)
        except (FetchFailed, PdfUnreadable) as error:
            raise CrawlFailed(error.reason) from error
        self._fetched += 1
        return first

    async def _rest(self, frontier: Frontier, robots: Robots, delay: float, end: float) -> AsyncIterator[ReadPage]:
        flying: dict[asyncio.Task[ReadPage], Candidate] = {}
        try:
            while True:
                while len(flying) < self._crawler.limits.at_once and monotonic() < end:
                    candidate = frontier.next()
                    if candidate is None:
                        break
                    if candidate.url in self._given or not robots.allows(candidate.url):
                        frontier.give_back()
                        continue
                    flying[asyncio.create_task(self._one(candidate, robots, delay))] = candidate
                if not flying:
                    return
                landed, _ = await asyncio.wait(flying, return_when=asyncio.FIRST_COMPLETED)
                for task in landed:
                    candidate = flying.pop(task)
                    page = self._landed(task, candidate, frontier)
                    if self._progress is not None:
                        await self._progress(Progress(frontier.found, self._fetched))
                    if page is not None:
                        yield page
        finally:
            for task in flying:
                task.cancel()
            await asyncio.gather(*flying, return_exceptions=True)

    def _landed(self, task: asyncio.Task[ReadPage], candidate: Candidate, frontier: Frontier) -> ReadPage | None:
        try:
            page = task.result()
        except (FetchFailed, PdfUnreadable) as error:
            PAGES.labels("failed").inc()
            self._failures[candidate.url] = error.reason
            frontier.give_back()
            return None
        self._fetched += 1
        if not same_site(page.content.url, self._start) and not same_site(page.content.url, frontier.start):
            frontier.give_back()
            return None
        self._follow(frontier, candidate, page.content)
        if not self._accept(page.content):
            frontier.give_back()
            return None
        return page

    def _follow(self, frontier: Frontier, candidate: Candidate, content: PageContent) -> None:
        if content.nofollow:
            return
        for link in content.links:
            frontier.add(link, depth=candidate.depth + 1)

    def _accept(self, content: PageContent) -> bool:
        """Whether the page counts: not refused, not empty, not said before."""
        address = content.canonical if content.canonical and same_site(content.canonical, content.url) else content.url
        if content.noindex:
            PAGES.labels("noindex").inc()
            return False
        if not content.text.strip() and not content.footer:
            PAGES.labels("empty").inc()
            return False
        if address in self._given or self._duplicates.twin_of(content) is not None:
            PAGES.labels("duplicate").inc()
            return False
        self._given |= {address, content.url}
        PAGES.labels("read").inc()
        return True

    async def _one(self, candidate: Candidate, robots: Robots, delay: float) -> ReadPage:
        stored = self._known.get(candidate.url)
        if stored is not None and self._now - stored.fetched_at < FRESH:
            return ReadPage(stored.content, candidate.url, stored.etag, stored.last_modified, fresh=False)
        await self._wait_turn(delay)
        headers: dict[str, str] = {}
        if stored is not None and stored.etag:
            headers["If-None-Match"] = stored.etag
        if stored is not None and stored.last_modified:
            headers["If-Modified-Since"] = stored.last_modified
        answer = await self._crawler.fetch(candidate.url, headers)
        if answer.not_modified:
            if stored is None:
                raise FetchFailed("http_304")
            return ReadPage(stored.content, candidate.url, stored.etag, stored.last_modified)
        landed = normalise(answer.url)
        if landed is not None and same_site(landed, candidate.url) and not robots.allows(landed):
            raise FetchFailed("robots_refused")
        content, html = await self._crawler.read(answer)
        return ReadPage(content, candidate.url, answer.headers.get("etag"), answer.headers.get("last-modified"), html)

    async def _wait_turn(self, delay: float) -> None:
        now = monotonic()
        turn = max(now, self._next_request)
        self._next_request = turn + delay
        if turn > now:
            await asyncio.sleep(turn - now)
