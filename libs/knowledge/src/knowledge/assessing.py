"""Whether passages answer a question.

Two features and a logistic curve: how near the best passage is in meaning on the model's own scale, and how much of the
question's wording the best three hold together. The curve with vectors was fitted on the labelled questions of the
sample site, classes weighted equally; `test_sample_site.py` holds the figures. Words say nothing when an English
question meets German passages, so nearness decides alone there.
"""

import math
from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

from knowledge.analysis import is_english
from knowledge.calibration import Scale
from knowledge.matching import coverage
from knowledge.types import Passage

ANSWER_FROM = 0.6
PARTIAL_FROM = 0.42
KEPT = 4
"""Passages worth quoting at most."""
MAX_DISTANCE = 0.6
"""How far below the best nearness a passage may be to be worth quoting."""


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


@dataclass(frozen=True, slots=True)
class Curve:
    """A logistic curve over nearness and coverage."""

    bias: float
    nearness: float
    coverage: float

    def at(self, nearness: float, covered: float) -> float:
        """A probability."""
        exponent = self.bias + self.nearness * min(nearness, 2.0) + self.coverage * covered
        return 1.0 / (1.0 + math.exp(-max(-40.0, min(40.0, exponent))))


WITH_VECTORS = Curve(bias=-4.54, nearness=3.55, coverage=3.0)
ACROSS_LANGUAGES = Curve(bias=-2.74, nearness=3.55, coverage=0.0)
WORDS_ONLY = Curve(bias=-1.8, nearness=0.0, coverage=5.1)


def confidence(question: str, passages: Sequence[Passage], scale: Scale) -> float:
    """Probability that the passages hold the answer."""
    if not passages:
        return 0.0
    near = [scale.of(passage.components.dense) for passage in passages if passage.components.dense is not None]
    covered = coverage(question, "\n".join(passage.chunk.embed_text for passage in passages[:3]))
    if not near or not scale.tells_apart:
        return WORDS_ONLY.at(0.0, covered)
    if is_english(question) and passages[0].chunk.language != "en":
        return ACROSS_LANGUAGES.at(max(near), covered)
    return WITH_VECTORS.at(max(near), covered)


def assess(question: str, passages: Sequence[Passage], scale: Scale) -> Assessment:
    """Answer, answer in part, or refuse; with the passages worth quoting."""
    sure = confidence(question, passages, scale)
    if sure < PARTIAL_FROM:
        return Assessment(verdict=Verdict.REFUSE, confidence=sure, supporting=())
    verdict = Verdict.ANSWER if sure >= ANSWER_FROM else Verdict.PARTIAL
    return Assessment(verdict=verdict, confidence=sure, supporting=tuple(_worth_quoting(passages, scale)))


def _worth_quoting(passages: Sequence[Passage], scale: Scale) -> list[Passage]:
    """The best passage and those not far behind it."""
    best = passages[0]
    kept = [best]
    for passage in passages[1:KEPT]:
        if best.components.dense is not None and passage.components.dense is not None:
            near = scale.of(passage.components.dense) >= scale.of(best.components.dense) - MAX_DISTANCE
        else:
            near = passage.components.lexical >= 0.4 * best.components.lexical
        if near:
            kept.append(passage)
    return kept
