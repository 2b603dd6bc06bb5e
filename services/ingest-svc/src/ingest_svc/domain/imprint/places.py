"""Where a page shows persons: on pages and under headings of the team, and on cards of their own."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import pairwise

from ingest_svc.domain.imprint.contact import emails_in, phones_in
from ingest_svc.domain.imprint.lines import Line, opens
from ingest_svc.domain.imprint.persons import is_person
from ingest_svc.domain.imprint.roles import names_position
from ingest_svc.domain.imprint.rosters import is_elsewhere, with_rosters
from ingest_svc.domain.imprint.site import SitePage

TEAM_HEADING = re.compile(
    r"(?<![a-zäöü])team(?!work|building|event|s?port)|ansprech(?:partner|person)|mitarbeiter|mitarbeitende|vorstand|"
    r"wer wir sind|das sind wir|"
    r"(?:unsere?|die) (?:mannschaft|leute|köpfe|menschen|\w*ärzt|\w*anwält|\w*therapeut|trainer|lehr|dozent|mitglieder|"
    r"crew|gesichter)|"
    r"^(?:die )?personen$|(?:praxis|trainer|ärzte|leitungs|beratungs|betreuungs|kita|küchen|service|vorstands)-?team\b|"
    r"kollegium|über (?:uns|mich)|wir über uns|"
    r"^(?:(?:die|unsere) )?(?:menschen|gesichter|köpfe)(?: .{1,40})?$|ärztinnen|therapeutinnen|anwältinnen|"
    r"sekretariat|geschäftsführung|geschäftsleitung|inhaber|beirat|trainerstab|our (?:team|people|teachers|staff)|"
    r"meet the|people|staff|"
    r"(?:ihre?|deine?|unsere?) \w*(?:expert|spezialist|profis|berater)|hinter den kulissen|wir stellen uns vor|"
    r"kontaktpersonen|ihre berater|dein berater|funktionär|kommando",
    re.IGNORECASE,
)
_PEOPLE_HEADING = re.compile(r"über uns|wir über uns|über mich|inhaber", re.IGNORECASE)
_SMALL_LINE = 30
"""Characters of a line that is set small above a heading."""


class Places:
    """Which lines of a page may name persons of the company."""

    def __init__(self, page: SitePage, lines: Sequence[Line], region: str) -> None:
        """`region`: where national telephone numbers are dialled."""
        self._page = page
        self._rosters = frozenset(with_rosters(page, lines))
        self._headings = frozenset([*_under_small_lines(lines), *_of_cards(page, lines, region)])

    def hold(self, line: Line) -> bool:
        """Whether a line may name somebody."""
        return self._is_of_team(line) or not self._rosters.isdisjoint(line.headings)

    def only_lists(self, line: Line) -> bool:
        """Whether nothing but persons with their positions around a line says that it may name somebody."""
        return not self._is_of_team(line)

    def shows_others(self, line: Line) -> bool:
        """Whether who is named without a position there plays in a squad, or was there once."""
        return is_elsewhere(self._page, line.headings)

    def _is_of_team(self, line: Line) -> bool:
        return not self._headings.isdisjoint(line.headings) or _speaks_of_persons(self._page, line)


def shows_team(heading: str) -> bool:
    """Whether below a heading stand persons and little else."""
    return TEAM_HEADING.search(heading) is not None and _PEOPLE_HEADING.search(heading) is None


def _under_small_lines(lines: Sequence[Line]) -> Iterator[str]:
    """The headings that a small line above says to be about the team: `Unser Team`, and below it `Wer uns ausmacht`."""
    for above, below in pairwise(lines):
        if below.heading != above.heading and len(above.text) < _SMALL_LINE and shows_team(above.text):
            yield below.heading


def _of_cards(page: SitePage, lines: Sequence[Line], region: str) -> Iterator[str]:
    """The persons whose name is a heading, with a position below it and a way to reach them."""
    if page.role in ("imprint", "privacy"):
        return
    for at, line in enumerate(lines):
        if line.own and is_person(line.heading) and opens(lines, at) and names_position(line.text):
            below = " ".join(other.text for other in lines[at + 1 : at + 5] if other.headings == line.headings)
            if any(emails_in(below)) or any(phones_in(below, region)):
                yield line.heading


def _speaks_of_persons(page: SitePage, line: Line) -> bool:
    if page.role == "team" and line.zone == "main":
        return True
    if line.zone != "main" and not _is_team(line):
        return False
    if page.role in ("contact", "about"):
        return True
    return page.role not in ("imprint", "privacy") and (
        _is_team(line) or bool(TEAM_HEADING.search(line.text) and line.title)
    )


def _is_team(line: Line) -> bool:
    return any(len(heading) < 70 and TEAM_HEADING.search(heading) for heading in line.headings)
