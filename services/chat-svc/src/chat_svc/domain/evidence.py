"""Whether passages say what a sentence claims.

A sentence is held against one place at a time: a sentence of a passage with its neighbours and the headings above.
There must stand together: every number of the claim, every name and noun in it (German writes them with a capital,
which makes them easy to tell), most of its other words, and the same yes or no.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

from knowledge import Passage, content_terms, coverage, sentences
from knowledge.analysis import is_english, stem, tokens
from knowledge.matching import has_word
from knowledge.stopwords import STOPWORDS

FROM = 0.5
"""Share of a claim's words that must stand at the place."""
_NUMBER = re.compile(r"\d+(?:[.,:'’]\d+)*")
_GROUPED = re.compile(r"\d{1,3}(?:[.'’]\d{3})+")
_FULL_HOUR = re.compile(r"(\d{1,2})[.:]00")
_WORD = re.compile(r"[^\W\d_][\w-]*")
_NEGATION = re.compile(
    r"\b(?:nicht|kein(?:e[mnrs]?)?|nie|niemals|ohne|weder|not|no|never|without|cannot)\b|n't\b", re.IGNORECASE
)
_CLAUSE = re.compile(r"[,;:–—]\s|\s-\s")
_OPENING_WORDS = """
    laut gemäß außerdem zusätzlich zudem ferner leider natürlich selbstverständlich dabei hierfür hierzu damit insgesamt
    aktuell derzeit grundsätzlich bitte weitere mehr according additionally unfortunately currently
"""
_OPENINGS = frozenset(_OPENING_WORDS.split())
"""First words of a sentence, written with a capital only because they stand there."""
_IN_WORDS = {
    word: str(number)
    for number, word in enumerate("zwei drei vier fünf sechs sieben acht neun zehn elf zwölf".split(), 2)  # noqa: SIM905
} | {word: str(number) for number, word in enumerate("two three four five six seven eight nine ten".split(), 2)}  # noqa: SIM905
_SAYS_NOTHING = frozenset(
    stem(word)
    for word in """
    preis kosten angebot leistung leistungen information informationen frage fragen antwort anfrage möglichkeit auswahl
    unternehmen firma betrieb team haus seite seiten website webseite homepage kunde kunden kundin bereich thema rahmen
    details überblick beispiel fall regel hinweis wunsch bedarf daten angaben
    """.split()  # noqa: SIM905
)
"""Nouns that a writer may add without claiming anything."""


@dataclass(frozen=True, slots=True)
class Place:
    """A sentence of a passage, with what stands around it."""

    sentence: str
    text: str
    """The sentence, its neighbours, and title and headings."""
    numbers: frozenset[str]


def supports(passages: Sequence[Passage], claim: str, *, named: bool) -> bool:
    """Whether some place in one of the passages says what the claim says.

    `named`: the claim itself names these passages. Words of two languages cannot be compared: there the name and the
    numbers decide, and a claim that names nothing does not stand.
    """
    foreign = is_english(claim) and all(passage.chunk.language != "en" for passage in passages)
    if (foreign or not content_terms(claim)) and not named:
        return False
    numbers, names = numbers_of(claim), names_in(claim)
    found = [
        place
        for passage in passages
        for place in places(passage)
        if numbers <= place.numbers and _holds_names(place, names, foreign=foreign)
    ]
    if foreign or not found:
        return bool(found)
    best = max(found, key=lambda place: coverage(claim, place.sentence))
    return coverage(claim, best.text) >= FROM and _same_sense(best.sentence, claim)


def _same_sense(sentence: str, claim: str) -> bool:
    """Whether both say yes or both say no; a "no" in a clause that the claim leaves out does not count."""
    if _NEGATION.search(claim):
        return bool(_NEGATION.search(sentence))
    denied = [clause for clause in _CLAUSE.split(sentence) if _NEGATION.search(clause)]
    return not any(coverage(clause, claim) >= FROM for clause in denied)


def _holds_names(place: Place, names: Sequence[str], *, foreign: bool) -> bool:
    """Between two languages nouns differ, and only names with a digit or in capitals can be compared."""
    compared = [name for name in names if not foreign or not name.isalpha() or name.isupper()]
    return all(has_word(name.lower(), place.text) for name in compared)


def names_in(claim: str) -> list[str]:
    """The words of a claim that name something: those with a capital, without empty ones."""
    found: list[str] = []
    for match in _WORD.finditer(claim):
        word = match.group()
        first = not claim[: match.start()].strip(' "„“»«-–*•')
        if not word[0].isupper() or word.lower() in STOPWORDS or stem(word.lower()) in _SAYS_NOTHING:
            continue
        if first and word.lower() in _OPENINGS:
            continue
        found += [part for part in word.split("-") if len(part) > 2 and part.lower() not in STOPWORDS]
    return found


def numbers_of(text: str) -> frozenset[str]:
    """The numbers in a text in one notation: 1'450 and 1.450 as 1450, 08:00 as 8, *zwölf* as 12."""
    found = {_plain(number) for number in _NUMBER.findall(text)}
    return frozenset(found | {_IN_WORDS[word] for word in tokens(text) if word in _IN_WORDS})


def _plain(number: str) -> str:
    if _GROUPED.fullmatch(number):
        return re.sub(r"\D", "", number)
    hour = _FULL_HOUR.fullmatch(number)
    return re.sub(r"^0+(?=\d)", "", hour.group(1) if hour else number)


@lru_cache(maxsize=512)
def _places(title: str, headings: tuple[str, ...], text: str) -> tuple[Place, ...]:
    parts = sentences(text)
    heads = "\n".join((title, *headings))
    found: list[Place] = []
    for at, sentence in enumerate(parts):
        around = "\n".join((heads, *parts[max(0, at - 1) : at + 2]))
        found.append(Place(sentence, around, numbers_of(around)))
    return tuple(found)


def places(passage: Passage) -> tuple[Place, ...]:
    """The places of a passage, one for each of its sentences."""
    chunk = passage.chunk
    return _places(chunk.title, chunk.heading_path, chunk.text)
