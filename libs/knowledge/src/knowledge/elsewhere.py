"""Whether the answer to a question lies elsewhere: with the weather service, in a cookery book, in an encyclopaedia.

Visitors ask a company's assistant about anything. Words do not tell: *Oma fällt dauernd hin* names as little of a
physiotherapist's page as *Wer hat das Rad erfunden?* names of a cycle shop's. Vectors do, since questions about the
world and questions to a company lie in different places. 522 questions of the one kind and 425 of the other, of all
trades, show a model where; kernel ridge regression with a Gaussian kernel draws the line between them (Rasmussen and
Williams, Gaussian Processes for Machine Learning, 2006, chapter 2), both kinds weighted equally. None of them is a
labelled question of `bench/answers`.
"""

from dataclasses import dataclass
from functools import cache
from importlib import resources

import numpy as np
from numpy.typing import NDArray

from knowledge.types import Vector

WIDTH = 4.0
"""Of the kernel, exp(-WIDTH * (1 - cosine)); 2 and 8 are level within a point."""
RIDGE = 0.1
RIGHT_FROM = 0.8
"""Share of the questions that a model must put on the right side of a line drawn by the others; the local one: 0.92."""


@cache
def questions() -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Questions about the world, and questions to a company."""
    folder = resources.files("knowledge") / "questions"
    world, company = (
        tuple((folder / name).read_text(encoding="utf-8").splitlines())
        for name in ("of_the_world.txt", "of_a_company.txt")
    )
    return world, company


@dataclass(frozen=True, slots=True)
class Discriminant:
    """The line between the two kinds: a row and a weight for each question that drew it.

    `right`: the share of those questions that lies on the right side of the line drawn by the others.
    """

    rows: NDArray[np.float32]
    weights: NDArray[np.float32]
    right: float

    def of(self, vector: Vector) -> float | None:
        """About 1 for a question about the world, about -1 for one to a company; None of a model that cannot tell."""
        if self.right < RIGHT_FROM:
            return None
        near = np.exp(WIDTH * (self.rows @ np.asarray(vector, dtype=np.float32) - 1.0))
        return float(near @ self.weights)


def discriminant(rows: NDArray[np.float32]) -> Discriminant:
    """The line, from a row of unit length for each of `questions()`, those about the world first."""
    world, company = (len(kind) for kind in questions())
    kinds = np.r_[np.ones(world), -np.ones(company)]
    # both kinds weigh the same, however many there are
    ridge = RIDGE * np.r_[np.full(world, world), np.full(company, company)] * 2 / (world + company)
    exact = rows.astype(np.float64)
    inverse = np.linalg.inv(np.exp(WIDTH * (exact @ exact.T - 1.0)) + np.diag(ridge))
    weights = inverse @ kinds
    without = kinds - weights / np.diag(inverse)  # each by the line of the others, in closed form
    return Discriminant(rows, weights.astype(np.float32), float(np.mean(without * kinds > 0)))
