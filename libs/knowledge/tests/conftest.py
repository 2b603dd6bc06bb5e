import asyncio
import os
from collections.abc import AsyncIterator, Callable, Iterator
from contextlib import asynccontextmanager
from uuid import uuid4

import asyncpg
import pytest
from knowledge import EmbeddingModel
from knowledge.pgvector import PgvectorIndex, migrate
from knowledge.weaviate import WeaviateIndex

Server = Callable[[str], str]
TOY = EmbeddingModel(name="toy", dimension=8)


@asynccontextmanager
async def fresh_database(server: Server) -> AsyncIterator[str]:
    """An empty database on the server of the kit's fixtures, dropped afterwards."""
    name = f"knowledge_{uuid4().hex[:12]}"
    administrator = await asyncpg.connect(server("postgres"))
    try:
        await administrator.execute(f"CREATE DATABASE {name}")
        try:
            yield server(name)
        finally:
            await administrator.execute(f"DROP DATABASE {name} WITH (FORCE)")
    finally:
        await administrator.close()


@pytest.fixture(scope="session")
def database_url(postgres: Server) -> Iterator[str]:
    """One migrated database; tests keep apart by their bots."""
    with asyncio.Runner() as runner:
        database = fresh_database(postgres)
        url = runner.run(database.__aenter__())
        try:
            runner.run(migrate(url))
            yield url
        finally:
            runner.run(database.__aexit__(None, None, None))


@pytest.fixture
async def pgvector_index(database_url: str) -> AsyncIterator[PgvectorIndex]:
    index = await PgvectorIndex.open(database_url, model=TOY, pool_size=4)
    yield index
    await index.close()


@pytest.fixture
def weaviate_url() -> str:
    """A running server; its gRPC port may follow as `?grpc_port=`."""
    url = os.environ.get("WEAVIATE_URL")
    if not url:
        pytest.skip("WEAVIATE_URL is not set")
    return url


@pytest.fixture
async def weaviate_index(weaviate_url: str) -> AsyncIterator[WeaviateIndex]:
    index = await WeaviateIndex.open(weaviate_url, model=TOY)
    yield index
    await index.close()
