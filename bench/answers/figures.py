"""Figures of a run, by class of question, beside the committed ones."""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import NamedTuple

from knowledge import Passage

from bench.answers.corpus import Question

COMMITTED = Path(__file__).parent / "figures.json"
MAY_FALL = 0.02
"""A figure this far under the committed one is a loss, when it is more than one of what it is of."""
LOWER_IS_BETTER = ("wrongly refused",)


class Share(NamedTuple):
    """How many of so many, 0 to 1, and of how many: what one of them is worth."""

    value: float
    of: int


Figures = dict[str, Share]


@dataclass(frozen=True)
class Outcome:
    """What became of one question."""

    question: Question
    rank: int | None
    """Place of the first right passage, from 1; None when it was not found."""
    refused: bool
    read: str = ""
    """What the visitor reads without a model; empty when refused."""

    @property
    def holds_answer(self) -> bool:
        """Whether all labelled words stand in what the visitor reads."""
        text = " ".join(self.read.lower().split())
        return bool(text) and all(word.lower() in text for word in self.question.words)


def outcome(question: Question, found: Sequence[Passage], *, refused: bool, read: str = "") -> Outcome:
    """The outcome of a search."""
    places = [place for place, passage in enumerate(found, 1) if question.answered_by(passage.chunk)]
    return Outcome(question, min(places, default=None), refused, read)


def figures(outcomes: Sequence[Outcome], *, judged: bool) -> Figures:
    """Recall, mean reciprocal rank and, when the system judges, refusals; all of them shares of 1."""
    answerable = [one for one in outcomes if one.question.answerable]
    found: Figures = {
        "recall@1": share(one.rank == 1 for one in answerable),
        "recall@3": share(one.rank is not None and one.rank <= 3 for one in answerable),
        "MRR": mean([1 / one.rank if one.rank else 0 for one in answerable]),
    }
    if judged:
        found["unanswerable refused"] = share(one.refused for one in outcomes if not one.question.answerable)
        found["read holds answer"] = share(one.holds_answer for one in answerable)
        found["wrongly refused"] = share(one.refused for one in answerable)
    return found


def by(outcomes: Sequence[Outcome], attribute: str) -> dict[str, list[Outcome]]:
    """Outcomes by `kind` or `site` of their question."""
    groups: dict[str, list[Outcome]] = {}
    for one in outcomes:
        groups.setdefault(getattr(one.question, attribute), []).append(one)
    return dict(sorted(groups.items()))


def share(values: Iterable[bool]) -> Share:
    """The share of true values; 0 of none."""
    return mean(list(values))


def mean(values: Sequence[float]) -> Share:
    """The mean of values between 0 and 1; 0 of none."""
    return Share(sum(values) / max(1, len(values)), len(values))


def losses(found: dict[str, Figures]) -> list[str]:
    """Figures that fell, as sentences; empty when all hold. Compared are rows that both have."""
    if not COMMITTED.is_file():
        return []
    said: list[str] = []
    for system, before in json.loads(COMMITTED.read_text()).items():
        for name, value in before.items():
            now = found.get(system, {}).get(name)
            if now is None:
                continue
            loss = now.value - value if name in LOWER_IS_BETTER else value - now.value
            if loss > max(MAY_FALL, 1.5 / max(1, now.of)):
                said.append(f"{system}: {name} was {value:.3f} and is {now.value:.3f}")
    return said


def commit(found: dict[str, Figures]) -> None:
    """Make these the figures that later runs are held against; systems that did not run keep theirs."""
    known = json.loads(COMMITTED.read_text()) if COMMITTED.is_file() else {}
    rounded = {system: {name: round(one.value, 3) for name, one in row.items()} for system, row in found.items()}
    COMMITTED.write_text(json.dumps(known | rounded, indent=2, ensure_ascii=False) + "\n")
