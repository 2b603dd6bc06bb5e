"""Vectors of models that are no longer in use."""

from datetime import timedelta
from uuid import UUID

from knowledge.pgvector.writing import Connection, lock_bot

KEPT = timedelta(days=7)
"""So long the vectors of the model before stay: whoever goes back to it within a week finds them."""
TABLES = ("large_vectors", "vectors", "parts", "pieces")


async def purge(connection: Connection, model_id: int, kept: timedelta = KEPT) -> None:
    """Remove other models' vectors from bots that have all of this one's, once it has been in use for a while."""
    for bot_id in await _superseded(connection, model_id, kept):
        async with connection.transaction():
            await lock_bot(connection, bot_id)
            for table in TABLES:
                await connection.execute(
                    f"DELETE FROM {table} WHERE bot_id = $1 AND model_id <> $2",  # noqa: S608  # of TABLES
                    bot_id,
                    model_id,
                )


async def _superseded(connection: Connection, model_id: int, kept: timedelta) -> list[UUID]:
    """Bots with vectors of other models and, for each chunk, one of this."""
    rows = await connection.fetch(
        "SELECT bot_id FROM (SELECT bot_id, sum(chunks) AS chunks FROM sources GROUP BY 1) s JOIN"
        " (SELECT bot_id, count(*) FILTER (WHERE model_id = $1) AS own,"
        " count(*) FILTER (WHERE model_id <> $1) AS others FROM vectors GROUP BY 1) v USING (bot_id)"
        " WHERE others > 0 AND own >= chunks"
        " AND EXISTS (SELECT FROM embedding_models WHERE id = $1 AND first_used_at < now() - $2::interval) ORDER BY 1",
        model_id,
        kept,
    )
    return [row["bot_id"] for row in rows]
