"""Recognises pages that say what an earlier page of the crawl said."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from heapq import nsmallest

from ingest_svc.domain.page import PageContent

NEAR = 0.9
SKETCH = 256
"""Hashes kept of a page: what two sketches share estimates what the pages share to about two hundredths
(bottom-k sketch; Cohen and Kaplan, 2007). Memory does not grow with the pages' length."""
_WORDS = re.compile(r"\w+")
_SHINGLE = 4
_FEW = 20


@dataclass
class Duplicates:
    """The pages so far: a twin is equal but for case and spacing, or shares nine tenths of its word sequences."""

    _hashes: dict[bytes, str] = field(default_factory=dict)
    _sketches: list[tuple[str, frozenset[int]]] = field(default_factory=list)

    def twin_of(self, page: PageContent) -> str | None:
        """The address of an earlier page with the same content; None for a new one, which is remembered then."""
        text = page.text.lower()
        digest = hashlib.sha256(" ".join(text.split()).encode(errors="replace")).digest()
        if digest in self._hashes:
            return self._hashes[digest]
        sketch = frozenset(nsmallest(SKETCH, set(_shingles(text))))
        for url, known in self._sketches:
            if _alike(sketch, known) >= NEAR:
                return url
        self._hashes[digest] = page.url
        if len(sketch) >= _FEW:
            self._sketches.append((page.url, sketch))
        return None


def _alike(one: frozenset[int], other: frozenset[int]) -> float:
    """The share of word sequences that stand in both (Jaccard); exact for pages of up to `SKETCH` of them."""
    union = nsmallest(SKETCH, one | other)
    return sum(hash_ in one and hash_ in other for hash_ in union) / len(union) if union else 0.0


def _shingles(text: str) -> Iterator[int]:
    words: list[str] = []
    for match in _WORDS.finditer(text):
        words.append(match[0])
        if len(words) == _SHINGLE:
            yield int.from_bytes(hashlib.blake2b(" ".join(words).encode(errors="replace"), digest_size=8).digest())
            del words[0]
