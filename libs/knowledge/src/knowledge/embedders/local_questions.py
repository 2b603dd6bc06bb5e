"""The line between questions about the world and questions to a company, under the local model.

Its rows are shipped, so that no process has to make them: `python -m knowledge.embedders.learning` makes them anew,
which the questions or the model need when they change; a test says so. A byte a number draws the same line.
"""

from functools import cache
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from knowledge import elsewhere
from knowledge.elsewhere import Discriminant

FILE = Path(__file__).with_name("local_questions.npy")
STEP = 1 / 400
"""What one of a byte's 256 steps is; no number of a row is beyond 0.31."""


@cache
def shipped() -> Discriminant:
    """The line; the first call takes a fifth of a second."""
    return elsewhere.discriminant(unpacked(np.load(FILE)))


def packed(rows: NDArray[np.float32]) -> NDArray[np.int8]:
    """A byte for each number."""
    kept: NDArray[np.int8] = np.clip(np.rint(rows / STEP), -127, 127).astype(np.int8)
    return kept


def unpacked(kept: NDArray[np.int8]) -> NDArray[np.float32]:
    """Rows of unit length."""
    rows = kept.astype(np.float32)
    unit: NDArray[np.float32] = rows / np.linalg.norm(rows, axis=1, keepdims=True)
    return unit
