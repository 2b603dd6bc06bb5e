"""Pages and sections that are law: privacy notices, terms, imprints and what these exclude liability for.

A page says what it is by its address, title or first heading, and has to read like it: a law firm's page on data
protection is none of its own privacy notice. Where the name is missing the wording alone decides, and has to be plain.
Part of a page, under a heading of its own, is judged like a page.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from urllib.parse import unquote, urlsplit

from knowledge.subjects import Subject

from ingest_svc.domain.page import PageContent

NAMED_FROM = 3
"""Turns of phrase of a privacy notice from which text that is called one is one."""
UNNAMED_FROM = 8
"""The same for text that is called nothing of the kind."""

_PRIVACY = (
    r"(?:(?:hinweise?|informationen?) (?:zum|zur|über den) )?(?:datenschutz\w*|data[- ]protection"
    r"|privacy(?:[- ]policy|[- ]notice)?|dsgvo|gdpr"
    r"|cookie[- ]?(?:richtlinie|hinweise?|policy|erklärung|einstellungen)?s?)"
)
_TERMS = (
    r"agb|(?:allgemeine )?(?:geschäfts|nutzungs|liefer|verkaufs|einkaufs|miet|teilnahme|vertrags)bedingungen"
    r"|bedingungen|(?:terms|conditions)(?:[- ](?:and|of)[- ]\w+)?|widerruf\w*|right of withdrawal"
)
_IMPRINT = r"impressum|imprint|legal[- ]notice|anbieterkennzeichnung"
_NAMES: tuple[tuple[Subject, re.Pattern[str]], ...] = (
    ("privacy", re.compile(rf"(?:{_PRIVACY})\W*", re.IGNORECASE)),
    ("terms", re.compile(rf"(?:{_TERMS})\W*", re.IGNORECASE)),
    ("imprint", re.compile(rf"(?:{_IMPRINT})\W*", re.IGNORECASE)),
)
_BY_NAME_ALONE: tuple[Subject, ...] = ("terms", "imprint")
_DISCLAIMER = re.compile(
    r"\W*(?:haftung(?: für (?:inhalte|links|externe links|verweise))?|haftungs(?:ausschluss|hinweis)\w*|disclaimer"
    r"|urheber(?:recht|rechte|- und .*recht\w*)|copyright|(?:verbraucher)?streit(?:beilegung|schlichtung)\w*.*"
    r"|(?:alternative|online)[- ]?streitbeilegung.*|eu-streitschlichtung.*|(?:liability|links|dispute resolution))\W*",
    re.IGNORECASE,
)
_PHRASES = tuple(
    re.compile(words, re.IGNORECASE)
    for words in (
        r"personenbezogene\w* (?:\w+ )?daten|personal data",
        r"verantwortlich\w*(?: stelle)? (?:im sinne|für die (?:daten)?verarbeitung|nach art|ist)|controller",
        r"recht auf (?:auskunft|löschung|berichtigung|widerspruch|datenübertragbarkeit|einschränkung)"
        r"|right (?:to|of) access",
        r"auskunft|berichtigung|datenübertragbarkeit|rectification|portability",
        r"rechtsgrundlage|legal basis|art\.? ?6\b",
        r"berechtigte[sn]? interesse|legitimate interest",
        r"server-?log|logfile|protokolldat",
        r"ip-adresse|ip address",
        r"cookies?\b",
        r"browser",
        r"aufsichtsbehörde|datenschutzbeauftragte[rn]?\b|supervisory authority|edöb",
        r"einwilligung\w*|consent",
        r"(?:dsgvo|gdpr|bdsg|revdsg|\bdsg\b|ds-gvo|tdddg|ttdsg)",
        r"speicherdauer|gelöscht|aufbewahr\w+|retention",
        r"(?:besuch|aufruf)\w* (?:unserer|dieser|der|unsere|diese) (?:web|internet)?(?:seite|site|präsenz|auftritt)\w*",
        r"kontaktformular|newsletter",
        r"hosting|hoster|auftragsverarbeit\w+|processor",
        r"analytics|google maps|google fonts|matomo|youtube",
    )
)


@dataclass(frozen=True, slots=True)
class Law:
    """What a page is, as a whole and under some of its headings."""

    whole: Subject
    parts: tuple[tuple[tuple[str, ...], Subject], ...]

    @classmethod
    def of(cls, page: PageContent) -> Law:
        """Read a page."""
        whole = _of_whole(page)
        return cls(whole, () if whole == "privacy" else tuple(_parts(page)))

    def subject(self, headings: Sequence[str]) -> Subject:
        """What text under these headings is of."""
        path = tuple(headings)
        for under, subject in self.parts:
            if path[: len(under)] == under:
                return subject
        return self.whole


def _of_whole(page: PageContent) -> Subject:
    first = page.sections[0].headings[:1] if page.sections else ()
    names = {_name(one) for one in (*_last_of_path(page.url), re.split(r"\s[|–—·-]\s", page.title)[0], *first)}
    reads_like = _phrases(page.text)
    if "privacy" in names and reads_like >= NAMED_FROM:
        return "privacy"
    for subject in _BY_NAME_ALONE:
        if subject in names:
            return subject
    return "privacy" if reads_like >= UNNAMED_FROM and _mostly(page) else ""


def _last_of_path(url: str) -> list[str]:
    parts = [part for part in unquote(urlsplit(url).path).split("/") if part]
    return [re.sub(r"\.\w{2,5}$", "", parts[-1]).replace("_", "-")] if parts else []


def _name(text: str) -> Subject:
    bare = " ".join(text.split()).strip()
    return next((subject for subject, words in _NAMES if words.fullmatch(bare)), "")


def _phrases(text: str) -> int:
    """How many turns of phrase of a privacy notice a text has."""
    return sum(words.search(text) is not None for words in _PHRASES)


def _mostly(page: PageContent) -> bool:
    """Whether the turns of phrase run through all of a page's sections, not through one of them."""
    long = [section for section in page.sections if len(section.text) > 80]
    return sum(_phrases(section.text) >= 2 for section in long) * 2 >= len(long)


def _parts(page: PageContent) -> Iterator[tuple[tuple[str, ...], Subject]]:
    """Headings that begin a privacy notice or a disclaimer on a page that is something else."""
    for path in dict.fromkeys(
        section.headings[: depth + 1] for section in page.sections for depth in range(len(section.headings))
    ):
        if _DISCLAIMER.fullmatch(path[-1]):
            yield path, "disclaimer"
        elif _name(path[-1]) == "privacy":
            under = "\n".join(one.text for one in page.sections if one.headings[: len(path)] == path)
            if _phrases(under) >= NAMED_FROM:
                yield path, "privacy"
