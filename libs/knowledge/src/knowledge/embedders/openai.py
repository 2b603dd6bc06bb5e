"""Embeddings from an OpenAI-compatible service."""

import asyncio
import json
import random
from collections.abc import Sequence
from typing import Self

import aiohttp
import numpy as np
import structlog
from numpy.typing import NDArray

from knowledge import calibration, elsewhere
from knowledge.calibration import Scale
from knowledge.elsewhere import Discriminant
from knowledge.types import Embedding, EmbeddingModel, ModelMismatch, Vector

log = structlog.get_logger(__name__)

ATTEMPTS = 5
FIRST_PAUSE = 0.5
LONGEST_PAUSE = 20.0
RETRIED = frozenset({408, 409, 425, 429, 500, 502, 503, 504})


class EmbeddingUnavailable(RuntimeError):
    """The service did not give usable vectors, after all retries where a retry could help."""


class OpenAIEmbedder:
    """Embeds in batches; waits and retries when the service is busy or away."""

    def __init__(
        self,
        client: aiohttp.ClientSession,
        base_url: str,
        model: EmbeddingModel,
        *,
        batch: int = 64,
        attempts: int = ATTEMPTS,
        first_pause: float = FIRST_PAUSE,
    ) -> None:
        self._client = client
        self._url = f"{base_url.rstrip('/')}/embeddings"
        self._model = model
        self._scale: Scale | None = None
        self._shared: NDArray[np.float32] | None = None
        self._learning: asyncio.Task[Discriminant] | None = None
        self._batch = batch
        self._attempts = attempts
        self._first_pause = first_pause

    @classmethod
    async def open(
        cls,
        base_url: str,
        api_key: str | None,
        model: str,
        *,
        dimension: int | None = None,
        batch: int = 64,
        timeout: float = 30.0,
        attempts: int = ATTEMPTS,
        first_pause: float = FIRST_PAUSE,
    ) -> Self:
        """Connect, and learn from a few texts what the model's cosines mean and, without `dimension`, their length.

        Raises `EmbeddingUnavailable` and `ModelMismatch`.
        """
        client = aiohttp.ClientSession(
            headers={"Authorization": f"Bearer {api_key}"} if api_key else {},
            timeout=aiohttp.ClientTimeout(total=timeout),
            connector=aiohttp.TCPConnector(limit=0, keepalive_timeout=60),
            cookie_jar=aiohttp.DummyCookieJar(),
        )
        learning = cls(
            client,
            base_url,
            EmbeddingModel(name=model, dimension=dimension or 0),
            batch=batch,
            attempts=attempts,
            first_pause=first_pause,
        )
        try:
            await learning._learn()
        except BaseException:
            await client.close()
            raise
        return learning

    @property
    def model(self) -> EmbeddingModel:
        """The service's model and the length of its vectors."""
        return self._model

    @property
    def scale(self) -> Scale:
        """Learnt when the connection was opened."""
        if self._scale is None:
            raise RuntimeError("the embedder was not opened")
        return self._scale

    async def _learn(self) -> None:
        asked = calibration.questions()
        rows = await self.request([*asked, *calibration.passages()])
        if not self._model.dimension:
            self._model = EmbeddingModel(name=self._model.name, dimension=len(rows[0]))
        vectors = self._unit(rows)
        questions, passages = vectors[: len(asked)], vectors[len(asked) :]
        self._shared = questions.mean(axis=0)
        self._scale = calibration.scale_of(self._own(questions), passages)

    def elsewhere(self, vector: Vector | None) -> float | None:
        """Learnt in the background once a process asks for it first, from the vectors of some thousand questions.

        Until then, and when the service did not give them, nothing is said of a question.
        """
        if self._learning is None:
            self._learning = asyncio.create_task(self._learn_elsewhere(), name="learn-elsewhere")
            self._learning.add_done_callback(_learnt)
        done = self._learning.done() and not self._learning.cancelled() and self._learning.exception() is None
        return self._learning.result().of(vector) if done and vector is not None else None

    async def _learn_elsewhere(self) -> Discriminant:
        world, company = elsewhere.questions()
        rows = self._own(await self._rows_of([*world, *company]))
        return await asyncio.to_thread(elsewhere.discriminant, rows)

    async def embed_query(self, text: str) -> Embedding:
        """The vector of a question; a service shows no pieces."""
        return Embedding(self._own(await self._rows_of([text]))[0])

    def _own(self, rows: NDArray[np.float32]) -> NDArray[np.float32]:
        return rows if self._shared is None else calibration.own_direction(rows, self._shared)

    async def embed_passages(self, texts: Sequence[str]) -> list[Embedding]:
        """Vectors of passages, batch after batch. Raises `EmbeddingUnavailable` and `ModelMismatch`."""
        return [Embedding(row) for row in await self._rows_of(texts)]

    async def _rows_of(self, texts: Sequence[str]) -> NDArray[np.float32]:
        rows: list[list[float]] = []
        for start in range(0, len(texts), self._batch):
            rows += await self.request([text.strip() or "-" for text in texts[start : start + self._batch]])
        return self._unit(rows)

    def _unit(self, rows: Sequence[Sequence[float]]) -> NDArray[np.float32]:
        if any(len(row) != self._model.dimension for row in rows):
            raise ModelMismatch(f"{self._model.name} did not answer with {self._model.dimension} dimensions")
        vectors = np.asarray(rows, dtype=np.float32).reshape(len(rows), self._model.dimension)
        lengths = np.linalg.norm(vectors, axis=1, keepdims=True)
        if not np.all(np.isfinite(lengths)) or np.any(lengths == 0):
            raise EmbeddingUnavailable(f"{self._model.name} answered with a vector that is empty or not finite")
        normalised: NDArray[np.float32] = vectors / lengths
        return normalised

    async def request(self, texts: Sequence[str]) -> list[list[float]]:
        """One batch, retried while that can help; in the order of the texts."""
        body = {"model": self._model.name, "input": list(texts), "encoding_format": "float"}
        reason = ""
        for attempt in range(self._attempts):
            if attempt:
                await asyncio.sleep(self._pause(attempt, reason))
            try:
                async with self._client.post(self._url, json=body, allow_redirects=False) as response:
                    if response.status == 200:
                        return self._rows(await response.read(), len(texts))
                    reason = response.headers.get("retry-after") or str(response.status)
                    if response.status not in RETRIED:
                        raise EmbeddingUnavailable(f"the embedding service answered {response.status}")
            except (aiohttp.ClientError, OSError) as error:  # a time-out is an OSError
                reason = type(error).__name__
        raise EmbeddingUnavailable(f"no answer after {self._attempts} attempts, last: {reason}")

    def _pause(self, attempt: int, reason: str) -> float:
        """What the service asked for in whole seconds, else exponential back-off with full jitter."""
        if reason.isdigit() and int(reason) < 400:
            return min(float(reason), LONGEST_PAUSE)
        longest: float = min(self._first_pause * 2.0 ** (attempt - 1), LONGEST_PAUSE)
        return random.uniform(0.5, 1.0) * longest

    @staticmethod
    def _rows(body: bytes, expected: int) -> list[list[float]]:
        try:
            data = sorted(json.loads(body)["data"], key=lambda entry: entry["index"])
            rows = [[float(value) for value in entry["embedding"]] for entry in data]
        except (ValueError, KeyError, TypeError) as error:
            raise EmbeddingUnavailable("the embedding service answered something else than embeddings") from error
        if len(rows) != expected:
            raise EmbeddingUnavailable(f"asked for {expected} vectors, got {len(rows)}")
        return rows

    async def close(self) -> None:
        """Close the connections."""
        if self._learning is not None:
            self._learning.cancel()
        await self._client.close()


def _learnt(task: asyncio.Task[Discriminant]) -> None:
    if not task.cancelled() and (error := task.exception()) is not None:
        log.warning("questions about the world not learnt", error=type(error).__name__)
