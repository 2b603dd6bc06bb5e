"""Recognises pages that say what an earlier page of the crawl said."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from heapq import nsmallest

from ingest_svc.domain.page import PageContent

NEAR = 0.9
SKETCH = 256
"""Hashes kept of a page: what two sketches share estimates what the pages share to about two hundredths
(bottom-k sketch; Cohen and Kaplan, 2007). Memory does not grow with the pages' length."""
_WORDS = re.compile(r"\w+")
_DIGIT = re.compile(r"\d")
_NEGATION = re.compile(r"nicht|kein(?:e[mnrs]?)?|ohne|nie|not?|without")
REPEATED, ADDED = 0.8, 0.05
"""Share of the words of a copy's own lines that stand in its original; or of all its words that do not."""
_SHINGLE = 4
_FEW = 20


@dataclass
class Duplicates:
    """The pages so far.

    A twin is equal but for case and spacing, or shares nine tenths of its word sequences and all names and numbers.
    """

    _hashes: dict[bytes, str] = field(default_factory=dict)
    _sketches: list[tuple[str, bytes, frozenset[int]]] = field(default_factory=list)

    def twin_of(self, page: PageContent) -> str | None:
        """The address of an earlier page with the same content; None for a new one, which is remembered then."""
        said = _said(page)
        text = said.lower()
        digest = _digest(text.split())
        if digest in self._hashes:
            return self._hashes[digest]
        sketch = frozenset(nsmallest(SKETCH, set(_shingles(text))))
        telling = _digest(word for word in _WORDS.findall(said) if _is_telling(word))
        for url, names, known in self._sketches:
            if names == telling and _alike(sketch, known) >= NEAR:
                return url
        self._hashes[digest] = page.url
        if len(sketch) >= _FEW:
            self._sketches.append((page.url, telling, sketch))
        return None


@dataclass(frozen=True, slots=True)
class Trace:
    """Enough of a page to tell whether another one, which names it as its original, says the same."""

    lines: frozenset[int]
    words: frozenset[int]

    @classmethod
    def of(cls, page: PageContent) -> Trace:
        """The trace of a page."""
        lines = _said(page).lower().split("\n")
        return cls(
            frozenset(map(hash, lines)), frozenset(hash(word) for line in lines for word in _WORDS.findall(line))
        )

    def is_repeated_by(self, page: PageContent) -> bool:
        """Whether the page says what this one does, in any order, with a few words more at most.

        Every page of some systems names the start page as its original: what they say themselves tells them apart.
        """
        said = _said(page)
        own = [line for line in said.split("\n") if hash(line.lower()) not in self.lines]
        words = [word for line in own for word in _WORDS.findall(line)]
        new = [word for word in words if hash(word.lower()) not in self.words]
        few = max((1 - REPEATED) * len(words), ADDED * len(_WORDS.findall(said)))
        return len(new) <= few and not any(map(_is_telling, new))


def _is_telling(word: str) -> bool:
    """Whether two pages that differ in this word are two: a name (as all nouns, with a capital), number or negation."""
    return word[0].isupper() or _DIGIT.search(word) is not None or _NEGATION.fullmatch(word) is not None


def _said(page: PageContent) -> str:
    """Headings and text: two pages may differ in the heading only."""
    return "\n".join("\n".join((*section.headings, section.text)) for section in page.sections)


def _digest(words: Iterable[str]) -> bytes:
    return hashlib.sha256(" ".join(words).encode(errors="replace")).digest()


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
