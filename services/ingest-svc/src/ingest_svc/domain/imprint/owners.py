"""Who owns a company that no office in its imprint tells of: by its address or its team."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence, Set

from ingest_svc.domain.imprint.directors import MOST, SPLIT
from ingest_svc.domain.imprint.entries import together
from ingest_svc.domain.imprint.facts import Finding, Person
from ingest_svc.domain.imprint.first_names import fold
from ingest_svc.domain.imprint.legal_forms import OWNED, legal_form_of, without_legal_form
from ingest_svc.domain.imprint.lines import Line
from ingest_svc.domain.imprint.name_rules import cleaned, core_of, is_common
from ingest_svc.domain.imprint.persons import bare_name, each_named, is_person, is_shaped, may_be_surnamed
from ingest_svc.domain.imprint.trades import before_trade, is_trade, without_role

_RESPONSIBLE = re.compile(
    r"verantwortlich|inhaltlich|redaktionell|anbieter|angaben gem|diensteanbieter|betreiber|angaben nach|impressum|"
    r"§ ?5|medieninhaber|owner",
    re.IGNORECASE,
)
_ANSWERS = re.compile(r"verantwortlich|inhaltlich|redaktionell", re.IGNORECASE)
_LEADS = re.compile(
    r"\b(?:gesch(?:ä|ae)f(?:ts|t|s)(?:f(?:ü|ue)hr(?:er(?:in)?|ung|end\w*)|leit(?:er(?:in)?|ung))|"
    r"(?:praxis|kanzlei|betriebs|firmen)?inhaber(?:in)?|(?:1\.|erster?)\svorstand|vorsitzender?|"
    r"pr(?:ä|ae)sident(?:in)?|obmann|obfrau|ceo)\b",
    re.IGNORECASE,
)
_CHAIR = re.compile(r"vorsitz|pr(?:ä|ae)sident|obmann|obfrau|vorstand", re.IGNORECASE)
_CONTROLLER = re.compile(r"\bverantwortlich(?:e[rn]?)?\b", re.IGNORECASE)
_OFFICERS = re.compile(
    r"datenschutz(?:beauftragt|fachstelle)|aufsichtsbehörde|auftragsverarbeit|hosting", re.IGNORECASE
)
_LONGEST_LABEL, _BELOW_LABEL = 200, 4
"""Characters of a label that says who is responsible, and lines below it that may name them."""
_OF_A_PART = re.compile(
    r"(?:vorsitz\w*|präsident\w*|ob(?:mann|frau)) (?:des|der|im|vom)\b|"
    r"(?:jugend|beirat|abteilung|ehren|eltern)\w*(?:vor|prä|ob)",
    re.IGNORECASE,
)
"""Who presides over a part of it: its advisers, its youth."""
_BOARD = re.compile(r"vorstand(?:schaft|steam|smitglied\w*)?", re.IGNORECASE)
_DEPUTY = re.compile(r"\b(?:2\.|3\.|zweite|dritte|stellv|stv|vize|assist|ehren|sekret|büro)", re.IGNORECASE)
_OTHERS = re.compile(r"webmaster|(?:web-?design|programmierung)\s*(?::|von\b|durch\b)", re.IGNORECASE)
"""What says of an address that it is the one of who made the site."""
MOST_PARTNERS = 4
PARTNERS = re.compile(r"\s*,\s+|\s+[-–|&/·•]\s+|\s+und\s+")
"""What stands between partners."""


def find_owner(
    above: Sequence[str], lines: Sequence[Line], url: str, *, company: str | None, entity: str | None
) -> tuple[Finding, ...]:
    """The persons in the address of an imprint, who own the company where it is no legal person.

    `above`: the lines above the street, `lines`: those of the imprint; `entity`: the name of the legal entity, if one
    is named. A name that no list of first names holds counts when the company bears it, or it answers for the content.
    """
    if (entity and (form := legal_form_of(entity) or "") not in OWNED) or any(map(_OTHERS.search, above)):
        return ()
    if entity and is_person(alone := without_legal_form(entity)):
        return (Finding(bare_name(alone), url, entity, 0.85),)
    answering = {bare_name(name) for text in responsible(lines) for name in SPLIT.split(text)}
    own, named_as = (core_of(company).own, core_of(company).words) if company else (frozenset(), ())
    lists = [[without_role(part) for part in PARTNERS.split(each_named(cleaned(text)))] for text in above]
    parts = [part for line in lists for part in line]

    def is_borne_out(part: str) -> bool:
        name = bare_name(part)
        plain = is_shaped(part) and not is_common(fold(part.split(maxsplit=1)[0])) and core_of(part).words != named_as
        return plain and (name in answering or fold(name.split()[-1]) in own)

    persons = (
        [one for line in lists for one in _partners(line)]
        or _with_kin(parts)
        or [part for part in parts if is_borne_out(part)]
        or [name for text in above for name in _behind_brand(text, answering, named_as)]
        or [name for text in above for name in before_trade(text)]
    )
    named = list(dict.fromkeys(map(bare_name, persons)))
    stripped = [text.rstrip(" ,") for text in above]
    couples = [each_named(text) for text in stripped if each_named(text) != text]
    whole = {bare_name(text) for text in stripped if is_shaped(text)}
    whole |= {bare_name(part) for text in couples for part in PARTNERS.split(text)}
    whole |= {name for text in stripped for name in together(text)}
    jointly = (entity is not None and form == "GbR") or set(named) <= answering or set(named) <= whole
    if not named or len(named) > (MOST_PARTNERS if jointly else 1):
        return ()

    def quote(name: str) -> str:
        surname = fold(name.rsplit(maxsplit=1)[-1])
        return next(text for text in above if surname in fold(text))

    return tuple(Finding(name, url, quote(name), 0.8) for name in named)


def _partners(parts: Sequence[str]) -> list[str]:
    """The parts of a line that names several and nothing else, though no list holds the first names of some of them."""
    several = len(parts) > 1 and any(map(is_person, parts))
    return list(parts) if several and all(is_shaped(part) and may_be_surnamed(part) for part in parts) else []


def _with_kin(parts: Sequence[str]) -> list[str]:
    """The persons among parts of an address, and who bears the surname of one under a first name that no list holds."""
    surnames = {piece for part in parts if is_person(part) for piece in fold(bare_name(part)).split()[-1].split("-")}

    def is_kin(part: str) -> bool:
        return is_shaped(part) and may_be_surnamed(part) and not surnames.isdisjoint(fold(part).split()[-1].split("-"))

    return [part for part in parts if is_person(part) or is_kin(part)]


def from_team(team: Sequence[Person]) -> tuple[Finding, ...]:
    """Who leads the company by the position that its pages give them, where its imprint names nobody.

    Several in the chair are those of its departments.
    """
    leading = [one for one in team if _LEADS.search(one.position) and not _DEPUTY.search(one.position)]
    chairs = [one for one in leading if _CHAIR.search(one.position)]
    of_all = [one for one in chairs if not _OF_A_PART.search(one.position)]
    board = [one for one in team if _BOARD.fullmatch(one.position)]
    if len(chairs) > 1 and len(of_all) != 1:
        return ()
    found = [one for one in leading if one not in chairs or one in of_all] or board
    return tuple(Finding(one.name, one.url, one.quote, min(0.85, one.confidence)) for one in found[:MOST])


def from_privacy(lines: Iterable[Line], url: str) -> tuple[Finding, ...]:
    """The persons whom a privacy notice names as responsible for what is done with data.

    They stand below such a label, below the company's name if that is there.
    """
    found: list[Finding] = []
    left = 0
    for line in lines:
        if _OFFICERS.search(line.text):
            left = 0
        elif _CONTROLLER.search(line.text) and len(line.text) < _LONGEST_LABEL:
            left = _BELOW_LABEL if not found else 0
        elif left:
            name = line.text.split(",")[0]
            left = left - 1 if is_person(name) or not found else 0
            if is_person(name):
                found.append(Finding(bare_name(name), url, line.text, 0.75))
    return tuple(found[:MOST_PARTNERS])


def _behind_brand(text: str, answering: Set[str], named_as: Sequence[str]) -> Iterator[str]:
    """The owner's name at a line's end: behind the company's (`Putzteufel Lena Orth`), or in a sentence about it."""
    words = text.rstrip(". ").split()
    stated = _ANSWERS.search(text) is not None
    for count in (2, 3):
        name = " ".join(words[-count:])
        before = core_of(" ".join(words[:-count])).words
        branded = bool(before) and (set(before) <= set(named_as) or all(map(is_trade, before)))
        if len(words) > count and is_person(name) and (branded or stated or bare_name(name) in answering):
            yield name
            return


def responsible(lines: Iterable[Line]) -> Iterator[str]:
    """The names of those who answer for a site's content: under such a heading, or behind or below such a label."""
    label = False
    for line in lines:
        behind = line.text.partition(":")[2] if _RESPONSIBLE.search(line.text) else ""
        for text in (behind, line.text.split(",")[0] if label or _ANSWERS.search(line.heading) else ""):
            if is_shaped(text):
                yield text.strip()
        label = bool(_RESPONSIBLE.search(line.text)) and len(line.text) < 80
