"""How much of a question's wording a text holds: stems, compounds and near-typos counted."""

from collections.abc import Sequence

from knowledge.analysis import MIN_PART, content_words, light, rejoined_verbs, stem, word_stems
from knowledge.lexical import edit_distance
from knowledge.synonyms import synonyms

FULL, COMPOUND, NEAR, SYNONYM = 1.0, 0.8, 0.7, 0.6
GENERIC_WEIGHT = 0.4
_GENERIC = """
    kostet kosten preis preise teuer lange lang dauert dauer hoch hoher groß jahr jahre monat woche tag heute morgen
    gestern letzte letzten neue neuen gut gute kaufen verkaufen bezahlen zahlen machen geht kommt kommen steht liegt
    bestellen angebot möglich möglichkeit firma unternehmen betrieb cost price much long offer buy sell pay make build
"""
GENERIC = frozenset(stem(word) for word in _GENERIC.split())
"""Stems that many questions share: what the question is about is told by its other words."""


def coverage(question: str, text: str) -> float:
    """Share of the question's words that carry meaning found in the text, 0 to 1; long words weigh more."""
    matched = matches(question, text)
    total = sum(weight for weight, _ in matched)
    return sum(weight * found for weight, found in matched) / total if total else 0.0


def has_word(word: str, text: str) -> bool:
    """Whether a lower-case word, a form of it, or a compound with it stands in the text; typing errors don't count."""
    return _found(word, *word_stems(text)) >= COMPOUND


def matches(question: str, text: str) -> Sequence[tuple[float, float]]:
    """For each word of the question that carries meaning its weight and how well the text has it."""
    stems, lights = word_stems(text)
    seen: dict[str, tuple[float, float]] = {}
    for word in [*rejoined_verbs(question), *content_words(question)]:
        weight = min(len(word), 12) ** 0.5 * (GENERIC_WEIGHT if stem(word) in GENERIC else 1.0)
        seen.setdefault(stem(word), (weight, _found(word, stems, lights)))
    return list(seen.values())


def _found(word: str, stems: frozenset[str], lights: frozenset[str]) -> float:
    base = stem(word)
    if base in stems:
        return FULL
    if not stems.isdisjoint(synonyms(base)):
        return SYNONYM
    if not word.isalpha() or len(base) < 3:
        return 0.0
    bare = light(word)
    if len(bare) >= MIN_PART:
        for other in lights:
            if bare in other or (len(other) > MIN_PART and other in bare):
                return COMPOUND
        allowed = 1 if len(base) < 8 else 2
        for other in stems:
            if other[:1] == base[:1] and other.isalpha() and edit_distance(base, other, allowed) <= allowed:
                return NEAR
    return 0.0
