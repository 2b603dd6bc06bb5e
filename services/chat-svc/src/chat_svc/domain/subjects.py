"""What a bot's pages are about."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Subjects:
    """Titles of pages, upper pages first, and the questions among their headings, in order."""

    titles: tuple[str, ...] = ()
    questions: tuple[str, ...] = ()
