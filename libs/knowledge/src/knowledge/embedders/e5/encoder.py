"""Texts as states of their pieces, and as one vector each: the mean of these states."""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import accumulate, pairwise

import numpy as np
import onnxruntime
from numpy.typing import NDArray

from knowledge.embedders.e5.graph import IN, MASK, OUT, built
from knowledge.embedders.e5.segmenting import Segmenter
from knowledge.embedders.e5.weights import shipped

QUERY, PASSAGE = "query: ", "passage: "
"""What the model was trained to read in front of a question and of a passage."""
COMMON = 4.0
"""Of a comma the vocabulary says 3.5, of an article 7, of most words above 10."""
TOGETHER = 8
"""Texts that go through the layers together, sorted by length."""


@dataclass(frozen=True, slots=True, eq=False)
class Reading:
    """What the model makes of a text.

    `mean`: of the states of all pieces, those around it and the prefix counted, of unit length. `pieces` and `states`:
    the numbers of the text's own pieces, and a row for each.
    """

    mean: NDArray[np.float32]
    pieces: NDArray[np.int64]
    states: NDArray[np.float32]


class Encoder:
    """The model in memory. `read` may be called from several threads at once."""

    def __init__(self, *, threads: int | None = 1) -> None:
        """`threads`: how many cores may work on one call; None leaves it to the runtime."""
        self._weights = shipped()
        self._segmenter = Segmenter(self._weights.vocabulary)
        options = onnxruntime.SessionOptions()
        options.intra_op_num_threads = threads or 0
        options.add_session_config_entry("session.intra_op.allow_spinning", "0")
        self._session = onnxruntime.InferenceSession(built(self._weights), options, providers=["CPUExecutionProvider"])

    def pieces(self, text: str) -> int:
        """How many pieces the model reads of a passage, those around it counted."""
        return len(self._segmenter.pieces(PASSAGE + text)) + 2

    def rarity(self, pieces: NDArray[np.int64]) -> NDArray[np.float32]:
        """How rare pieces are: the negative logarithm of their probability above that of a comma, about."""
        rare: NDArray[np.float32] = -self._weights.vocabulary.scores[pieces] - COMMON
        return rare

    def read(self, texts: Sequence[str], prefix: str) -> list[Reading]:
        """One reading for each text; a text that is too long for the model is read in several goes."""
        cut = [self._windows(prefix + text) for text in texts]
        windows = [window for parts in cut for window in parts]
        states = self._through(windows)
        before = len(self._segmenter.pieces(prefix.strip()))
        return [
            self._reading(np.concatenate(windows[start:end]), np.concatenate(states[start:end]), before)
            for start, end in pairwise(accumulate(map(len, cut), initial=0))
        ]

    def _windows(self, text: str) -> list[NDArray[np.int64]]:
        """The pieces of a text between their marks, as many at a time as the model reads."""
        numbers, most = self._segmenter.pieces(text), self._weights.positions - 2
        return [self._segmenter.framed(numbers[start : start + most]) for start in range(0, len(numbers), most)]

    def _through(self, windows: Sequence[NDArray[np.int64]]) -> list[NDArray[np.float32]]:
        """The states of each window; those of like length go through the layers together."""
        order = sorted(range(len(windows)), key=lambda place: len(windows[place]))
        made: dict[int, NDArray[np.float32]] = {}
        for start in range(0, len(order), TOGETHER):
            group = order[start : start + TOGETHER]
            made |= dict(zip(group, self._run([windows[place] for place in group]), strict=True))
        return [made[place] for place in range(len(windows))]

    def _reading(self, pieces: NDArray[np.int64], states: NDArray[np.float32], before: int) -> Reading:
        """From the pieces between their marks; `before`: how many of them are the prefix."""
        mean = states.mean(axis=0)
        own = np.flatnonzero(~np.isin(pieces, self._segmenter.marks))[before:]
        return Reading(mean / max(float(np.linalg.norm(mean)), 1e-6), pieces[own], states[own])

    def _run(self, group: Sequence[NDArray[np.int64]]) -> list[NDArray[np.float32]]:
        weights = self._weights
        longest = max(map(len, group))
        rows = np.zeros((len(group), longest, weights.width), dtype=np.float32)
        mask = np.zeros((len(group), longest), dtype=np.int32)
        places = weights.plain["emb.pos"].reshape(-1, weights.width)
        kind = weights.plain["emb.type"][: weights.width]
        for text, numbers in enumerate(group):
            rows[text, : len(numbers)] = weights.rows("emb.word", numbers) + places[: len(numbers)] + kind
            mask[text, : len(numbers)] = 1
        (states,) = self._session.run([OUT], {IN: rows, MASK: mask})
        return [states[text, : len(numbers)] for text, numbers in enumerate(group)]
