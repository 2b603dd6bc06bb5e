"""Lists of persons with their positions, which show a company's people wherever they stand."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from urllib.parse import urlsplit

from ingest_svc.domain.imprint.entries import parted
from ingest_svc.domain.imprint.lines import Line, is_foreign_heading, opens
from ingest_svc.domain.imprint.persons import is_person
from ingest_svc.domain.imprint.roles import LONGEST_POSITION, names_position
from ingest_svc.domain.imprint.site import SitePage

_ELSEWHERE = re.compile(
    r"geschicht|chroni|histor|erfolge|archiv|jubil|ehemalig|rückblick|"
    r"^\W*(?:seit |im jahr )?(?:19|20)\d\d\b[^a-zäöü]{0,8}$|"
    r"kader|aufstellung|spieler|torwart|\babwehr|mittelfeld|\bangriff|musikant|"
    r"(?:\d\.|erste|zweite|dritte|damen|herren|frauen|jugend)[ -]?mannschaft|"
    r"sieger|turnier|rangliste|pokal|meisterschaft|ergebnis|teilnehm",
    re.IGNORECASE,
)
"""What tells of those who were there once, of who plays in a squad, and of who won."""
_CUSTOMER = re.compile(r"patient|\bkund(?:e|in)\b|teilnehm|gast\b|klient|schüler|mitglieder$", re.IGNORECASE)
_QUOTED = re.compile(r"[„“\"»«]")
"""How a line begins that customers say."""


def is_elsewhere(page: SitePage, headings: Sequence[str]) -> bool:
    """Whether a page, or the headings above a line, are about persons who do not work there now."""
    return any(map(_ELSEWHERE.search, [page.content.title, urlsplit(page.url).path, *headings]))


def with_rosters(page: SitePage, lines: Sequence[Line]) -> Iterator[str]:
    """The headings of two persons or more who each have a position beside their name, in the same form.

    Either the names are headings themselves, under the same ones, which may say what they all are (`Hebammen`), or they
    are lines under the same heading.
    """
    called = [page.content.title, urlsplit(page.url).path]
    if page.role in ("imprint", "privacy") or is_elsewhere(page, ()) or any(map(is_foreign_heading, called)):
        return
    paths = {line.headings for line in lines}
    of_others = {path for path in paths if any(_ELSEWHERE.search(one) or is_foreign_heading(one) for one in path)}
    headed: dict[tuple[str, ...], dict[str, bool]] = {}
    listed: dict[tuple[str, ...], dict[str, bool]] = {}
    texts = ["", *(line.text for line in lines), "", ""]
    for at, line in enumerate(lines):
        above, below, further = texts[at], texts[at + 2], texts[at + 3]
        if not line.own or line.zone != "main" or not line.heading or line.headings in of_others:
            continue
        named = any(_is_post(heading) for heading in line.headings[-3:-1])
        if opens(lines, at) and is_person(line.heading) and (named or _is_post(above) or _is_post(line.text)):
            headed.setdefault(line.headings[:-1], {})[line.heading] = bool(_QUOTED.match(below))
        elif is_person(line.text) and (_is_post(above) or _is_post(below)):
            listed.setdefault(line.headings, {})[line.text] = bool(_QUOTED.match(further))
        elif (entry := parted(line.text, line.text, at, strict=True)) is not None and entry.sure:
            listed.setdefault(line.headings, {})[entry.name] = False
    yield from (name for names in headed.values() if _are_staff(names) for name in names)
    yield from (headings[-1] for headings, names in listed.items() if _are_staff(names))


def _are_staff(quoted: Mapping[str, bool]) -> bool:
    """Whether some persons with positions are several, and not those whose words are quoted."""
    return len(quoted) > 1 and 2 * sum(quoted.values()) < len(quoted)


def _is_post(text: str) -> bool:
    """Whether a text is surely a position that somebody has in a company, and not what a customer is or does."""
    held = len(text) < LONGEST_POSITION and names_position(text)
    return held and not _CUSTOMER.search(text) and not is_person(text)
