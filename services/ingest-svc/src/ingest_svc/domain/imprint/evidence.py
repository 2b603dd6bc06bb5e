"""What the pages said that facts are taken from: their text as a hash, so that it can be told whether it changed."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import fields
from datetime import datetime

from ingest_svc.domain.imprint.facts import Facts, Finding, PageEvidence, Person
from ingest_svc.domain.imprint.site import SitePage


def evidence_of(
    facts: Facts, pages: Sequence[SitePage], styles: Mapping[str, str], read_at: datetime
) -> tuple[PageEvidence, ...]:
    """The pages and stylesheets that the facts name as their place, each with the hash of its text."""
    texts = {page.url: _text_of(page) for page in pages} | dict(styles)
    cited = dict.fromkeys(_urls(getattr(facts, field.name) for field in fields(facts)))
    return tuple(PageEvidence(url, text_hash(texts[url]), read_at) for url in cited if url in texts)


def text_hash(text: str) -> str:
    """SHA-256 over a text in lower case with single spaces: equal for pages that say the same in another layout."""
    return hashlib.sha256(" ".join(text.lower().split()).encode()).hexdigest()


def _text_of(page: SitePage) -> str:
    return "\n".join(line.text for line in page.all_lines) or page.content.text


def _urls(values: Iterable[object]) -> Iterator[str]:
    for value in values:
        if isinstance(value, (Finding, Person)):
            yield value.url
        elif isinstance(value, dict):
            yield from _urls(value.values())
        elif isinstance(value, tuple):
            yield from _urls(value)
