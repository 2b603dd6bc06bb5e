"""Whom a company is called by: the person whose name, or whose surname alone, stands in its own."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from enum import IntEnum

from ingest_svc.domain.imprint.entries import together
from ingest_svc.domain.imprint.facts import Finding, Person
from ingest_svc.domain.imprint.first_names import fold
from ingest_svc.domain.imprint.lines import Line
from ingest_svc.domain.imprint.name_rules import core_of
from ingest_svc.domain.imprint.owners import MOST_PARTNERS, PARTNERS
from ingest_svc.domain.imprint.persons import bare_name, each_named, is_person, is_shaped, may_be_surnamed, split_role
from ingest_svc.domain.imprint.roles import names_position
from ingest_svc.domain.imprint.trades import before_trade, without_role

_I_AM = re.compile(r"\b(?:ich bin|ich hei(?:ß|ss)e|mein name ist|wir sind|i am|my name is|we are)\s+", re.IGNORECASE)
_RIGHTS = re.compile(r"^(?:©|\(c\)|copyright)[\s\d©–-]*|[.,|·•\s–-]+(?:alle rechte|all rights)\b.*$", re.IGNORECASE)
_FULL_NAME = re.compile(r"\b[A-ZÄÖÜ][\w-]+ (?P<surname>[A-ZÄÖÜ][\w-]{3,})\b")
_OTHERS = re.compile(
    r"gegründet|gründe(?:te|r)|vater|eltern|mutter|übernahm|damals|\b1[89][0-6]\d\b|\bkund(?:e|in)\b|patient|\bgast\b|danke",
    re.IGNORECASE,
)
"""What tells of those who had a company before, and of its customers."""
_BESIDE = re.compile(r"\s*[,|·•(]\s*|\s[–—-]\s")
_BRACKETED = re.compile(r"\s*\([^)]*\)|\)$")
_NAMED_AFTER = re.compile(
    r"schule|gymnasium|kita\b|kinder(?:garten|haus)|stiftung|heim\b|institut|akademie|chor\b|orchester|theater|museum|"
    r"bibliothek|kirche|gemeinde|zentrum|verein|club\b|h[oô]tel|caf[eé]|restaurant|gasthof|gasthaus|bar\b|villa",
    re.IGNORECASE,
)
"""What is called by people who have nothing to do with it."""
_SERVES = re.compile(
    r"azubi|auszubild|lehrling|lernend|praktik|angestellt|\b[mzt]fa\b|assist|helfer|verk(?:ä|ae)uf|verkauf|b(?:ü|ue)ro|"
    r"empfang|rezeption|sekret|verwaltung|buchhalt|mitarbeit|service",
    re.IGNORECASE,
)
_SHORTEST_SURNAME = 4


class Witness(IntEnum):
    """How a line introduces somebody: by the name alone, with a position, or speaking of themselves."""

    SEEN = 0
    DESCRIBED = 1
    HEARD = 2


def from_name(company: Finding, team: Sequence[Person], lines: Iterable[Line]) -> tuple[Finding, ...]:
    """The owners of a company that is no legal person: whom its name names.

    By the whole name beside a trade; without one, or where such things are called by people who have nothing to do with
    them, only whom the pages show as well. By the surname: the only one shown who has it, or those named together.
    """
    called = company.value
    told = [line.text for line in lines if line.own]
    named = list(_named(called, told))
    after_others = _NAMED_AFTER.search(called) is not None
    itself = bare_name(called) in named
    needed = Witness.HEARD if after_others else Witness.DESCRIBED if itself else Witness.SEEN
    introduced = [one for text in told for one in (*_introduced(text), *_mentioned(text, called))]
    shown = [*((one.name,) for one in team), *(names for names, witness in introduced if witness >= needed)]
    if named:
        known = {name for names in shown for name in names}
        traded = needed == Witness.SEEN
        owners, confidence = [name for name in named if traded or name in known], 0.8
    else:
        serving = {one.name for one in team if _SERVES.search(one.position)}
        owners, confidence = [name for name in _by_surname(called, shown) if name not in serving], 0.75
    return tuple(Finding(name, company.url, company.quote, confidence) for name in owners[:MOST_PARTNERS])


def _named(company: str, told: Sequence[str]) -> Iterator[str]:
    """The persons in a company's name; one whose first name no list holds where somebody says to be called so."""
    parts = [without_role(part.strip()) for part in PARTNERS.split(each_named(company))]
    if persons := [bare_name(part) for part in parts if is_person(part)]:
        yield from persons
        return
    yield from before_trade(company)
    for part in parts:
        if is_shaped(part) and may_be_surnamed(part):
            itself = re.compile(rf"(?:{_I_AM.pattern}){re.escape(part)}\b", re.IGNORECASE)
            yield from [bare_name(part)] if any(map(itself.search, told)) else []


def _by_surname(company: str, shown: Sequence[tuple[str, ...]]) -> Iterator[str]:
    """Those of some persons whose surname a company's name holds: each the only one who has it, or named together."""
    words = re.split(r"[\s.]+", company)
    within = core_of(company).words
    for surname in dict.fromkeys(names[0].split()[-1] for names in shown):
        bearing = [names for names in shown if names[0].split()[-1] == surname]
        persons = {fold(name.split()[0]): name for names in bearing for name in names}
        held = len(surname) >= _SHORTEST_SURNAME and set(core_of(surname).words) <= set(within)
        if not held or len(persons) > max(map(len, bearing)):
            continue
        before = words[words.index(surname) - 1] if surname in words[1:] else ""
        yield from (name for name in persons.values() if len(before) != 1 or name.startswith(before))


def _introduced(text: str) -> Iterator[tuple[tuple[str, ...], Witness]]:
    """The persons that a line is about: it is their name, with a position at most, or they speak of themselves.

    Several are those who are named together.
    """
    for match in _I_AM.finditer(text):
        words = each_named(text[match.end() :]).split()
        for count in (5, 3, 2):
            name = " ".join(words[:count]).rstrip(".,;:!")
            if names := _persons(name):
                yield names, Witness.HEARD
                break
    first, *beside = _BESIDE.split(_RIGHTS.sub("", text.strip()), maxsplit=1)
    if not beside or names_position(_BRACKETED.sub("", beside[0])):
        bare, split = without_role(first), split_role(first)
        if names := _persons(split[0] if split else bare):
            yield names, Witness.DESCRIBED if beside or split or bare != first else Witness.SEEN


def _mentioned(text: str, company: str) -> Iterator[tuple[tuple[str, ...], Witness]]:
    """Who bears the company's own surname in a sentence: `Hier behandelt Uta Quist …`."""
    for match in () if _OTHERS.search(text) else _FULL_NAME.finditer(text):
        if match["surname"] in company and is_person(match[0]):
            yield (match[0],), Witness.SEEN


def _persons(text: str) -> tuple[str, ...]:
    return tuple(together(each_named(text))) or ((bare_name(text),) if is_person(text) else ())
