"""Answers without a model: the sentences of the best passages, as they stand there."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from knowledge import Passage, best_sentences, coverage

from chat_svc.domain.citations import Citation, cite
from chat_svc.domain.expecting import expected

MOST_PASSAGES = 2
LONGEST_CARD = 300
_REACHED = re.compile(r"@[\w.-]+\.\w|\b(?:Telefon|Tel\.|Durchwahl|Phone)\b", re.IGNORECASE)
SENTENCES = (3, 2)
"""How many sentences are quoted of the best passage and of the one after it."""


@dataclass(frozen=True, slots=True)
class Quoted:
    """An answer in quotes: paragraphs that end with their number, and the passages."""

    paragraphs: tuple[str, ...]
    citations: tuple[Citation, ...]

    @property
    def text(self) -> str:
        """The whole answer."""
        return "\n\n".join(self.paragraphs)


def quote(question: str, passages: Sequence[Passage]) -> Quoted:
    """Quote the passages, best first, that answer; a second one only when it says about as much and something else."""
    paragraphs: list[str] = []
    citations: list[Citation] = []
    best = 0.0
    favoured = expected(question)
    for passage in passages:
        number = len(paragraphs)
        if number == MOST_PASSAGES:
            break
        extract = best_sentences(question, passage.chunk.text, SENTENCES[number], favoured=favoured).strip()
        if not extract:
            continue
        covered = coverage(question, f"{passage.chunk.embed_text}")
        if number and (covered < best or coverage(extract, "\n".join(paragraphs)) > 0.6):
            continue
        best = max(best, covered)
        paragraphs.append(f"{_with_name(passage, extract)} [{number + 1}]")
        citations.append(cite(number + 1, passage, extract))
    return Quoted(tuple(paragraphs), tuple(citations))


def _with_name(passage: Passage, extract: str) -> str:
    """What stands on a card, with the heading above it, which says whose card it is."""
    heading = passage.chunk.heading_path[-1].strip() if passage.chunk.heading_path else ""
    is_card = len(extract) < LONGEST_CARD and bool(_REACHED.search(passage.chunk.text))
    if not is_card or not heading or heading.endswith("?") or heading in extract:
        return extract
    return f"{heading}\n{extract}"
