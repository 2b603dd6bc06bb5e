"""What a company is called: the name on which the places agree that may hold it.

A name that stands in one place only may be anything; one that the header, the title and the imprint share is the
company's. Confidence follows how many places of different kinds agree, fitted on the labelled sites of
`bench.research`; what they do not agree on in these words is never sure.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from ingest_svc.domain.imprint.facts import Finding, Method
from ingest_svc.domain.imprint.first_names import is_first_name
from ingest_svc.domain.imprint.legal_forms import ends_with_legal_form, legal_form_of
from ingest_svc.domain.imprint.name_groups import STRONG, WEIGHTS, Group, kinds_of, relation, weighed
from ingest_svc.domain.imprint.name_rules import Core, core_of, is_common
from ingest_svc.domain.imprint.name_sources import Candidate, Source
from ingest_svc.domain.imprint.persons import is_person, is_person_or_couple, is_shaped, is_title_and_surname

_MORE_WORDS = 2
_BESIDE = re.compile(r"\s+[·|•–—-]\s+")
THRESHOLD = 0.7
"""Below this a name is not said."""
_BY_WITNESSES = {1: 0.5, 2: 0.86, 3: 0.94, 4: 0.97}
"""Confidence by how many kinds of places agree, the host among them."""
_UNSETTLED = 0.88
"""Confidence at most of a name of which longer or shorter forms are said elsewhere."""
_NAMING: frozenset[Source] = frozenset({"entity", "label", "block", "structured", "copyright"})
"""Places that hold nothing but the name."""
_SETTLING: frozenset[Source] = _NAMING | {"footer", "site_name"}
"""Places without which no name is sure."""
_WHOLE: frozenset[Source] = frozenset({"titles", "copyright", "structured", "site_name", "label", "block", "footer"})
"""Places that have the name whole, where a header may set a part of it apart."""
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


def find_names(candidates: Iterable[Candidate], *, hosts: Sequence[str], towns: frozenset[str]) -> Names:
    """The names that the candidates agree on. `hosts`: the site's own, the company's mail address and its domain."""
    groups = weighed(candidates, hosts, towns)
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


def _by_brand(brand: Group | None, entity: Group | None, groups: list[Group]) -> Names:
    legal = entity.entity if entity is not None else None
    if brand is None:
        return Names(None, _finding(legal, 0.85) if legal else None)
    count = len(brand.witnesses)
    confidence = _BY_WITNESSES[min(4, count)]
    if not brand.witnesses & STRONG:
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


def _tempered(confidence: float, said: Candidate, groups: Sequence[Group]) -> float:
    """Confidence that falls below 0.9 where this very name is not what most places say, or only one kind of them does.

    Longer and shorter names speak for each other, but not for which of them is the company's. Headers, titles and
    headings tell what a page is about, too: sure is only what also stands where nothing but names do.
    """
    words = sorted(core_of(said.text).words)
    same = [group for group in groups if sorted(group.core.words) == words]
    most = max(group.support for group in groups)
    agreed = any(group.support == most for group in same) and len({kind for one in same for kind in kinds_of(one)}) > 1
    named = any(member.source in _SETTLING for group in same for member in group.members)
    return confidence if agreed and named else min(confidence, _UNSETTLED)


def _entity(groups: Sequence[Group], hosts: Sequence[str]) -> Group | None:
    """The entity that answers for the site: named with a legal form in the imprint, best where an address is below."""
    found = [
        group
        for group in groups
        if group.entity and {one.source for one in group.members} & {"entity", "label", "block", "footer", "structured"}
    ]
    if not found:
        return None

    def rank(group: Group) -> tuple[float, ...]:
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


def _brand(groups: Sequence[Group], entity: Group | None) -> Group | None:
    """How the company calls itself where it need not give its legal form."""
    found = [group for group in groups if {one.source for one in group.members} - {"entity"} and _may_be_brand(group)]
    return max(found, key=lambda group: (group.support, -len(group.core.words)), default=None)


def _may_be_brand(group: Group) -> bool:
    text = group.members[0].text
    sources = {one.source for one in group.members}
    if group.entity is not None and sources <= {"entity", "block", "label", "footer"}:
        return False
    if (is_person_or_couple(text) or is_title_and_surname(text)) and not sources & {
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


def _differ(brand: Group, entity: Group) -> bool:
    """Whether the company goes by another name than its entity's; that has to be well attested."""
    shown = kinds_of(brand) & _SHOWN
    if _operates(brand, entity):
        return len(shown) >= 2
    if relation(brand.core, entity.core) or relation(entity.core, brand.core):
        return False
    if any(not is_first_name(word) for word in brand.core.own & entity.core.own):
        return False
    strong = brand.witnesses & STRONG - {"footer", "block"}
    return len(brand.witnesses) >= 2 and bool(strong) and (bool(brand.core.own) or len(shown) >= 3)


def _operates(brand: Group, entity: Group) -> bool:
    """Whether the entity says in its name that it only runs the brand: `Seekrug Lenz Betriebs GmbH` of `Seekrug`."""
    mine, theirs = set(brand.core.words), set(entity.core.words)
    return mine < theirs and any(_OPERATING.search(word) for word in theirs - mine)


def _rivals(entity: Group, groups: Sequence[Group]) -> list[Group]:
    """Other entities that the imprint names and that are not called alike."""

    def is_rival(group: Group) -> bool:
        alike = relation(entity.core, group.core) or relation(group.core, entity.core)
        stated = {one.source for one in group.members} & {"entity", "block", "label"}
        return group is not entity and group.entity is not None and not alike and bool(stated)

    return [group for group in groups if is_rival(group)]


def _official(brand: Group, groups: Sequence[Group]) -> Candidate | None:
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


def _with_trade(brand: Group, groups: Sequence[Group]) -> Group:
    """A name of one word with the trade beside it, where titles or imprint have both: `Metzgerei Roth` of `Roth`."""
    mine = set(brand.core.words)

    def is_fuller(group: Group) -> bool:
        more = set(group.core.words) - mine
        shown = {one.source for one in group.members} & _WHOLE
        return mine < set(group.core.words) and len(more) <= _MORE_WORDS and all(map(is_common, more)) and bool(shown)

    fuller = [group for group in groups if is_fuller(group) and group.support * 2 > brand.support]
    if " " in brand.members[0].text or brand.entity is not None or not fuller:  # `Moor-Lind` is one word
        return brand
    return max(fuller, key=lambda group: group.support)


def _alone(one: Candidate, core: Core, groups: Sequence[Group]) -> Candidate:
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


def _best_spelling(group: Group) -> Candidate:
    """The spelling that most places use, not in capitals where another is."""
    counted: dict[str, float] = {}
    for one in group.members:
        counted[one.text] = counted.get(one.text, 0.0) + WEIGHTS[one.source]

    def rank(one: Candidate) -> tuple[bool, bool, float, int]:
        loud = one.text.isupper() and len(one.text) > 5
        return (not loud, not one.text.islower(), counted[one.text], -len(one.text))

    return max(group.members, key=rank)


def _finding(one: Candidate, confidence: float) -> Finding:
    method: Method = "structured" if one.source == "structured" else "agreement"
    return Finding(one.text, one.url, one.quote, round(max(0.0, confidence), 2), method)
