"""What stands on most pages of a site: header, breadcrumb, teasers, footer. It belongs to no page in particular."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import replace
from urllib.parse import urlsplit

from ingest_svc.domain.page import PageContent, Section

MIN_PAGES = 4
"""Fewer pages do not show what is frame."""
FROM = 0.5
"""Share of the pages a line must stand on."""
_CONTACT = re.compile(
    r"öffnungszeit|sprechzeit|geschäftszeit|bürozeit|telefon|\btel\.?\b|@|e-mail|\b\d{4,5}\s+[A-ZÄÖÜ][a-zäöü]+|"
    r"\b(?:mo|montag)\b.{0,20}\d{1,2}[:.]\d\d|opening hours",
    re.IGNORECASE,
)

_TOPIC = re.compile(
    r"kontakt|contact|impressum|imprint|anfahrt|anschrift|adresse|standort|telefon|fax|e-?mail|(?:ö|oe)ffnungszeit|"
    r"sprechzeit|gesch(?:ä|ae)ftszeit|b(?:ü|ue)rozeit|opening|erreichbar|ansprechpartner|team|preis|tarif",
    re.IGNORECASE,
)
"""Headings and pages for what else stands in frames: ways to reach somebody, times, persons, prices."""


def tells_contact(text: str) -> bool:
    """Whether a text holds an address, a way to reach somebody, or opening hours; a link to such a page is none."""
    return bool(_CONTACT.search(text)) and re.search(r"[\d@]", text) is not None


def without_frames(pages: Sequence[PageContent]) -> list[PageContent]:
    """The pages without the lines that most of them share; each of these stays once, on the page it belongs to."""
    if len(pages) < MIN_PAGES:
        return list(pages)
    counted = Counter(line for page in pages for line in {line for part in page.sections for line in _lines(part)})
    frame = {line for line, count in counted.items() if count >= max(MIN_PAGES - 1, FROM * len(pages))}
    homes: dict[str, tuple[int, int]] = {}
    ranks: dict[str, tuple[int, ...]] = {}
    for number, page in enumerate(pages):
        for place, part in enumerate(page.sections):
            rank = _belonging(page, part)
            for line in frame.intersection(_lines(part)):
                if line not in homes or rank > ranks[line]:
                    homes[line], ranks[line] = (number, place), rank
    found: list[PageContent] = []
    for number, page in enumerate(pages):
        sections: list[Section] = []
        for place, part in enumerate(page.sections):
            here = (number, place)
            own = [line for line in part.text.split("\n") if homes.get(_flat(line), here) == here]
            if own:
                sections.append(replace(part, text="\n".join(own)))
        found.append(replace(page, sections=tuple(sections)))
    return found


def _belonging(page: PageContent, part: Section) -> tuple[int, ...]:
    """How much a line that many pages share belongs to this section of a page, the earliest of the best counting.

    Under a heading of its own sort it belongs most, then on a page of such a name, then the deeper under headings.
    """
    return (
        bool(_TOPIC.search(" ".join(part.headings[1:]))),
        bool(_TOPIC.search(f"{page.title} {urlsplit(page.url).path}")),
        len(part.headings),
    )


def _lines(part: Section) -> list[str]:
    return [_flat(line) for line in part.text.split("\n")]


def _flat(line: str) -> str:
    return " ".join(line.lower().split())
