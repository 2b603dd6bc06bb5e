"""Whether a site reserves its texts from being mined (Directive (EU) 2019/790, art. 4(3); section 44b(3) UrhG).

Read are the ways of the TDM Reservation Protocol (W3C community group report, 2024): a file at a known place for paths
of the site, a header and a `meta` element for one page, the nearer to the page counting more; and the content signal
`ai-input` of a robots.txt, which speaks of answers made from pages.
"""

from __future__ import annotations

import json
import re
from dataclasses import dataclass
from urllib.parse import urlsplit

PLACE = "/.well-known/tdmrep.json"
MOST_BYTES = 100_000
HEADER = "tdm-reservation"
_MOST_RULES = 200
_LONGEST_PATTERN = 300
_HEAD = 60_000
_META = re.compile(r"<meta\b[^>]{0,400}>", re.IGNORECASE)
_NAMED = re.compile(r"\bname\s*=\s*[\"']?tdm-reservation(?![\w-])", re.IGNORECASE)
_CONTENT = re.compile(r"\bcontent\s*=\s*[\"']?\s*([01])(?!\d)", re.IGNORECASE)
_SIGNAL = re.compile(r"^\s*content-signal\s*:(?P<said>[^#\n]*)", re.IGNORECASE | re.MULTILINE)
_NO_ANSWERS = re.compile(r"(?:^|[,\s])ai-input\s*=\s*no(?:[,\s]|$)", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Reservation:
    """What a site's file says, path by path."""

    rules: tuple[tuple[str, bool], ...] = ()
    everything: bool = False
    """Whether its robots.txt keeps all of it from answers."""

    def covers(self, url: str) -> bool:
        """Whether a page is reserved; of the rules for its path the longest counts, as in a robots.txt."""
        parts = urlsplit(url)
        target = (parts.path or "/") + (f"?{parts.query}" if parts.query else "")
        fitting = [(len(pattern), reserved) for pattern, reserved in self.rules if _fits(pattern, target)]
        return max(fitting)[1] if fitting else self.everything


def read_reservation(file: str, robots: str) -> Reservation:
    """What a site says for all of its pages; what cannot be read says nothing."""
    signals = any(_NO_ANSWERS.search(match.group("said")) for match in _SIGNAL.finditer(robots))
    try:
        entries = json.loads(file)
    except (ValueError, RecursionError):
        entries = []
    rules = [
        (entry["location"], _said(entry.get(HEADER)) is True)
        for entry in (entries if isinstance(entries, list) else [])[:_MOST_RULES]
        if isinstance(entry, dict)
        and isinstance(entry.get("location"), str)
        and len(entry["location"]) <= _LONGEST_PATTERN
        and _said(entry.get(HEADER)) is not None
    ]
    return Reservation(tuple(rules), signals)


def said_by_page(header: str | None, html: str | None) -> bool | None:
    """What a page says of itself: its element before its header; None when it says nothing."""
    for element in _META.finditer((html or "")[:_HEAD]):
        if _NAMED.search(element.group()) and (content := _CONTENT.search(element.group())):
            return content.group(1) == "1"
    return _said((header or "").split(",")[0].strip())


def _said(value: object) -> bool | None:
    return {"1": True, "0": False}.get(str(value)) if not isinstance(value, bool) else None


def _fits(pattern: str, target: str) -> bool:
    """Whether a path fits a pattern with `*` for anything and `$` for the end (RFC 9309, 2.2.3)."""
    ends = pattern.endswith("$")
    first, *others = pattern.removesuffix("$").split("*")
    if not target.startswith(first):
        return False
    at = len(first)
    for place, part in enumerate(others):
        if ends and place == len(others) - 1:
            return len(target) - len(part) >= at and target.endswith(part)
        found = target.find(part, at)
        if found < 0:
            return False
        at = found + len(part)
    return not ends or at == len(target)
