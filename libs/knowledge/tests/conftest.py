from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import asynccontextmanager
from typing import TYPE_CHECKING
from uuid import uuid4

import asyncpg
import pytest
from knowledge import EmbeddingModel
from knowledge.pgvector import PgvectorIndex
from servicekit import migrations

from tests.weaviate import weaviate_server

if TYPE_CHECKING:  # its client takes a second to import, in every process that collects tests
    from knowledge.weaviate import WeaviateIndex

Server = Callable[[str], str]
TOY = EmbeddingModel(name="toy", dimension=8)


@asynccontextmanager
async def fresh_database(server: Server) -> AsyncIterator[str]:
    """An empty database on the server of the kit's fixtures, dropped afterwards."""
    name = f"knowledge_{uuid4().hex[:12]}"
    await administer(server, f"CREATE DATABASE {name}")
    try:
        yield server(name)
    finally:
        await administer(server, f"DROP DATABASE {name} WITH (FORCE)")


async def administer(server: Server, statement: str) -> None:
    connection = await asyncpg.connect(server("postgres"))
    try:
        await connection.execute(statement)
    finally:
        await connection.close()


@pytest.fixture(scope="session")
def database_url(postgres: Server) -> Iterator[str]:
    """One migrated database; tests keep apart by their bots. Made on a thread, as a loop may be running here."""
    name = f"knowledge_{uuid4().hex[:12]}"
    with ThreadPoolExecutor(max_workers=1) as thread:
        thread.submit(asyncio.run, administer(postgres, f"CREATE DATABASE {name}")).result()
        thread.submit(asyncio.run, migrations.apply("knowledge", postgres(name))).result()
        yield postgres(name)
        thread.submit(asyncio.run, administer(postgres, f"DROP DATABASE {name} WITH (FORCE)")).result()


@pytest.fixture
async def pgvector_index(database_url: str) -> AsyncIterator[PgvectorIndex]:
    index = await PgvectorIndex.open(database_url, model=TOY, pool_size=4)
    yield index
    await index.close()


@pytest.fixture(scope="session")
def weaviate_url() -> Iterator[str]:
    """A running server; its gRPC port may follow as `?grpc_port=`."""
    with weaviate_server() as url:
        if url is None:
            pytest.skip("there is no Weaviate: `make test-weaviate` builds one")
        yield url


@pytest.fixture
async def weaviate_index(weaviate_url: str) -> AsyncIterator[WeaviateIndex]:
    from knowledge.weaviate import WeaviateIndex

    index = await WeaviateIndex.open(weaviate_url, model=TOY)
    yield index
    await index.close()
