"""The two collections: chunks, and sources that say which generation of chunks readers see."""

import hashlib
import re
from collections.abc import Sequence

from weaviate.classes.config import Configure, DataType, Property, Tokenization, VectorDistances
from weaviate.client import WeaviateAsyncClient
from weaviate.exceptions import UnexpectedStatusCodeError

from knowledge.types import EmbeddingModel

CHUNKS = "KnowledgeChunk"
SOURCES = "KnowledgeSource"


def vector_name(model: EmbeddingModel) -> str:
    """The named vector that holds this model's vectors: each model has its own, so they never mix."""
    readable = re.sub(r"[^0-9A-Za-z]+", "_", model.name).strip("_")[:40]
    digest = hashlib.sha256(model.name.encode()).hexdigest()[:8]
    return f"m_{readable}_{digest}_{model.dimension}"


def _keyword(name: str, kind: DataType = DataType.TEXT) -> Property:
    """A value that is compared as a whole."""
    return Property(
        name=name,
        data_type=kind,
        tokenization=Tokenization.FIELD,
        index_filterable=True,
        index_searchable=False,
        skip_vectorization=True,
    )


def _stored(name: str, kind: DataType = DataType.TEXT) -> Property:
    """A value that is only given back."""
    return Property(name=name, data_type=kind, index_filterable=False, index_searchable=False)


def _searched(name: str, tokenization: Tokenization) -> Property:
    """Words for BM25."""
    return Property(
        name=name,
        data_type=DataType.TEXT,
        tokenization=tokenization,
        index_filterable=False,
        index_searchable=True,
    )


CHUNK_PROPERTIES = (
    _keyword("chunk_id"),
    _keyword("source_id"),
    _keyword("generation"),
    _keyword("embedded", DataType.TEXT_ARRAY),
    _stored("url"),
    _stored("title"),
    _stored("heading_path", DataType.TEXT_ARRAY),
    _stored("text"),
    _stored("embed_text"),
    _stored("language"),
    _stored("content_hash"),
    _stored("subject"),
    _stored("parts"),
    _stored("pieces"),
    Property(name="page", data_type=DataType.INT, index_filterable=False),
    Property(name="position", data_type=DataType.INT, index_filterable=True),
    Property(name="length", data_type=DataType.INT, index_filterable=False),
    _searched("terms", Tokenization.WHITESPACE),
    _searched("grams", Tokenization.TRIGRAM),
)
SOURCE_PROPERTIES = (
    _keyword("generation"),
    *(
        Property(name=name, data_type=DataType.INT, index_filterable=False)
        for name in ("chunks", "pages", "characters", "words")
    ),
)


async def prepare(client: WeaviateAsyncClient, model: EmbeddingModel) -> None:
    """Create what is missing: the collections, and the named vector of a model that is new to them."""
    await _create(client, SOURCES, SOURCE_PROPERTIES, "unused")
    await _create(client, CHUNKS, CHUNK_PROPERTIES, vector_name(model))
    chunks = client.collections.use(CHUNKS)
    known = await chunks.config.get()
    there = {entry.name for entry in known.properties}
    for entry in CHUNK_PROPERTIES:
        if entry.name not in there:
            await chunks.config.add_property(entry)
    if vector_name(model) not in (known.vector_config or {}):
        await chunks.config.add_vector(
            vector_config=Configure.Vectors.self_provided(
                name=vector_name(model),
                vector_index_config=Configure.VectorIndex.hnsw(distance_metric=VectorDistances.COSINE),
            )
        )


async def _create(client: WeaviateAsyncClient, name: str, properties: Sequence[Property], vector: str) -> None:
    """Create a collection unless it is there; another process may be creating it at the same moment."""
    if await client.collections.exists(name):
        return
    try:
        await client.collections.create(
            name,
            properties=list(properties),
            multi_tenancy_config=Configure.multi_tenancy(
                enabled=True, auto_tenant_creation=True, auto_tenant_activation=True
            ),
            vector_config=[
                Configure.Vectors.self_provided(
                    name=vector,
                    vector_index_config=Configure.VectorIndex.hnsw(distance_metric=VectorDistances.COSINE),
                )
            ],
        )
    except UnexpectedStatusCodeError:
        if not await client.collections.exists(name):
            raise
