"""Finds out about a company from its own pages: reads the telling ones, looks at its stylesheets and logo."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from urllib.parse import urlsplit

from ingest_svc.adapters.crawl import Crawler
from ingest_svc.adapters.drawings import is_drawing, rasterised
from ingest_svc.adapters.fetch import FetchFailed, GuardedClient
from ingest_svc.domain.crawling import Barred, CrawlFailed, OnProgress, ReadPage, unbarred
from ingest_svc.domain.imprint import Facts, SitePage, evidence_of, extract_facts, icons_of, refusal_of, stylesheets_of
from ingest_svc.domain.portals import is_portal
from ingest_svc.domain.urls import same_site

MAX_HTML_CHARACTERS = 1_000_000
"""Nothing is looked for in the mark-up of larger pages."""
MAX_STYLESHEETS = 4
MAX_STYLE_BYTES = 500_000
MAX_LOGO_BYTES = 2_000_000
_IMAGES = {b"\x89PNG\r\n\x1a\n": "png", b"\xff\xd8\xff": "jpg"}


OnFacts = Callable[[Facts], Awaitable[None]]


@dataclass(frozen=True, slots=True)
class Image:
    """A picture whose format was told by its first bytes."""

    data: bytes
    extension: str


@dataclass(frozen=True, slots=True)
class Findings:
    """What a research came to. `for_facts_only` are pages that ask not to be indexed: no knowledge is made of them."""

    website: str
    """Where the start page is, after all redirects."""
    facts: Facts
    pages: tuple[ReadPage, ...]
    logo: Image | None
    for_facts_only: tuple[ReadPage, ...] = ()

    @property
    def pages_read(self) -> int:
        """All pages, whatever becomes of them."""
        return len(self.pages) + len(self.for_facts_only)


class Researcher:
    """Reads a dozen pages of a company's site and says what stands there."""

    def __init__(self, crawler: Crawler, client: GuardedClient, *, max_pages: int = 12) -> None:
        self._crawler = crawler
        self._client = client
        self._max_pages = max_pages

    async def research(
        self,
        website: str,
        *,
        now: datetime,
        barred: Barred = unbarred,
        progress: OnProgress | None = None,
        so_far: OnFacts | None = None,
    ) -> Findings:
        """Facts with their evidence.

        `so_far` hears after each page what the pages read by then say; later ones may say otherwise.
        Raises `CrawlFailed` when the site refuses or is barred, cannot be read, or is no company's.
        """
        pages: list[ReadPage] = []
        read: list[SitePage] = []

        async def off_limits(url: str) -> str | None:
            return "portal" if _is_others(url, website) else await barred(url)

        async for page in self._crawler.pages(
            website, now=now, max_pages=self._max_pages, progress=progress, for_facts=True, barred=off_limits
        ):
            pages.append(page if len(page.html or "") <= MAX_HTML_CHARACTERS else replace(page, html=None))
            read.append(SitePage(page.content, pages[-1].html or ""))
            if so_far is not None:
                await so_far(await asyncio.to_thread(_facts_so_far, list(read)))
        if not any(page.html for page in read):
            raise CrawlFailed("empty")
        if _is_others(read[0].url, website):  # led there by the page and not by its server
            raise CrawlFailed("portal")
        refusal = await asyncio.to_thread(refusal_of, read)
        if refusal is not None:
            raise CrawlFailed(refusal)
        if not any(page.content.text.strip() or page.content.footer for page in read):
            raise CrawlFailed("empty")
        styles = await self._styles(read[0])
        facts = await asyncio.to_thread(extract_facts, read, styles)
        facts.evidence = await asyncio.to_thread(evidence_of, facts, read, styles, now)
        facts.facts_only = tuple(page.content.url for page in pages if page.content.noindex)
        logo = await self._logo(facts, read[0])
        known = tuple(page for page in pages if not page.content.noindex)
        return Findings(read[0].url, facts, known, logo, tuple(page for page in pages if page.content.noindex))

    async def _styles(self, page: SitePage) -> dict[str, str]:
        found: dict[str, str] = {}
        for url in stylesheets_of(page)[:MAX_STYLESHEETS]:
            try:
                answer = await self._client.get(url, max_bytes=MAX_STYLE_BYTES, types=("text/css",))
            except FetchFailed:
                continue
            found[url] = answer.text()
        return found

    async def _logo(self, facts: Facts, start: SitePage) -> Image | None:
        """The logo as pixels; where it cannot be had, the icon by which the site wants to be known."""
        if facts.logo is None:
            return None
        for url in dict.fromkeys([facts.logo.value, *icons_of(start)[:2]]):
            if (image := await self._image(url)) is not None:
                return image
        return None

    async def _image(self, url: str) -> Image | None:
        try:
            answer = await self._client.get(url, max_bytes=MAX_LOGO_BYTES)
        except FetchFailed:
            return None
        for mark, extension in _IMAGES.items():
            if answer.body.startswith(mark):
                return Image(answer.body, extension)
        if is_drawing(answer.body) and (pixels := await rasterised(answer.body)) is not None:
            return Image(pixels, "png")
        return None


def _facts_so_far(read: Sequence[SitePage]) -> Facts:
    """What some pages of a site say; nothing while they may be no company's."""
    return Facts() if refusal_of(read) is not None else extract_facts(read, {})


def _is_others(url: str, website: str) -> bool:
    """Whether this is a page on a portal, which others fill: reached from elsewhere, or one below its start page."""
    return is_portal(url) and (not same_site(url, website) or urlsplit(url).path.strip("/") != "")
