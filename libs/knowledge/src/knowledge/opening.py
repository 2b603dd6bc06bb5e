"""One place that decides which adapters a process uses."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from knowledge.port import Embedder, KnowledgeIndex
from knowledge.settings import Embeddings, KnowledgeSettings
from knowledge.types import EmbeddingModel

FOR_VISITORS = 2
"""Cores that make one question's vector, while somebody waits: 16 ms instead of 20, and as much processor time."""


@asynccontextmanager
async def open_index(
    *,
    model: EmbeddingModel,
    database_url: str | None = None,
    weaviate_url: str | None = None,
    weaviate_api_key: str | None = None,
    read_only: bool = False,
) -> AsyncIterator[KnowledgeIndex]:
    """The index at `weaviate_url` when one is given, else in the database. Raises ValueError when neither is."""
    index: KnowledgeIndex
    if weaviate_url:
        from knowledge.weaviate import WeaviateIndex

        index = await WeaviateIndex.open(weaviate_url, model=model, api_key=weaviate_api_key)
    elif database_url:
        from knowledge.pgvector import PgvectorIndex

        index = await PgvectorIndex.open(database_url, model=model, read_only=read_only)
    else:
        raise ValueError("KNOWLEDGE_DATABASE_URL or WEAVIATE_URL must be set")
    try:
        yield index
    finally:
        await index.close()


@asynccontextmanager
async def open_embedder(settings: Embeddings | None = None, *, preload: bool = False) -> AsyncIterator[Embedder]:
    """The service of embeddings when one is configured, else the local model; `preload` begins to load that at once."""
    embedder: Embedder
    if settings is not None and settings.base_url:
        from knowledge.embedders.openai import OpenAIEmbedder

        key = settings.api_key.get_secret_value() if settings.api_key else None
        embedder = await OpenAIEmbedder.open(settings.base_url, key, settings.model)
    else:
        from knowledge.embedders.local import LocalEmbedder

        embedder = LocalEmbedder(threads=FOR_VISITORS if preload else 1)
        if preload:
            embedder.preload()
    try:
        yield embedder
    finally:
        await embedder.close()


def connections(settings: KnowledgeSettings) -> int:
    """How many connections to PostgreSQL the index of a process has at most."""
    if settings.weaviate.url:
        return 0
    from knowledge.pgvector import POOL_SIZE

    return POOL_SIZE


@asynccontextmanager
async def open_knowledge(
    settings: KnowledgeSettings, *, read_only: bool = False
) -> AsyncIterator[tuple[Embedder, KnowledgeIndex]]:
    """The configured embedder, and the index of its vectors."""
    database_url, weaviate = settings.knowledge.database_url, settings.weaviate
    async with (
        open_embedder(settings.embeddings, preload=read_only) as embedder,  # visitors ask where nothing is written
        open_index(
            model=embedder.model,
            database_url=database_url.get_secret_value() if database_url else None,
            weaviate_url=weaviate.url,
            weaviate_api_key=weaviate.api_key.get_secret_value() if weaviate.api_key else None,
            read_only=read_only,
        ) as index,
    ):
        yield embedder, index
