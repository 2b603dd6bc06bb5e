"""What to fetch next, and what not: page and depth limits, traps of queries, calendars and endless paths."""

from __future__ import annotations

import heapq
import re
from collections import Counter
from collections.abc import Collection
from dataclasses import dataclass, field
from urllib.parse import urlsplit

from ingest_svc.domain.urls import (
    facets_of,
    is_endless,
    is_pdf_link,
    key_of,
    may_be_page,
    normalise,
    on_origin,
    origin_of,
    same_site,
    shape_of,
)

MAX_OF_SHAPE = 30
"""Addresses that differ in numbers or query values only: more of them are a calendar or a filter."""
MAX_QUERIES_OF_PATH = 10
MAX_OF_FACETS = 2
"""Addresses whose paths differ in the order of their segments only."""
MAX_KNOWN = 10_000
_FIRST = re.compile(r"impressum|imprint|kontakt|contact|team|oeffnungszeit|ueber-uns|about", re.IGNORECASE)
_EARLY = re.compile(r"preis|leistung|angebot|produkt|service|faq", re.IGNORECASE)
_LATE = re.compile(r"/(tag|tags|author|autor|category|kategorie|page|seite|archiv|archive)/|\?", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Candidate:
    """An address to fetch, and how many links it is away from the start."""

    url: str
    depth: int


@dataclass
class Frontier:
    """The addresses of one crawl, all spelled on the start's origin. Every address comes out at most once.

    Those in `previous`, read in an earlier crawl, come before others of their rank, so that a site that has not changed
    is read alike.
    """

    start: str
    max_pages: int = 60
    max_depth: int = 5
    previous: Collection[str] = ()
    _queue: list[tuple[int, int, Candidate]] = field(default_factory=list)
    _known: set[str] = field(default_factory=set)
    _shapes: Counter[str] = field(default_factory=Counter)
    _queries: Counter[str] = field(default_factory=Counter)
    _facets: Counter[int] = field(default_factory=Counter)
    _taken: int = 0

    def __post_init__(self) -> None:
        self.add(self.start, depth=0)

    def add(self, url: str, *, depth: int, base: str | None = None, early: bool = False) -> bool:
        """Take an address into account; False when it is known, foreign, too deep or part of a trap.

        `early`: whether it comes before what is not known to be worth reading first.
        """
        found = normalise(url, base)
        if found is None or depth > self.max_depth or len(self._known) >= MAX_KNOWN:
            return False
        if not same_site(found, self.start) or (depth > 0 and not may_be_page(found)):
            return False
        found = on_origin(found, origin_of(self.start))
        if key_of(found) in self._known or (depth > 0 and self._is_trap(found)):
            return False
        self._known.add(key_of(found))
        rank = _rank(found, depth) - 12 * early + (1 if self.previous and found not in self.previous else 0)
        heapq.heappush(self._queue, (rank, len(self._known), Candidate(found, depth)))
        return True

    def _is_trap(self, url: str) -> bool:
        """Whether too many of the address's kind are known; it counts as one more of them if not."""
        parts = urlsplit(url)
        shape, facets = shape_of(url), hash(facets_of(url))
        if (
            is_endless(url)
            or self._shapes[shape] >= MAX_OF_SHAPE
            or self._facets[facets] >= MAX_OF_FACETS
            or (parts.query and self._queries[parts.path] >= MAX_QUERIES_OF_PATH)
        ):
            return True
        self._shapes[shape] += 1
        self._facets[facets] += 1
        if parts.query:
            self._queries[parts.path] += 1
        return False

    def left_out(self) -> list[str]:
        """Addresses of an earlier crawl that nothing has led to so far."""
        return [url for url in self.previous if key_of(url) not in self._known]

    def next(self) -> Candidate | None:
        """The most promising address left; None when there is none or the page limit is reached."""
        if not self._queue or self._taken >= self.max_pages:
            return None
        self._taken += 1
        return heapq.heappop(self._queue)[2]

    def expects(self, url: str, *, depth: int) -> bool:
        """Take an address into account and say whether it has still to come out, the page limit aside."""
        return self.add(url, depth=depth) or any(candidate.url == url for _, _, candidate in self._queue)

    def give_back(self) -> None:
        """The address just taken turned out to be no page of its own: it does not count against the limit."""
        self._taken -= 1

    def take_again(self) -> None:
        """An address that was given back turned out to be a page after all."""
        self._taken += 1

    @property
    def is_full(self) -> bool:
        """Whether the page limit is reached."""
        return self._taken >= self.max_pages

    @property
    def waiting(self) -> int:
        """Addresses that were not taken yet."""
        return len(self._queue)

    @property
    def found(self) -> int:
        """Pages known so far, no more than will be read."""
        return min(len(self._known), self.max_pages)


def _rank(url: str, depth: int) -> int:
    if depth == 0:
        return 0
    path = urlsplit(url).path
    rank = 10 * depth + 2 * path.strip("/").count("/")
    if _FIRST.search(path):
        rank -= 8
    elif _EARLY.search(path):
        rank -= 4
    if _LATE.search(url):
        rank += 20
    if is_pdf_link(url):
        rank += 4
    return rank
