"""What is compared: the product's search on its adapters, beside plain BM25 and plain vectors."""

from __future__ import annotations

import math
import re
from collections import Counter
from collections.abc import Sequence
from typing import Protocol

import numpy as np
from knowledge import Chunk, ChunkVectors, Embedder, Embedding, KnowledgeIndex, Passage, parts
from knowledge.types import Components
from numpy.typing import NDArray

from bench.answers.corpus import Site

Vectors = NDArray[np.float32]
WORD = re.compile(r"\w+")
K1, B = 1.2, 0.75
LIMIT = 8


class System(Protocol):
    """Something that finds passages."""

    name: str

    async def learn(self, site: Site, vectors: Sequence[ChunkVectors]) -> None:
        """Take a site in, with the vectors of its chunks."""

    async def find(self, site: Site, question: str, asked: Embedding) -> list[Passage]:
        """The best passages, best first."""


class Product:
    """The product's index."""

    def __init__(self, name: str, index: KnowledgeIndex) -> None:
        self.name = name
        self.index = index

    async def learn(self, site: Site, vectors: Sequence[ChunkVectors]) -> None:
        await self.index.delete_bot(site.bot_id)
        await self.index.store_source(site.bot_id, site.source_id, site.chunks)
        await self.index.store_vectors(site.bot_id, dict(zip((c.id for c in site.chunks), vectors, strict=True)))

    async def find(self, site: Site, question: str, asked: Embedding) -> list[Passage]:
        return await self.index.search(site.bot_id, question, asked, LIMIT)


class Dense:
    """Plain vectors: cosine of question and chunk, nothing else."""

    name = "plain dense"

    def __init__(self) -> None:
        self._vectors: dict[str, Vectors] = {}

    async def learn(self, site: Site, vectors: Sequence[ChunkVectors]) -> None:
        self._vectors[site.name] = np.stack([one.rows[0] for one in vectors])

    async def find(self, site: Site, question: str, asked: Embedding) -> list[Passage]:
        return _best(site.chunks, self._vectors[site.name] @ asked.vector)


class Bm25:
    """Plain BM25 (Robertson, Zaragoza 2009) over lower-case words, titles and headings included."""

    name = "plain BM25"

    def __init__(self) -> None:
        self._counts: dict[str, list[Counter[str]]] = {}

    async def learn(self, site: Site, vectors: Sequence[ChunkVectors]) -> None:
        self._counts[site.name] = [Counter(WORD.findall(chunk.embed_text.lower())) for chunk in site.chunks]

    async def find(self, site: Site, question: str, asked: Embedding) -> list[Passage]:
        counts = self._counts[site.name]
        lengths = np.array([sum(count.values()) for count in counts], dtype=float)
        scores = np.zeros(len(counts))
        for word in set(WORD.findall(question.lower())):
            found = np.array([count[word] for count in counts], dtype=float)
            holding = int((found > 0).sum())
            rarity = math.log1p((len(counts) - holding + 0.5) / (holding + 0.5))
            scores += rarity * found * (K1 + 1) / (found + K1 * (1 - B + B * lengths / lengths.mean()))
        return _best(site.chunks, scores)


def _best(chunks: Sequence[Chunk], scores: NDArray[np.floating]) -> list[Passage]:
    order = np.argsort(-scores, kind="stable")[:LIMIT]
    return [
        Passage(chunk=chunks[n], score=float(scores[n]), components=Components(dense=None, lexical=0.0)) for n in order
    ]


async def embedded(embedder: Embedder, site: Site) -> list[ChunkVectors]:
    """Vectors of a site's chunks."""
    waiting = [parts.texts_of(chunk.id, chunk.embed_text, chunk.text) for chunk in site.chunks]
    made = await parts.embedded(embedder, waiting)
    return [made[chunk.id] for chunk in site.chunks]


async def asked(embedder: Embedder, site: Site, known: dict[str, Embedding]) -> list[Embedding]:
    """A site's questions as they are searched for; `known` are those that other sites were asked, and gets the new."""
    for question in site.questions:
        if question.asked not in known:
            known[question.asked] = await embedder.embed_query(question.asked)
    return [known[question.asked] for question in site.questions]
