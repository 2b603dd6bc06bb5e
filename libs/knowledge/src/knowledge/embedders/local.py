"""The local embedder: multilingual-e5-small in four bits, run by ONNX Runtime in the process (`e5`)."""

import asyncio
import threading
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from functools import cache

import numpy as np
from numpy.typing import NDArray

from knowledge import calibration
from knowledge.calibration import Scale
from knowledge.embedders.e5 import PASSAGE, QUERY, Encoder
from knowledge.embedders.local_questions import shipped
from knowledge.types import EmbeddingModel, Vector

MODEL = EmbeddingModel(name="multilingual-e5-small-q4", dimension=384)
SCALE = Scale(unrelated=0.6994, related=0.7917, spread=0.0348)
"""Measured by `calibration`; a test measures it again."""
SLICE = 8
"""Texts per call into the encoder; short calls let a process stop soon."""


class LocalEmbedder:
    """Embeds on threads of its own, so that the event loop goes on and questions overtake passages.

    The encoder is loaded at the first use, once for both threads.
    """

    def __init__(self, *, threads: int | None = 1) -> None:
        """`threads`: how many cores the encoder may use for one call; None leaves it to the runtime."""
        self._shared: NDArray[np.float32] | None = None
        self._encoder = cache(lambda: Encoder(threads=threads))
        self._loading = threading.Lock()
        self._queries, self._passages = (
            ThreadPoolExecutor(max_workers=1, thread_name_prefix=f"embed-{of}") for of in ("query", "passages")
        )

    @property
    def model(self) -> EmbeddingModel:
        """Known without loading the engine."""
        return MODEL

    @property
    def scale(self) -> Scale:
        """Known without loading the engine."""
        return SCALE

    def elsewhere(self, vector: Vector | None) -> float | None:
        """By rows that are shipped."""
        return shipped().of(vector) if vector is not None else None

    async def embed_query(self, text: str) -> NDArray[np.float32]:
        """The vector of a question, with the prefix the model was trained with; the first call takes half a second."""
        if self._shared is None:
            await asyncio.to_thread(shipped)  # here and not in the loop, where `elsewhere` would read it
        row: NDArray[np.float32] = (await self.embed_queries([text]))[0]
        return row

    async def embed_queries(self, texts: Sequence[str]) -> NDArray[np.float32]:
        """Vectors of questions, one row each."""
        if self._shared is None:
            asked = await self._embedded(self._queries, calibration.questions(), QUERY)
            self._shared = asked.mean(axis=0)
        return calibration.own_direction(await self._embedded(self._queries, texts, QUERY), self._shared)

    async def embed_passages(self, texts: Sequence[str]) -> NDArray[np.float32]:
        """Vectors of passages, with the prefix the model was trained with."""
        if not texts:
            return np.empty((0, MODEL.dimension), dtype=np.float32)
        slices = [texts[start : start + SLICE] for start in range(0, len(texts), SLICE)]
        return np.concatenate([await self._embedded(self._passages, part, PASSAGE) for part in slices])

    async def close(self) -> None:
        """Stop the threads; what is running ends first."""
        for thread in (self._queries, self._passages):
            await asyncio.to_thread(thread.shutdown, wait=True, cancel_futures=True)

    async def _embedded(self, thread: ThreadPoolExecutor, texts: Sequence[str], prefix: str) -> NDArray[np.float32]:
        clean = [text.replace("\0", " ").strip() or "-" for text in texts]

        def embed() -> NDArray[np.float32]:
            with self._loading:
                encoder = self._encoder()
            return encoder.embedded(clean, prefix)

        return await asyncio.get_running_loop().run_in_executor(thread, embed)
