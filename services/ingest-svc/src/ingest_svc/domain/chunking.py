"""Cuts sections into pieces that fit the embedding model and can be quoted."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from ingest_svc.domain.page import Section

TARGET_TOKENS = 220
OVERLAP_TOKENS = 40
CHARACTERS_PER_TOKEN = 4.0
"""Of German text under a multilingual sentence-piece vocabulary, roughly."""
_SENTENCE_END = re.compile(r"(?<=[.!?…])[\"”“»)]?\s+(?=[A-ZÄÖÜ0-9„»\"(])")
_ABBREVIATION = re.compile(
    r"(?:\b(?:z|d|u|i|o|v|s|bzw|ca|Nr|Str|Dr|Prof|Hr|Fr|St|Tel|inkl|exkl|zzgl|max|min|evtl|ggf|usw|vgl|Abs|Art|gem)"
    r"|\b\d{1,2}|\b[A-Za-zÄÖÜäöü])\.$"
)


@dataclass(frozen=True, slots=True)
class Piece:
    """A quotable text and the headings above it."""

    headings: tuple[str, ...]
    text: str
    page: int | None
    position: int


def tokens_of(text: str) -> int:
    """About how many tokens the text has."""
    return int(len(text) / CHARACTERS_PER_TOKEN) + 1


def sentences_of(line: str) -> list[str]:
    """The sentences of a line; dates, ordinals and abbreviations end none."""
    found: list[str] = []
    start = 0
    for match in _SENTENCE_END.finditer(line):
        if not _ABBREVIATION.search(line[start : match.start()]):
            found.append(line[start : match.end()].strip())
            start = match.end()
    rest = line[start:].strip()
    return [*found, rest] if rest else found


def cut(sections: Iterable[Section], *, target: int = TARGET_TOKENS) -> list[Piece]:
    """Pieces of about `target` tokens, never across a heading, never inside a sentence that fits.

    A section that must be split repeats its last lines or sentences, up to `OVERLAP_TOKENS`, in the next piece.
    """
    pieces: list[Piece] = []
    for section in sections:
        for text in _split(section.text, target):
            pieces.append(Piece(section.headings, text, section.page, len(pieces)))
    return pieces


def _split(text: str, target: int) -> Iterator[str]:
    if tokens_of(text) <= target * 1.25:
        if text.strip():
            yield text.strip()
        return
    units = [unit for line in text.splitlines() if line.strip() for unit in _units(line, target)]
    held: list[tuple[str, str]] = []
    fresh = False
    for joiner, unit in units:
        if fresh and tokens_of(_joined([*held, (joiner, unit)])) > target:
            yield _joined(held)
            held, fresh = _tail(held), False
            while held and tokens_of(_joined([*held, (joiner, unit)])) > target:
                held = held[1:]
        held.append((joiner, unit))
        fresh = True
    if fresh:
        yield _joined(held)


def _units(line: str, target: int) -> Iterator[tuple[str, str]]:
    """The sentences of a line, each with what joins it to the one before: a line break or a space."""
    sentences = [line.strip()] if tokens_of(line) <= target // 3 else sentences_of(line)
    for number, sentence in enumerate(sentences):
        joiner = "\n" if number == 0 else " "
        words = sentence.split()
        part: list[str] = []
        for word in words:
            if part and tokens_of(" ".join([*part, word])) > target:
                yield joiner, " ".join(part)
                joiner, part = " ", []
            part.append(word[: int(target * CHARACTERS_PER_TOKEN)])
        if part:
            yield joiner, " ".join(part)


def _joined(units: list[tuple[str, str]]) -> str:
    return "".join(joiner + unit for joiner, unit in units).strip()


def _tail(units: list[tuple[str, str]]) -> list[tuple[str, str]]:
    kept: list[tuple[str, str]] = []
    for joined in reversed(units):
        if tokens_of(_joined([joined, *kept])) > OVERLAP_TOKENS:
            break
        kept.insert(0, joined)
    return kept
