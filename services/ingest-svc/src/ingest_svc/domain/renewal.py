"""What a source holds after a site was read again, and when it is read next."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from urllib.parse import urlsplit
from uuid import UUID

FIRST_DAYS = 7.0
MIN_DAYS = 1.0
MAX_DAYS = 14.0
JITTER = 0.1
CONFIRMATIONS = 3
"""So many runs one after the other must find that most pages are gone before it is believed."""
_FULL = ("page_limit", "size_limit")


@dataclass(frozen=True, slots=True)
class Renewal:
    """`kept`: addresses whose last good version stays. `shrunk`: too much is missing at once, everything stays."""

    kept: tuple[str, ...]
    shrunk: bool


def renewal(
    indexed: Sequence[str],
    read: Collection[str],
    *,
    failed: Mapping[str, str],
    gone: Mapping[str, str],
    stopped: str | None,
    shrunk_runs: int = 0,
) -> Renewal:
    """What becomes of the pages that the index holds after a crawl that read some of them.

    A page that failed, or that the crawl did not come to, stays as it was; one that is gone leaves. When more than half
    are missing for whatever reason, nothing changes; only that most are gone (not: failing) is believed in the end.
    """
    now = {_place(url) for url in read}
    failing, left = {_place(url) for url in failed}, {_place(url) for url in gone}
    missing = [url for url in indexed if _place(url) not in now]
    kept = tuple(url for url in missing if _place(url) in failing or (_place(url) not in left and stopped not in _FULL))
    shrunk = 2 * len(missing) > len(indexed)
    believed = shrunk_runs + 1 >= CONFIRMATIONS and 2 * len(kept) <= len(indexed)
    return Renewal(kept, shrunk and not believed)


def _place(url: str) -> str:
    """The address without its origin: a site that moves to https or drops its `www.` keeps its pages."""
    parts = urlsplit(url)
    return f"{parts.path or '/'}?{parts.query}"


def next_interval(days: float | None, *, changed: bool) -> float:
    """Days until the next reading: half as long after a change, half as long again without one, 1 to 14."""
    if days is None:
        return FIRST_DAYS
    return min(MAX_DAYS, max(MIN_DAYS, days / 2 if changed else days * 1.5))


def due_at(now: datetime, days: float, source_id: UUID, run: int) -> datetime:
    """The time of the next reading, up to a tenth earlier or later: sources added together do not stay together."""
    share = (source_id.int * (2 * run + 1)) % 2001 / 1000 - 1
    return now + timedelta(days=days * (1 + JITTER * share))
