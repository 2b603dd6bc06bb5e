"""One place that decides which adapters a process uses."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from knowledge.port import Embedder, KnowledgeIndex
from knowledge.types import EmbeddingModel


@asynccontextmanager
async def open_index(
    *,
    model: EmbeddingModel,
    database_url: str | None = None,
    weaviate_url: str | None = None,
    read_only: bool = False,
) -> AsyncIterator[KnowledgeIndex]:
    """The index at `weaviate_url` when one is given, else in the database. Raises ValueError when neither is."""
    index: KnowledgeIndex
    if weaviate_url:
        from knowledge.weaviate import WeaviateIndex

        index = await WeaviateIndex.open(weaviate_url, model=model)
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
async def open_embedder(
    *, base_url: str | None = None, api_key: str | None = None, model: str | None = None
) -> AsyncIterator[Embedder]:
    """The service at `base_url` when one is given, else the local model."""
    embedder: Embedder
    if base_url:
        from knowledge.embedders.openai import OpenAIEmbedder

        embedder = await OpenAIEmbedder.open(base_url, api_key, model or "text-embedding-3-small")
    else:
        from knowledge.embedders.local import LocalEmbedder

        embedder = LocalEmbedder()
    try:
        yield embedder
    finally:
        await embedder.close()
