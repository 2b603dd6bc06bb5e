"""What a company is called: the name on which the places agree that may hold it.

A name that stands in one place only may be anything; one that the header, the title and the imprint share is the
company's. How much speaks for a name is learned (`name_scores`); what the places do not agree on in these words is
never sure, and a name for which little speaks is left empty.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from ingest_svc.domain.imprint.facts import Finding, Method
from ingest_svc.domain.imprint.first_names import is_first_name
from ingest_svc.domain.imprint.legal_forms import ends_with_legal_form, legal_form_of
from ingest_svc.domain.imprint.name_groups import Group, kinds_of, speaks_for, weighed
from ingest_svc.domain.imprint.name_rules import Core, core_of, is_common
from ingest_svc.domain.imprint.name_scores import STRONG
from ingest_svc.domain.imprint.name_sources import Candidate, Source
from ingest_svc.domain.imprint.persons import is_person, is_person_or_couple, is_title_and_surname

_MORE_WORDS = 2
_BESIDE = re.compile(r"\s+[·|•–—-]\s+")
THRESHOLD = 0.7
"""Below this a name is not said."""
_CLEAR, _PLAIN = 3.0, 1.0
"""Scores from which a name is sure, and from which it is likely; fitted on labelled sites of samples left out."""
_SURE = 0.97
_LIKELY = 0.88
"""Confidence of likely names, and at most of those of which longer or shorter forms are said elsewhere."""
_STATED = 0.82
"""Confidence of a name that the site states outright, though nothing else bears it out."""
_CONTRADICTED = 0.08
"""What is taken off where the imprint names other entities, too."""
_NAMING: frozenset[Source] = frozenset({"entity", "label", "block", "structured", "copyright"})
"""Places that hold nothing but the name."""
_SETTLING: frozenset[Source] = _NAMING | {"footer", "site_name"}
"""Places without which no name is sure."""
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
    entity = _entity(groups)
    brand = _brand(groups)
    if entity is None and brand is None:
        return Names(None, None)
    if entity is None or (brand is not None and _differ(brand, entity)):
        return _by_brand(brand, entity, groups)
    chosen = entity.entity or entity.members[0]
    others = tuple(_finding(one.entity, 0.5) for one in _rivals(entity, groups) if one.entity is not None)
    confidence = max(_borne_out(entity), _STATED) - (_CONTRADICTED if others else 0.0)
    confidence = _tempered(confidence, chosen, groups)
    return Names(_finding(chosen, confidence) if confidence >= THRESHOLD else None, None, others[:3])


def _by_brand(brand: Group | None, entity: Group | None, groups: list[Group]) -> Names:
    legal = entity.entity if entity is not None else None
    if brand is None:
        return Names(None, _finding(legal, 0.85) if legal else None)
    confidence = _borne_out(brand)
    if brand.witnesses & {"label", "structured"} and brand.core.own:
        confidence = max(confidence, _STATED)
    spelling = _official(brand, groups) or _alone(best_spelling(brand), brand.core, groups)
    confidence = _tempered(confidence, spelling, groups)
    said = _finding(spelling, confidence) if confidence >= THRESHOLD else None
    return Names(said, _finding(legal, 0.9) if legal else None)


def _borne_out(group: Group) -> float:
    """Confidence by what speaks for a name; 0 where that is too little."""
    return _SURE if group.score >= _CLEAR else _LIKELY if group.score >= _PLAIN else 0.0


def _tempered(confidence: float, said: Candidate, groups: Sequence[Group]) -> float:
    """Confidence that falls below 0.9 where this very name is not what most places say, or only one kind of them does.

    Longer and shorter names speak for each other, but not for which of them is the company's. Headers, titles and
    headings tell what a page is about, too: sure is only what also stands where nothing but names do.
    """
    words = sorted(core_of(said.text).words)
    same = [group for group in groups if sorted(group.core.words) == words]
    most = max(group.score for group in groups)
    agreed = any(group.score == most for group in same) and len({kind for one in same for kind in kinds_of(one)}) > 1
    named = any(member.source in _SETTLING for group in same for member in group.members)
    return confidence if agreed and named else min(confidence, _LIKELY)


def _entity(groups: Sequence[Group]) -> Group | None:
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
        return (placed + group.score / 2 + whole, group.score)

    best = max(found, key=rank)
    sources = {one.source for one in best.members}
    placed = sources & {"label", "block", "footer", "structured", "copyright", "header", "title", "h1"}
    return best if placed or len(best.witnesses) > 1 or len(found) == 1 else None


def _brand(groups: Sequence[Group]) -> Group | None:
    """How the company calls itself where it need not give its legal form.

    What titles and headings alone say may be a slogan: it gives way to any name that stands elsewhere.
    """
    found = [group for group in groups if _may_be_brand(group)]
    naming = [group for group in found if not group.features["topic"]]
    return max(naming or found, key=lambda group: (group.score, -len(group.core.words)), default=None)


def _may_be_brand(group: Group) -> bool:
    """Whether a name is more than the entity's, or somebody's whom the imprint names."""
    text = group.members[0].text
    sources = {one.source for one in group.members}
    if group.entity is not None and sources <= {"entity", "block", "label", "footer"}:
        return False
    named = is_person_or_couple(text) or is_title_and_surname(text)
    return not named or not sources <= {"entity", "block", "footer", "owner", "welcome"}


def _differ(brand: Group, entity: Group) -> bool:
    """Whether the company goes by another name than its entity's; that has to be well attested."""
    shown = kinds_of(brand) & _SHOWN
    if _operates(brand, entity):
        return len(shown) >= 2
    if speaks_for(brand.core, entity.core) or speaks_for(entity.core, brand.core):
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
        alike = speaks_for(entity.core, group.core) or speaks_for(group.core, entity.core)
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


def best_spelling(group: Group) -> Candidate:
    """The spelling that most places use, not in capitals where another is."""
    counted = Counter(one.text for one in group.members)

    def rank(one: Candidate) -> tuple[bool, bool, int, int]:
        loud = one.text.isupper() and len(one.text) > 5
        return (not loud, not one.text.islower(), counted[one.text], -len(one.text))

    return max(group.members, key=rank)


def _finding(one: Candidate, confidence: float) -> Finding:
    method: Method = "structured" if one.source == "structured" else "agreement"
    return Finding(one.text, one.url, one.quote, round(max(0.0, confidence), 2), method)
