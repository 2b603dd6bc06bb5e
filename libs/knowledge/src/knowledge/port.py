"""The two ports: the index that keeps chunks, and the embedder that makes vectors of text."""

from collections.abc import Collection, Mapping, Sequence
from typing import Protocol
from uuid import UUID

from knowledge.calibration import Scale
from knowledge.types import (
    Chunk,
    ChunkText,
    ChunkVectors,
    Embedding,
    EmbeddingModel,
    IndexStats,
    PageTitle,
    Passage,
    Vector,
    Vectors,
)


class KnowledgeIndex(Protocol):
    """Chunks in, passages out. Every call is bound to one bot and sees nothing of another."""

    @property
    def model(self) -> EmbeddingModel:
        """The model whose vectors this process reads and writes; others' are invisible to it."""

    async def store_source(self, bot_id: UUID, source_id: UUID, chunks: Sequence[Chunk]) -> int:
        """Replace a source's chunks; a reader sees all of the old or all of the new.

        Chunks whose content hash is unchanged keep their vectors, repeated ids are stored once.
        Returns the number stored. Raises ValueError for a chunk of another bot or source.
        """

    async def missing_vectors(self, bot_id: UUID, limit: int = 64, *, source_id: UUID | None = None) -> list[ChunkText]:
        """Chunks without a vector of the model in use, oldest first."""

    async def store_vectors(self, bot_id: UUID, vectors: Mapping[UUID, ChunkVectors | Vectors]) -> int:
        """Add vectors by chunk id, one row or one for the whole and one for each part, and pieces (`parts.embedded`).

        Chunks that are gone meanwhile are skipped. Returns the number stored.
        Raises `ModelMismatch` when a vector has another dimension; then nothing is stored.
        """

    async def delete_source(self, bot_id: UUID, source_id: UUID) -> int:
        """Remove a source; returns the number of chunks removed."""

    async def delete_bot(self, bot_id: UUID) -> int:
        """Remove everything of a bot; returns the number of chunks removed."""

    async def search(
        self, bot_id: UUID, query: str, embedding: Embedding | Vector | None = None, limit: int = 8
    ) -> list[Passage]:
        """The best passages for a question, best first; by words alone while there is no vector of it."""

    async def known_stems(self, bot_id: UUID, stems: Collection[str]) -> frozenset[str]:
        """Those of the stems that occur in the bot's chunks."""

    async def stats(self, bot_id: UUID) -> IndexStats:
        """How much the bot knows."""

    async def titles(self, bot_id: UUID) -> list[PageTitle]:
        """The bot's pages in the order of their sources."""

    async def bots_with_missing_vectors(self, limit: int = 100) -> list[UUID]:
        """Bots with a chunk that has no vector of the model in use: work left by a crash or a new model."""

    async def tend(self) -> None:
        """What may wait for a quiet moment, such as indexes over bots that have grown; called now and then."""

    async def close(self) -> None:
        """Give back all connections."""


class Embedder(Protocol):
    """Makes vectors of text; all of them unit length and of `model.dimension`."""

    @property
    def model(self) -> EmbeddingModel:
        """Name and dimension of the model."""

    @property
    def scale(self) -> Scale:
        """What the model's cosines mean."""

    def elsewhere(self, vector: Vector | None) -> float | None:
        """Whether the answer to a question lies elsewhere: about 1 for one about the world, -1 for one to a company.

        None without a vector, of a model that cannot tell, and while it is not known yet.
        """

    async def embed_query(self, text: str) -> Embedding:
        """A question, as it is searched for."""

    async def embed_passages(self, texts: Sequence[str]) -> list[Embedding]:
        """One for each text."""

    async def close(self) -> None:
        """Give back threads and connections."""
