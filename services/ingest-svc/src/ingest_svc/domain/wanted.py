"""Pages that tell about a company, by what links to them say and by how they are addressed."""

from __future__ import annotations

import re
from typing import Literal
from urllib.parse import unquote, urljoin, urlsplit

from ingest_svc.domain.page import PageContent

Wanted = Literal["imprint", "contact", "team", "about", "hours"]

_WORDS: tuple[tuple[Wanted, str], ...] = (
    (
        "imprint",
        r"impress?um|imprint|impressung|legal[\s_-]?notice|site[\s_-]?notice|anbieterkennzeichnung|pflichtangaben|"
        r"offenlegung|"
        r"rechtliche[\s_-]?(?:hinweise|angaben|informationen)|rechtliches|mentions[\s_-]?l[eé]gales|note[\s_-]?legali|"
        r"colofon|impr(?=\.|$)|legal(?=$|[/\s_-]*$)",
    ),
    (
        "team",
        r"(?<![a-zäöü])(?:praxis|unser|das|dein|ihr|unsere?s?)?[\s_-]?team(?![a-zäöü]*work)|mitarbeiter|mitarbeitende|"
        r"ansprechpartner|ansprechperson|vorstand(?!s?wahl)|wer[\s_-]wir[\s_-]sind|personen|unsere[\s_-]mannschaft|"
        r"mannschaft|"
        r"people|staff|(?<![a-zäöü])leute|köpfe|koepfe|kollegium|unsere[\s_-](?:ärzte|therapeuten|trainer|lehrer)|"
        r"ärzte|aerzte|"
        r"anwält|anwaelt|therapeuten|trainer(?![a-z])|dozent|lehrkräfte|lehrkraefte|das[\s_-]sind[\s_-]wir|menschen|"
        r"gesichter",
    ),
    (
        "hours",
        r"(?:ö|oe)ffnungszeit|sprechzeit|sprechstunde|gesch(?:ä|ae)ftszeit|ordinationszeit|opening[\s_-]?(?:hours|"
        r"times)",
    ),
    ("contact", r"kontakt|contact|anfahrt|so[\s_-]finden[\s_-]sie|wegbeschreibung|standort|filiale|lageplan"),
    (
        "about",
        r"(?:ü|ue|u)ber[\s_-]?(?:uns|mich)|(?<![a-z])about|unternehmen|(?<![a-zäöü])firma|(?<![a-zäöü])betrieb|"
        r"wir[\s_-](?:ü|ue)ber[\s_-]uns|^(?:die|der|unsere?r?)?[\s_-]?(?:praxis|kanzlei|verein|salon|werkstatt|hof)$|"
        r"portrait|portr(?:ä|ae)t|philosophie|^wir$",
    ),
)
_PATTERNS = [(kind, re.compile(words, re.IGNORECASE)) for kind, words in _WORDS]
_LONGEST = 60
"""Characters of a link that names a page; a longer one is a sentence with a link."""
_NAMES = ("impressum", "imprint", "kontakt")
_ENDINGS = ("", ".html", ".htm", ".php")
_ELSEWHERE = ("Impressum.html", "legal/impressum", "pages/impressum.html", "html/impressum.html", "legal")
_OF_PERSONS = ("team", "vorstand", "ueber-uns", "ansprechpartner")


def wanted_by(text: str) -> Wanted | None:
    """What a page is for by the text of a link or by its address; None when it is for something else."""
    plain = unquote(text).strip()
    if len(plain) > _LONGEST and "/" not in plain:
        return None
    return next((kind for kind, pattern in _PATTERNS if pattern.search(plain)), None)


def wanted_path(path: str) -> Wanted | None:
    """What a page is for by the last telling part of its address."""
    parts = [part for part in unquote(path).split("/") if part]
    names = [part.rsplit(".", 1)[0] for part in reversed(parts)]
    return next((found for name in names if (found := wanted_by(name))), None)


def usual_addresses(start: str) -> list[str]:
    """Where imprints usually are, for a site that links to none: at its root, and beside its start page."""
    root = re.match(r"https?://[^/]+/", start)
    if root is None:
        return []
    folders = dict.fromkeys([root[0], start.split("?", maxsplit=1)[0].rsplit("/", 1)[0] + "/"])
    usual = [f"{folder}{name}{ending}" for folder in folders for name in _NAMES for ending in _ENDINGS]
    return [*usual, *(f"{root[0]}{name}" for name in _ELSEWHERE)]


def usual_of_persons(page: str, ending: str) -> list[str]:
    """Where a site's persons usually are, beside a page at its root; `ending` as the site's addresses have it."""
    return [] if urlsplit(page).path.count("/") > 1 else [urljoin(page, f"{name}{ending}") for name in _OF_PERSONS]


def tells_who(content: PageContent) -> bool:
    """Whether a page says who answers for the site: by its address, its title, or a heading on it."""
    path = unquote(urlsplit(content.url).path)
    headings = [heading for section in content.sections for heading in section.headings]
    return bool(content.text.strip()) and (
        wanted_path(path) == "imprint" or any(wanted_by(text) == "imprint" for text in (content.title, *headings))
    )
