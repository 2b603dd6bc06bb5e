"""Text of a PDF's pages as sections: running headers gone, hyphenation undone, page numbers kept."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence

from ingest_svc.domain.language import detect_language
from ingest_svc.domain.page import PageContent, Section

MIN_CHARACTERS_PER_PAGE = 15
"""Fewer on average means pictures of text: a scan."""
_NUMBERS = re.compile(r"\d+")
_HYPHENATED = re.compile(r"(\w)[-\u00ad\u2010\ufffe]\n(?=[a-zäöüß])")
_SENTENCE_GOES_ON = re.compile(r"(?<![.!?:;|])\n(?=[a-zäöüß])")


def is_scan(pages: Sequence[str]) -> bool:
    """Whether the pages hold pictures of text instead of text."""
    return sum(len(page.strip()) for page in pages) < MIN_CHARACTERS_PER_PAGE * max(1, len(pages))


def pdf_content(url: str, title: str, pages: Sequence[str]) -> PageContent:
    """A PDF's content; one section a page."""
    running = _running_lines(pages)
    sections: list[Section] = []
    for number, page in enumerate(pages, start=1):
        lines = [line.strip() for line in page.replace("\r\n", "\n").replace("\r", "\n").split("\n")]
        kept = "\n".join(line for line in lines if line and _blanked(line) not in running)
        text = _SENTENCE_GOES_ON.sub(" ", _HYPHENATED.sub(r"\1", kept)).strip()
        if text:
            sections.append(Section((), text, number))
    language = detect_language(" ".join(section.text for section in sections))
    return PageContent(url=url, title=title, language=language, sections=tuple(sections))


def _blanked(line: str) -> str:
    return _NUMBERS.sub("#", line)


def _running_lines(pages: Sequence[str]) -> frozenset[str]:
    """First and last lines that most pages share, numbers aside."""
    if len(pages) < 3:
        return frozenset()
    seen: Counter[str] = Counter()
    for page in pages:
        lines = [line.strip() for line in page.splitlines() if line.strip()]
        seen.update({_blanked(line) for line in (*lines[:2], *lines[-2:])})
    return frozenset(line for line, count in seen.items() if count > 0.6 * len(pages))
