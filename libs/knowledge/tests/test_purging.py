"""Vectors of a model that is no longer in use."""

from uuid import uuid4

import asyncpg
import numpy as np
import pytest
from knowledge import Chunk, EmbeddingModel
from knowledge.pgvector import PgvectorIndex

from .conftest import TOY

pytestmark = pytest.mark.integration


async def test_they_go_when_the_new_models_are_all_there_and_a_week_has_passed(
    pgvector_index: PgvectorIndex, database_url: str
) -> None:
    newer = await PgvectorIndex.open(database_url, model=EmbeddingModel(name=uuid4().hex, dimension=4), pool_size=2)
    connection = await asyncpg.connect(database_url)
    whole, half, source = uuid4(), uuid4(), uuid4()
    for bot in (whole, half):
        chunks = [
            Chunk.make(bot_id=bot, source_id=source, url="/", title="Seite", text=f"Absatz {n}", position=n)
            for n in range(4)
        ]
        await pgvector_index.store_source(bot, source, chunks)
        await pgvector_index.store_vectors(bot, {chunk.id: np.eye(8)[chunk.position] for chunk in chunks})
        await newer.store_vectors(bot, {c.id: np.eye(4)[c.position] for c in chunks[: 4 if bot == whole else 3]})

    async def stored() -> list[tuple[int, int]]:
        """For either bot: vectors of the toy model, and of the newer one."""
        return [((await pgvector_index.stats(b)).vectors, (await newer.stats(b)).vectors) for b in (whole, half)]

    try:
        await newer.tend()
        young = await stored()
        await connection.execute(
            "UPDATE embedding_models SET first_used_at = now() - interval '8 days' WHERE name = $1", newer.model.name
        )
        await newer.tend()
        old = await stored()
    finally:
        await connection.close()
        await newer.close()

    assert TOY.name != newer.model.name
    assert young == [(4, 4), (4, 3)]
    assert old == [(0, 4), (4, 3)]
