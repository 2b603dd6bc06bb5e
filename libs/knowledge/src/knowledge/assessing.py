"""Whether passages answer a question.

A logistic curve over five things: how near the best passage is in meaning on the model's own scale, how much of the
question's wording the best three hold together, the weightiest noun of the question that the best three lack and
that all lack (`naming`), and whether the question is about the world rather than to a company (`elsewhere`). A noun
that the best three lack counts more where the question is whether there is such a thing. The curve with vectors was
chosen on labelled questions of `bench/answers`. By curves fitted without their site, nouns raised the area under the
curve from 0.80 to 0.92, and for questions in everyday words against those about the world the last raised it from 0.79
to 0.88. English questions over German passages share no nouns with them: nearness and translated words decide there.
"""

import math
from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

from knowledge.analysis import is_english
from knowledge.calibration import Scale
from knowledge.matching import coverage
from knowledge.naming import Named, asks_whether, missing, named
from knowledge.types import Passage

ANSWER_FROM = 0.5
PARTIAL_FROM = 0.3
CLOSEST = 3
"""Passages that should hold together what the question names."""
KEPT = 4
"""Passages worth quoting at most."""
TOLD_HERE = 0.7
"""What is left of a question's being about the world where the closest passages have all that it names."""
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
class Asked:
    """A question, what it names, and whether its answer lies `elsewhere`."""

    question: str
    names: tuple[Named, ...]
    elsewhere: float | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Curve:
    """A logistic curve: its weights. `lacking_closest` and `lacking_all` are for nouns that are missing.

    `lacking_offered` is added to the former where a question asks whether there is such a thing. `world` and `company`
    are for questions about the world and for those to a company.
    """

    bias: float
    nearness: float = 0.0
    coverage: float = 0.0
    lacking_closest: float = 0.0
    lacking_offered: float = 0.0
    lacking_all: float = 0.0
    world: float = 0.0
    company: float = 0.0

    def at(self, asked: Asked, closest: str, everything: str, nearness: float = 0.0) -> float:
        """A probability, from the question and the texts of the closest and of all passages."""
        exponent = self.bias + self.nearness * min(nearness, 2.0)
        if self.coverage:
            exponent += self.coverage * coverage(asked.question, closest)
        offered = self.lacking_offered if self.lacking_offered and asks_whether(asked.question) else 0.0
        exponent += (self.lacking_closest + offered) * missing(asked.names, closest)
        exponent += self.lacking_all * missing(asked.names, everything)
        if asked.elsewhere is not None:
            told = TOLD_HERE if asked.names and not missing(asked.names, closest) else 1.0
            exponent += told * self.world * max(asked.elsewhere, 0.0) - self.company * min(asked.elsewhere, 0.0)
        return 1.0 / (1.0 + math.exp(-max(-40.0, min(40.0, exponent))))


WITH_VECTORS = Curve(bias=-0.5, nearness=2.5, lacking_closest=-3.45, lacking_offered=-2.0, lacking_all=-1.8)
WITH_KIND = Curve(
    bias=-0.8,
    nearness=2.25,
    lacking_closest=-2.5,
    lacking_offered=-4.0,
    lacking_all=-2.5,
    world=-4.0,
    company=2.2,
)
"""Where it is known whether a question is about the world; that decides much of what nouns must decide otherwise."""
ACROSS_LANGUAGES = Curve(bias=-1.9, nearness=2.6, coverage=2.0, world=-2.8)
WORDS_ONLY = Curve(bias=0.8, coverage=1.5, lacking_closest=-1.6, lacking_all=-3.4)


def confidence(
    question: str, passages: Sequence[Passage], scale: Scale, company: str = "", elsewhere: float | None = None
) -> float:
    """Probability that the passages hold the answer; words of the company's name need not stand in them.

    `elsewhere`: what `Embedder.elsewhere` says of the question's vector.
    """
    if not passages:
        return 0.0
    asked = Asked(question, tuple(named(question, company)), elsewhere)
    texts = [passage.chunk.embed_text for passage in passages]
    closest, everything = "\n".join(texts[:CLOSEST]), "\n".join(texts)
    near = [scale.of(passage.components.dense) for passage in passages if passage.components.dense is not None]
    if not near or not scale.tells_apart:
        return WORDS_ONLY.at(asked, closest, everything)
    curve = WITH_VECTORS if elsewhere is None else WITH_KIND
    if is_english(question) and passages[0].chunk.language != "en":
        curve = ACROSS_LANGUAGES
    return curve.at(asked, closest, everything, max(near))


def assess(
    question: str, passages: Sequence[Passage], scale: Scale, company: str = "", elsewhere: float | None = None
) -> Assessment:
    """Answer, answer in part, or refuse; with the passages worth quoting. `elsewhere` as in `confidence`."""
    sure = confidence(question, passages, scale, company, elsewhere)
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
