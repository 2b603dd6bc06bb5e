"""Cuts sections into pieces that fit the embedding model and can be quoted."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from knowledge.passages import OPEN_BRACKET

from ingest_svc.domain.page import Section

TARGET_TOKENS = 220
LONGEST_TOKENS = 275
"""A section up to this length stays whole."""
OVERLAP_TOKENS = 40
TINY_TOKENS = 30
"""Sections below this length say little by themselves: neighbours under the same heading are joined."""
WORD, LONG_LETTER, DIGIT, MARK = 0.95, 0.21, 0.42, 1.3
"""Tokens of a word, of each letter from the fifth on, of a digit and of any other character.

Fitted on German company pages against the tokenizer of multilingual-e5-small: off by 6 % of a piece on average, where a
quarter of the characters is off by 14 %. `test_chunking.py` measures it again.
"""
_WORD = re.compile(r"[^\W\d_]+")
_NEITHER = re.compile(r"[^\w\s]|_")
_SENTENCE_END = re.compile(r"(?<=[.!?…])[\"”“»)]?\s+(?=[A-ZÄÖÜ0-9„»\"(])")
_ABBREVIATION = re.compile(
    r"(?:\b(?:z|d|u|i|o|v|s|bzw|[Cc]a|Nr|Str|Dr|Prof|Hr|Fr|St|Tel|inkl|exkl|zzgl|max|min|evtl|ggf|usw|vgl|Abs|Art|gem|geb|verh)"
    r"|\b\d{1,2}|\b[A-Za-zÄÖÜäöü])\.$"
)


@dataclass(frozen=True, slots=True)
class Piece:
    """A quotable text and the headings above it."""

    headings: tuple[str, ...]
    text: str
    page: int | None
    position: int


@dataclass(frozen=True, slots=True)
class _Unit:
    """What is not cut any further, what joins it to the unit before (a line break or a space), and its tokens."""

    joiner: str
    text: str
    tokens: float


def tokens_of(text: str) -> float:
    """About how many tokens the text has; that of two texts is the sum of both."""
    words = [len(word) for word in _WORD.findall(text)]
    long_letters = sum(length - 4 for length in words if length > 4)
    digits = sum(character.isdigit() for character in text)
    return WORD * len(words) + LONG_LETTER * long_letters + DIGIT * digits + MARK * len(_NEITHER.findall(text))


def sentences_of(line: str) -> list[str]:
    """The sentences of a line; dates, ordinals and abbreviations end none."""
    found: list[str] = []
    start = 0
    for match in _SENTENCE_END.finditer(line):
        before = line[start : match.start()]
        if not (_ABBREVIATION.search(before) or OPEN_BRACKET.search(before)):
            found.append(line[start : match.end()].strip())
            start = match.end()
    rest = line[start:].strip()
    return [*found, rest] if rest else found


def cut(sections: Iterable[Section], *, target: int = TARGET_TOKENS) -> list[Piece]:
    """Pieces of about `target` tokens, never inside a sentence or table row that fits.

    A piece has one heading path; only tiny neighbours under one parent share a piece, each behind its own heading. A
    section that must be split repeats its last lines or sentences, up to `OVERLAP_TOKENS`, in the next piece.
    """
    pieces: list[Piece] = []
    for section in _joined_siblings(sections):
        for text in _split(section.text, target):
            pieces.append(Piece(section.headings, text, section.page, len(pieces)))
    return pieces


def beside_title(pieces: Sequence[Piece], title: str) -> list[Piece]:
    """The pieces without those under no heading that say nothing beside the page's title, unless there are no others.

    Where a page repeats its title as plain text or as the end of a trail (*Start · Öffnungszeiten*), it was a piece by
    itself, nearer to the question for the hours than the piece with the hours.
    """
    known = {*_WORD.findall(title.lower()), "start", "startseite", "home"}
    more = [piece for piece in pieces if piece.headings or not set(re.findall(r"\w+", piece.text.lower())) <= known]
    return more or list(pieces)


def _joined_siblings(sections: Iterable[Section]) -> Iterator[Section]:
    held: list[Section] = []
    for section in sections:
        tiny = len(section.headings) > 1 and tokens_of(section.text) < TINY_TOKENS
        if held and not (tiny and (section.headings[:-1], section.page) == (held[0].headings[:-1], held[0].page)):
            yield _as_one(held)
            held = []
        if tiny:
            held.append(section)
        else:
            yield section
    if held:
        yield _as_one(held)


def _as_one(siblings: Sequence[Section]) -> Section:
    if len(siblings) == 1:
        return siblings[0]
    lines = [_labelled(one.headings[-1], one.text) for one in siblings]
    return Section(siblings[0].headings[:-1], "\n".join(lines), siblings[0].page)


def _labelled(heading: str, text: str) -> str:
    """A heading and what stands under it, on one line; a question keeps its own mark."""
    return f"{heading} {text}" if heading.endswith((".", ":", "!", "?")) else f"{heading}: {text}"


def _split(text: str, target: int) -> Iterator[str]:
    if tokens_of(text) <= target * LONGEST_TOKENS / TARGET_TOKENS:
        if text.strip():
            yield text.strip()
        return
    held: list[_Unit] = []
    fresh = False
    for unit in (unit for line in text.splitlines() if line.strip() for unit in _units(line, target)):
        if fresh and _size(held) + unit.tokens > target:
            yield _written(held)
            held, fresh = _tail(held), False
            while held and _size(held) + unit.tokens > target:
                held = held[1:]
        held.append(unit)
        fresh = True
    if fresh:
        yield _written(held)


def _units(line: str, target: int) -> Iterator[_Unit]:
    """A line when it is short, else its sentences, and of a sentence that does not fit as many words as do."""
    sentences = [line.strip()] if tokens_of(line) <= target / 3 else sentences_of(line)
    for number, sentence in enumerate(sentences):
        joiner = "\n" if number == 0 else " "
        size = tokens_of(sentence)
        if size <= target:
            yield _Unit(joiner, sentence, size)
            continue
        for part in _parts(sentence, target):
            yield _Unit(joiner, part, tokens_of(part))
            joiner = " "


def _parts(sentence: str, target: int) -> Iterator[str]:
    part: list[str] = []
    size = 0.0
    for word in sentence.split():
        for stretch in _stretches(word, target):
            tokens = tokens_of(stretch)
            if part and size + tokens > target:
                yield " ".join(part)
                part, size = [], 0.0
            part.append(stretch)
            size += tokens
    if part:
        yield " ".join(part)


def _stretches(word: str, target: int) -> Iterator[str]:
    """A word, or stretches of it when it alone is too long: data, not language."""
    if tokens_of(word) <= target:
        yield word
        return
    length = max(1, int(target / MARK))
    yield from (word[start : start + length] for start in range(0, len(word), length))


def _size(units: Sequence[_Unit]) -> float:
    return sum(unit.tokens for unit in units)


def _written(units: Sequence[_Unit]) -> str:
    return "".join(unit.joiner + unit.text for unit in units).strip()


def _tail(units: Sequence[_Unit]) -> list[_Unit]:
    kept: list[_Unit] = []
    for unit in reversed(units):
        if _size(kept) + unit.tokens > OVERLAP_TOKENS:
            break
        kept.insert(0, unit)
    return kept
