"""One crawl: its frontier, the pages in flight, and what is made of each."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from dataclasses import replace
from datetime import datetime, timedelta
from time import monotonic
from typing import TYPE_CHECKING

from prometheus_client import Counter

from ingest_svc.adapters.crawl.lookout import Lookout
from ingest_svc.adapters.crawl.sifting import Sieve
from ingest_svc.adapters.fetch import FetchFailed
from ingest_svc.adapters.fetch.client import MAX_REDIRECTS, Onward
from ingest_svc.adapters.pdf.reader import PdfUnreadable
from ingest_svc.domain.alternates import foreign_twins
from ingest_svc.domain.crawling import (
    Barred,
    CrawlFailed,
    Memory,
    OnProgress,
    Outcome,
    Progress,
    ReadPage,
    StoredPage,
    unbarred,
)
from ingest_svc.domain.frontier import Candidate, Frontier
from ingest_svc.domain.reservation import Reservation
from ingest_svc.domain.robots import Robots
from ingest_svc.domain.urls import normalise, on_origin, origin_of, same_site

if TYPE_CHECKING:
    from ingest_svc.adapters.crawl.crawler import Crawler

PAGES = Counter("crawl_pages_total", "Pages by what became of them", ["outcome"])
FRESH = timedelta(minutes=15)
"""A stored page this young is taken without asking the server again."""
GONE = frozenset({"http_404", "http_410", "robots_refused", "tdm_reserved", "off_site"})
FAILING = frozenset(
    {"timeout", "unreachable", "unknown_host", "incomplete", "bad_response"}
    | {f"http_{status}" for status in (403, 429, 500, 502, 503, 504)}
)
"""Failures that speak of the server, not of the page."""
REFUSED_AT_ONCE = 200
ADDED_AT_ONCE = 500
"""Long lists of addresses are gone through so many at a time, so that others come to their turn."""
DEFERRED_CHARACTERS = 300_000
"""Larger HTML of a page that waits for its original is let go; its text is kept."""
_MOVED = "moved"


class Run:
    """One crawl of one site."""

    def __init__(
        self,
        crawler: Crawler,
        start: str,
        *,
        now: datetime,
        memory: Memory,
        language: str | None,
        max_pages: int,
        outcome: Outcome,
        progress: OnProgress | None,
        for_facts: bool = False,
        barred: Barred = unbarred,
    ) -> None:
        self._crawler = crawler
        self._barred = barred
        self._start = normalise(start) or start
        self._now = now
        self._memory = memory
        self._language = language
        self._max_pages = max_pages
        self._outcome = outcome
        self._progress = progress
        self._lookout = Lookout() if for_facts else None
        self._end = monotonic() + crawler.limits.total_seconds
        self._robots = Robots.parse("", "")
        self._reservation = Reservation()
        self._delay = 0.0
        self._sieve = Sieve(start)
        self._indexed: frozenset[str] = frozenset()
        self._foreign: set[str] = set()
        self._asked: set[str] = set()
        self._settled: set[str] = set()
        """Addresses of which it is known what became of them."""
        self._deferred: dict[str, list[ReadPage]] = {}
        """Pages by the address that they name as their original, until it is known what became of that."""
        self._fetched = 0
        self._characters = 0
        self._failing = 0

    async def pages(self) -> AsyncIterator[ReadPage]:
        """The pages, the start page first. Raises `CrawlFailed`."""
        try:
            async with asyncio.timeout(self._crawler.limits.total_seconds):
                first = await self._opening()
                listed = await self._crawler.sitemap_urls(first.content.url, self._robots, self._delay)
        except TimeoutError as error:
            raise CrawlFailed("timeout") from error
        self._indexed = frozenset(on_origin(url, first.content.url) for url in self._memory.indexed)
        frontier = Frontier(first.content.url, self._max_pages, self._crawler.limits.max_depth, self._indexed)
        self._sieve = Sieve(frontier.start)
        opening = frontier.next()  # the start page itself, already read
        self._settled |= {self._start, frontier.start, opening.url if opening else frontier.start}
        self._asked |= self._settled
        self._follow(frontier, Candidate(first.content.url, 0), first)
        for number, url in enumerate(listed):
            frontier.add(url, depth=1)
            if number % ADDED_AT_ONCE == 0:
                await asyncio.sleep(0)
        if self._accept(first, frontier) or self._lookout is not None:
            yield first
        elif first.content.noindex and not first.content.links:
            raise CrawlFailed("noindex")
        else:
            frontier.give_back()
        async for page in self._rest(frontier):
            yield page

    async def _opening(self) -> ReadPage:
        """The start page, wherever it has moved to; a host's robots.txt is read before its first page."""
        start = self._start
        for _ in range(MAX_REDIRECTS + 1):
            if (barred := await self._barred(start)) is not None:
                raise CrawlFailed(barred)
            self._robots = await self._crawler.robots(start)
            if not self._robots.allows(start):
                raise CrawlFailed("robots_refused")
            self._delay = self._crawler.delay_for(start, self._robots)
            self._reservation = await self._crawler.reservation(start, self._robots)
            try:
                page = await self._one(Candidate(start, 0), self._on_this_host(start))
            except PdfUnreadable as error:
                raise CrawlFailed(error.reason) from error
            except FetchFailed as error:
                moved = normalise(error.location or "") if error.reason == _MOVED else None
                if moved is None:
                    raise CrawlFailed("bad_address" if error.reason == _MOVED else error.reason) from error
                start = moved
                continue
            self._fetched += 1
            if origin_of(page.content.url) != origin_of(start):  # a stored page, taken without asking
                self._robots = await self._crawler.robots(page.content.url)
            return replace(page, asked=self._start)
        raise CrawlFailed("too_many_redirects")

    def _on_this_host(self, start: str) -> Onward:
        def onward(target: str) -> str | None:
            if origin_of(target) != origin_of(start):
                return _MOVED
            return None if self._robots.allows(target) else "robots_refused"

        return onward

    def _on_this_site(self, frontier: Frontier) -> Onward:
        def onward(target: str) -> str | None:
            if not same_site(target, frontier.start):
                return "off_site"
            return None if self._robots.allows(on_origin(target, frontier.start)) else "robots_refused"

        return onward

    async def _rest(self, frontier: Frontier) -> AsyncIterator[ReadPage]:
        flying: dict[asyncio.Task[ReadPage], Candidate] = {}
        try:
            while True:
                await self._send_out(frontier, flying)
                if not flying or self._outcome.stopped is not None:
                    break
                landed, _ = await asyncio.wait(
                    flying, timeout=max(0.0, self._end - monotonic()), return_when=asyncio.FIRST_COMPLETED
                )
                if not landed:
                    self._outcome.stopped = "time_limit"
                for task in landed:
                    candidate = flying.pop(task)
                    pages = self._landed(task, candidate, frontier)
                    if self._progress is not None:
                        await self._progress(Progress(frontier.found, self._fetched))
                    for page in pages:
                        yield page
        finally:
            for task in flying:
                task.cancel()
            await asyncio.gather(*flying, return_exceptions=True)
        for original in list(self._deferred):
            for page in self._released(original, frontier):
                yield page
        if self._outcome.stopped is None and frontier.is_full and frontier.waiting:
            self._outcome.stopped = "page_limit"

    async def _send_out(self, frontier: Frontier, flying: dict[asyncio.Task[ReadPage], Candidate]) -> None:
        passed = 0
        while len(flying) < self._crawler.limits.at_once and self._outcome.stopped is None:
            if monotonic() >= self._end:
                self._outcome.stopped = "time_limit"
                return
            candidate = frontier.next()
            if candidate is None:
                # What only an earlier crawl knew comes last: nothing leads there any more, but it may still stand.
                looked_for = self._lookout is not None and not flying and self._lookout.adds_to(frontier)
                if flying or not (looked_for or self._left_out(frontier)):
                    return
                continue
            refused = self._refusal(candidate.url)
            if refused is None:
                self._asked.add(candidate.url)
                task = asyncio.create_task(self._one(candidate, self._on_this_site(frontier)))
                flying[task] = candidate
                continue
            frontier.give_back()
            self._settled.add(candidate.url)
            if candidate.url in self._indexed:
                self._outcome.gone[candidate.url] = refused
            passed += 1
            if passed % REFUSED_AT_ONCE == 0:
                await asyncio.sleep(0)

    def _left_out(self, frontier: Frontier) -> bool:
        return bool([url for url in frontier.left_out() if frontier.add(url, depth=1)])

    def _refusal(self, url: str) -> str | None:
        if url in self._foreign:
            return "other_language"
        if self._sieve.has(url):
            return "duplicate"
        return None if self._robots.allows(url) else "robots_refused"

    def _landed(self, task: asyncio.Task[ReadPage], candidate: Candidate, frontier: Frontier) -> list[ReadPage]:
        """The pages that are known to count now that one more address was asked for."""
        # Not raised here: an error whose traceback leads to its own task would keep the document in memory.
        error = task.exception()
        if isinstance(error, (FetchFailed, PdfUnreadable)):
            self._lost(candidate.url, error.reason, frontier)
            return self._released(candidate.url, frontier)
        page = task.result()
        self._failing = 0
        self._fetched += 1
        self._follow(frontier, candidate, page)
        original = self._sieve.original_of(page.content)
        if original is not None and self._will_settle(original, candidate.depth, frontier):
            kept = page.html if page.html is not None and len(page.html) <= DEFERRED_CHARACTERS else None
            self._deferred.setdefault(original, []).append(replace(page, html=kept))
            frontier.give_back()
            return []
        found = [page] if self._accept(page, frontier) else []
        if not found:
            frontier.give_back()
        return found + self._released(candidate.url, frontier)

    def _will_settle(self, original: str, depth: int, frontier: Frontier) -> bool:
        return original not in self._settled and (original in self._asked or frontier.expects(original, depth=depth))

    def _released(self, url: str, frontier: Frontier) -> list[ReadPage]:
        """The pages that waited for this address and count: what it gave is not what they say."""
        self._settled.add(url)
        found: list[ReadPage] = []
        for page in self._deferred.pop(url, ()):
            if frontier.is_full:
                self._outcome.stopped = self._outcome.stopped or "page_limit"
            elif self._accept(page, frontier):
                frontier.take_again()
                found.append(page)
            found += self._released(page.asked, frontier)
        return found

    def _lost(self, url: str, reason: str, frontier: Frontier) -> None:
        PAGES.labels("failed").inc()
        if reason in GONE:
            self._outcome.gone[url] = reason
        else:
            self._outcome.failed[url] = reason
        if reason in GONE or url not in self._indexed:
            frontier.give_back()  # else the stored version keeps its place
        self._failing = self._failing + 1 if reason in FAILING else 0
        if self._failing >= self._crawler.limits.failing_in_a_row:
            self._outcome.stopped = "site_failing"

    def _follow(self, frontier: Frontier, candidate: Candidate, page: ReadPage) -> None:
        foreign = foreign_twins(dict(page.alternates), self._language)
        self._foreign |= {on_origin(url, frontier.start) for url in foreign if same_site(url, frontier.start)}
        if foreign and self._language is not None:
            frontier.add(page.alternates[self._language], depth=candidate.depth)
        if self._lookout is not None:
            self._lookout.note(page.content)
            for link in page.content.telling:
                frontier.add(link, depth=candidate.depth + 1, early=True)
        if page.content.nofollow:
            return
        for link in page.content.links:
            frontier.add(link, depth=candidate.depth + 1)

    def _accept(self, page: ReadPage, frontier: Frontier) -> bool:
        """Whether the page counts: not refused, not empty, not said before, and there is room for it."""
        own = {page.asked, on_origin(page.content.url, frontier.start)}
        verdict = "other_language" if own & self._foreign else self._sieve.verdict(page.content, page.asked)
        PAGES.labels(verdict).inc()
        if verdict == "noindex" and self._lookout is not None:
            return True
        if verdict == "read":
            self._characters += len(page.content.text)
            if self._characters > self._crawler.limits.max_characters:
                self._outcome.stopped = "size_limit"
                return False
            return True
        if verdict == "empty":
            self._outcome.failed[page.asked] = verdict
        else:
            self._outcome.gone[page.asked] = verdict
        return False

    async def _one(self, candidate: Candidate, onward: Onward) -> ReadPage:
        stored = self._memory.stored.get(candidate.url)
        headers: dict[str, str] = {}
        if stored is not None:
            fresh = self._now - stored.fetched_at < FRESH
            if fresh and (known := await self._recalled(candidate.url, stored)) is not None:
                return replace(known, fresh=False)
            headers = _conditions(stored.etag, stored.last_modified)
        page = await self._crawler.ask(candidate.url, headers, self._delay, onward)
        if page is None and stored is not None:
            page = await self._recalled(candidate.url, stored)
            page = page or await self._crawler.ask(candidate.url, {}, self._delay, onward)
        if page is None:
            raise FetchFailed("http_304")
        if self._reservation.covers(page.content.url) if page.reserved is None else page.reserved:
            raise FetchFailed("tdm_reserved")
        return page

    async def _recalled(self, url: str, stored: StoredPage) -> ReadPage | None:
        content = await self._memory.recall(url)
        if content is None:
            return None
        return ReadPage(content, url, stored.etag, stored.last_modified, None, stored.alternates, unchanged=True)


def _conditions(etag: str | None, last_modified: str | None) -> dict[str, str]:
    asked = {"If-None-Match": etag, "If-Modified-Since": last_modified}
    return {name: value for name, value in asked.items() if value}
