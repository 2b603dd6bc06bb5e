"""What was read from one page or document."""

from __future__ import annotations

import hashlib
import re
from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class Section:
    """Text under one heading. `text` has one line per paragraph, list item or table row."""

    headings: tuple[str, ...]
    text: str
    page: int | None = None


@dataclass(frozen=True, slots=True)
class PageContent:
    """A page or PDF as text with its headings, and where it leads."""

    url: str
    title: str
    language: str
    sections: tuple[Section, ...]
    footer: tuple[Section, ...] = ()
    """Contact details and opening hours outside the main content; the same on every page of most sites."""
    links: tuple[str, ...] = ()
    canonical: str | None = None
    noindex: bool = False
    nofollow: bool = False

    @property
    def text(self) -> str:
        """All of the main text."""
        return "\n".join(section.text for section in self.sections)

    @property
    def content_hash(self) -> str:
        """SHA-256 over title and text without case and spacing: equal for pages that say the same."""
        return hashlib.sha256(_flat(f"{self.title}\n{self.text}").encode()).hexdigest()


_WORDS = re.compile(r"\w+")
_SHINGLE = 4
NEAR = 0.9


def _flat(text: str) -> str:
    return " ".join(text.lower().split())


@dataclass
class Duplicates:
    """Recognises pages that say what an earlier page said: equal, or nine tenths of their word sequences shared."""

    _hashes: dict[str, str] = field(default_factory=dict)
    _shingles: list[tuple[str, frozenset[int]]] = field(default_factory=list)

    def twin_of(self, page: PageContent) -> str | None:
        """The address of an earlier page with the same content, or None; the page is remembered then."""
        digest = hashlib.sha256(_flat(page.text).encode()).hexdigest()
        if digest in self._hashes:
            return self._hashes[digest]
        shingles = _shingled(page.text)
        for url, known in self._shingles:
            smaller, larger = sorted((len(known), len(shingles)))
            if smaller < NEAR * larger:
                continue
            shared = len(known & shingles)
            if shared and shared / (len(known) + len(shingles) - shared) >= NEAR:
                return url
        self._hashes[digest] = page.url
        if len(shingles) >= 20:
            self._shingles.append((page.url, shingles))
        return None


def _shingled(text: str) -> frozenset[int]:
    words = _WORDS.findall(text.lower())
    return frozenset(hash(tuple(words[at : at + _SHINGLE])) for at in range(len(words) - _SHINGLE + 1))
