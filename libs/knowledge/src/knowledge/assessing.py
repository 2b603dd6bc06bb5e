"""Whether passages answer a question.

Three features and a logistic curve: how near the best passage is in meaning, how far it stands out from the
other candidates, and how much of the question's wording the best passages hold.
"""

import math
from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

from knowledge.matching import coverage
from knowledge.types import Passage

ANSWER_FROM = 0.62
PARTIAL_FROM = 0.42
KEPT = 4
"""Passages worth quoting at most."""


class Verdict(StrEnum):
    """What to do with a question."""

    ANSWER = "answer"
    PARTIAL = "partial"
    REFUSE = "refuse"


@dataclass(frozen=True, slots=True, kw_only=True)
class Assessment:
    """The decision, how sure it is, and the passages it rests on, best first (none when refused)."""

    verdict: Verdict
    confidence: float
    supporting: tuple[Passage, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Features:
    """What the decision is made from."""

    similarity: float
    margin: float
    coverage: float


@dataclass(frozen=True, slots=True)
class Curve:
    """A logistic curve over the features."""

    bias: float
    similarity: float
    margin: float
    coverage: float

    def at(self, features: Features) -> float:
        """A probability."""
        exponent = (
            self.bias
            + self.similarity * features.similarity
            + self.margin * features.margin
            + self.coverage * features.coverage
        )
        return 1.0 / (1.0 + math.exp(-max(-40.0, min(40.0, exponent))))


WITH_VECTORS = Curve(bias=-34.0, similarity=36.0, margin=10.0, coverage=5.0)
WORDS_ONLY = Curve(bias=-2.4, similarity=0.0, margin=0.0, coverage=5.0)


def features(question: str, passages: Sequence[Passage]) -> Features:
    """The features of a result; all zero for an empty one."""
    if not passages:
        return Features(similarity=0.0, margin=0.0, coverage=0.0)
    cosines = sorted((p.components.dense for p in passages if p.components.dense is not None), reverse=True)
    held = [coverage(question, passage.chunk.embed_text) for passage in passages[:3]]
    return Features(
        similarity=cosines[0] if cosines else 0.0,
        margin=cosines[0] - cosines[-1] if cosines else 0.0,
        coverage=max(held),
    )


def confidence(question: str, passages: Sequence[Passage]) -> float:
    """Probability that the passages hold the answer."""
    if not passages:
        return 0.0
    curve = WORDS_ONLY if all(passage.components.dense is None for passage in passages) else WITH_VECTORS
    return curve.at(features(question, passages))


def has_answer(question: str, passages: Sequence[Passage]) -> bool:
    """Whether to answer at all, fully or in part."""
    return confidence(question, passages) >= PARTIAL_FROM


def assess(question: str, passages: Sequence[Passage]) -> Assessment:
    """Answer, answer in part, or refuse; with the passages worth quoting."""
    sure = confidence(question, passages)
    if sure < PARTIAL_FROM:
        return Assessment(verdict=Verdict.REFUSE, confidence=sure, supporting=())
    verdict = Verdict.ANSWER if sure >= ANSWER_FROM else Verdict.PARTIAL
    return Assessment(verdict=verdict, confidence=sure, supporting=tuple(_worth_quoting(passages)))


def _worth_quoting(passages: Sequence[Passage]) -> list[Passage]:
    """The best passage and those not far behind it."""
    best = passages[0]
    kept = [best]
    for passage in passages[1:KEPT]:
        if best.components.dense is not None and passage.components.dense is not None:
            near = passage.components.dense >= best.components.dense - 0.06
        else:
            near = passage.components.lexical >= 0.4 * best.components.lexical
        if near:
            kept.append(passage)
    return kept
