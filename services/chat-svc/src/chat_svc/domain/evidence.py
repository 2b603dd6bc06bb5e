"""Whether passages say what a sentence claims: its facts are compared, its wording is free.

Facts are quantities with their units, names and codes, phone numbers and addresses, yes and no. Each must stand in a
passage (or in what the visitor wrote), and at the place that the sentence speaks of: when another place with another
value of the same kind fits its other words better, the value belongs to something else. German writes nouns with a
capital, so it can be told what a sentence is about: its nouns must stand at the place too, or be words for the same.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np
from knowledge import Passage, content_terms, coverage
from knowledge.analysis import content_words, is_english, stem, tokens, tokens_of_page

from chat_svc.domain.closeness import Closeness, akin
from chat_svc.domain.emptywords import EMPTY
from chat_svc.domain.facts import Fact, facts_of
from chat_svc.domain.places import Column, Place, Readings, Words, answered, clauses
from chat_svc.domain.quantities import is_unit

FROM = 0.5
"""Share of a claim's nouns, and of its question's, that must stand at the place when no fact ties it to that."""
FROM_WITH_FACT = 0.25
FROM_ACROSS = 0.2
"""Between two languages, of the words that a dictionary knows, when no number decides."""
RIVAL = 0.12
"""By how much another place must fit the words of a claim better for its value to be the wrong one."""
WITHIN = 0.03
"""So much less a value counts against one that stands in the same sentence."""
NEAREST = 3
"""Passages that somebody is asked to hold a claim against."""
NEAR, WIDE, CONTEXT = 0.45, 0.25, 0.3
"""What decides where a fact stands: the words of its clause, of the sentence, and of the question."""
_CONTRAST = re.compile(
    r"^\s*(?:ja|nein|yes|no|gern|gerne|natürlich|leider|selbstverständlich)\b[,.!]?\s*", re.IGNORECASE
)
_EXTRA = re.compile(r"\b(?:kommen|kommt|fallen|fällt|werden)\b.*\b(?:dazu|hinzu|extra|zusätzlich)\b", re.IGNORECASE)
"""Says of what is not included that it is there all the same."""
_DENIED = re.compile(r"\bnicht ([a-zäöüß]{4,})")
_ALL = re.compile(
    r"\b(?:alle[mnrs]?|gesamte[mnrs]?|sämtliche[mnrs]?|immer|stets|jede[mnrs]?|vollständig|always|all)\b", re.IGNORECASE
)
_SOME = re.compile(
    r"\b(?:\d+ (?:prozent|%)|über \d+|meist(?:ens)?|teils|teilweise|einige|in der regel|mostly|some)\b", re.IGNORECASE
)
_ONLY = re.compile(r"\b(?:nur|ausschließlich|lediglich|allein|einzig\w*|only)\b", re.IGNORECASE)
_MONEY = ("euro", "franken")


@dataclass(frozen=True, slots=True)
class _Topic:
    """What is looked for: words, and names and codes."""

    words: tuple[str, ...]
    names: tuple[str, ...] = ()

    @property
    def empty(self) -> bool:
        """Whether there is nothing to look for."""
        return not (self.words or self.names)


class Evidence:
    """The passages of one answer, read once for all of its sentences."""

    def __init__(self, passages: Sequence[Passage], question: str = "", readings: Readings | None = None) -> None:
        self._passages = passages
        self._question = question
        self._read = Readings() if readings is None else readings
        self._asked = self._read[question]
        self._closeness = Closeness(passages, self._asked)
        self._places = self._closeness.places
        self._german = all(passage.chunk.language != "en" for passage in passages)
        self._narrow: dict[tuple[int, ...], Evidence] = {}

    def of(self, places: tuple[int, ...]) -> Evidence:
        """Some of the passages alone; sentences that follow each other are often said of the same ones."""
        if places not in self._narrow:
            self._narrow[places] = Evidence([self._passages[place] for place in places], self._question, self._read)
        return self._narrow[places]

    def source_of(self, claim: str) -> int | None:
        """The passage that says what a claim says, by its place; None when none does."""
        if not self._places:
            return None
        said, claim = answered(claim), _CONTRAST.sub("", claim)
        whole = self._read[claim]
        if self._crosses(claim):
            return self._across_languages(whole)
        if not all(map(self._closeness.has_name, whole.names)) or any(map(self._closeness.is_new, whole.nouns)):
            return None
        parts = [self._read[part] for part in clauses(claim)] or [whole]
        backing = self._backing(parts, whole)
        if backing is None:
            return None
        topic = self._topic(whole)
        best = self._best(topic, whole, backing)
        if not self._fits(topic, whole, best, backing):
            return None
        if not all(self._same_sense(part, backing if facts_of(part) else []) for part in parts):
            return None
        if not self._same_extent(whole, best):
            return None
        place = self._places[best]
        return None if said and place.answer and said != place.answer else self._closeness.passages[best]

    def repeats(self, claim: str) -> bool:
        """Whether a claim stands in a passage word for word."""
        words = " ".join(tokens(claim))
        return any(f" {words} " in text for text in self._said)

    def speaks_of_it(self, claim: str) -> bool:
        """Whether a claim has a word of the question, one akin to it or for the same; or the question has none."""
        asked = content_words(self._question)
        there = frozenset(tokens(claim))
        return (
            not asked
            or coverage(self._question, claim) > 0
            or any(akin(word, other) for word in asked for other in there)
        )

    @cached_property
    def _said(self) -> list[str]:
        return [f" {' '.join(tokens_of_page(passage.chunk.text))} " for passage in self._passages]

    def nearest(self, claim: str) -> list[int]:
        """The passages that a claim may rest on, nearest first; none when a fact of it stands nowhere, or elsewhere.

        Of labelled sentences whose value belongs to something else by the rules, nine in ten are false.
        """
        claim = _CONTRAST.sub("", claim)
        whole = self._read[claim]
        if not self._places or not all(map(self._stands_somewhere, facts_of(whole))):
            return []
        if (
            not self._crosses(claim)
            and self._backing([self._read[part] for part in clauses(claim)] or [whole], whole) is None
        ):
            return []
        fit = self._fit(_Topic(telling((*whole.words, *self._asked.nouns)), whole.names))
        for fact in facts_of(whole):
            fit = fit + np.array([float(self._stands_at(fact, place)) for place in self._places])
        order = [self._closeness.passages[at] for at in np.argsort(-fit, kind="stable")]
        return list(dict.fromkeys(order))[:NEAREST]

    def _crosses(self, claim: str) -> bool:
        """Whether a claim is in another language than the passages."""
        return is_english(claim) and self._german

    def _stands_somewhere(self, fact: Fact) -> bool:
        return fact.stands_in(self._asked) or any(self._stands_at(fact, place) for place in self._places)

    @staticmethod
    def _stands_at(fact: Fact, place: Place) -> bool:
        return fact.stands_in(place.sentence) or fact.stands_above(place)

    def answers(self, claim: str, source: int) -> bool:
        """Whether a claim and the passage that holds it have anything to do with the question.

        True things that answer something else are told apart by words alone, so only a passage without a single word
        of the question, nor one for the same, is taken to answer none; English questions over German pages are not
        judged.
        """
        if not content_terms(self._question) or is_english(self._question):
            return True
        chunk = self._passages[source].chunk
        text = f"{claim}\n{chunk.title}\n{chunk.embed_text}"
        if coverage(self._question, text) > 0:
            return True
        there = frozenset(tokens(text))
        return any(akin(word, other) for word in content_words(self._question) for other in there)

    def only_asks(self, sentence: str) -> bool:
        """Whether a question back brings in nothing: its facts stand in a passage or were said by the visitor."""
        return all(map(self._stands_somewhere, facts_of(self._read[sentence])))

    def _topic(self, words: Words) -> _Topic:
        first = (words.first,) if self._closeness.is_noun(words.first) else ()
        return _Topic(telling((*words.nouns, *first)), words.names)

    def _fit(self, topic: _Topic) -> Column:
        return self._closeness.fit(topic.words, topic.names)

    def _backing(self, parts: Sequence[Words], whole: Words) -> list[int] | None:
        """The places of all facts that the visitor did not name; None when one stands nowhere, or elsewhere."""
        found: list[int] = []
        for part in parts:
            for fact in facts_of(part):
                if fact.stands_in(self._asked):
                    continue
                place = self._place_of(fact, part, whole)
                if place is None:
                    return None
                if not fact.text or not part.quantities:  # a code says which thing, a number what is said of it
                    found.append(place)
        return found

    def _place_of(self, fact: Fact, part: Words, whole: Words) -> int | None:
        """Where a fact stands; None when nowhere, or when the claim fits another value of its kind better."""
        weighed = [
            (weight, topic)
            for weight, topic in (
                (NEAR, _around(fact, part.words, part.names)),
                (WIDE, _around(fact, whole.words, whole.names)),
                (CONTEXT, _around(fact, self._asked.nouns or self._asked.words, self._asked.names)),
            )
            if not topic.empty
        ]
        total = sum(weight for weight, _ in weighed) or 1.0
        fit = sum((weight / total * self._fit(topic) for weight, topic in weighed), np.zeros(len(self._places)))
        best, place, rival = -1.0, None, -1.0
        for at, one in enumerate(self._places):
            if fact.stands_in(one.clause) or fact.stands_above(one):
                if fit[at] > best:
                    best, place = float(fit[at]), at
            elif fact.rivals_in(one.clause):
                rival = max(rival, float(fit[at]) - (WITHIN if fact.stands_in(one.sentence) else 0.0))
        return None if rival > best + RIVAL else place

    def _best(self, topic: _Topic, whole: Words, among: Sequence[int]) -> int:
        fit, full = self._fit(topic), self._fit(_Topic(telling(whole.words)))
        return max(among or range(len(self._places)), key=lambda at: (fit[at], full[at]))

    def _fits(self, topic: _Topic, whole: Words, best: int, backing: Sequence[int]) -> bool:
        """Whether the place speaks of what the claim, and the question before it, speak of."""
        fit = float(self._fit(topic)[best])
        if topic.empty or (backing and fit < FROM):
            both = _Topic(telling((*topic.words, *self._asked.nouns)), (*whole.names, *self._asked.names))
            both = _Topic(telling(whole.words)) if both.empty else both
            fit = max(fit, float(self._fit(both)[best]))
        if fit < (FROM_WITH_FACT if backing else FROM) and not (backing and topic.empty and whole.contacts):
            return False
        if not backing and len(topic.words) < 2 and not whole.negated and not whole.names:
            others = [word for word in telling(whole.words) if word not in topic.words]
            return not others or any(map(self._closeness.has, others))
        return True

    def _same_sense(self, part: Words, backing: Sequence[int]) -> bool:
        """Whether a clause says yes where its place says yes, and no where that says no."""
        full = _Topic(telling(part.words), part.names)
        if full.empty or _EXTRA.search(part.text):
            return True
        words = self._fit(full)
        fit = self._fit(_Topic(telling(part.nouns or part.words), part.names))
        everywhere = range(len(self._places))
        best = max(backing or everywhere, key=lambda at: (fit[at], words[at]))
        place, anywhere = self._places[best], int(np.argmax(words))
        if part.free:
            return place.sentence.free or place.clause.negated
        if self._places[anywhere].clause.free and any(quantity.unit in _MONEY for quantity in part.quantities):
            return bool(words[anywhere] < words[best] + RIVAL) and not place.clause.free
        if part.negated:
            return place.sentence.negated or place.answer == "nein"
        stems = {stem(word) for word in part.words}
        if any(stem(word) in stems for word in _DENIED.findall(place.sentence.text.lower())):
            return False
        return not place.clause.negated

    def _same_extent(self, claim: Words, best: int) -> bool:
        """Whether *alle* and *nur* stand, or something like it, where a claim says so."""
        place = self._places[best]
        said = place.sentence.text
        if _ALL.search(claim.text) and _SOME.search(said) and not _ALL.search(said):
            return False
        if _ONLY.search(claim.text) and not _ONLY.search(place.whole):
            return any(other.sentence.negated for other in self._places if other.whole == place.whole)
        return True

    def _across_languages(self, claim: Words) -> int | None:
        """Between two languages the numbers decide; without one, the words that a dictionary knows."""
        own = {part.lower() for name in claim.names for part in name.split()}
        fit = self._fit(_Topic(tuple(word for word in telling(claim.words) if word not in own)))
        backed = [
            at
            for at, place in enumerate(self._places)
            if all(
                any(wanted.matches(other) for other in (*place.sentence.quantities, *self._asked.quantities))
                for wanted in claim.quantities
            )
        ]
        best = max(backed, key=lambda at: fit[at], default=None)
        if best is None or fit[best] < (0.0 if claim.quantities else FROM_ACROSS):
            return None
        return self._closeness.passages[best]


def telling(words: Sequence[str]) -> tuple[str, ...]:
    """Those of the words that say what something is about."""
    return tuple(word for word in words if stem(word) not in EMPTY and not is_unit(word))


def _around(fact: Fact, words: Sequence[str], names: Sequence[str]) -> _Topic:
    own = fact.text.split()
    return _Topic(
        tuple(word for word in telling(words) if word not in own),
        tuple(name for name in names if name.lower() != fact.text),
    )
