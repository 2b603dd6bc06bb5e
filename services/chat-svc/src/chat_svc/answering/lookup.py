"""What a bot knows about a question, looked up while the question is still being taken down."""

from __future__ import annotations

import asyncio
from collections.abc import Collection, Sequence
from dataclasses import replace
from uuid import UUID

import structlog
from knowledge import Assessment, Embedding, Passage, assess

from chat_svc.adapters.resources import Resources
from chat_svc.adapters.turnstile import Turn
from chat_svc.domain.draft import Vector

log = structlog.get_logger(__name__)

EMBED_SECONDS = 4.0
SEARCH_SECONDS = 6.0
PASSAGES = 12
RANK_SMOOTHING = 10
ALONE = 0.4
"""What the message alone counts beside what is put in front of it."""
STAYS = 0.75
"""What a page that the last answer cites gains when a message leans on it, in standard deviations of the scores."""


class Lookup:
    """The vector of a question and the passages found with it; both begin to be made at once, or with their turn."""

    def __init__(self, resources: Resources, bot_id: UUID, query: str, turn: Turn | None = None) -> None:
        self.query = query
        self._resources = resources
        self._turn = turn
        self._embedding = asyncio.create_task(self._embed())
        self._passages = asyncio.create_task(self._search(bot_id))
        self._passages.add_done_callback(_looked_at)

    async def vector(self) -> Vector | None:
        """The question's vector; None when it cannot be made in time."""
        embedding = await self._embedding
        return None if embedding is None else embedding.vector

    async def passages(self) -> Sequence[Passage]:
        """The passages, best first; found by words alone without a vector. Raises what the index raises."""
        return await self._passages

    async def judged(self, company: str, most: int | None = None) -> Assessment:
        """Whether the passages, or so many of them, answer the question. Raises what the index raises."""
        embedder, passages = self._resources.embedder, (await self.passages())[:most]
        return assess(self.query, passages, embedder.scale, company, embedder.elsewhere(await self.vector()))

    def drop(self) -> None:
        """Nobody wants to know any more."""
        self._passages.cancel()
        self._embedding.cancel()

    async def _embed(self) -> Embedding | None:
        if self._turn is not None:
            await self._turn.come()
        try:
            async with asyncio.timeout(EMBED_SECONDS):
                return await self._resources.embedder.embed_query(self.query)
        except Exception as error:
            log.warning("question not embedded", error=type(error).__name__)
            return None

    async def _search(self, bot_id: UUID) -> Sequence[Passage]:
        embedding = await self._embedding
        async with asyncio.timeout(SEARCH_SECONDS):
            return await self._resources.index.search(bot_id, self.query, embedding, PASSAGES)


def fused(first: Sequence[Passage], second: Sequence[Passage]) -> list[Passage]:
    """Two results in one: what stands high in either, the first counting more (reciprocal ranks, Cormack 2009)."""
    ranks: dict[UUID, float] = {}
    passages: dict[UUID, Passage] = {}
    for weight, found in ((1.0, first), (0.6, second)):
        for place, passage in enumerate(found):
            ranks[passage.chunk.id] = ranks.get(passage.chunk.id, 0.0) + weight / (RANK_SMOOTHING + place)
            passages.setdefault(passage.chunk.id, passage)
    best = sorted(passages, key=lambda id: -ranks[id])[:PASSAGES]
    return [replace(passages[id], score=ranks[id]) for id in best]


def blended(leaning: Sequence[Passage], alone: Sequence[Passage]) -> list[Passage]:
    """What is found with what a message leans on, and what with the message alone, which names what is new in it."""
    scores = {one.chunk.id: one.score for one in alone}
    least = min(scores.values(), default=0.0)
    passages = {one.chunk.id: one for one in (*alone, *leaning)}
    lowest = min((one.score for one in leaning), default=0.0)
    leaned = {one.chunk.id: one.score for one in leaning}
    both = [
        replace(one, score=(1 - ALONE) * leaned.get(id, lowest) + ALONE * scores.get(id, least))
        for id, one in passages.items()
    ]
    return sorted(both, key=lambda one: -one.score)[:PASSAGES]


def staying(passages: Sequence[Passage], pages: Collection[str]) -> list[Passage]:
    """The passages anew, those of pages that were spoken about a little further in front."""
    nearer = [replace(one, score=one.score + STAYS * (one.chunk.url in pages)) for one in passages]
    return sorted(nearer, key=lambda one: -one.score)


def _looked_at(task: asyncio.Task[Sequence[Passage]]) -> None:
    """A search nobody waits for may fail without a word; who waits for it hears of it."""
    if not task.cancelled():
        task.exception()
