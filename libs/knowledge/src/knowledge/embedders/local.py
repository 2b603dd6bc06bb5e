"""The local embedder: multilingual-e5-small in four bits, run by ONNX Runtime in the process (`e5`)."""

import asyncio
import threading
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from functools import cache, partial
from typing import TypeVar

import numpy as np
from numpy.typing import NDArray

from knowledge import calibration, pieces
from knowledge.calibration import Scale
from knowledge.embedders.e5 import PASSAGE, QUERY, Encoder
from knowledge.embedders.local_questions import shipped
from knowledge.types import Embedding, EmbeddingModel, Vector

MODEL = EmbeddingModel(name="multilingual-e5-small-q4-pieces", dimension=384)
SCALE = Scale(unrelated=0.6994, related=0.7917, spread=0.0348)
"""Measured by `calibration`; a test measures it again."""
SLICE = 8
"""Texts per call into the encoder; short calls let a process stop soon."""
Made = TypeVar("Made")


class LocalEmbedder:
    """Embeds on threads of its own, so that the event loop goes on and questions overtake passages.

    The model is loaded at the first use, once for both threads; that takes a second and a half.
    """

    def __init__(self, *, threads: int | None = 1) -> None:
        """`threads`: how many cores the encoder may use for one call; None leaves it to the runtime."""
        self._model = cache(lambda: _Model(threads))
        self._loading = threading.Lock()
        self._queries, self._passages = (
            ThreadPoolExecutor(max_workers=1, thread_name_prefix=f"embed-{of}") for of in ("query", "passages")
        )

    @property
    def model(self) -> EmbeddingModel:
        """Known without loading the model."""
        return MODEL

    @property
    def scale(self) -> Scale:
        """Known without loading the model."""
        return SCALE

    def elsewhere(self, vector: Vector | None) -> float | None:
        """By rows that are shipped."""
        return shipped().of(vector) if vector is not None else None

    async def embed_query(self, text: str) -> Embedding:
        """A question and its pieces, with the prefix the model was trained with."""
        return (await self.embed_queries([text]))[0]

    async def embed_queries(self, texts: Sequence[str]) -> list[Embedding]:
        """Several questions."""
        return await self._run(self._queries, partial(_Model.questions, texts=texts))

    async def embed_passages(self, texts: Sequence[str]) -> list[Embedding]:
        """Passages and their pieces, with the prefix the model was trained with."""
        found: list[Embedding] = []
        for start in range(0, len(texts), SLICE):
            some = texts[start : start + SLICE]
            found += await self._run(self._passages, partial(_Model.passages, texts=some))
        return found

    async def close(self) -> None:
        """Stop the threads; what is running ends first."""
        for thread in (self._queries, self._passages):
            await asyncio.to_thread(thread.shutdown, wait=True, cancel_futures=True)

    async def _run(self, thread: ThreadPoolExecutor, make: Callable[["_Model"], Made]) -> Made:
        def run() -> Made:
            with self._loading:
                model = self._model()
            return make(model)

        return await asyncio.get_running_loop().run_in_executor(thread, run)


class _Model:
    """The encoder, and what all questions and all passages share, as the texts of `calibration` show it."""

    def __init__(self, threads: int | None) -> None:
        self._encoder = Encoder(threads=threads)
        asked = self._encoder.read(calibration.questions(), QUERY)
        told = self._encoder.read(calibration.passages(), PASSAGE)
        self._question: NDArray[np.float32] = np.mean([one.mean for one in asked], axis=0)
        self._question_pieces = np.concatenate([one.states for one in asked]).mean(axis=0)
        self._passage_pieces = np.concatenate([one.states for one in told]).mean(axis=0)
        shipped()  # here and not in the loop, where `elsewhere` would read it

    def questions(self, texts: Sequence[str]) -> list[Embedding]:
        return [
            Embedding(
                calibration.own_direction(one.mean, self._question),
                pieces.of_question(one.states, self._question_pieces, self._encoder.rarity(one.pieces)),
            )
            for one in self._encoder.read([_clean(text) for text in texts], QUERY)
        ]

    def passages(self, texts: Sequence[str]) -> list[Embedding]:
        return [
            Embedding(one.mean, pieces.of_passage(one.states, self._passage_pieces))
            for one in self._encoder.read([_clean(text) for text in texts], PASSAGE)
        ]


def _clean(text: str) -> str:
    return text.replace("\0", " ").strip() or "-"
