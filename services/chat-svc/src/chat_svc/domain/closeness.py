"""How well words fit each place of the passages, for all places at once.

A word is looked up in the passages' vocabulary once; what fits which place is then a matter of sets and columns of
numbers, so that a sentence of a model is judged in a few milliseconds.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from functools import cached_property, lru_cache

import numpy as np
from knowledge import Passage
from knowledge.analysis import COMMON_HEADS, MIN_PART, compound_parts, light, stem, tokens
from knowledge.matching import COMPOUND, FULL, GENERIC, GENERIC_WEIGHT, SYNONYM
from knowledge.naming import EVERYDAY
from knowledge.stopwords import STOPWORDS
from knowledge.synonyms import synonyms

from chat_svc.domain.emptywords import EMPTY
from chat_svc.domain.places import AROUND, CLAUSE, HEADS, PASSAGE, SENTENCE, Column, Place, Words, layout

NAME_WEIGHT = 4.0
KIN = 5
"""Letters at the beginning that words of one family share: *Reparatur*, *repariert*."""


class Closeness:
    """The words of the passages and a question, and where they stand."""

    def __init__(self, passages: Sequence[Passage], asked: Words) -> None:
        self._layouts = [layout(passage) for passage in passages]
        self.places: list[Place] = [place for one in self._layouts for place in one.places]
        self.passages = [number for number, one in enumerate(self._layouts) for _ in one.places]
        """For each place the number of its passage, from 0."""
        self._texts = [f"{passage.chunk.title}\n{passage.chunk.embed_text}" for passage in passages]
        self._asked = asked
        self._columns: dict[str, Column] = {}
        self._names: dict[str, Column] = {}
        self._like: dict[str, dict[str, float]] = {}

    @cached_property
    def _vocabulary(self) -> dict[str, tuple[str, str]]:
        """Every word of the passages with its stem and its cheap stem."""
        found: dict[str, tuple[str, str]] = {}
        for text in self._texts:
            found.update(_words_of(text))
        return found

    @cached_property
    def _by_stem(self) -> dict[str, list[str]]:
        return _grouped((stemmed, word) for word, (stemmed, _) in self._vocabulary.items())

    @cached_property
    def _by_light(self) -> dict[str, list[str]]:
        return _grouped((bare, word) for word, (_, bare) in self._vocabulary.items())

    @cached_property
    def _line(self) -> str:
        """Every cheap stem on a line of its own: to search in one text is quicker than in a thousand."""
        return "".join(f"{bare}\n" for bare in self._by_light)

    @cached_property
    def _stems(self) -> frozenset[str]:
        return frozenset(self._by_stem) | {stem(w) for w in self._asked.words}

    @cached_property
    def _lights(self) -> frozenset[str]:
        return frozenset(self._by_light)

    @cached_property
    def _nouns(self) -> frozenset[str]:
        """With those that stand first in a sentence, where any word has a capital."""
        return frozenset(
            stem(noun) for place in self.places for noun in (*place.sentence.nouns, place.sentence.first) if noun
        )

    def fit(self, words: Iterable[str], names: Iterable[str] = ()) -> Column:
        """How much of the words and names stands at each place, 0 to 1; names and codes weigh more."""
        total = 0.0
        gained: Column = np.zeros(len(self.places))
        for word in dict.fromkeys(words):
            weight = min(len(word), 12) ** 0.5 * (GENERIC_WEIGHT if stem(word) in GENERIC else 1.0)
            total += weight
            gained = gained + weight * self._column(word)
        for name in dict.fromkeys(names):
            total += NAME_WEIGHT
            gained = gained + NAME_WEIGHT * self._name_column(name)
        return gained / total if total else gained

    def _column(self, word: str) -> Column:
        if word not in self._columns:
            found, like = np.zeros(len(self.places)), self._alike(word)
            start = 0
            for one in self._layouts:
                end = start + len(one.places)
                for other in like.keys() & one.words.keys():
                    np.maximum(found[start:end], like[other] * one.words[other], out=found[start:end])
                start = end
            self._columns[word] = found
        return self._columns[word]

    def _name_column(self, name: str) -> Column:
        if name not in self._names:
            pattern, lower = re.compile(rf"(?<!\w){re.escape(name)}(?!\w)", re.IGNORECASE), name.lower()
            self._names[name] = np.array(
                [
                    _reach(lower, pattern, place) if lower in one.text else 0.0
                    for one in self._layouts
                    for place in one.places
                ]
            )
        return self._names[name]

    def _alike(self, word: str) -> dict[str, float]:
        """The words of the passages that say the same or have it in them, and how well."""
        if word not in self._like:
            base, bare = stem(word), light(word)
            found: dict[str, float] = {}
            for same in synonyms(base):
                found.update(dict.fromkeys(self._by_stem.get(same, ()), SYNONYM))
            if len(bare) >= MIN_PART:
                found.update(dict.fromkeys(self._holding(bare), COMPOUND))
            found.update(dict.fromkeys(self._by_stem.get(base, ()), FULL))
            self._like[word] = found
        return self._like[word]

    def _holding(self, bare: str) -> Iterator[str]:
        """The words that have this cheap stem in them, or that it has in it."""
        at = self._line.find(bare)
        while at >= 0:
            start, end = self._line.rfind("\n", 0, at) + 1, self._line.find("\n", at)
            yield from self._by_light[self._line[start:end]]
            at = self._line.find(bare, end)
        for length in range(MIN_PART + 1, len(bare)):
            for start in range(len(bare) - length + 1):
                yield from self._by_light.get(bare[start : start + length], ())

    # what is known at all

    def has(self, word: str) -> bool:
        """Whether a word stands somewhere, in some form, or one for the same."""
        return stem(word) in self._stems or bool(self._alike(word))

    def has_name(self, name: str) -> bool:
        """Whether every word of a name stands somewhere."""
        return all(part.lower().strip(".").removesuffix("s") in self._lower for part in name.split())

    @cached_property
    def _lower(self) -> str:
        return "\n".join([self._asked.text, *self._texts]).lower()

    def is_noun(self, word: str) -> bool:
        """Whether a word is written with a capital in the passages."""
        return bool(word) and word not in STOPWORDS and stem(word) in self._nouns

    def is_new(self, word: str) -> bool:
        """Whether a noun is neither one of the passages', nor akin to one, nor one that anybody may add."""
        if stem(word) in EMPTY | EVERYDAY or self.has(word):
            return False
        if any(part in self._stems for part in compound_parts(word, self._lights | COMMON_HEADS)):
            return False
        return not any(akin(word, other) for other in self._vocabulary)


def _reach(lower: str, pattern: re.Pattern[str], place: Place) -> float:
    """What a name counts at a place, from the nearest text on; a pattern costs more than looking for its letters."""
    for factor, text in (
        (CLAUSE, place.clause.text),
        (HEADS, place.heads),
        (SENTENCE, place.sentence.text),
        (AROUND, place.around),
        (PASSAGE, place.whole),
    ):
        if lower in text.lower() and pattern.search(text) is not None:
            return factor
    return 0.0


def _grouped(pairs: Iterable[tuple[str, str]]) -> dict[str, list[str]]:
    found: dict[str, list[str]] = {}
    for key, value in pairs:
        found.setdefault(key, []).append(value)
    return found


@lru_cache(maxsize=512)
def _words_of(text: str) -> dict[str, tuple[str, str]]:
    return {word: (stem(word), light(word)) for word in tokens(text)}


def akin(word: str, other: str) -> bool:
    """Whether two words may come from one: *Reparatur* and *repariert*, *Tropenholz* and *Holz*."""
    if len(word) < MIN_PART or len(other) < MIN_PART:
        return False
    return word[:KIN] == other[:KIN] or word.endswith(other) or other.endswith(word)
