"""What was read from one page or document."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass


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
    telling: tuple[str, ...] = ()
    """Links that say of themselves that they lead to the imprint, contact, team or hours, also those not to be followed
    for the sake of an index."""
    canonical: str | None = None
    noindex: bool = False
    nofollow: bool = False
    cut: bool = False
    """Whether there was more than is read of one document."""

    @property
    def text(self) -> str:
        """All of the main text."""
        return "\n".join(section.text for section in self.sections)

    @property
    def content_hash(self) -> str:
        """SHA-256 over title and text without case and spacing: equal for pages that say the same."""
        return hashlib.sha256(_flat(f"{self.title}\n{self.text}").encode()).hexdigest()


def _flat(text: str) -> str:
    return " ".join(text.lower().split())
