"""Texts as states of their pieces, and as one vector each: the mean of these states."""

from collections.abc import Sequence

import numpy as np
import onnxruntime
from numpy.typing import NDArray

from knowledge.embedders.e5.graph import IN, MASK, OUT, built
from knowledge.embedders.e5.segmenting import Segmenter
from knowledge.embedders.e5.weights import shipped

QUERY, PASSAGE = "query: ", "passage: "
"""What the model was trained to read in front of a question and of a passage."""
TOGETHER = 8
"""Texts that go through the layers together, sorted by length."""


class Encoder:
    """The model in memory. `states` may be called from several threads at once."""

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

    def embedded(self, texts: Sequence[str], prefix: str) -> NDArray[np.float32]:
        """A row of unit length for each text."""
        means = np.stack([states.mean(axis=0) for states in self.states(texts, prefix)])
        unit: NDArray[np.float32] = means / np.maximum(np.linalg.norm(means, axis=1, keepdims=True), 1e-6)
        return unit

    def states(self, texts: Sequence[str], prefix: str) -> list[NDArray[np.float32]]:
        """For each text a row for each of its pieces; one that is too long for the model is read in several goes."""
        most = self._weights.positions - 2
        windows: list[tuple[int, NDArray[np.int64]]] = []
        for place, text in enumerate(texts):
            numbers = self._segmenter.pieces(prefix + text)
            for start in range(0, len(numbers), most):
                windows.append((place, self._segmenter.framed(numbers[start : start + most])))
        found: list[list[NDArray[np.float32]]] = [[] for _ in texts]
        order = sorted(range(len(windows)), key=lambda number: len(windows[number][1]))
        made: dict[int, NDArray[np.float32]] = {}
        for start in range(0, len(order), TOGETHER):
            group = order[start : start + TOGETHER]
            made |= dict(zip(group, self._run([windows[number][1] for number in group]), strict=True))
        for number, (place, _) in enumerate(windows):
            found[place].append(made[number])
        return [np.concatenate(parts) for parts in found]

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
