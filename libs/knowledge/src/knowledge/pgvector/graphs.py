"""Graphs over the vectors of large bots (HNSW, Malkov and Yashunin 2018).

All vectors of a bot are compared with a question's, exactly, as long as there are few. For a large bot that is most of
what a search costs: its vectors stand in `large_vectors` once more, under a partial index, which is that bot's graph.
A graph only names candidates: their cosines are computed, and their chunks looked up, as everybody else's.

Graphs are made now and then by `tend`, while writers go on. From when a bot is entered in `graphs`, whoever writes its
vectors writes them to both tables (`writing.follow`); searches ask the graph from when it is ready.
"""

from uuid import UUID

from knowledge.pgvector.writing import Connection, follow, lock_bot

LARGE = 5_000
"""Vectors from which a bot gets a graph: comparing so many takes 2 ms."""
WIDTH = 80
"""Candidates that a walk keeps (`hnsw.ef_search`): 96 % of the sixty nearest are found, 99.6 % of the best eight."""
MOST_DIMENSIONS = 4_000
"""Of half-precision vectors that an HNSW index takes."""
TENDING = 0x6D70_6661_6E67
"""Key of the advisory lock of whoever tends."""


async def ready(connection: Connection, model_id: int) -> frozenset[UUID]:
    """The bots whose graph may be asked."""
    rows = await connection.fetch("SELECT bot_id FROM graphs WHERE model_id = $1 AND ready", model_id)
    return frozenset(row["bot_id"] for row in rows)


def nearest(bot_id: UUID, model_id: int, dimension: int) -> str:
    """The statement that asks a bot's graph: $1 is the question's vector, $2 how many.

    A partial index is used only where bot and model are written out.
    """
    return (
        f"SELECT number FROM large_vectors WHERE bot_id = '{bot_id}' AND model_id = {model_id}"  # noqa: S608
        f" ORDER BY embedding::halfvec({dimension}) <#> $1::halfvec({dimension}) LIMIT $2"
    )


async def tend(connection: Connection, model_id: int, dimension: int, large: int) -> None:
    """Make the graphs that are missing, and remove those of bots that are gone; not inside a transaction.

    One process tends at a time: another call meanwhile does nothing. What an interrupted one left is made anew.
    """
    if dimension > MOST_DIMENSIONS or not await connection.fetchval("SELECT pg_try_advisory_lock($1)", TENDING):
        return
    try:
        for bot_id, number in await _without_vectors(connection):
            await _remove(connection, bot_id, number)
        for bot_id in await _too_large(connection, model_id, large):
            await _make(connection, bot_id, model_id, dimension)
    finally:
        await connection.execute("SELECT pg_advisory_unlock($1)", TENDING)


async def _too_large(connection: Connection, model_id: int, large: int) -> list[UUID]:
    """Bots with so many vectors and no graph that is ready."""
    rows = await connection.fetch(
        "SELECT bot_id FROM vectors v WHERE model_id = $1 AND NOT EXISTS"
        " (SELECT FROM graphs g WHERE g.bot_id = v.bot_id AND g.model_id = $1 AND g.ready)"
        " GROUP BY bot_id HAVING count(*) >= $2 ORDER BY bot_id",
        model_id,
        large,
    )
    return [row["bot_id"] for row in rows]


async def _without_vectors(connection: Connection) -> list[tuple[UUID, int]]:
    """Bots with a graph, and its model, of which nothing is left."""
    rows = await connection.fetch(
        "SELECT bot_id, model_id FROM graphs g WHERE NOT EXISTS"
        " (SELECT FROM large_vectors v WHERE v.bot_id = g.bot_id AND v.model_id = g.model_id)"
    )
    return [(row["bot_id"], row["model_id"]) for row in rows]


async def _make(connection: Connection, bot_id: UUID, model_id: int, dimension: int) -> None:
    async with connection.transaction():
        await lock_bot(connection, bot_id, alone=True)  # writers are done before, or wait and find the bot entered
        await connection.execute(
            "INSERT INTO graphs (bot_id, model_id) VALUES ($1, $2) ON CONFLICT DO NOTHING", bot_id, model_id
        )
        rows = await connection.fetch(
            "SELECT number FROM vectors WHERE bot_id = $1 AND model_id = $2", bot_id, model_id
        )
        await follow(connection, bot_id, [row["number"] for row in rows])
    await connection.execute(f"DROP INDEX IF EXISTS {_name(bot_id, model_id)}")  # one that was not finished
    await connection.execute(
        f"CREATE INDEX CONCURRENTLY {_name(bot_id, model_id)} ON large_vectors"
        f" USING hnsw ((embedding::halfvec({dimension})) halfvec_ip_ops)"
        f" WHERE bot_id = '{bot_id}' AND model_id = {model_id}"
    )
    await connection.execute("UPDATE graphs SET ready = true WHERE bot_id = $1 AND model_id = $2", bot_id, model_id)


async def _remove(connection: Connection, bot_id: UUID, model_id: int) -> None:
    await connection.execute("DELETE FROM graphs WHERE bot_id = $1 AND model_id = $2", bot_id, model_id)
    await connection.execute(f"DROP INDEX CONCURRENTLY IF EXISTS {_name(bot_id, model_id)}")


def _name(bot_id: UUID, model_id: int) -> str:
    return f"graph_{bot_id.hex}_{model_id}"
