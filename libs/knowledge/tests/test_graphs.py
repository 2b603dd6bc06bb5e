"""Graphs over the vectors of large bots: the same passages, whatever is written and removed meanwhile."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from uuid import UUID, uuid4

import asyncpg
import numpy as np
import pytest
from knowledge import Chunk
from knowledge.pgvector import PgvectorIndex, graphs
from numpy.typing import NDArray

from .conftest import TOY

pytestmark = pytest.mark.integration

LARGE = 100
PLAIN = {"enable_seqscan": "off", "enable_sort": "off"}
"""For so few rows the server would rather compare them all."""


@asynccontextmanager
async def opened(database_url: str, *, read_only: bool = False) -> AsyncIterator[PgvectorIndex]:
    """An index for which a hundred vectors are many; a new one knows all graphs that are ready."""
    index = await PgvectorIndex.open(database_url, model=TOY, pool_size=3, large=LARGE, read_only=read_only)
    yield index
    await index.close()


def pages(bot: UUID, source: UUID, count: int, first: int = 0) -> list[Chunk]:
    return [
        Chunk.make(bot_id=bot, source_id=source, url=f"/{n}", title="Seite", text=f"Absatz wort{n}", position=n)
        for n in range(first, first + count)
    ]


def directions(count: int, seed: int = 0) -> NDArray[np.float32]:
    return np.random.default_rng(seed).standard_normal((count, TOY.dimension)).astype(np.float32)


async def stored(index: PgvectorIndex, bot: UUID, source: UUID, chunks: list[Chunk], seed: int = 0) -> None:
    await index.store_source(bot, source, chunks)
    rows = directions(len(chunks), seed)
    await index.store_vectors(bot, {chunk.id: row for chunk, row in zip(chunks, rows, strict=True)})


async def of_bot(
    database_url: str, statement: str, *values: object, settings: dict[str, str] | None = None
) -> list[asyncpg.Record]:
    connection = await asyncpg.connect(database_url, server_settings=settings)
    try:
        return list(await connection.fetch(statement, *values))
    finally:
        await connection.close()


async def statement_for(database_url: str, bot: UUID) -> str:
    """What asks a bot's graph for five, with a vector written out."""
    (row,) = await of_bot(database_url, "SELECT model_id FROM graphs WHERE bot_id = $1", bot)
    asking = graphs.nearest(bot, row["model_id"], TOY.dimension)
    return asking.replace("$1", f"'{[1.0] * TOY.dimension}'").replace("$2", "5")


async def has_graph(database_url: str, bot: UUID) -> bool:
    found = await of_bot(database_url, "SELECT FROM pg_indexes WHERE indexname LIKE $1", f"graph_{bot.hex}_%")
    ready = await of_bot(database_url, "SELECT FROM graphs WHERE bot_id = $1 AND ready", bot)
    assert bool(found) == bool(ready)
    return bool(ready)


async def nearest(index: PgvectorIndex, bot: UUID, seed: int) -> list[str]:
    """The passages for a question that shares no word with any of them."""
    return [p.chunk.text for p in await index.search(bot, "Xylophon", directions(1, seed)[0])]


async def test_a_large_bot_gets_a_graph_and_keeps_its_passages(database_url: str) -> None:
    bot, small, source = uuid4(), uuid4(), uuid4()
    async with opened(database_url) as index:
        await stored(index, bot, source, pages(bot, source, 150))
        await stored(index, small, source, pages(small, source, LARGE - 1))
        before = [await nearest(index, bot, seed) for seed in range(20)]
        await index.tend()

    async with opened(database_url, read_only=True) as reader:
        assert await has_graph(database_url, bot)
        assert not await has_graph(database_url, small)
        assert [await nearest(reader, bot, seed) for seed in range(20)] == before
    plan = await of_bot(database_url, "EXPLAIN " + await statement_for(database_url, bot), settings=PLAIN)
    assert any(f"Index Scan using graph_{bot.hex}" in row[0] for row in plan)


async def test_what_is_written_later_is_found_and_what_is_removed_is_not(database_url: str) -> None:
    bot, source, other = uuid4(), uuid4(), uuid4()
    async with opened(database_url) as index:
        await stored(index, bot, source, pages(bot, source, 150))
        await index.tend()
    async with opened(database_url) as index:
        await stored(index, bot, other, pages(bot, other, 20, first=500), seed=7)
        added = await nearest(index, bot, 7)  # the first of these rows itself
        await index.delete_source(bot, other)
        gone = await nearest(index, bot, 7)
        moved = pages(bot, source, 150, first=1)  # other places, and the words of all but one as before
        await index.store_source(bot, source, moved)
        kept = await nearest(index, bot, 0)

    assert added[0] == "Absatz wort500"
    assert not any(int(text.removeprefix("Absatz wort")) >= 500 for text in gone)
    assert len(kept) == 8
    assert "Absatz wort0" not in kept
    rows = await of_bot(
        database_url,
        "SELECT (SELECT count(*) FROM vectors WHERE bot_id = $1),"
        " (SELECT count(*) FROM large_vectors WHERE bot_id = $1)",
        bot,
    )
    assert rows[0][0] == rows[0][1] == 149


async def test_the_graph_of_a_deleted_bot_goes_with_the_next_round(database_url: str) -> None:
    bot, source = uuid4(), uuid4()
    async with opened(database_url) as index:
        await stored(index, bot, source, pages(bot, source, 150))
        await index.tend()
        await index.delete_bot(bot)
        await index.tend()

        assert not await has_graph(database_url, bot)
        assert await of_bot(database_url, "SELECT FROM graphs WHERE bot_id = $1", bot) == []


async def test_a_graph_that_was_not_finished_is_made_anew(database_url: str) -> None:
    bot, source = uuid4(), uuid4()
    async with opened(database_url) as index:
        await stored(index, bot, source, pages(bot, source, 150))
        await index.tend()
        await of_bot(database_url, "UPDATE graphs SET ready = false WHERE bot_id = $1", bot)
        await of_bot(
            database_url,
            "UPDATE pg_index SET indisvalid = false FROM pg_class c WHERE c.oid = indexrelid AND relname LIKE $1",
            f"graph_{bot.hex}%",
        )
        await index.tend()

    valid = await of_bot(
        database_url,
        "SELECT indisvalid FROM pg_index JOIN pg_class c ON c.oid = indexrelid WHERE relname LIKE $1",
        f"graph_{bot.hex}%",
    )
    assert [row[0] for row in valid] == [True]
    assert await has_graph(database_url, bot)


async def test_writers_and_two_who_tend_get_along(database_url: str) -> None:
    bots = [uuid4() for _ in range(3)]
    async with opened(database_url) as one, opened(database_url) as two:
        for bot in bots:
            source = uuid4()
            await stored(one, bot, source, pages(bot, source, 150))

        async def write(bot: UUID) -> None:
            for number in range(6):
                source = uuid4()
                await stored(two, bot, source, pages(bot, source, 10, first=1_000 * number), seed=number)
                if number % 2:
                    await two.delete_source(bot, source)

        await asyncio.gather(one.tend(), two.tend(), *(write(bot) for bot in bots))

        for bot in bots:
            assert await has_graph(database_url, bot)
            counts = await of_bot(
                database_url,
                "SELECT count(*), count(*) FILTER (WHERE v.number IS NULL OR l.number IS NULL)"
                " FROM (SELECT * FROM vectors WHERE bot_id = $1) v"
                " FULL JOIN (SELECT * FROM large_vectors WHERE bot_id = $1) l USING (number)",
                bot,
            )
            assert tuple(counts[0]) == (180, 0)
