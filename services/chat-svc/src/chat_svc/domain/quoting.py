"""Answers without a model: the sentences of the best passages, as they stand there."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from knowledge import Passage, best_sentences, coverage

from chat_svc.domain.citations import Citation, cite

MOST_PASSAGES = 2
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
    for passage in passages:
        number = len(paragraphs)
        if number == MOST_PASSAGES:
            break
        extract = best_sentences(question, passage.chunk.text, SENTENCES[number]).strip()
        if not extract:
            continue
        covered = coverage(question, f"{passage.chunk.embed_text}")
        if number and (covered < best or coverage(extract, "\n".join(paragraphs)) > 0.6):
            continue
        best = max(best, covered)
        paragraphs.append(f"{extract} [{number + 1}]")
        citations.append(cite(number + 1, passage, extract))
    return Quoted(tuple(paragraphs), tuple(citations))
