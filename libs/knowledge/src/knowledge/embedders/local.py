"""The local embedder: multilingual-e5-small in four bits, run by ONNX Runtime in the process (`e5`)."""

import asyncio
import threading
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from pathlib import Path
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
SHARED = Path(__file__).with_name("local_shared.npy")
"""Made by `python -m knowledge.embedders.learning`; a test makes it again."""
SLICE = 8
"""Texts per call into the encoder; short calls let a process stop soon."""
Made = TypeVar("Made")


class LocalEmbedder:
    """Embeds on threads of its own, so that the event loop goes on and questions overtake passages.

    The model is loaded at the first use, once for all of a process; that takes a second.
    """

    def __init__(self, *, threads: int | None = 1) -> None:
        """`threads`: how many cores the encoder may use for one call; None leaves it to the runtime."""
        self._threads = threads
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

    def preload(self) -> None:
        """Begin to load the model, so that the first question does not wait for it."""
        self._queries.submit(_loaded, self._threads)

    async def embed_query(self, text: str) -> Embedding:
        """A question and its pieces, with the prefix the model was trained with."""
        return (await self.embed_queries([text]))[0]

    async def embed_queries(self, texts: Sequence[str]) -> list[Embedding]:
        """Several questions."""
        return await self._run(self._queries, partial(_Model.questions, texts=texts))

    async def embed_passages(self, texts: Sequence[str]) -> list[Embedding]:
        """Passages and their pieces, with the prefix the model was trained with."""
        order = sorted(range(len(texts)), key=lambda place: len(texts[place]))  # what is short waits for nothing long
        made: dict[int, Embedding] = {}
        for start in range(0, len(order), SLICE):
            some = order[start : start + SLICE]
            found = await self._run(self._passages, partial(_Model.passages, texts=[texts[place] for place in some]))
            made |= dict(zip(some, found, strict=True))
        return [made[place] for place in range(len(texts))]

    async def close(self) -> None:
        """Stop the threads; what is running ends first."""
        for thread in (self._queries, self._passages):
            await asyncio.to_thread(thread.shutdown, wait=True, cancel_futures=True)

    async def _run(self, thread: ThreadPoolExecutor, make: Callable[["_Model"], Made]) -> Made:
        return await asyncio.get_running_loop().run_in_executor(thread, lambda: make(_loaded(self._threads)))


class _Model:
    """The encoder, and what is taken out of its vectors and states (`local_shared`)."""

    def __init__(self, threads: int | None) -> None:
        self._encoder = Encoder(threads=threads)
        self._question, self._question_pieces, self._passage_pieces = np.load(SHARED)
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


def shared(encoder: Encoder) -> NDArray[np.float32]:
    """The rows of `SHARED`, as the texts of `calibration` show them.

    What all questions share, what all pieces of questions do, and what all pieces of passages do.
    """
    asked = encoder.read(calibration.questions(), QUERY)
    told = encoder.read(calibration.passages(), PASSAGE)
    rows: NDArray[np.float32] = np.stack(
        [
            np.mean([one.mean for one in asked], axis=0),
            np.concatenate([one.states for one in asked]).mean(axis=0),
            np.concatenate([one.states for one in told]).mean(axis=0),
        ]
    )
    return rows


_loading = threading.Lock()
_models: dict[int | None, _Model] = {}


def _loaded(threads: int | None) -> _Model:
    with _loading:
        if threads not in _models:
            _models[threads] = _Model(threads)
        return _models[threads]
