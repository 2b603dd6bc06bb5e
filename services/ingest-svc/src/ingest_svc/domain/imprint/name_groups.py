"""Names of a site that are written alike, and what speaks for each: the kinds of places that agree on it."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from contextlib import suppress
from dataclasses import dataclass, field

from ingest_svc.domain.imprint.first_names import fold, is_first_name
from ingest_svc.domain.imprint.legal_forms import legal_form_of
from ingest_svc.domain.imprint.name_rules import Core, cannot_name, core_of, is_common
from ingest_svc.domain.imprint.name_scores import Feature, described, score
from ingest_svc.domain.imprint.name_sources import Candidate, Source
from ingest_svc.domain.imprint.persons import is_person, is_person_or_couple

MOST_GROUPS = 150
"""Different names of one site that are weighed."""
_KINDS: dict[Source, Source] = {
    "entity": "block",
    "label": "block",
    "footer": "block",
    "owner": "block",
    "titles": "title",
}
"""Places that are of one kind: the imprint says a name once, however many rules find it there."""
_PERSONAL: frozenset[Source] = frozenset({"owner", "block"})
"""Places that name owners: a surname is a name's own word, though it may be a trade (`Gartenbau Schneider`)."""
_STATED: frozenset[Source] = frozenset({"structured", "site_name"})
"""Places that say outright that this is the name: one that also spells the domain may be a sentence."""


@dataclass(slots=True)
class Group:
    """The candidates that are written alike but for case, legal form and punctuation.

    `witnesses` are the places that say this name or one akin, or the host; `features` and `score` say what speaks for
    it (`name_scores`).
    """

    core: Core
    members: list[Candidate]
    witnesses: frozenset[str] = frozenset()
    features: dict[Feature, float] = field(default_factory=dict)
    score: float = 0.0

    @property
    def entity(self) -> Candidate | None:
        """The candidate with a legal form, if one has it."""
        return next((one for one in self.members if legal_form_of(one.text)), None)


def weighed(candidates: Iterable[Candidate], hosts: Sequence[str], towns: frozenset[str]) -> list[Group]:
    """The names that candidates spell, with what speaks for each.

    `hosts`: domains, and mail addresses by what stands before the @; `towns`: folded names of places; they name nobody.
    """
    groups = _grouped(candidates, hosts, towns)
    for group in groups:
        _weigh(group, groups, hosts)
    return groups


def _grouped(candidates: Iterable[Candidate], hosts: Sequence[str], towns: frozenset[str]) -> list[Group]:
    groups: dict[tuple[str, ...], Group] = {}
    listed = list(candidates)
    surnames = {core_of(one.text).words[-1] for one in listed if one.source in _PERSONAL and is_person(one.text)}
    for one in listed:
        core = core_of(one.text)
        core = Core(core.words, (core.own | surnames & set(core.words)) - towns)
        full = len(groups) >= MOST_GROUPS and core.words not in groups
        fits = not cannot_name(one.text, towns) or (one.source in _STATED and _spells(core, hosts))
        if core.words and not full and fits:
            groups.setdefault(core.words, Group(core, [])).members.append(one)
    return list(groups.values())


def _weigh(group: Group, groups: Sequence[Group], hosts: Sequence[str]) -> None:
    """Find the places that say a name, and score it.

    A mailbox speaks for a company as a domain does, but for no person: it may be whoever answers for a club.
    """
    places = {one.source for other in groups if speaks_for(other.core, group.core) for one in other.members}
    personal = is_person_or_couple(group.members[0].text)
    host = any(_is_host_of(group.core, host) for host in hosts if not (personal and "@" in host))
    if "titles" in places:
        places.discard("title")
    group.witnesses = frozenset(places | {"host"} if host else places)
    group.features = described(
        {one.source for one in group.members},
        kinds=len(kinds_of(group)),
        places=group.witnesses,
        words=len(group.core.words),
        host=host,
        own=bool(group.core.own),
        person=personal,
        formed=group.entity is not None,
    )
    group.score = score(group.features)


def speaks_for(other: Core, one: Core) -> bool:
    """Whether another name speaks for this one, too: it is the same, or says more or less of what is particular."""
    if one.words == other.words or one.letters == other.letters:
        return True
    mine, theirs = set(one.words), set(other.words)
    if mine < theirs and (one.own or len(mine) > 1):
        return True
    if theirs < mine and other.own and _heads(one, other):
        return True
    shared = one.own & other.own
    return not all(map(is_first_name, shared)) and len(shared) * 2 >= max(len(one.own), len(other.own))


def _heads(longer: Core, shorter: Core) -> bool:
    """Whether the shorter name holds at least half of what is particular to the longer one."""
    return len(shorter.own & longer.own) * 2 >= len(longer.own)


def _spells(core: Core, hosts: Sequence[str]) -> bool:
    """Whether a domain consists of all the letters of a name and no others."""
    return len(core.letters) > 7 and any(core.letters == _letters_of(host) for host in hosts)


def _letters_of(host: str) -> str:
    """The letters of a domain's own label, or of a mailbox, as names are compared."""
    mailbox, at, domain = host.lower().rpartition("@")
    if at:
        return "" if is_common(mailbox) else re.sub(r"[\W_]", "", fold(mailbox))
    label = domain.removeprefix("www.").rsplit(".", 1)[0].split(".")[-1]
    if label.startswith("xn--"):
        with suppress(UnicodeError):
            label = label.encode("ascii").decode("idna")
    return "".join(part for part in fold(label).replace("-", "") if part.isalnum())


def _is_host_of(core: Core, host: str) -> bool:
    """Whether a domain is made of a name: all of its letters, its own words, or the surname of a person."""
    letters = _letters_of(host)
    if len(letters) < 4:
        return False
    if letters == core.letters or (
        len(core.letters) > 4 and core.letters in letters and len(core.letters) * 2 > len(letters)
    ):
        return True
    own = [word for word in core.own if len(word) > 3]
    if len(own) > 1 and sum(map(is_first_name, own)) == 1:
        own = [word for word in own if not is_first_name(word)]
    told = [word for word in core.words if len(word) > 2 and word in letters]
    return bool(own) and all(word in letters for word in own) and sum(map(len, told)) * 2 >= len(letters)


def kinds_of(group: Group) -> set[Source]:
    """The kinds of places that say a name."""
    return {_KINDS.get(one.source, one.source) for one in group.members}
