"""Search without embedding: one bot with 20,000 chunks, and 1,000 bots with 50 each, vectors and words made up.

Words follow Zipf's law over some thousand made-up German-like ones; vectors are random directions, each chunk with
three parts and eighty pieces. A question has two of the words, a compound, a random vector and fourteen pieces.
"""

from __future__ import annotations

import asyncio
import random
import time
from collections.abc import Sequence
from contextlib import AsyncExitStack
from uuid import UUID, uuid4

import asyncpg
import numpy as np
from knowledge import Chunk, ChunkVectors, Embedding, EmbeddingModel, KnowledgeIndex, open_index
from numpy.typing import NDArray
from servicekit import migrations

from bench.load import database_seconds
from bench.report import Figure, quantile, show
from bench.servers import postgres

MODEL = EmbeddingModel(name="synthetic", dimension=384)
LARGE, BOTS, SMALL = 20_000, 1_000, 50
PARTS, PIECES, PIECES_ASKED = 3, 80, 14
WORDS_A_CHUNK = 60
QUESTIONS, WARM = 400, 20
SEARCHES = QUESTIONS + WARM
TARGET = 15.0
HEADS = (
    "küche",
    "tisch",
    "treppe",
    "fenster",
    "schrank",
    "regal",
    "boden",
    "garten",
    "dach",
    "holz",
    "preis",
    "termin",
)
SYLLABLES = ("ba", "lo", "mi", "ten", "sur", "gel", "fra", "kon", "der", "ung", "heit", "lich")


class Text:
    """Words by Zipf's law, the same ones in every run."""

    def __init__(self) -> None:
        self.pick = random.Random(1)
        self.numbers = np.random.default_rng(1)
        compounds = [self.pick.choice(HEADS) + self.pick.choice(HEADS) for _ in range(400)]
        made = ["".join(self.pick.choices(SYLLABLES, k=self.pick.randint(2, 4))) for _ in range(6_000)]
        self.words = np.array([*HEADS, *compounds, *made])
        self.numbers.shuffle(self.words)
        weights = 1 / np.arange(1, len(self.words) + 1) ** 0.9
        self.weights = weights / weights.sum()

    def some(self, count: int) -> str:
        return " ".join(self.numbers.choice(self.words, count, p=self.weights))

    def question(self) -> str:
        one, other = self.some(2).split()
        return f"Was kostet eine {one} mit {other} und {self.pick.choice(HEADS)}planung"

    def vectors(self, rows: int) -> NDArray[np.float32]:
        return self.numbers.standard_normal((rows, MODEL.dimension)).astype(np.float32)


async def fill(index: KnowledgeIndex, text: Text, bot_id: UUID, count: int) -> None:
    """Give a bot so many chunks, in sources of 2,000."""
    for start in range(0, count, 2_000):
        source_id = uuid4()
        chunks = [
            Chunk.make(
                bot_id=bot_id,
                source_id=source_id,
                url=f"https://x.example/{place // 5}",
                title=f"Seite {place // 5}",
                text=text.some(WORDS_A_CHUNK),
                position=place,
            )
            for place in range(min(2_000, count - start))
        ]
        await index.store_source(bot_id, source_id, chunks)
        made = {chunk.id: ChunkVectors(text.vectors(1 + PARTS), text.vectors(PIECES)) for chunk in chunks}
        await index.store_vectors(bot_id, made)


async def times(index: KnowledgeIndex, text: Text, bots: Sequence[UUID]) -> list[float]:
    """Milliseconds of each search."""
    found: list[float] = []
    for number in range(SEARCHES):
        question, asked = (
            text.question(),
            Embedding(text.vectors(1)[0], text.vectors(PIECES_ASKED) / np.float32(PIECES_ASKED)),
        )
        began = time.perf_counter()
        passages = await index.search(text.pick.choice(bots), question, asked, 8)
        if number >= WARM:
            found.append((time.perf_counter() - began) * 1000)
        if len(passages) != 8:
            raise RuntimeError("a search found too little")
    return found


async def searches(
    name: str, index: KnowledgeIndex, text: Text, bots: Sequence[UUID], url: str, *, target: float | None
) -> list[Figure]:
    """What searches in these bots take."""
    own, server = time.process_time(), database_seconds(url)
    taken = await times(index, text, bots)
    own, server = time.process_time() - own, database_seconds(url) - server
    return [
        Figure(f"{name}: p50", quantile(taken, 0.5), "ms"),
        Figure(f"{name}: p95", quantile(taken, 0.95), "ms", target),
        Figure(f"{name}: processor time, here", own / SEARCHES * 1000, "ms"),
        Figure(f"{name}: processor time, PostgreSQL", server / SEARCHES * 1000, "ms"),
    ]


async def measure() -> list[Figure]:
    """All figures."""
    text = Text()
    figures: list[Figure] = []
    async with AsyncExitStack() as stack:
        url = stack.enter_context(postgres())()
        await migrations.apply("knowledge", url)
        index = await stack.enter_async_context(open_index(model=MODEL, database_url=url))
        connection = await asyncpg.connect(url)
        stack.push_async_callback(connection.close)
        large, small = uuid4(), [uuid4() for _ in range(BOTS)]
        await fill(index, text, large, LARGE)
        for bot_id in small:
            await fill(index, text, bot_id, SMALL)
        await connection.execute("ANALYZE")
        figures += await searches(f"1 bot, {LARGE:,} chunks, all compared", index, text, [large], url, target=None)
        began = time.perf_counter()
        await index.tend()
        figures.append(Figure(f"1 bot, {LARGE:,} chunks: its graph is made in", time.perf_counter() - began, "s"))
        index = await stack.enter_async_context(open_index(model=MODEL, database_url=url))  # sees the graph at once
        figures += await searches(f"1 bot, {LARGE:,} chunks", index, text, [large], url, target=TARGET)
        figures += await searches(f"{BOTS:,} bots, {SMALL} chunks each", index, text, small, url, target=TARGET)
    return figures


def run() -> None:
    """Measure and show."""
    show("retrieval", asyncio.run(measure()))
