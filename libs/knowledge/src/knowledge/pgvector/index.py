"""`KnowledgeIndex` on PostgreSQL: vector search per bot, exact up to a size, BM25 over occurrence lists, fused."""

import asyncio
from collections.abc import AsyncIterator, Collection, Mapping, Sequence
from contextlib import asynccontextmanager
from time import monotonic
from typing import Any, Self, TypeAlias
from urllib.parse import parse_qs, urlsplit
from uuid import UUID

import asyncpg
import numpy as np
from numpy.typing import NDArray

from knowledge import parts, pieces
from knowledge.lexical import term_counts
from knowledge.pgvector import graphs, halfvec, purging, searching, writing
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

READER_ROLE = "knowledge_reader"
"""May read every table of the index and write none."""
POOL_SIZE = 8
GRAPHS_SECONDS = 30.0
"""So long it may take until a new graph is asked."""
Pool: TypeAlias = "asyncpg.Pool[Any]"


async def _nothing(connection: "asyncpg.Connection[Any]") -> None:
    """What to undo when a connection goes back: nothing, since every setting is the pool's and transactions end."""


class PgvectorIndex:
    """The adapter. Open it with `open`; the database must have been migrated."""

    def __init__(self, pool: Pool, model: EmbeddingModel, large: int) -> None:
        self._pool = pool
        self._model = model
        self._model_id: int | None = None
        self._large = large
        self._graphs: frozenset[UUID] = frozenset()
        self._graphs_until = 0.0

    @classmethod
    async def open(
        cls,
        database_url: str,
        *,
        model: EmbeddingModel,
        read_only: bool = False,
        pool_size: int = POOL_SIZE,
        large: int = graphs.LARGE,
    ) -> Self:
        """Connect. With `read_only` every connection takes the role that may only read.

        `large`: vectors from which `tend` makes a graph over a bot's. The server lists the connections as `knowledge`,
        unless the URL sets `application_name`.
        """

        async def prepare(connection: "asyncpg.Connection[Any]") -> None:
            await halfvec.register(connection)
            if read_only:
                await connection.execute(f"SET ROLE {READER_ROLE}")

        session = {
            "default_transaction_read_only": "on" if read_only else "off",
            "jit": "off",
            "max_parallel_workers_per_gather": "0",
            "hnsw.ef_search": str(graphs.WIDTH),
        }
        if "application_name" not in parse_qs(urlsplit(database_url).query):
            session["application_name"] = "knowledge"
        pool = await asyncpg.create_pool(
            database_url,
            min_size=min(2, pool_size),  # a search uses a second one that is free
            max_size=pool_size,
            init=prepare,
            reset=_nothing,
            server_settings=session,
        )
        return cls(pool, model, large)

    @property
    def model(self) -> EmbeddingModel:
        """The model whose vectors are read and written."""
        return self._model

    async def store_source(self, bot_id: UUID, source_id: UUID, chunks: Sequence[Chunk]) -> int:
        """Replace a source's chunks in one transaction."""
        if any(chunk.bot_id != bot_id or chunk.source_id != source_id for chunk in chunks):
            raise ValueError("every chunk must belong to the bot and the source it is stored for")
        unique = list({chunk.id: chunk for chunk in reversed(chunks)}.values())[::-1]
        counted = await asyncio.to_thread(term_counts, unique)
        async with self._pool.acquire() as connection, connection.transaction():
            await writing.lock_source(connection, bot_id, source_id)
            await writing.replace_chunks(connection, bot_id, source_id, unique, counted)
        return len(unique)

    async def missing_vectors(self, bot_id: UUID, limit: int = 64, *, source_id: UUID | None = None) -> list[ChunkText]:
        """Chunks without a vector of this model, in the order they were stored."""
        async with self._pool.acquire() as connection:
            rows = await connection.fetch(
                "SELECT id, embed_text, text FROM chunks c WHERE bot_id = $1 AND ($2::uuid IS NULL OR source_id = $2)"
                " AND NOT EXISTS (SELECT FROM vectors v WHERE v.bot_id = $1 AND v.model_id = $3"
                " AND v.number = c.number) ORDER BY number LIMIT $4",
                bot_id,
                source_id,
                await self._known_model(connection),
                limit,
            )
        return [parts.texts_of(row["id"], row["embed_text"], row["text"]) for row in rows]

    async def store_vectors(self, bot_id: UUID, vectors: Mapping[UUID, ChunkVectors | Vectors]) -> int:
        """Add vectors to chunks that are still there."""
        ready = {chunk_id: ChunkVectors.of(given, self._model.dimension) for chunk_id, given in vectors.items()}
        async with self._pool.acquire() as connection, connection.transaction():
            await writing.lock_bot(connection, bot_id)
            model_id = await self._model_for_writing(connection)
            rows = await connection.fetch(
                "SELECT id, number FROM chunks WHERE bot_id = $1 AND id = ANY($2) ORDER BY number FOR SHARE",
                bot_id,
                list(ready),
            )
            await connection.executemany(
                "INSERT INTO vectors (bot_id, model_id, number, embedding) VALUES ($1, $2, $3, $4)"
                " ON CONFLICT (bot_id, model_id, number) DO UPDATE SET embedding = EXCLUDED.embedding",
                [(bot_id, model_id, row["number"], ready[row["id"]].rows[0]) for row in rows],
            )
            numbers = [row["number"] for row in rows]
            await writing.follow(connection, bot_id, numbers)
            made = [(row["number"], ready[row["id"]]) for row in rows]
            for table, details in (
                ("parts", [(number, parts.packed(one.rows)) for number, one in made if len(one.rows) > 1]),
                ("pieces", [(number, pieces.packed(one.pieces)) for number, one in made if one.pieces is not None]),
            ):
                await writing.replace_details(connection, table, bot_id, model_id, numbers, details)
        return len(rows)

    async def delete_source(self, bot_id: UUID, source_id: UUID) -> int:
        """Remove a source."""
        async with self._pool.acquire() as connection, connection.transaction():
            await writing.lock_source(connection, bot_id, source_id)
            return await writing.delete_source(connection, bot_id, source_id)

    async def delete_bot(self, bot_id: UUID) -> int:
        """Remove everything of a bot."""
        async with self._pool.acquire() as connection, connection.transaction():
            return await writing.delete_bot(connection, bot_id)

    async def search(
        self, bot_id: UUID, query: str, embedding: Embedding | Vector | None = None, limit: int = 8
    ) -> list[Passage]:
        """The best passages, read in one snapshot of the database."""
        asked = None if embedding is None else Embedding.of(embedding, self._model.dimension)
        async with self._pool.acquire() as connection:
            model_id = await self._known_model(connection)
            graph = bot_id in await self._with_graph(connection, model_id)
            async with (
                self._comparing(bot_id, model_id, asked.vector if asked else None, graph=graph) as beside,
                connection.transaction(isolation="repeatable_read", readonly=True),
            ):
                return await searching.search(connection, beside, bot_id, model_id, query, asked, limit, graph=graph)

    @asynccontextmanager
    async def _comparing(
        self, bot_id: UUID, model_id: int, vector: NDArray[np.float32] | None, *, graph: bool
    ) -> AsyncIterator[asyncio.Task[list[int]] | None]:
        """Vectors being compared on a connection that nobody else wants; None without one: two are never waited for."""
        if vector is None or not self._pool.get_idle_size():
            yield None
            return
        other = await self._pool.acquire()

        async def compare() -> list[int]:
            try:
                return await searching.nearest(other, bot_id, model_id, vector, graph=graph)
            finally:
                await self._pool.release(other)

        comparing = asyncio.create_task(compare())
        try:
            yield comparing
        finally:
            comparing.cancel()
            await asyncio.gather(comparing, return_exceptions=True)
            await self._pool.release(other)  # once more does nothing, and a task that never began has not done it

    async def known_stems(self, bot_id: UUID, stems: Collection[str]) -> frozenset[str]:
        """Those of the stems that have an occurrence list."""
        async with self._pool.acquire() as connection:
            rows = await connection.fetch(
                "SELECT DISTINCT term FROM postings WHERE bot_id = $1 AND term = ANY($2)", bot_id, list(stems)
            )
        return frozenset(row["term"] for row in rows)

    async def stats(self, bot_id: UUID) -> IndexStats:
        """Totals over the bot's sources."""
        async with self._pool.acquire() as connection:
            row = await connection.fetchrow(
                "SELECT coalesce(sum(chunks), 0)::bigint AS chunks, coalesce(sum(pages), 0)::bigint AS pages,"
                " count(*) FILTER (WHERE chunks > 0) AS sources,"
                " coalesce(sum(characters), 0)::bigint AS characters,"
                " (SELECT count(*) FROM vectors WHERE bot_id = $1 AND model_id = $2) AS vectors"
                " FROM sources WHERE bot_id = $1",
                bot_id,
                await self._known_model(connection),
            )
        return IndexStats(**dict(row)) if row else IndexStats()

    async def titles(self, bot_id: UUID) -> list[PageTitle]:
        """The bot's pages, without anchors, in the order of their first chunk."""
        async with self._pool.acquire() as connection:
            rows = await connection.fetch(
                "SELECT source_id, split_part(url, '#', 1) AS url, (array_agg(title ORDER BY position))[1] AS title,"
                " count(*) AS chunks, coalesce(array_agg(heading_path[cardinality(heading_path)] ORDER BY position)"
                " FILTER (WHERE heading_path[cardinality(heading_path)] LIKE '%?' AND subject = ''), '{}') AS questions"
                " FROM chunks WHERE bot_id = $1 GROUP BY 1, 2 ORDER BY min(number)",
                bot_id,
            )
        return [PageTitle(**{**row, "questions": tuple(dict.fromkeys(row["questions"]))}) for row in rows]

    async def bots_with_missing_vectors(self, limit: int = 100) -> list[UUID]:
        """Bots with a chunk that has no vector of this model."""
        async with self._pool.acquire() as connection:
            rows = await connection.fetch(
                "SELECT s.bot_id FROM (SELECT bot_id, sum(chunks) AS chunks FROM sources GROUP BY 1) s"
                " LEFT JOIN (SELECT bot_id, count(*) AS vectors FROM vectors WHERE model_id = $1 GROUP BY 1) v"
                " USING (bot_id) WHERE s.chunks > coalesce(v.vectors, 0) ORDER BY 1 LIMIT $2",
                await self._known_model(connection),
                limit,
            )
        return [row["bot_id"] for row in rows]

    async def tend(self) -> None:
        """Make the graphs that large bots lack (`graphs`), and remove vectors of models before this one (`purging`)."""
        async with self._pool.acquire() as connection:
            model_id = await self._known_model(connection)
            await graphs.tend(connection, model_id, self._model.dimension, self._large)
            await purging.purge(connection, model_id)

    async def close(self) -> None:
        """Close the pool."""
        await self._pool.close()

    async def _with_graph(self, connection: writing.Connection, model_id: int) -> frozenset[UUID]:
        """The bots with a graph, as somebody saw them a moment ago."""
        if monotonic() >= self._graphs_until:
            self._graphs = await graphs.ready(connection, model_id)
            self._graphs_until = monotonic() + GRAPHS_SECONDS
        return self._graphs

    async def _known_model(self, connection: writing.Connection) -> int:
        """The model's number; 0, which no row has, until its first vector is stored."""
        if self._model_id is None:
            self._model_id = await connection.fetchval(
                "SELECT id FROM embedding_models WHERE name = $1 AND dimension = $2",
                self._model.name,
                self._model.dimension,
            )
        return self._model_id or 0

    async def _model_for_writing(self, connection: writing.Connection) -> int:
        """The model's number, entered now when this is its first vector."""
        if not await self._known_model(connection):
            await connection.execute(
                "INSERT INTO embedding_models (name, dimension) VALUES ($1, $2) ON CONFLICT DO NOTHING",
                self._model.name,
                self._model.dimension,
            )
            number: int = await connection.fetchval(
                "SELECT id FROM embedding_models WHERE name = $1 AND dimension = $2",
                self._model.name,
                self._model.dimension,
            )
            return number
        return self._model_id or 0
