"""What a question names, and whether a text has it.

German writes nouns with capitals, so a question shows by itself what it is about: a passage about heating that never
says *Pelletsheizung* does not answer what one costs, however near it is. Verbs, adjectives and small words are left
out: paraphrases live there. In a message without capitals every longer word is taken for a noun, at half weight.
English questions name nothing this way.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from knowledge.analysis import LINKING, MIN_PART, is_english, light, splits, stem, tokens, word_stems
from knowledge.lexical import edit_distance
from knowledge.matching import GENERIC
from knowledge.stopwords import STOPWORDS
from knowledge.synonyms import synonyms

_TOKEN = re.compile(r"(?P<end>[.!?:])|(?P<word>[^\W\d_]+)|(?P<number>\d[\d.,/-]*)")
_EVERYDAY = """
    sohn tochter mutter vater eltern oma opa bruder schwester familie mann frau herr freund freundin bekannter bekannte
    nachbar kollege kollegin mensch person leute jemand euch ihnen
    minute stunde tag woche monat jahr abend morgen mittag nacht wochenende zeit moment anfang ende mal
    sache ding zeug ganze art weise fall frage antwort problem möglichkeit chance hilfe idee grund teil stück seite
    punkt thema sinn rolle nähe bescheid info infos information informationen rat tipp wunsch lust interesse
    haus daheim ort stadt dorf gegend bett zimmer büro arbeit geld betrag
    hand kopf auge fuß herz glück pech ahnung angst
"""
EVERYDAY = frozenset(stem(word) for word in _EVERYDAY.split())
"""Nouns that a question may use without being about them."""
_LEGAL_FORMS = frozenset({"gmbh", "ag", "kg", "ohg", "ug", "se", "gbr", "ek", "eg", "co", "mbh", "inc", "ltd", "sàrl"})
_BEFORE_NAME = frozenset(
    {"der", "die", "das", "des", "dem", "den", "von", "vom", "bei", "beim", "für", "zur", "zum", "the", "of", "at"}
)
_WHETHER = re.compile(
    r"\W*(?:gibt'?s|gibt|habt|haben|hat|bietet|bieten|macht|machen|verkauft|verkaufen|vermietet|vermieten|führt|führen"
    r"|liefert|liefern|repariert|reparieren|baut|bauen|kann|könnt|können|kriegt|bekommt|nehmt|nehmen)\b",
    re.IGNORECASE,
)
_ITSELF = re.compile(
    r"\b(?:der|die|das|den|dem|des|vom|zum|beim|im|eue?re?[rmns]?|ihre?[rmns]?|deine?[rmns]?)"
    r" (laden|geschäft|verein|praxis|kanzlei|hof|salon|studio|lokal|gasthaus|wirtshaus|hotel|schule|team)\b",
    re.IGNORECASE,
)
"""The company by what it is: *Wer hat den Laden gegründet?*"""
_WHERE_TO = re.compile(
    r"\b(?:(?:be)?liefer|komm|fahr|verschick|versend|schick)e?[tn] (?:ihr|sie)\b.*?"
    r"\b(?:nach|bis) (?!hause\b|ma(?:ß|ss)\b)([^\W\d_]+)",
    re.IGNORECASE,
)
"""A place that somebody asks to be served at; pages name their region, and few places in it."""
FULL_LENGTH = 12
"""Letters from which a noun has full weight: the longer, the more it says."""
LONG_ENOUGH = 5
NUMBER_WEIGHT = 0.5
UNMARKED_WEIGHT = 0.5
OFFERED_WEIGHT = 0.7
"""What a noun counts at least where a question is whether there is such a thing, however short: *Habt ihr Eis?*"""
PLACE_WEIGHT = 0.4
"""What a place counts at which somebody asks to be served."""
PART = 0.35
"""What one part of a compound counts."""


@dataclass(frozen=True, slots=True)
class Named:
    """A noun or number of a question, in lower case, with its weight, 0 to 1."""

    word: str
    weight: float


def named(question: str, company: str = "") -> list[Named]:
    """The nouns and numbers of a question that say what it is about, each once, in order; not the company's name."""
    if is_english(question):
        return []
    own = {stem(word) for word in tokens(company)}
    aside = {match[1].lower() for match in _ITSELF.finditer(question)}
    place = destination(question)
    found: dict[str, Named] = {}
    words = [match.group() for match in _TOKEN.finditer(question) if match.lastgroup == "word"]
    marked = any(word[0].isupper() for word in words[1:])
    offered = asks_whether(question)
    begins = True
    for match in _TOKEN.finditer(question):
        kind, text = match.lastgroup, match.group()
        if kind == "end":
            begins = True
            continue
        word = text.lower()
        weight = NUMBER_WEIGHT if kind == "number" else _weight(text, begins=begins, marked=marked)
        if weight and offered and kind == "word" and marked and word != place:
            weight = max(weight, OFFERED_WEIGHT)
        begins = False
        weight *= PLACE_WEIGHT if word == place else 1.0
        if weight and word not in STOPWORDS | aside and stem(word) not in GENERIC | EVERYDAY | own:
            found.setdefault(word, Named(word, weight))
    return list(found.values())


def destination(question: str) -> str:
    """The place at which a question asks to be served, in lower case: *Liefert ihr auch nach Bonn?*; else nothing."""
    match = _WHERE_TO.search(question)
    return match[1].lower() if match else ""


def asks_whether(question: str) -> bool:
    """Whether a question is about there being something at all: *Gibt es eine Sauna?*, *Repariert ihr auch Öfen?*

    What such a question names is what is asked for; other questions name what they are about in words of their own.
    """
    return _WHETHER.match(question) is not None


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
    if not word.isalpha():
        return float(stems.issuperset(tokens(word)))  # 65-250 is written in two numbers
    if len(base) < 3:
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


def missing(names: Sequence[Named], text: str) -> float:
    """Weight of the weightiest noun or number that the text lacks; 0 when it has all of them."""
    return max((one.weight * (1.0 - presence(one.word, text)) for one in names), default=0.0)


def without_name(question: str, company: str) -> str:
    """The question without the company's name and the little words before it.

    Taken for the name is all of it, or two words of it or more, with or without the legal form. A single word of a
    longer name may be meant as a word: *Treuhand*, *Tischlerei*. A question of nothing but the name stays as it is.
    """
    name = [word for word in tokens(company) if word not in _LEGAL_FORMS]
    if not name:
        return question
    places = list(re.finditer(r"\w+", question))
    words = [place.group().lower() for place in places]
    kept = [True] * len(words)
    start = 0
    while start < len(words):
        end = start
        while end < len(words) and words[end] in name:
            end += 1
        if end - start >= min(2, len(name)):
            while end < len(words) and words[end] in _LEGAL_FORMS:
                end += 1
            while start and words[start - 1] in _BEFORE_NAME:
                start -= 1
            kept[start:end] = [False] * (end - start)
        start = max(end, start + 1)
    if all(kept) or not any(word not in STOPWORDS for word, stays in zip(words, kept, strict=True) if stays):
        return question
    return _rejoined(question, places, kept)


def _rejoined(question: str, places: list[re.Match[str]], kept: list[bool]) -> str:
    """The question with the words that are not kept cut out, and what stood around them closed."""
    left, end = "", 0
    for place, stays in zip(places, kept, strict=True):
        between = question[end : place.start()]
        left += between if stays else between.rstrip()
        left += place.group() if stays else ""
        end = place.end()
    return " ".join((left + question[end:]).split())
