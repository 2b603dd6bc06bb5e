"""Where a statement stands."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from typing import Any

from knowledge import Passage
from knowledge.types import SITE_NAME

LONGEST_QUOTE = 900


@dataclass(frozen=True, slots=True)
class Citation:
    """A passage behind an answer; `n` is the number in the answer's text."""

    n: int
    title: str
    url: str
    quote: str
    page: int | None = None

    def as_dict(self) -> dict[str, Any]:
        """JSON for the stream and the database."""
        return asdict(self)


def title_of(passage: Passage) -> str:
    """The page's title without the site's name, and the heading above the passage."""
    chunk = passage.chunk
    parts = [SITE_NAME.split(chunk.title.strip())[0].strip(), *(head.strip() for head in chunk.heading_path[-1:])]
    return " › ".join(dict.fromkeys(part for part in parts if part)) or chunk.url


def cite(n: int, passage: Passage, quote: str) -> Citation:
    """A citation of a passage."""
    text = quote if len(quote) <= LONGEST_QUOTE else quote[: LONGEST_QUOTE - 1].rsplit(" ", 1)[0] + "…"
    return Citation(n, title_of(passage), passage.chunk.url, text, passage.chunk.page)
