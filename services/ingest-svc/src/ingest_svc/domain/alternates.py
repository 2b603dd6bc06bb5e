"""The same page in other languages, as a page names them (`<link rel="alternate" hreflang="en" href="…">`)."""

from __future__ import annotations

import html
import re

from ingest_svc.domain.urls import normalise

MAX_HEAD_CHARACTERS = 300_000
MAX_ALTERNATES = 40
# Bounded, and a tag ends at the next angle bracket: linear in hostile input.
_LINK = re.compile(r"<link\b([^<>]{1,2000})>", re.IGNORECASE)
_ATTRIBUTE = re.compile(r"\b(rel|hreflang|href)\s{0,9}=\s{0,9}(?:\"([^\"]*)\"|'([^']*)'|([^\s\"'>]+))", re.IGNORECASE)


def alternates(page: str, url: str) -> dict[str, str]:
    """Addresses by language (`de`, `en`; regions are left out, the first of a language counts)."""
    found: dict[str, str] = {}
    for link in _LINK.finditer(page[:MAX_HEAD_CHARACTERS]):
        values = {match[1].lower(): match[2] or match[3] or match[4] or "" for match in _ATTRIBUTE.finditer(link[1])}
        if "alternate" not in values.get("rel", "").lower().split():
            continue
        language = values.get("hreflang", "").lower().partition("-")[0]
        address = normalise(html.unescape(values.get("href", "")), url)
        if len(language) in (2, 3) and address is not None:
            found.setdefault(language, address)
        if len(found) >= MAX_ALTERNATES:
            break
    return found


def foreign_twins(named: dict[str, str], language: str | None) -> frozenset[str]:
    """Addresses that say in other languages what one in the wanted language says; none when there is no such one."""
    if language is None or language not in named:
        return frozenset()
    return frozenset(named.values()) - {named[language]}
