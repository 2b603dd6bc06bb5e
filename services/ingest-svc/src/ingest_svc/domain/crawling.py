"""What a crawl is given and what it gives."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Collection, Mapping
from dataclasses import dataclass, field
from datetime import datetime

from ingest_svc.domain.page import PageContent


@dataclass(frozen=True, slots=True)
class CrawlLimits:
    """How much of a site is read, and how fast."""

    max_pages: int = 60
    max_depth: int = 5
    max_page_bytes: int = 3_000_000
    max_pdf_bytes: int = 25_000_000
    max_characters: int = 8_000_000
    """Text of all pages together."""
    at_once: int = 4
    delay_seconds: float = 0.25
    total_seconds: float = 600.0
    """After this the crawl ends with what was read so far."""
    failing_in_a_row: int = 6
    """So many time-outs and refusals one after the other mean that the site has had enough for today."""


@dataclass(frozen=True, slots=True)
class StoredPage:
    """A page read earlier: what the server needs to say that it is unchanged, and what it named as its twins."""

    fetched_at: datetime
    etag: str | None = None
    last_modified: str | None = None
    alternates: Mapping[str, str] = field(default_factory=dict)


Recall = Callable[[str], Awaitable[PageContent | None]]
"""Gives the content of a stored page by its address; None when it is gone meanwhile."""


async def forgetful(url: str) -> PageContent | None:
    """The recall of a crawl that has no stored pages."""
    return None


Barred = Callable[[str], Awaitable[str | None]]
"""Why the site at an address must not be asked for anything, as a code; None where it may be."""


async def unbarred(url: str) -> str | None:
    """Of a crawl that may read every site."""
    return None


@dataclass(frozen=True, slots=True)
class Memory:
    """What earlier crawls left: stored pages by address, and the addresses that the source's index holds."""

    stored: Mapping[str, StoredPage] = field(default_factory=dict)
    recall: Recall = forgetful
    indexed: Collection[str] = ()


@dataclass(frozen=True, slots=True)
class ReadPage:
    """A page as the crawl gives it; `html` is there when its body was fetched now."""

    content: PageContent
    asked: str
    etag: str | None = None
    last_modified: str | None = None
    html: str | None = None
    alternates: Mapping[str, str] = field(default_factory=dict)
    """The same page in other languages, by language."""
    fresh: bool = True
    """Whether the server was asked: not for a page that was stored minutes ago."""
    unchanged: bool = False
    """Whether the server said that the stored page is still right."""
    reserved: bool | None = None
    """Whether the page keeps itself from being mined; None when it says nothing (`domain.reservation`)."""


@dataclass(frozen=True, slots=True)
class Progress:
    """How far a crawl is."""

    found: int
    fetched: int


OnProgress = Callable[[Progress], Awaitable[None]]


class CrawlFailed(Exception):
    """Nothing could be read. `reason` is a code of the catalogue in `messages`."""

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason


@dataclass
class Outcome:
    """What became of the addresses that gave no page, and why the crawl ended before it had asked for all."""

    failed: dict[str, str] = field(default_factory=dict)
    """Could not be read this time."""
    gone: dict[str, str] = field(default_factory=dict)
    """Removed, withdrawn by `noindex` or robots.txt, or a repetition of another page."""
    stopped: str | None = None
    """`page_limit`, `size_limit`, `time_limit` or `site_failing`; None when all that was found was asked for."""
