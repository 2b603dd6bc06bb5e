"""A company's pages by what they are for."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from typing import Literal
from urllib.parse import urlsplit

from selectolax.lexbor import LexborHTMLParser

from ingest_svc.domain.html import parse
from ingest_svc.domain.imprint.addresses import Block, find_blocks
from ingest_svc.domain.imprint.lines import (
    Line,
    is_foreign_heading,
    lines_of,
    lines_of_sections,
    trades_in,
    with_headings,
)
from ingest_svc.domain.inline import clean, flat_text
from ingest_svc.domain.page import PageContent
from ingest_svc.domain.urls import normalise
from ingest_svc.domain.wanted import Wanted, wanted_by, wanted_path

Role = Wanted | Literal["privacy", "other"]

_PRIVACY = re.compile(
    r"datenschutz|privacy|dsgvo|cookie|agb\b|geschäftsbedingungen|widerruf|barrierefreiheit", re.IGNORECASE
)
_IMPRINT_HEADING = re.compile(
    r"impressum|imprint|anbieterkennzeichnung|angaben (?:gem|nach|zum anbieter|laut)|offenlegung (?:gem|nach|laut)|"
    r"legal notice|"
    r"diensteanbieter|anbieter\b|verantwortlich für (?:den|die) inhalt|informationspflicht|site notice|"
    r"mentions légales|"
    r"inhaltlich verantwortlich|seitenbetreiber",
    re.IGNORECASE,
)
_IMPRINT_SIGNS = re.compile(
    r"\b(?:HR[AB]\s?\d|VR\s?\d|FN\s?\d{4}|CHE-\d|USt|Umsatzsteuer|ATU\d|(?:§|Paragraph)\s?5\s(?:TMG|DDG|ECG)|"
    r"Geschäftsführer|"
    r"Inhaber|Registergericht|Medieninhaber|vertreten durch)",
    re.IGNORECASE,
)
_START = re.compile(r"/?(?:index\.\w+|home|start(?:seite)?|de|en)?/?", re.IGNORECASE)
_TITLE_END = re.compile(r"\s+[|–—·»-]\s+|:\s")
_NOT_FOUND = re.compile(
    r"\b404\b|seite (?:wurde )?nicht gefunden|page not found|existiert nicht|gibt es nicht", re.IGNORECASE
)

LONGEST_NAME = 300
"""Characters of what a site calls itself in title, heading and address."""


@dataclass(frozen=True)
class SitePage:
    """A page with its HTML, which a PDF has none of; `called` is what the links to it are called.

    `without`: lines that are about another company than the site's; `trades`: those in what the site calls itself.
    """

    content: PageContent
    html: str
    called: str = ""
    without: frozenset[Line] = frozenset()
    trades: frozenset[str] = frozenset()

    @cached_property
    def tree(self) -> LexborHTMLParser:
        """The page's tree."""
        return parse(self.html)

    @property
    def url(self) -> str:
        """The page's address."""
        return self.content.url

    @cached_property
    def role(self) -> Role:
        """What the page is for: by what links to it say, by its address, then by its title."""
        if self.is_missing:
            return "other"
        path = urlsplit(self.url).path
        title = _TITLE_END.split(self.content.title)[0] if not _START.fullmatch(path) else ""
        for found, text in (
            (wanted_by(self.called), self.called),
            (wanted_path(path), path),
            (wanted_by(title), title),
        ):
            if found:
                return found
            if _PRIVACY.search(text):
                return "privacy"
        return "imprint" if self._is_imprint else "other"

    @cached_property
    def is_missing(self) -> bool:
        """Whether the page only says that there is none."""
        head = f"{self.content.title}\n{self.content.text[:200]}"
        return bool(_NOT_FOUND.search(head)) and len(self.content.text) < 600

    @cached_property
    def all_lines(self) -> tuple[Line, ...]:
        """All lines, those of the frame around the content among them."""
        if not self.html:
            return lines_of_sections(self.content.sections, self.trades)
        body = self.tree.body
        found = lines_of(body, self.trades) if body is not None else ()
        return tuple(line for line in found if line not in self.without) if self.without else found

    @cached_property
    def lines(self) -> tuple[Line, ...]:
        """The lines of the content."""
        return tuple(line for line in self.all_lines if line.zone == "main")

    @cached_property
    def frame(self) -> tuple[Line, ...]:
        """The lines around the content: header and footer."""
        return tuple(line for line in self.all_lines if line.zone != "main")

    @cached_property
    def blocks(self) -> tuple[Block, ...]:
        """The addresses on the page, whosever they are."""
        return tuple(find_blocks(list(with_headings(self.all_lines, self.trades))))

    @cached_property
    def imprint(self) -> tuple[Line, ...]:
        """The lines that say who answers for the site, headings among them.

        Of an imprint these are all, of another page those from such a heading on.
        """
        lines = tuple(with_headings(self.all_lines, self.trades))
        if self.role == "imprint":
            main = tuple(line for line in lines if line.zone == "main")
            return main if len(main) > 2 else lines
        found = (at for at, line in enumerate(lines) if line.title and _IMPRINT_HEADING.search(line.text))
        return lines[at:] if (at := next(found, None)) is not None else ()

    @property
    def _is_imprint(self) -> bool:
        text = self.content.text
        named = any(
            _IMPRINT_HEADING.search(heading) for section in self.content.sections for heading in section.headings[:1]
        )
        return (
            len(text) < 6000
            and (named or bool(_IMPRINT_HEADING.search(text[:200])))
            and bool(_IMPRINT_SIGNS.search(text))
        )


def by_role(pages: Sequence[SitePage], *roles: Role) -> list[SitePage]:
    """The pages with these roles, in the order of the roles."""
    return [page for role in roles for page in pages if page.role == role]


def with_calls(pages: Sequence[SitePage]) -> list[SitePage]:
    """The pages with what links on the others call them, where that says what they are for, and the site's trades."""
    called: dict[str, str] = {}
    for page in pages:
        if not page.html:
            continue
        for node in page.tree.css("a[href], area[href]"):
            said = clean(node.text()) or node.attributes.get("title") or node.attributes.get("aria-label") or ""
            found = wanted_by(said)
            if found and (link := normalise(node.attributes.get("href") or "", page.url)) and link != page.url:
                known = called.get(link)
                if known is None or (found == "imprint" and wanted_by(known) != "imprint"):
                    called[link] = said
    start = pages[0]
    heading = start.tree.css_first("h1") if start.html else None
    host = urlsplit(start.url).hostname or ""
    trades = trades_in(
        f"{start.content.title} {flat_text(heading) if heading is not None else ''} {host}"[:LONGEST_NAME]
    )
    return [
        replace(page, called=called.get(page.url, "") if page.url != start.url else "", trades=trades) for page in pages
    ]


def is_own(line: Line) -> bool:
    """Whether a line is about the company itself."""
    return line.own and not is_foreign_heading(line.text)
