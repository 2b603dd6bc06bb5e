"""Reads the parts of a site: its robots.txt, its sitemaps, single documents."""

from __future__ import annotations

import asyncio
import re
from collections.abc import AsyncIterator, Mapping
from contextlib import nullcontext
from dataclasses import replace
from datetime import datetime
from html import escape
from urllib.parse import urlsplit

import structlog
from yarl import URL

from ingest_svc.adapters.crawl.run import Run
from ingest_svc.adapters.fetch import Fetched, FetchFailed, GuardedClient
from ingest_svc.adapters.fetch.client import Onward
from ingest_svc.adapters.pdf.reader import PdfReader, PdfUnreadable
from ingest_svc.adapters.reading.pool import PageReader, PageUnreadable, ReaderUnavailable
from ingest_svc.domain.crawling import (
    Barred,
    CrawlFailed,
    CrawlLimits,
    Memory,
    OnProgress,
    Outcome,
    ReadPage,
    unbarred,
)
from ingest_svc.domain.filetypes import is_markup, is_pdf
from ingest_svc.domain.frontier import MAX_KNOWN
from ingest_svc.domain.links import header_links, refresh
from ingest_svc.domain.page import PageContent, Section
from ingest_svc.domain.reservation import HEADER, MOST_BYTES, PLACE, Reservation, read_reservation, said_by_page
from ingest_svc.domain.robots import MAX_ROBOTS_BYTES, Robots, directives_for
from ingest_svc.domain.sitemaps import MAX_SITEMAP_BYTES, read_sitemap
from ingest_svc.domain.urls import normalise, origin_of, same_site

log = structlog.get_logger(__name__)

UNKNOWN_TYPES = (
    "application/octet-stream",
    "binary/octet-stream",
    "application/download",
    "application/force-download",
    "application/x-download",
    "application/x-pdf",
)
"""What servers call a file that is to be saved: it may be a PDF."""
PAGE_TYPES = ("text/html", "application/xhtml+xml", "application/pdf", "text/plain", *UNKNOWN_TYPES)
ORDINARY_PDF_BYTES = 4_000_000
LARGE_HTML_CHARACTERS = 300_000
MAX_SITEMAPS = 8
MAX_RESERVATION_SECONDS = 3.0
MAX_SITEMAP_SECONDS = 60.0
MAX_VALIDATOR = 500
NO_RULES = frozenset({"too_many_redirects", "redirect_loop", "too_large"})
"""Failures of robots.txt that allow everything, as a 4xx does (RFC 9309, 2.3.1.2 and 2.3.1.3)."""
_UNSTORABLE = re.compile("[\0\ud800-\udfff]")


class Crawler:
    """Reads sites through the guarded client. Holds nothing between crawls."""

    def __init__(self, client: GuardedClient, pages: PageReader, pdf: PdfReader, limits: CrawlLimits) -> None:
        self._client = client
        self._reader = pages
        self._pdf = pdf
        self.limits = limits
        self._large = asyncio.Semaphore(1)

    async def pages(
        self,
        start: str,
        *,
        now: datetime,
        memory: Memory | None = None,
        language: str | None = "de",
        max_pages: int | None = None,
        outcome: Outcome | None = None,
        progress: OnProgress | None = None,
        for_facts: bool = False,
        barred: Barred = unbarred,
    ) -> AsyncIterator[ReadPage]:
        """The site's pages as they are read, duplicates and refused ones left out.

        Of a page that names its twins in other languages the one in `language` is read; None reads all. `for_facts`:
        pages that tell about the company come first, are looked for where nothing leads to them, and are given though
        they ask not to be indexed (`content.noindex`): they must not become knowledge then. The start page is given
        even when it says nothing. A site that is `barred`, and one to which the start page has moved, gets no request.
        Raises `CrawlFailed` when the start page cannot be read; what becomes of other pages goes into `outcome`.
        """
        run = Run(
            self,
            start,
            now=now,
            memory=memory or Memory(),
            language=language,
            max_pages=max_pages or self.limits.max_pages,
            outcome=outcome if outcome is not None else Outcome(),
            progress=progress,
            for_facts=for_facts,
            barred=barred,
        )
        async for page in run.pages():
            yield page

    async def ask(self, url: str, headers: Mapping[str, str], delay: float, onward: Onward) -> ReadPage | None:
        """One page or PDF; None when it is still what the headers' conditions name.

        Raises `FetchFailed` and `PdfUnreadable`. Large PDFs are fetched and read one after the other, and large pages
        not meanwhile, so that memory stays bounded.
        """
        try:
            return await self._ask(url, headers, delay, onward, pdf_bytes=ORDINARY_PDF_BYTES)
        except FetchFailed as error:
            if error.reason != "too_large" or not _may_be_pdf(url, error.content_type):
                raise
        async with self._large:
            return await self._ask(url, headers, delay, onward, pdf_bytes=self.limits.max_pdf_bytes)

    async def _ask(
        self, url: str, headers: Mapping[str, str], delay: float, onward: Onward, *, pdf_bytes: int
    ) -> ReadPage | None:
        limits = self.limits
        answer = await self._client.get(
            url,
            max_bytes=limits.max_page_bytes,
            max_bytes_by_type={
                "application/pdf": pdf_bytes,
                **dict.fromkeys(UNKNOWN_TYPES, pdf_bytes if _may_be_pdf(url, "") else limits.max_page_bytes),
            },
            types=PAGE_TYPES,
            headers=headers,
            attempts=3,
            delay=delay,
            onward=onward,
        )
        return None if answer.not_modified else await self._page(url, answer)

    async def reservation(self, start: str, robots: Robots) -> Reservation:
        """What a host reserves from being mined; nothing where it does not say, or cannot be asked."""
        try:
            async with asyncio.timeout(min(MAX_RESERVATION_SECONDS, self.limits.total_seconds / 8)):
                answer = await self._client.get(
                    f"{origin_of(start)}{PLACE}", max_bytes=MOST_BYTES, attempts=1, delay=self.delay_for(start, robots)
                )
        except (FetchFailed, TimeoutError):
            return read_reservation("", robots.text)
        return read_reservation(answer.text(), robots.text)

    async def robots(self, start: str) -> Robots:
        """The rules of a host, for one of its pages' address.

        None are known and everything is allowed when the file is missing (4xx, RFC 9309, 2.3.1.3). Raises
        `CrawlFailed` while it cannot be had: that forbids everything (2.3.1.4), as being asked to slow down does.
        """
        agent = self._client.user_agent.split("/")[0]
        try:
            answer = await self._client.get(
                f"{origin_of(start)}/robots.txt", max_bytes=MAX_ROBOTS_BYTES, attempts=2, truncate=True
            )
        except FetchFailed as error:
            if error.reason in NO_RULES or (error.reason.startswith("http_4") and error.reason != "http_429"):
                return Robots.parse("", agent)
            if error.reason in ("unreachable", "unknown_host", "timeout", "refused", "bad_address", "bad_certificate"):
                raise CrawlFailed(error.reason) from error
            raise CrawlFailed("robots_unavailable") from error
        return await asyncio.to_thread(Robots.parse, answer.text(), agent)

    async def sitemap_urls(self, start: str, robots: Robots, delay: float) -> list[str]:
        """The addresses the site lists in its sitemaps, the newest first; none when it has none."""
        waiting = [url for url in robots.sitemaps if same_site(url, start)] or [f"{origin_of(start)}/sitemap.xml"]
        seen: set[str] = set()
        found: list[str] = []
        try:
            async with asyncio.timeout(min(MAX_SITEMAP_SECONDS, self.limits.total_seconds / 4)):
                while waiting and len(seen) < MAX_SITEMAPS and len(found) < MAX_KNOWN:
                    url = waiting.pop(0)
                    if url in seen or not same_site(url, start):
                        continue
                    seen.add(url)
                    try:
                        answer = await self._client.get(url, max_bytes=MAX_SITEMAP_BYTES, delay=delay, truncate=True)
                    except FetchFailed:
                        continue
                    sitemap = await asyncio.to_thread(read_sitemap, answer.body)
                    if sitemap.is_index:
                        waiting += sitemap.urls[: 2 * MAX_SITEMAPS]
                    else:
                        found += sitemap.urls
        except TimeoutError:
            log.info("sitemaps take too long", site=origin_of(start), read=len(seen))
        return found

    def delay_for(self, start: str, robots: Robots) -> float:
        """Seconds between two requests to the site; none to a sample site on this machine unless it asks."""
        url = URL(start)
        exempt = self._client.guard.is_exempt(url.host or "", url.port or 0)
        return robots.delay if robots.delay is not None else (0.0 if exempt else self.limits.delay_seconds)

    async def _page(self, asked: str, answer: Fetched) -> ReadPage:
        try:
            content, html, named = await self.read(answer)
        except (FetchFailed, PdfUnreadable, ReaderUnavailable):
            raise
        except Exception as error:
            # Whatever other people's bytes do to a parser is that page's failure, not the crawl's.
            log.exception("page not readable", url=asked)
            raise FetchFailed("unreadable") from error
        return ReadPage(
            _storable(content),
            asked,
            _validator(answer.headers.get("etag")),
            _validator(answer.headers.get("last-modified")),
            html,
            named,
            reserved=said_by_page(answer.headers.get(HEADER), html),
        )

    async def read(self, answer: Fetched) -> tuple[PageContent, str | None, dict[str, str]]:
        """What a fetched document says, its HTML, and its twins by language.

        Raises `PdfUnreadable`, `FetchFailed` and `ReaderUnavailable`.
        """
        robot = self._client.user_agent.split("/")[0]
        robots_header = ",".join(directives_for(header, robot) for header in answer.robots_tags)
        if is_pdf(answer.body):
            content = await self._pdf.read(answer.body, answer.url)
            refused = {"noindex", "none"} & set(robots_header.split(","))
            return replace(content, noindex=bool(refused)), None, {}
        marked_up = is_markup(answer.body)
        if answer.content_type == "application/pdf" or (answer.content_type in UNKNOWN_TYPES and not marked_up):
            raise FetchFailed("wrong_type")
        html, encoding = answer.decoded()
        if "\0" in html[:1000]:
            raise FetchFailed("wrong_type")
        if answer.content_type == "text/plain" and not marked_up:
            html = "".join(f"<p>{escape(part)}</p>" for part in html.splitlines() if part.strip())
        async with self._large if len(html) > LARGE_HTML_CHARACTERS else nullcontext():
            try:
                content, named = await self._reader.read(
                    html, answer.url, robots_header=robots_header, robot=robot, encoding=encoding
                )
            except PageUnreadable as error:
                raise FetchFailed(error.reason) from error
        return _with_headers(content, answer), html, named


def _with_headers(content: PageContent, answer: Fetched) -> PageContent:
    """The content with what the headers add: an original where the page names none, and ways on."""
    named = header_links(answer.headers.get("link", ""))
    onward = (*refresh(answer.headers.get("refresh", "")), *(url for rel, url in named.items() if rel != "canonical"))
    links = (normalise(url, answer.url) for url in onward)
    return replace(
        content,
        canonical=content.canonical or (normalise(named["canonical"], answer.url) if "canonical" in named else None),
        links=(*content.links, *(link for link in links if link)),
    )


def _may_be_pdf(url: str, content_type: str) -> bool:
    return content_type == "application/pdf" or urlsplit(url).path.lower().endswith(".pdf")


def _validator(value: str | None) -> str | None:
    """An ETag or date that can be stored and sent back; a server's nonsense is not."""
    return value if value and len(value) <= MAX_VALIDATOR and value.isascii() and value.isprintable() else None


def _storable(content: PageContent) -> PageContent:
    """The content without the characters that neither PostgreSQL nor JSON can hold."""

    def clean(text: str) -> str:
        return _UNSTORABLE.sub("\ufffd", text) if _UNSTORABLE.search(text) else text

    def cleaned(sections: tuple[Section, ...]) -> tuple[Section, ...]:
        return tuple(
            replace(section, headings=tuple(clean(one) for one in section.headings), text=clean(section.text))
            for section in sections
        )

    return replace(
        content, title=clean(content.title), sections=cleaned(content.sections), footer=cleaned(content.footer)
    )
