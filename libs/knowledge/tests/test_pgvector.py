"""What only the adapter on PostgreSQL promises."""

import asyncio
from uuid import UUID, uuid4

import asyncpg
import numpy as np
import pytest
from knowledge import Chunk, Embedding, EmbeddingModel
from knowledge.pgvector import PgvectorIndex, halfvec, searching
from servicekit import migrations

from .conftest import TOY, Server, fresh_database

pytestmark = pytest.mark.integration


def generation(bot: UUID, source: UUID, number: int, size: int = 20) -> list[Chunk]:
    return [
        Chunk.make(
            bot_id=bot,
            source_id=source,
            url=f"/seite-{place}",
            title="Seite",
            text=f"Ausgabe nummer{number} Absatz {place}",
            position=place,
        )
        for place in range(size)
    ]


async def test_migrations_may_run_at_the_same_time_and_again(postgres: Server) -> None:
    async with fresh_database(postgres) as url:
        await asyncio.gather(*(migrations.apply("knowledge", url) for _ in range(2)))
        await migrations.apply("knowledge", url)


async def test_databases_of_numbered_sql_files_are_taken_over(postgres: Server) -> None:
    """Before Alembic made these tables, `knowledge_migrations` said which files had run."""
    async with fresh_database(postgres) as url:
        await migrations.apply("knowledge", url)
        connection = await asyncpg.connect(url)
        await connection.execute("DROP TABLE alembic_version; DROP TABLE parts")
        await connection.execute("CREATE TABLE knowledge_migrations (name text PRIMARY KEY)")

        await migrations.apply("knowledge", url)

        assert await connection.fetchval("SELECT count(*) FROM parts") == 0
        assert await connection.fetchval("SELECT to_regclass('knowledge_migrations')") is None
        await connection.close()


async def test_readers_see_one_generation_while_sources_are_replaced(
    pgvector_index: PgvectorIndex, database_url: str
) -> None:
    bot, source = uuid4(), uuid4()
    await pgvector_index.store_source(bot, source, generation(bot, source, 0))
    reader = await PgvectorIndex.open(database_url, model=TOY, read_only=True, pool_size=2)
    finished = asyncio.Event()
    seen: list[set[str]] = []

    async def read() -> None:
        while not finished.is_set():
            found = await reader.search(bot, "Ausgabe Absatz", limit=50)
            seen.append({passage.chunk.text.split()[1] for passage in found})
            assert len(found) == 20

    reading = asyncio.create_task(read())
    for number in range(1, 15):
        await pgvector_index.store_source(bot, source, generation(bot, source, number))
    finished.set()
    await reading
    await reader.close()

    assert all(len(numbers) == 1 for numbers in seen)
    assert len(set.union(*seen)) > 2


async def test_two_writers_of_one_source_leave_one_generation(pgvector_index: PgvectorIndex) -> None:
    bot, source = uuid4(), uuid4()

    await asyncio.gather(*(pgvector_index.store_source(bot, source, generation(bot, source, n)) for n in range(4)))

    found = await pgvector_index.search(bot, "Ausgabe", limit=100)
    assert len(found) == 20
    assert len({passage.chunk.text.split()[1] for passage in found}) == 1
    assert (await pgvector_index.stats(bot)).chunks == 20


async def test_vectors_of_different_models_never_meet(pgvector_index: PgvectorIndex, database_url: str) -> None:
    bot, source = uuid4(), uuid4()
    chunks = generation(bot, source, 0, size=3)
    await pgvector_index.store_source(bot, source, chunks)
    await pgvector_index.store_vectors(bot, {chunk.id: np.eye(8)[place] for place, chunk in enumerate(chunks)})
    other = await PgvectorIndex.open(database_url, model=EmbeddingModel(name="other", dimension=8), pool_size=1)
    wider = await PgvectorIndex.open(database_url, model=EmbeddingModel(name="toy", dimension=16), pool_size=1)
    try:
        assert all(p.components.dense is None for p in await other.search(bot, "Ausgabe", np.eye(8)[0]))
        assert len(await other.missing_vectors(bot)) == 3
        await other.store_vectors(bot, {chunks[2].id: np.eye(8)[0]})
        await wider.store_vectors(bot, {chunks[1].id: np.eye(16)[0]})

        assert (await pgvector_index.search(bot, "x", np.eye(8)[0]))[0].chunk.id == chunks[0].id
        assert (await other.search(bot, "x", np.eye(8)[0]))[0].chunk.id == chunks[2].id
        assert (await wider.search(bot, "x", np.eye(16)[0]))[0].chunk.id == chunks[1].id
        assert [(await index.stats(bot)).vectors for index in (pgvector_index, other, wider)] == [3, 1, 1]
    finally:
        await other.close()
        await wider.close()


async def test_the_reading_role_cannot_write(pgvector_index: PgvectorIndex, database_url: str) -> None:
    bot, source = uuid4(), uuid4()
    await pgvector_index.store_source(bot, source, generation(bot, source, 0, size=1))
    reader = await PgvectorIndex.open(database_url, model=TOY, read_only=True, pool_size=1)
    try:
        assert len(await reader.search(bot, "Ausgabe")) == 1
        with pytest.raises(asyncpg.PostgresError):
            await reader.store_source(bot, source, [])
        with pytest.raises(asyncpg.PostgresError):
            await reader.delete_bot(bot)
    finally:
        await reader.close()
    connection = await asyncpg.connect(database_url)
    try:
        await connection.execute("SET ROLE knowledge_reader")
        with pytest.raises(asyncpg.InsufficientPrivilegeError):
            await connection.execute("DELETE FROM chunks")
    finally:
        await connection.close()


async def test_nothing_of_a_deleted_bot_stays(pgvector_index: PgvectorIndex, database_url: str) -> None:
    bot, source = uuid4(), uuid4()
    chunks = generation(bot, source, 0)
    await pgvector_index.store_source(bot, source, chunks)
    await pgvector_index.store_vectors(bot, {chunk.id: np.ones(8, dtype=np.float32) for chunk in chunks})

    assert await pgvector_index.delete_bot(bot) == 20

    connection = await asyncpg.connect(database_url)
    try:
        for table in ("chunks", "sources", "postings", "vectors"):
            assert await connection.fetchval(f"SELECT count(*) FROM {table} WHERE bot_id = $1", bot) == 0
    finally:
        await connection.close()


async def known(index: PgvectorIndex) -> tuple[UUID, list[Chunk]]:
    bot, source = uuid4(), uuid4()
    chunks = generation(bot, source, 0)
    await index.store_source(bot, source, chunks)
    await index.store_vectors(bot, {chunk.id: np.eye(8)[place % 8] for place, chunk in enumerate(chunks)})
    return bot, chunks


async def test_one_connection_is_enough_and_finds_the_same(pgvector_index: PgvectorIndex, database_url: str) -> None:
    bot, _ = await known(pgvector_index)
    alone = await PgvectorIndex.open(database_url, model=TOY, read_only=True, pool_size=1)
    try:
        asked = (bot, "Ausgabe Absatz 3", np.eye(8)[3])
        assert await alone.search(*asked) == await pgvector_index.search(*asked)
    finally:
        await alone.close()


async def test_what_is_compared_beside_and_gone_meanwhile_is_compared_again(
    pgvector_index: PgvectorIndex, database_url: str
) -> None:
    bot, _ = await known(pgvector_index)
    wanted = await pgvector_index.search(bot, "Absatz", np.eye(8)[3])

    async def of_another_time() -> list[int]:
        return [2**40]

    connection = await asyncpg.connect(database_url)
    try:
        await halfvec.register(connection)
        model = await connection.fetchval("SELECT id FROM embedding_models WHERE name = $1", TOY.name)
        beside = asyncio.create_task(of_another_time())
        asked = Embedding(np.eye(8, dtype=np.float32)[3])
        found = await searching.search(connection, beside, bot, model, "Absatz", asked, 8, graph=False)
    finally:
        await connection.close()

    assert found == wanted


async def test_searches_that_are_given_up_keep_no_connection(pgvector_index: PgvectorIndex, database_url: str) -> None:
    bot, _ = await known(pgvector_index)
    index = await PgvectorIndex.open(database_url, model=TOY, read_only=True, pool_size=3)
    try:
        for steps in range(40):
            searches = [asyncio.create_task(index.search(bot, "Absatz", np.eye(8)[1])) for _ in range(3)]
            for _ in range(steps):
                await asyncio.sleep(0)
            for search in searches:
                search.cancel()
            await asyncio.gather(*searches, return_exceptions=True)

        async with asyncio.timeout(10):
            found = await asyncio.gather(*(index.search(bot, "Absatz", np.eye(8)[1]) for _ in range(12)))
    finally:
        await index.close()

    assert all(len(passages) == 8 for passages in found)
