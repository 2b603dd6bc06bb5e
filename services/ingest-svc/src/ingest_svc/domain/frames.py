"""What stands on most pages of a site: header, breadcrumb, teasers, footer. It belongs to no page in particular."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import replace

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


def tells_contact(text: str) -> bool:
    """Whether a text holds an address, a way to reach somebody, or opening hours."""
    return bool(_CONTACT.search(text))


def without_frames(pages: Sequence[PageContent]) -> list[PageContent]:
    """The pages without the lines that most of them share; contact details among these are kept once, on the first."""
    if len(pages) < MIN_PAGES:
        return list(pages)
    counted = Counter(line for page in pages for line in {line for part in page.sections for line in _lines(part)})
    frame = {line for line, count in counted.items() if count >= max(MIN_PAGES - 1, FROM * len(pages))}
    if not frame:
        return list(pages)
    found: list[PageContent] = []
    kept: dict[str, Section] = {}
    for page in pages:
        sections: list[Section] = []
        for part in page.sections:
            own = [line for line in part.text.split("\n") if _flat(line) not in frame]
            if own:
                sections.append(replace(part, text="\n".join(own)))
            shared = "\n".join(line for line in part.text.split("\n") if _flat(line) in frame)
            if tells_contact(shared):
                kept.setdefault(_flat(shared), Section(part.headings[-1:], shared))
        found.append(replace(page, sections=tuple(sections)))
    return [replace(found[0], footer=(*found[0].footer, *kept.values())), *found[1:]]


def _lines(part: Section) -> list[str]:
    return [_flat(line) for line in part.text.split("\n")]


def _flat(line: str) -> str:
    return " ".join(line.lower().split())
