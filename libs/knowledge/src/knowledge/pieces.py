"""The pieces of a question beside those of a passage (late interaction, Khattab and Zaharia 2020).

A vector of a whole passage lies between all it says. For each piece of the question the nearest piece of a passage is
looked for instead, and what these have in common, rare pieces counting more, orders the best passages of a search
anew. The model was not trained for it; what the pieces of all texts share is taken out of them first. Measured on the
labelled sites: docs/quality.md.
"""

from collections.abc import Hashable, Mapping, Sequence
from typing import TypeVar

import numpy as np
from numpy.typing import NDArray

from knowledge.fusion import standardise

REORDERED = 16
"""Passages whose pieces are looked at."""
WEIGHT = 0.5
"""What pieces count beside the score before, both in standard deviations; level between 0.4 and 0.7."""
SCALE = np.dtype("<f2")
LEVELS = 7.5
"""Half the steps of four bits."""
Key = TypeVar("Key", bound=Hashable)


def of_passage(states: NDArray[np.float32], shared: NDArray[np.float32]) -> NDArray[np.float32]:
    """Rows of unit length for a passage's pieces, less what the pieces of all passages share."""
    own = states - shared
    unit: NDArray[np.float32] = own / np.maximum(np.linalg.norm(own, axis=1, keepdims=True), 1e-6)
    return unit


def of_question(
    states: NDArray[np.float32], shared: NDArray[np.float32], rarity: NDArray[np.float32]
) -> NDArray[np.float32]:
    """The same for a question, each row as long as its piece counts; all of them together one."""
    weights = np.maximum(rarity, 0.1)
    weighted: NDArray[np.float32] = of_passage(states, shared) * (weights / weights.sum())[:, None]
    return weighted


def packed(rows: NDArray[np.float32]) -> bytes:
    """Rows in four bits a number: the scale of each in half precision, then bytes of one number of either half."""
    scales = (np.abs(rows).max(axis=1, keepdims=True) / LEVELS).astype(SCALE)
    steps = np.clip(np.floor(rows / np.maximum(scales.astype(np.float32), 1e-6)) + 8, 0, 15).astype(np.uint8)
    low, high = np.split(steps, 2, axis=1)
    return np.concatenate([scales.view(np.uint8), low | (high << 4)], axis=1).tobytes()


def nearness(stored: Sequence[bytes], asked: NDArray[np.float32]) -> list[float]:
    """For each passage's packed pieces, at least one: how near the nearest is to each of the question's, summed."""
    if not stored:
        return []
    width = SCALE.itemsize + asked.shape[1] // 2
    rows = np.frombuffer(b"".join(stored), dtype=np.uint8).reshape(-1, width)
    scales = np.ascontiguousarray(rows[:, : SCALE.itemsize]).view(SCALE).astype(np.float32)
    halves = np.ascontiguousarray(rows[:, SCALE.itemsize :])
    low, high = np.split(asked, 2, axis=1)
    steps = (halves & 15).astype(np.float32) @ low.T + (halves >> 4).astype(np.float32) @ high.T
    cosines = (steps - np.float32(LEVELS) * asked.sum(axis=1)) * scales
    starts = np.cumsum([0, *(len(one) // width for one in stored[:-1])])
    return [float(best) for best in np.maximum.reduceat(cosines, starts).sum(axis=1)]


def anew(
    ranked: Sequence[tuple[float, Key]], stored: Mapping[Key, bytes], asked: NDArray[np.float32]
) -> list[tuple[float, Key]]:
    """Scores and passages, best first, in the order that the packed pieces of the best of them give.

    One of these whose pieces are not stored keeps its standing; the others stay behind them.
    """
    best, rest = ranked[:REORDERED], ranked[REORDERED:]
    looked_at = {key: stored[key] for _, key in best if key in stored}
    near = dict(zip(looked_at, nearness(list(looked_at.values()), asked), strict=True))
    known = np.array([key in near for _, key in best], dtype=bool)
    if not known.any():
        return list(ranked)
    standing = standardise(np.array([score for score, _ in best]))
    standing[known] = standardise(np.array([near[key] for _, key in best if key in near]))
    scored = [(score + WEIGHT * float(more), key) for (score, key), more in zip(best, standing, strict=True)]
    found = sorted(scored, key=lambda pair: -pair[0])
    return [*found, *((min(score, found[-1][0]), key) for score, key in rest)]
