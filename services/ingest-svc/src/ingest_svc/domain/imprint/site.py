"""A company's pages by what they are for, as lines to look through."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Literal
from urllib.parse import urlsplit

from selectolax.lexbor import LexborHTMLParser

from ingest_svc.domain.html import parse
from ingest_svc.domain.page import PageContent, Section

Role = Literal["imprint", "contact", "team", "about", "hours", "privacy", "other"]

_ROLES: tuple[tuple[Role, re.Pattern[str]], ...] = (
    ("imprint", re.compile(r"impressum|imprint|legal-notice|legal_notice|anbieterkennzeichnung", re.IGNORECASE)),
    ("privacy", re.compile(r"datenschutz|privacy", re.IGNORECASE)),
    ("team", re.compile(r"team|ansprechpartner|mitarbeiter|people", re.IGNORECASE)),
    ("hours", re.compile(r"(?:ö|oe)ffnungszeit|sprechzeit|opening", re.IGNORECASE)),
    ("contact", re.compile(r"kontakt|contact|anfahrt", re.IGNORECASE)),
    ("about", re.compile(r"(?:ü|ue)ber-?\s?uns|about|unternehmen|firma", re.IGNORECASE)),
)
# Somebody else's names and addresses that stand in imprints.
_FOREIGN = re.compile(
    r"web-?design|webseite von|realisier|umsetzung|programmier|gestaltung|konzept|hosting|hoster|provider|versicher|"
    r"datenschutzbeauftragt|aufsichtsbeh|schlichtung|schlichter|kammer|bildnachweis|bildrecht|fotos?\b|fotograf|"
    r"agentur:|technische betreuung|plattform|verbraucher|innung|verband|druckerei|bankverbindung",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Line:
    """A line of a page; `heading` is the nearest above it, `own` False where somebody else is the subject."""

    text: str
    heading: str
    own: bool


@dataclass(frozen=True)
class SitePage:
    """A page with its HTML."""

    content: PageContent
    html: str

    @cached_property
    def tree(self) -> LexborHTMLParser:
        """The page's tree."""
        return parse(self.html)

    @cached_property
    def role(self) -> Role:
        """What the page is for, by its address, then by its title."""
        path = urlsplit(self.content.url).path
        for text in (path, self.content.title):
            for role, pattern in _ROLES:
                if pattern.search(text):
                    return role
        return "other"

    @cached_property
    def lines(self) -> tuple[Line, ...]:
        """The main content's lines."""
        return tuple(_lines(self.content.sections))

    @cached_property
    def frame(self) -> tuple[Line, ...]:
        """The lines of contact blocks around the content."""
        return tuple(_lines(self.content.footer))


def _lines(sections: Sequence[Section]) -> list[Line]:
    found: list[Line] = []
    for section in sections:
        heading = section.headings[-1] if section.headings else ""
        foreign = bool(_FOREIGN.search(heading))
        for text in section.text.splitlines():
            foreign_line = foreign or bool(_FOREIGN.search(text))
            found.append(Line(text.removeprefix("- "), heading, not foreign_line))
    return found


def by_role(pages: list[SitePage], *roles: Role) -> list[SitePage]:
    """The pages with these roles, in the order of the roles."""
    return [page for role in roles for page in pages if page.role == role]
