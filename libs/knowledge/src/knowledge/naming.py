"""What a question names, and whether a text has it.

German writes nouns with capitals, so a question shows by itself what it is about: a passage about heating that never
says *Pelletsheizung* does not answer what one costs, however near it is. Verbs, adjectives and small words are left
out: paraphrases live there. In a message without capitals every longer word is taken for a noun, at half weight.
English questions name nothing this way.
"""

import re
from dataclasses import dataclass

from knowledge.analysis import LINKING, MIN_PART, is_english, light, splits, stem, word_stems
from knowledge.lexical import edit_distance
from knowledge.matching import GENERIC
from knowledge.stopwords import STOPWORDS
from knowledge.synonyms import synonyms

_TOKEN = re.compile(r"(?P<end>[.!?:])|(?P<word>[^\W\d_]+)|(?P<number>\d[\d.,/-]*)")
FULL_LENGTH = 12
"""Letters from which a noun has full weight: the longer, the more it says."""
LONG_ENOUGH = 5
NUMBER_WEIGHT = 0.5
UNMARKED_WEIGHT = 0.5
PART = 0.35
"""What one part of a compound counts."""


@dataclass(frozen=True, slots=True)
class Named:
    """A noun or number of a question, in lower case, with its weight, 0 to 1."""

    word: str
    weight: float


def named(question: str) -> list[Named]:
    """The nouns and numbers of a question that say what it is about, each once, in order."""
    if is_english(question):
        return []
    found: dict[str, Named] = {}
    words = [match.group() for match in _TOKEN.finditer(question) if match.lastgroup == "word"]
    marked = any(word[0].isupper() for word in words[1:])
    begins = True
    for match in _TOKEN.finditer(question):
        kind, text = match.lastgroup, match.group()
        if kind == "end":
            begins = True
            continue
        word = text.lower()
        weight = NUMBER_WEIGHT if kind == "number" else _weight(text, begins=begins, marked=marked)
        begins = False
        if weight and word not in STOPWORDS and stem(word) not in GENERIC:
            found.setdefault(word, Named(word, weight))
    return list(found.values())


def _weight(text: str, *, begins: bool, marked: bool) -> float:
    """Weight of a word; 0 when it is no noun as far as can be seen. The first word of a sentence may be anything."""
    length = min(len(text), FULL_LENGTH) / FULL_LENGTH
    if marked:
        return length if text[0].isupper() and not begins and len(text) > 1 else 0.0
    return UNMARKED_WEIGHT * length if len(text) >= LONG_ENOUGH else 0.0


def presence(word: str, text: str) -> float:
    """How much of a lower-case noun or number stands in a text, 0 to 1.

    All of it: itself or another form of it, part of a compound of the text, a compound of which the text has both
    parts, another word for the same, or a typing error. A third: a compound of which the text has one part, which may
    be another thing.
    """
    stems, lights = word_stems(text)
    base = stem(word)
    if base in stems or not stems.isdisjoint(synonyms(base)):
        return 1.0
    if not word.isalpha() or len(base) < 3:
        return 0.0
    bare = light(word)
    if len(bare) >= MIN_PART and any(bare in other for other in lights):
        return 1.0
    parts = _parts(word, stems, lights)
    return 1.0 if parts >= 2 * PART or _misspelt(base, stems) else parts


def _parts(word: str, stems: frozenset[str], lights: frozenset[str]) -> float:
    def known(part: str) -> bool:
        return light(part) in lights or not stems.isdisjoint(synonyms(stem(part)))

    best = 0.0
    for first, last in splits(word):
        firsts = [first[: len(first) - len(link)] for link in LINKING if first.endswith(link)]
        has_first = any(len(part) >= 3 and known(part) for part in firsts)
        best = max(best, PART * (has_first + known(last)))
    return best


def _misspelt(base: str, stems: frozenset[str]) -> bool:
    if len(base) <= MIN_PART:
        return False
    allowed = 1 if len(base) < 8 else 2
    return any(
        other[:1] == base[:1] and other.isalpha() and edit_distance(base, other, allowed) <= allowed for other in stems
    )


def missing(question: str, text: str) -> float:
    """Weight of the weightiest noun or number of the question that the text lacks; 0 when it has all of them."""
    return max((one.weight * (1.0 - presence(one.word, text)) for one in named(question)), default=0.0)
