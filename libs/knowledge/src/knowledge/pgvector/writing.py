"""Storing and deleting: each function runs inside the caller's transaction."""

from collections.abc import Sequence
from typing import Any, TypeAlias
from uuid import UUID

import asyncpg

from knowledge.lexical import TermCounts, postings
from knowledge.types import Chunk, page_address

Connection: TypeAlias = "asyncpg.Connection[Any] | asyncpg.pool.PoolConnectionProxy[Any]"

CHUNK_COLUMNS = (
    "number",
    "bot_id",
    "id",
    "source_id",
    "url",
    "title",
    "heading_path",
    "text",
    "embed_text",
    "page",
    "position",
    "language",
    "content_hash",
    "subject",
)


async def lock_bot(connection: Connection, bot_id: UUID, *, alone: bool = False) -> None:
    """Let transactions change a bot's vectors side by side, or one of them `alone`; before any other lock."""
    lock = "pg_advisory_xact_lock" if alone else "pg_advisory_xact_lock_shared"
    await connection.execute(f"SELECT {lock}(hashtextextended($1, 0))", str(bot_id))


async def lock_source(connection: Connection, bot_id: UUID, source_id: UUID) -> None:
    """Let one transaction at a time change a source."""
    await lock_bot(connection, bot_id)
    await connection.execute("SELECT pg_advisory_xact_lock(hashtextextended($1, 0))", f"{bot_id}/{source_id}")


async def replace_chunks(
    connection: Connection,
    bot_id: UUID,
    source_id: UUID,
    chunks: Sequence[Chunk],
    counted: Sequence[TermCounts],
) -> None:
    """Put these chunks in the place of the source's old ones; vectors follow unchanged content."""
    old = await connection.fetch(
        "SELECT id, number, content_hash FROM chunks WHERE bot_id = $1 AND source_id = $2 ORDER BY number FOR UPDATE",
        bot_id,
        source_id,
    )
    hashes = {chunk.id: chunk.content_hash for chunk in chunks}
    kept = {row["id"]: row["number"] for row in old if hashes.get(row["id"]) == row["content_hash"]}
    gone = [row["number"] for row in old if row["id"] not in kept]
    moved = await connection.fetch(
        "SELECT DISTINCT ON (c.content_hash, v.model_id)"
        " c.content_hash, v.model_id, v.embedding, p.embeddings, s.states"
        " FROM chunks c JOIN vectors v USING (number)"
        " LEFT JOIN parts p ON p.number = v.number AND p.model_id = v.model_id AND p.bot_id = v.bot_id"
        " LEFT JOIN pieces s ON s.number = v.number AND s.model_id = v.model_id AND s.bot_id = v.bot_id"
        " WHERE c.number = ANY($1) AND c.content_hash = ANY($2)",
        gone,
        list(hashes.values()),
    )
    await connection.execute("DELETE FROM chunks WHERE number = ANY($1)", gone)
    new = [chunk for chunk in chunks if chunk.id not in kept]
    fresh = await connection.fetch(
        "SELECT nextval(pg_get_serial_sequence('chunks', 'number')) AS number FROM generate_series(1, $1)", len(new)
    )
    numbers = kept | {chunk.id: row["number"] for chunk, row in zip(new, fresh, strict=True)}
    await connection.copy_records_to_table(
        "chunks", columns=CHUNK_COLUMNS, records=[_record(numbers[chunk.id], chunk) for chunk in new]
    )
    await connection.executemany(
        "UPDATE chunks SET url = $2, title = $3, heading_path = $4, page = $5, position = $6, language = $7,"
        " subject = $8"
        " WHERE number = $1",
        [
            (kept[c.id], c.url, c.title, list(c.heading_path), c.page, c.position, c.language, c.subject)
            for c in chunks
            if c.id in kept
        ],
    )
    await _carry_vectors(connection, bot_id, moved, [(numbers[chunk.id], chunk.content_hash) for chunk in new])
    await _replace_postings(connection, bot_id, source_id, [numbers[chunk.id] for chunk in chunks], counted)
    await connection.execute(
        "INSERT INTO sources (bot_id, source_id, chunks, pages, characters, words) VALUES ($1, $2, $3, $4, $5, $6)"
        " ON CONFLICT (bot_id, source_id) DO UPDATE SET chunks = EXCLUDED.chunks, pages = EXCLUDED.pages,"
        " characters = EXCLUDED.characters, words = EXCLUDED.words, stored_at = now()",
        bot_id,
        source_id,
        len(chunks),
        len({page_address(chunk.url) for chunk in chunks}),
        sum(len(chunk.text) for chunk in chunks),
        sum(length for _, length in counted),
    )


def _record(number: int, chunk: Chunk) -> tuple[object, ...]:
    values = [getattr(chunk, column) for column in CHUNK_COLUMNS[1:]]
    values[CHUNK_COLUMNS.index("heading_path") - 1] = list(chunk.heading_path)
    return (number, *values)


async def _carry_vectors(
    connection: Connection,
    bot_id: UUID,
    moved: Sequence[asyncpg.Record],
    new: Sequence[tuple[int, str]],
) -> None:
    """Give chunks that have a new place the vectors their content had at the old one."""
    by_hash: dict[str, list[asyncpg.Record]] = {}
    for row in moved:
        by_hash.setdefault(row["content_hash"], []).append(row)
    carried = [(number, row) for number, digest in new for row in by_hash.get(digest, [])]
    await connection.executemany(
        "INSERT INTO vectors (bot_id, model_id, number, embedding) VALUES ($1, $2, $3, $4)",
        [(bot_id, row["model_id"], number, row["embedding"]) for number, row in carried],
    )
    await follow(connection, bot_id, [number for number, _ in carried])
    await connection.executemany(
        "INSERT INTO parts (bot_id, model_id, number, embeddings) VALUES ($1, $2, $3, $4)",
        [(bot_id, row["model_id"], number, row["embeddings"]) for number, row in carried if row["embeddings"]],
    )
    await connection.executemany(
        "INSERT INTO pieces (bot_id, model_id, number, states) VALUES ($1, $2, $3, $4)",
        [(bot_id, row["model_id"], number, row["states"]) for number, row in carried if row["states"]],
    )


async def follow(connection: Connection, bot_id: UUID, numbers: Sequence[int]) -> None:
    """Write the vectors of these chunks to a bot's graphs too, where it has any (`graphs`)."""
    await connection.execute(
        "INSERT INTO large_vectors (bot_id, model_id, number, embedding)"
        " SELECT bot_id, model_id, number, embedding FROM vectors JOIN graphs USING (bot_id, model_id)"
        " WHERE bot_id = $1 AND number = ANY($2)"
        " ON CONFLICT (bot_id, model_id, number) DO UPDATE SET embedding = EXCLUDED.embedding",
        bot_id,
        numbers,
    )


DETAILS = {"parts": "embeddings", "pieces": "states"}
"""Tables beside `vectors`, and their columns of bytes."""


async def replace_details(
    connection: Connection,
    table: str,
    bot_id: UUID,
    model_id: int,
    numbers: Sequence[int],
    details: Sequence[tuple[int, bytes]],
) -> None:
    """Put these bytes, by number of the chunk, in the place of all that the numbered chunks had in a table."""
    await connection.execute(
        f"DELETE FROM {table} WHERE bot_id = $1 AND model_id = $2 AND number = ANY($3)",  # noqa: S608  # of DETAILS
        bot_id,
        model_id,
        numbers,
    )
    await connection.copy_records_to_table(
        table,
        columns=("bot_id", "model_id", "number", DETAILS[table]),
        records=[(bot_id, model_id, number, packed) for number, packed in details],
    )


async def _replace_postings(
    connection: Connection,
    bot_id: UUID,
    source_id: UUID,
    numbers: Sequence[int],
    counted: Sequence[TermCounts],
) -> None:
    await connection.execute("DELETE FROM postings WHERE bot_id = $1 AND source_id = $2", bot_id, source_id)
    await connection.copy_records_to_table(
        "postings",
        columns=("bot_id", "term", "source_id", "entries"),
        records=[(bot_id, term, source_id, entries.tobytes()) for term, entries in postings(numbers, counted).items()],
    )


async def delete_source(connection: Connection, bot_id: UUID, source_id: UUID) -> int:
    """Remove a source and all that hangs on it."""
    await _lock_chunks(connection, "bot_id = $1 AND source_id = $2", bot_id, source_id)
    await connection.execute("DELETE FROM postings WHERE bot_id = $1 AND source_id = $2", bot_id, source_id)
    await connection.execute("DELETE FROM sources WHERE bot_id = $1 AND source_id = $2", bot_id, source_id)
    return affected(
        await connection.execute("DELETE FROM chunks WHERE bot_id = $1 AND source_id = $2", bot_id, source_id)
    )


async def delete_bot(connection: Connection, bot_id: UUID) -> int:
    """Remove everything of a bot."""
    await lock_bot(connection, bot_id)
    await _lock_chunks(connection, "bot_id = $1", bot_id)
    await connection.execute("DELETE FROM large_vectors WHERE bot_id = $1", bot_id)
    await connection.execute("DELETE FROM vectors WHERE bot_id = $1", bot_id)
    await connection.execute("DELETE FROM parts WHERE bot_id = $1", bot_id)
    await connection.execute("DELETE FROM pieces WHERE bot_id = $1", bot_id)
    await connection.execute("DELETE FROM postings WHERE bot_id = $1", bot_id)
    await connection.execute("DELETE FROM sources WHERE bot_id = $1", bot_id)
    return affected(await connection.execute("DELETE FROM chunks WHERE bot_id = $1", bot_id))


async def _lock_chunks(connection: Connection, condition: str, *values: UUID) -> None:
    """Take row locks in the order every writer takes them, so that writers wait for each other and never deadlock."""
    await connection.execute(
        f"SELECT FROM chunks WHERE {condition} ORDER BY number FOR UPDATE",
        *values,
    )


def affected(status: str) -> int:
    """The row count in a command tag such as `DELETE 3`."""
    return int(status.rsplit(" ", 1)[-1])
