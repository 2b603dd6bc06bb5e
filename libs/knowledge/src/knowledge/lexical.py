"""BM25 over a bot's own words, with German compounds and typing errors.

A question is a list of concepts. A concept is a word with everything it may match in the bot's vocabulary, each with
a weight: the same stem, parts of a compound, compounds that begin with it, and, when nothing else matches, words one
or two letters away. The score is BM25 (Robertson, Zaragoza 2009) per concept, the weighted counts of a
concept's words added up before saturation, as BM25F does with fields.
"""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from knowledge.analysis import compound_parts, content_words, light, rejoined_verbs, splits, stem, tokens
from knowledge.synonyms import synonyms
from knowledge.types import Chunk

POSTING = np.dtype([("chunk", "<i8"), ("count", "<f4"), ("length", "<f4")])
"""An occurrence list's entry: chunk number, weighted count of the term in it, the chunk's length in words."""

TermCounts = tuple[Mapping[str, float], int]
"""A chunk's terms with weighted counts, and its length in words."""

K1 = 1.2
B = 0.6
PART_WEIGHT = 0.6
PREFIX_WEIGHT = 0.5
FUZZY_WEIGHT = 0.6
SYNONYM_WEIGHT = 0.4
TITLE_WEIGHT = 0.5
MAX_CONCEPTS = 32
MAX_QUERY = 2000
"""Characters of a question that are looked at."""
MIN_PREFIX = 4
WIDEST = 500_000
"""Range of a bot's chunk numbers up to which scores are kept in one dense row."""


@dataclass(frozen=True, slots=True)
class Concept:
    """A word of the question and what it may match."""

    word: str
    stem: str
    parts: tuple[str, ...]
    others: tuple[str, ...] = ()
    """Stems of other words for the same."""

    @property
    def prefix(self) -> str | None:
        """What a compound of this word begins with, when it is long enough to say something."""
        return self.stem if len(self.stem) >= MIN_PREFIX and self.stem.isalpha() else None


def concepts(query: str) -> list[Concept]:
    """The question's words that carry meaning, each once, with every stem a part of it could have."""
    found: dict[str, Concept] = {}
    query = query[:MAX_QUERY]
    for word in [*rejoined_verbs(query), *content_words(query)][: 2 * MAX_CONCEPTS]:
        base = stem(word)
        if base in found:
            continue
        parts: list[str] = []
        if len(word) >= 7 and word.isalpha():
            for first, last in splits(word):
                parts += [stem(first), stem(last)]
        others = sorted({other for known in (base, *parts) for other in synonyms(known)} - {base, *parts})
        found[base] = Concept(word, base, tuple(dict.fromkeys(part for part in parts if part != base)), tuple(others))
    return list(found.values())[:MAX_CONCEPTS]


def weighted_terms(concept: Concept, vocabulary: Mapping[str, object]) -> dict[str, float]:
    """Which of the bot's terms count for a concept, and how much.

    `vocabulary` holds the terms found for the concept's stem, parts and prefix.
    """
    weights: dict[str, float] = {other: SYNONYM_WEIGHT for other in concept.others if other in vocabulary}
    if concept.prefix:
        for term in vocabulary:
            if term.startswith(concept.prefix) and term != concept.stem:
                weights[term] = PREFIX_WEIGHT
    parts = [part for part in concept.parts if part in vocabulary]
    if parts:
        pairs = [
            pair
            for first, last in splits(concept.word)
            for pair in [{stem(first), stem(last)}]
            if all(part in vocabulary for part in pair)
        ]
        chosen = max(pairs, key=lambda pair: min(map(len, pair))) if pairs else {max(parts, key=len)}
        for part in chosen:
            weights[part] = PART_WEIGHT
    if concept.stem in vocabulary:
        weights[concept.stem] = 1.0
    return weights


def nearest_terms(word: str, candidates: Sequence[str]) -> dict[str, float]:
    """Terms within one typing error of a word (two from eight letters on); none for short words and numbers."""
    if len(word) < 5 or not word.isalpha():
        return {}
    allowed = 1 if len(word) < 8 else 2
    base = stem(word)
    near: dict[int, list[str]] = {}
    for term in candidates:
        if (
            len(term) > 3
            and abs(len(term) - len(base)) <= allowed
            and (distance := edit_distance(base, term, allowed)) <= allowed
        ):
            near.setdefault(distance, []).append(term)
    return dict.fromkeys(near[min(near)], FUZZY_WEIGHT) if near else {}


def edit_distance(a: str, b: str, limit: int) -> int:
    """Insertions, deletions, substitutions and swaps of neighbours from a to b; `limit` + 1 when more."""
    if abs(len(a) - len(b)) > limit:
        return limit + 1
    before: list[int] = []
    previous = list(range(len(b) + 1))
    for i, x in enumerate(a, 1):
        row = [i]
        for j, y in enumerate(b, 1):
            cost = min(previous[j] + 1, row[j - 1] + 1, previous[j - 1] + (x != y))
            if i > 1 and j > 1 and x == b[j - 2] and a[i - 2] == y:
                cost = min(cost, before[j - 2] + 1)
            row.append(cost)
        if min(row) > limit:
            return limit + 1
        before, previous = previous, row
    return min(previous[-1], limit + 1)


def term_counts(chunks: Sequence[Chunk]) -> list[TermCounts]:
    """For each chunk its terms with weighted counts, and its length in words.

    Title and headings count with the text at half weight; compounds are also counted by the parts that occur on their
    own somewhere in these chunks.
    """
    bodies = [tokens(chunk.text) for chunk in chunks]
    heads = [tokens(" ".join((chunk.title, *chunk.heading_path))) for chunk in chunks]
    known = frozenset(light(word) for words in (*bodies, *heads) for word in words if word.isalpha())
    parts: dict[str, list[str]] = {}
    result: list[TermCounts] = []
    for body, head in zip(bodies, heads, strict=True):
        counts: defaultdict[str, float] = defaultdict(float)
        for words, weight in ((body, 1.0), (head, TITLE_WEIGHT)):
            for word in words:
                counts[stem(word)] += weight
                if word not in parts:
                    parts[word] = [part for part in compound_parts(word, known) if part != stem(word)]
                for part in parts[word]:
                    counts[part] += weight * PART_WEIGHT
        result.append((counts, len(body)))
    return result


def postings(numbers: Sequence[int], counted: Sequence[TermCounts]) -> dict[str, NDArray[np.void]]:
    """Occurrence lists by term."""
    lists: dict[str, list[tuple[int, float, float]]] = {}
    for number, (counts, length) in zip(numbers, counted, strict=True):
        for term, count in counts.items():
            lists.setdefault(term, []).append((number, float(count), float(length)))
    return {term: np.array(entries, dtype=POSTING) for term, entries in lists.items()}


def bm25(
    weights: Sequence[Mapping[str, float]],
    lists: Mapping[str, NDArray[np.void]],
    *,
    chunks: int,
    words: int,
) -> tuple[NDArray[np.int64], NDArray[np.float64]]:
    """Chunk numbers that match, with their scores.

    `weights` are the terms of each concept, `lists` their occurrence lists, `chunks` and `words` the bot's totals.
    """
    average = max(words / max(chunks, 1), 1.0)
    present = [[(lists[term], weight) for term, weight in terms.items() if term in lists] for terms in weights]
    entries = [entry for concept in present for entry, _ in concept]
    if not entries:
        return np.empty(0, np.int64), np.empty(0, np.float64)
    numbers, places = _placed([entry["chunk"] for entry in entries])
    lengths = np.zeros(len(numbers))
    for entry, place in zip(entries, places, strict=True):
        lengths[place] = entry["length"]
    saturation = K1 * (1 - B + B * lengths / average)
    scores = np.zeros(len(numbers))
    at = iter(places)
    for concept in present:
        count = np.zeros(len(numbers))
        for entry, weight in concept:
            count[next(at)] += entry["count"] * weight
        holding = int(np.count_nonzero(count))
        if holding:
            rarity = np.log1p((chunks - holding + 0.5) / (holding + 0.5))
            strength = max(weight for _, weight in concept)
            scores += strength * rarity * count * (K1 + 1) / (count + saturation)
    matching = np.flatnonzero(scores)
    return numbers[matching], scores[matching]


def _placed(lists: Sequence[NDArray[np.int64]]) -> tuple[NDArray[np.int64], list[NDArray[np.int64]]]:
    """Ascending chunk numbers that hold all of the lists', and where in them each list's stand.

    A bot's numbers lie close together, so that a number less the lowest one is its place; sorting them takes ten times
    as long. Where they are far apart the places are looked up.
    """
    low = min(int(one.min()) for one in lists)
    high = max(int(one.max()) for one in lists)
    if high - low < WIDEST:
        return np.arange(low, high + 1), [one - low for one in lists]
    numbers, inverse = np.unique(np.concatenate(lists), return_inverse=True)
    return numbers, np.split(inverse, np.cumsum([len(one) for one in lists])[:-1])
