"""What a company is called: the name on which the places agree that may hold it.

A name that stands in one place only may be anything; one that the header, the title and the imprint share is the
company's. Confidence follows how many places of different kinds agree, fitted on the labelled sites of
`bench.research`.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from contextlib import suppress
from dataclasses import dataclass, replace

from ingest_svc.domain.imprint.facts import Finding, Method
from ingest_svc.domain.imprint.first_names import fold, is_first_name
from ingest_svc.domain.imprint.legal_forms import ends_with_legal_form, legal_form_of
from ingest_svc.domain.imprint.name_rules import Core, cannot_name, core_of, is_common
from ingest_svc.domain.imprint.name_sources import Candidate, Source
from ingest_svc.domain.imprint.persons import is_person, is_shaped, is_title_and_surname

_MORE_WORDS = 2
_BESIDE = re.compile(r"\s+[·|•–—-]\s+")
_SLOGAN_BEHIND = re.compile(r"\s[–—|-]\s|,\s")
MOST_GROUPS = 150
"""Different names of one site that are weighed."""
THRESHOLD = 0.7
"""Below this a name is not said."""
_WEIGHTS: dict[Source, float] = {
    "entity": 2.5, "label": 1.9, "block": 1.7, "footer": 1.6, "structured": 1.9, "site_name": 1.7, "header": 1.5,
    "copyright": 1.5, "titles": 1.2, "title": 1.0, "h1": 1.0, "welcome": 1.2, "owner": 0.7,
}  # fmt: skip
_HOST_WEIGHT = 1.5
_BY_WITNESSES = {1: 0.5, 2: 0.86, 3: 0.94, 4: 0.97}
"""Confidence by how many kinds of places agree, the host among them."""
_UNSETTLED = 0.88
"""Confidence at most of a name of which longer or shorter forms are said elsewhere."""
_KINDS: dict[Source, Source] = {
    "entity": "block",
    "label": "block",
    "footer": "block",
    "owner": "block",
    "titles": "title",
}
"""Places that are of one kind: the imprint says a name once, however many rules find it there."""
_STRONG: frozenset[Source] = frozenset(
    {"label", "block", "footer", "structured", "site_name", "header", "copyright", "titles", "welcome"}
)
"""Places that name the company and not the page's subject."""
_PERSONAL: frozenset[Source] = frozenset({"owner", "block"})
"""Places that name owners: a surname is a name's own word, though it may be a trade (`Gartenbau Schneider`)."""
_NAMING: frozenset[Source] = frozenset({"entity", "label", "block", "structured", "copyright"})
"""Places that hold nothing but the name."""
_WHOLE: frozenset[Source] = frozenset({"titles", "copyright", "structured", "site_name", "label", "block", "footer"})
"""Places that have the name whole, where a header may set a part of it apart."""
_STATED: frozenset[Source] = frozenset({"structured", "site_name"})
"""Places that say outright that this is the name: one that also spells the domain may be a sentence."""


_SHOWN: frozenset[Source] = frozenset({"site_name", "header", "title", "copyright", "structured"})
"""Places where visitors and search engines are told what the company is called."""
_OPERATING = re.compile(r"(?:betriebs|betreiber|verwaltungs|beteiligungs|besitz)(?:gesellschaft)?$|^holding$")
"""Words of a legal entity that runs a company which goes by another name; folded."""


@dataclass(frozen=True, slots=True)
class Names:
    """The company's name, and the entity's where that is called otherwise; `others` contradict."""

    company: Finding | None
    legal: Finding | None
    others: tuple[Finding, ...] = ()


@dataclass(slots=True)
class _Group:
    """The candidates that are written alike but for case, legal form and punctuation."""

    core: Core
    members: list[Candidate]
    support: float = 0.0
    witnesses: frozenset[str] = frozenset()

    @property
    def entity(self) -> Candidate | None:
        return next((one for one in self.members if legal_form_of(one.text)), None)


def find_names(candidates: Iterable[Candidate], *, hosts: Sequence[str], towns: frozenset[str]) -> Names:
    """The names that the candidates agree on. `hosts`: the site's own, and those of the company's mail addresses."""
    groups = _grouped(candidates, hosts, towns)
    for group in groups:
        _weigh(group, groups, hosts)
    entity = _entity(groups, hosts)
    brand = _brand(groups, entity)
    if entity is None and brand is None:
        return Names(None, None)
    if entity is None or (brand is not None and _differ(brand, entity)):
        return _by_brand(brand, entity, groups)
    chosen = entity.entity or entity.members[0]
    confidence = min(0.97, 0.82 + 0.06 * len(entity.witnesses - {"entity", "label", "block", "footer"}))
    if _rivals(entity, groups):
        confidence -= 0.08
    if len(entity.witnesses) == 1 and entity.members[0].source == "entity":
        confidence -= 0.1
    others = tuple(_finding(one.entity, 0.5) for one in _rivals(entity, groups) if one.entity is not None)
    confidence = _tempered(confidence, chosen, groups)
    return Names(_finding(chosen, confidence) if confidence >= THRESHOLD else None, None, others[:3])


def _by_brand(brand: _Group | None, entity: _Group | None, groups: list[_Group]) -> Names:
    legal = entity.entity if entity is not None else None
    if brand is None:
        return Names(None, _finding(legal, 0.85) if legal else None)
    count = len(brand.witnesses)
    confidence = _BY_WITNESSES[min(4, count)]
    if not brand.witnesses & _STRONG:
        confidence -= 0.1
    if not brand.core.own:
        confidence -= 0.2
    if count == 1 and brand.witnesses & {"label", "structured"}:
        confidence = 0.82
    elif count == 1 and brand.witnesses & {"block", "site_name"} and brand.core.own and len(brand.core.words) > 1:
        confidence = 0.72
    spelling = _official(brand, groups) or _alone(_best_spelling(_with_trade(brand, groups)), brand.core, groups)
    confidence = _tempered(confidence, spelling, groups)
    said = _finding(spelling, confidence) if confidence >= THRESHOLD else None
    return Names(said, _finding(legal, 0.9) if legal else None)


def _tempered(confidence: float, said: Candidate, groups: Sequence[_Group]) -> float:
    """Confidence that falls below 0.9 where this very name is not what most places say, or only one kind of them does.

    Longer and shorter names speak for each other, but not for which of them is the company's.
    """
    words = sorted(core_of(said.text).words)
    same = [group for group in groups if sorted(group.core.words) == words]
    most = max(group.support for group in groups)
    agreed = any(group.support == most for group in same) and len({kind for one in same for kind in _kinds(one)}) > 1
    return confidence if agreed else min(confidence, _UNSETTLED)


def _kinds(group: _Group) -> set[Source]:
    """The kinds of places that say a name."""
    return {_KINDS.get(one.source, one.source) for one in group.members}


def _grouped(candidates: Iterable[Candidate], hosts: Sequence[str], towns: frozenset[str]) -> list[_Group]:
    groups: dict[tuple[str, ...], _Group] = {}
    listed = list(candidates)
    surnames = {core_of(one.text).words[-1] for one in listed if one.source in _PERSONAL and is_person(one.text)}
    for one in listed:
        core = core_of(one.text)
        core = Core(core.words, (core.own | surnames & set(core.words)) - towns)
        full = len(groups) >= MOST_GROUPS and core.words not in groups
        fits = not cannot_name(one.text, towns) or (one.source in _STATED and _spells(core, hosts))
        if core.words and not full and fits:
            groups.setdefault(core.words, _Group(core, [])).members.append(one)
    return list(groups.values())


def _weigh(group: _Group, groups: Sequence[_Group], hosts: Sequence[str]) -> None:
    """Add up what speaks for a name: each kind of place once, at its best."""
    best: dict[str, float] = {}
    for other in groups:
        relation = _relation(group.core, other.core)
        if relation:
            for one in other.members:
                best[one.source] = max(best.get(one.source, 0.0), relation * _WEIGHTS[one.source])
    if any(_is_host_of(group.core, host) for host in hosts):
        best["host"] = _HOST_WEIGHT
    if "titles" in best:
        best.pop("title", None)
    group.witnesses = frozenset(best)
    exact = sum(_WEIGHTS[source] for source in {one.source for one in group.members})
    group.support = sum(best.values()) + 0.4 * exact
    if not group.core.own:  # a trade, or with its town
        group.support *= 0.3
    if not group.witnesses & (_STRONG | {"entity", "host"}):
        group.support *= 0.5
    if is_person(group.members[0].text):
        group.support *= 0.6
    if any(_is_first_name_of(group.core, other) for other in groups):
        group.support *= 0.3
    if _SLOGAN_BEHIND.search(group.members[0].text):
        group.support *= 0.7


def _is_first_name_of(core: Core, other: _Group) -> bool:
    """Whether a name of one word is the first name of a person who is named whole elsewhere."""
    named = len(core.words) == 1 and is_first_name(core.words[0])
    return named and other.core.words[:1] == core.words and is_person(other.members[0].text)


def _relation(one: Core, other: Core) -> float:
    """How far another name speaks for this one: wholly when it is the same, less when it says more or less."""
    if one.words == other.words or one.letters == other.letters:
        return 1.0
    mine, theirs = set(one.words), set(other.words)
    if mine < theirs and (one.own or len(mine) > 1):
        return 0.8
    if theirs < mine and other.own and _heads(one, other):
        return 0.7
    shared = one.own & other.own
    return (
        0.6
        if shared
        and not all(is_first_name(word) for word in shared)
        and len(shared) * 2 >= max(len(one.own), len(other.own))
        else 0.0
    )


def _heads(longer: Core, shorter: Core) -> bool:
    """Whether the shorter name holds at least half of what is particular to the longer one."""
    return len(shorter.own & longer.own) * 2 >= len(longer.own)


def _entity(groups: Sequence[_Group], hosts: Sequence[str]) -> _Group | None:
    """The entity that answers for the site: named with a legal form in the imprint, best where an address is below."""
    found = [
        group
        for group in groups
        if group.entity and {one.source for one in group.members} & {"entity", "label", "block", "footer", "structured"}
    ]
    if not found:
        return None

    def rank(group: _Group) -> tuple[float, ...]:
        sources = {one.source for one in group.members}
        chosen = group.entity
        whole = chosen is not None and ends_with_legal_form(chosen.text)
        placed = (
            2.0 * ("block" in sources) + 1.5 * ("label" in sources) + ("structured" in sources) + ("footer" in sources)
        )
        return (placed + group.support / 4 + whole, group.support)

    best = max(found, key=rank)
    sources = {one.source for one in best.members}
    placed = sources & {"label", "block", "footer", "structured", "copyright", "header", "title", "h1"}
    return best if placed or len(best.witnesses) > 1 or len(found) == 1 else None


def _brand(groups: Sequence[_Group], entity: _Group | None) -> _Group | None:
    """How the company calls itself where it need not give its legal form."""
    found = [group for group in groups if {one.source for one in group.members} - {"entity"} and _may_be_brand(group)]
    return max(found, key=lambda group: (group.support, -len(group.core.words)), default=None)


def _may_be_brand(group: _Group) -> bool:
    text = group.members[0].text
    sources = {one.source for one in group.members}
    if group.entity is not None and sources <= {"entity", "block", "label", "footer"}:
        return False
    if (is_person(text) or is_title_and_surname(text)) and not sources & {
        "site_name",
        "header",
        "title",
        "titles",
        "h1",
        "structured",
        "label",
        "copyright",
    }:
        return False
    if sources <= {"h1"} or sources <= {"title"} or (sources <= {"block", "footer"} and is_shaped(text)):
        return len(group.witnesses) > 1
    return True


def _differ(brand: _Group, entity: _Group) -> bool:
    """Whether the company goes by another name than its entity's; that has to be well attested."""
    shown = _kinds(brand) & _SHOWN
    if _operates(brand, entity):
        return len(shown) >= 2
    if _relation(brand.core, entity.core) or _relation(entity.core, brand.core):
        return False
    if any(not is_first_name(word) for word in brand.core.own & entity.core.own):
        return False
    strong = brand.witnesses & _STRONG - {"footer", "block"}
    return len(brand.witnesses) >= 2 and bool(strong) and (bool(brand.core.own) or len(shown) >= 3)


def _operates(brand: _Group, entity: _Group) -> bool:
    """Whether the entity says in its name that it only runs the brand: `Seekrug Lenz Betriebs GmbH` of `Seekrug`."""
    mine, theirs = set(brand.core.words), set(entity.core.words)
    return mine < theirs and any(_OPERATING.search(word) for word in theirs - mine)


def _rivals(entity: _Group, groups: Sequence[_Group]) -> list[_Group]:
    """Other entities that the imprint names and that are not called alike."""

    def is_rival(group: _Group) -> bool:
        alike = _relation(entity.core, group.core) or _relation(group.core, entity.core)
        stated = {one.source for one in group.members} & {"entity", "block", "label"}
        return group is not entity and group.entity is not None and not alike and bool(stated)

    return [group for group in groups if is_rival(group)]


def _official(brand: _Group, groups: Sequence[_Group]) -> Candidate | None:
    """The fuller name that the imprint gives the same company: `Orgelbau Ernst Trautmann` of `Orgelbau Trautmann`."""
    mine = set(brand.core.words)
    for group in groups:
        stated = [
            one
            for one in group.members
            if one.source in ("label", "block") and not is_person(one.text) and not legal_form_of(one.text)
        ]
        more = set(group.core.words) - mine
        fitting = len(more) <= _MORE_WORDS and all(is_first_name(word) or is_common(word) for word in more)
        if stated and mine < set(group.core.words) and fitting:
            return stated[0]
    return None


def _with_trade(brand: _Group, groups: Sequence[_Group]) -> _Group:
    """A name of one word with the trade beside it, where titles or imprint have both: `Metzgerei Roth` of `Roth`."""
    mine = set(brand.core.words)

    def is_fuller(group: _Group) -> bool:
        more = set(group.core.words) - mine
        shown = {one.source for one in group.members} & _WHOLE
        return mine < set(group.core.words) and len(more) <= _MORE_WORDS and all(map(is_common, more)) and bool(shown)

    fuller = [group for group in groups if is_fuller(group) and group.support * 2 > brand.support]
    if " " in brand.members[0].text or brand.entity is not None or not fuller:  # `Moor-Lind` is one word
        return brand
    return max(fuller, key=lambda group: group.support)


def _alone(one: Candidate, core: Core, groups: Sequence[_Group]) -> Candidate:
    """A name without what stands beside it: `Lena Orth · Zahnärztin Ulm` is `Lena Orth`, as the imprint says, too."""
    pieces = _BESIDE.split(one.text)
    stated = {group.core.words for group in groups if any(member.source in _NAMING for member in group.members)}
    telling = [piece for piece in pieces if core_of(piece).words in stated] or [
        piece for piece in pieces if core.own and core_of(piece).own >= core.own
    ]
    if len(pieces) == 1 or len(telling) != 1:
        return one
    if " " in telling[0] or core_of(telling[0]).words in stated:
        return replace(one, text=telling[0])
    whole = [group for group in groups if sorted(group.core.words) == sorted(core.words) and group.core != core]
    return whole[0].members[0] if whole else one  # a surname alone names nobody


def _best_spelling(group: _Group) -> Candidate:
    """The spelling that most places use, not in capitals where another is."""
    counted: dict[str, float] = {}
    for one in group.members:
        counted[one.text] = counted.get(one.text, 0.0) + _WEIGHTS[one.source]

    def rank(one: Candidate) -> tuple[bool, bool, float, int]:
        loud = one.text.isupper() and len(one.text) > 5
        return (not loud, not one.text.islower(), counted[one.text], -len(one.text))

    return max(group.members, key=rank)


def _spells(core: Core, hosts: Sequence[str]) -> bool:
    """Whether a domain consists of all the letters of a name and no others."""
    return len(core.letters) > 7 and any(core.letters == _letters_of(host) for host in hosts)


def _letters_of(host: str) -> str:
    """The letters of a domain's own label, as names are compared."""
    label = host.lower().removeprefix("www.").rsplit(".", 1)[0].split(".")[-1]
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


def _finding(one: Candidate, confidence: float) -> Finding:
    method: Method = "structured" if one.source == "structured" else "agreement"
    return Finding(one.text, one.url, one.quote, round(max(0.0, confidence), 2), method)
