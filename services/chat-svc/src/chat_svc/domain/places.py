"""Where something stands: the clauses of passages, with the sentence and the headings around each.

A price list says many prices in one sentence; which price belongs to what is told by the clause it stands in.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache

import numpy as np
from knowledge import Passage, sentences
from knowledge.analysis import content_words, tokens
from knowledge.stopwords import STOPWORDS
from numpy.typing import NDArray

from chat_svc.domain.quantities import Quantity, is_number, is_unit, quantities

_CONTACT = re.compile(
    r"[\w.+-]+@[\w.-]+\.\w+|(?:https?://|www\.)\S+|\b[\w-]+\.(?:de|at|ch|com|example|net|org)\b", re.I
)
_PHONE = re.compile(r"(?<![\w.,])(?:\+\d{2}|0)[\d\s()/.-]{5,}\d(?![\w,])")
_CODE = re.compile(
    r"(?<!\w)(?:[A-ZÄÖÜ]{1,4}|DIN|ISO|EN|HRB|HRA|Klasse|Baureihe|Paket|Typ)[ -]?\d[\d./-]*(?: [A-Z](?!\w))?(?!\w)"
    r"|(?<!\w)[A-ZÄÖÜ]{2,5}(?!\w)"
)
_WORD = re.compile(r"[^\W\d_][\w’'-]*")
_CLAUSE = re.compile(
    r"[,;](?=\s)|\s[–—-]\s|(?<!\d)\s(?:und|oder|sowie|and|but)\s(?!\d)|\n"
    r"|\s(?=(?:inklusive|inkl\.|einschließlich|zuzüglich|zzgl\.|ohne)\s)"
)
_ENTRY = re.compile(r"^(?P<label>[^|:]{2,80}): (?P<value>[^|]{1,60})$")
_NEGATION = re.compile(
    r"\b(?:nicht(?! (?:mehr als|über))|nichts"
    r"|kein(?:e[mnrs]?)?|keinerlei|nie|niemals|niemand|ohne|weder|verzicht\w*|statt|ausgeschlossen"
    r"|not|no|never|without|cannot|none)\b|n't\b",
    re.IGNORECASE,
)
_LIMIT = re.compile(r"\bnicht (?:überschreiten|übersteigen|unterschreiten|länger als|älter als|kürzer als)\b", re.I)
_FREE = re.compile(
    r"\b(?:kostenlos\w*|kostenfrei\w*|gratis|umsonst|unentgeltlich|kostet nichts|ohne (?:aufpreis|berechnung|kosten)"
    r"|frei haus|frachtfrei|free(?: of charge)?|at no cost)\b",
    re.IGNORECASE,
)
_NO_NAMES = frozenset("außerhalb innerhalb laut gemäß wegen trotz dank mangels inklusive seitens anhand".split())  # noqa: SIM905
_TITLES = frozenset("herr herrn frau dr dr. prof prof. ing mag dipl familie".split())  # noqa: SIM905


@dataclass(frozen=True, slots=True)
class Words:
    """What a stretch of text says: words that carry meaning, quantities, and what must stand letter for letter."""

    text: str
    words: tuple[str, ...]
    nouns: tuple[str, ...]
    """Those of its words that are written with a capital, in lower case here, without the first one."""
    first: str
    """Its first word in lower case, which has a capital whatever it is."""
    quantities: tuple[Quantity, ...]
    names: tuple[str, ...]
    """Names of two words and more, codes such as `RC 2`."""
    contacts: tuple[str, ...]
    """Phone numbers as digits, addresses of mail and pages."""
    negated: bool
    free: bool


def read(text: str) -> Words:
    """Read a clause or sentence."""
    contacts: list[str] = []

    def take(match: re.Match[str]) -> str:
        found = match.group()
        contacts.append(
            re.sub(r"\D", "", found) if "@" not in found and not re.search("[a-z]", found) else found.lower()
        )
        return " "

    rest = _PHONE.sub(take, _CONTACT.sub(take, text))
    names: list[str] = []

    def name(match: re.Match[str]) -> str:
        if is_unit(match.group().lower().split()[0]):
            return match.group()
        names.append(" ".join(match.group().split()))
        return " "

    without_codes = _CODE.sub(name, rest)
    names += _full_names(without_codes)
    free = _FREE.search(rest)
    return Words(
        text=text,
        words=tuple(word for word in content_words(without_codes) if not (word[0].isdigit() or is_number(word))),
        nouns=_nouns(without_codes),
        first=first.group().lower() if (first := _WORD.match(without_codes.strip(' -*„"'))) else "",
        quantities=tuple(quantities(without_codes)),
        names=tuple(names),
        contacts=tuple(contacts),
        negated=_NEGATION.search(_LIMIT.sub(" ", _FREE.sub(" ", rest))) is not None,
        free=free is not None,
    )


class Readings(dict[str, Words]):
    """What was read of texts; each sentence of a model is looked at from several sides."""

    def __missing__(self, text: str) -> Words:
        self[text] = found = read(text)
        return found


def _nouns(text: str) -> tuple[str, ...]:
    begin = len(text) - len(text.lstrip(' -*„"'))
    found = dict.fromkeys(
        part.lower()
        for match in _WORD.finditer(text)
        if match.group()[0].isupper() and match.start() > begin
        for part in match.group().split("-")
        if len(part) > 2 and part.lower() not in STOPWORDS and not is_number(part.lower())
    )
    return tuple(found)


def _full_names(text: str) -> list[str]:
    """Runs of words with a capital, which no article or small word parts: *Svenja Petersen*, *Mainpumpen Vogt KG*.

    A single word behind a title is one as well.
    """
    found: list[str] = []
    run: list[str] = []
    titled, end = False, -1
    for match in _WORD.finditer(text):
        word = match.group()
        goes_on = text[end : match.start()].strip(" .") == "" and "\n" not in text[end : match.start()]
        named = word[0].isupper() and word.lower() not in STOPWORDS | _NO_NAMES and not is_unit(word.lower())
        if not (goes_on and named):
            found += [" ".join(run)] if len(run) > 1 or (run and titled) else []
            run, titled = [], False
        if named and word.lower() in _TITLES:
            titled = True
        elif named:
            run.append(word)
        end = match.end()
    return found + ([" ".join(run)] if len(run) > 1 or (run and titled) else [])


@dataclass(frozen=True, slots=True)
class Place:
    """A clause of a passage, and where it stands."""

    clause: Words
    sentence: Words
    around: str
    """The sentences before and after."""
    heads: str
    whole: str
    """The passage."""
    answer: str
    """`ja` or `nein` when the passage begins with it: an answer to the question in its heading."""


def clauses(text: str) -> list[str]:
    """A sentence in its clauses; a range stays together, and so do a label and its value.

    A row of a table gives a clause for each cell, with the row's first cell, which says what the row is about.
    """
    if " | " in text:
        first, *cells = text.split(" | ")
        return [f"{first} | {cell}" for cell in cells]
    if _ENTRY.match(text) and len(text.split()) <= 14:
        return [text]
    return [part for part in _CLAUSE.split(text) if part and part.strip(" .!?–-")]


SHORT = 500
"""Letters of a passage of which all is meant by the *ja* or *nein* at its beginning."""
_ANSWER = re.compile(r"^\s*(ja|nein|yes|no|gern|gerne|natürlich|selbstverständlich|sure)\b", re.IGNORECASE)


def answered(text: str) -> str:
    """`ja` or `nein` when the text begins with it, else empty."""
    found = _ANSWER.match(text)
    if found is None:
        return ""
    return "nein" if found.group(1).lower() in ("nein", "no") else "ja"


Column = NDArray[np.float64]
"""A number for each place."""
CLAUSE, HEADS, SENTENCE, AROUND, PASSAGE = 1.0, 0.9, 0.7, 0.5, 0.4
"""What a word counts by where it stands: in the clause in full, elsewhere less."""


@dataclass(frozen=True, slots=True)
class Layout:
    """A passage cut into places. `words` says of each of its words what it counts at each of them."""

    places: tuple[Place, ...]
    words: dict[str, Column]
    text: str
    """All that stands at the places, in lower case."""


def layout(passage: Passage) -> Layout:
    """How a passage is laid out; kept for the passages that were met last."""
    return _layout(passage.chunk.title, passage.chunk.heading_path, passage.chunk.text)


@lru_cache(maxsize=512)
def _layout(title: str, headings: tuple[str, ...], text: str) -> Layout:
    parts = sentences(text)
    heads = "\n".join((title, *headings))
    found: list[Place] = []
    standing: list[tuple[tuple[float, frozenset[str]], ...]] = []
    wide = ((PASSAGE, _words(text)), (HEADS, _words(heads)))
    for at, sentence in enumerate(parts):
        around = "\n".join((*parts[max(0, at - 1) : at], *parts[at + 1 : at + 2]))
        whole = read(sentence)
        cut = clauses(sentence)
        label, _, rest = sentence.partition(": ")
        says = answered(rest if rest and len(label) < 120 else sentence) or (
            answered(text) if len(text) < SHORT else ""
        )
        near = ((AROUND, _words(around)), (SENTENCE, _words(sentence)))
        for clause in cut if len(cut) > 1 else [sentence]:
            own = read(clause) if clause is not sentence else whole
            found.append(Place(own, whole, around, heads, text, says))
            standing.append((*near, (CLAUSE, _words(clause))))
    words: dict[str, Column] = {}
    for factor, there in wide:
        for word in there:
            column = words.setdefault(word, np.zeros(len(found)))
            np.maximum(column, factor, out=column)
    for at, sets in enumerate(standing):
        for factor, there in sets:
            for word in there:
                column = words.setdefault(word, np.zeros(len(found)))
                column[at] = max(column[at], factor)
    return Layout(tuple(found), words, "\n".join((heads, text, *parts)).lower())


def _words(text: str) -> frozenset[str]:
    return frozenset(tokens(text))
