"""`KnowledgeIndex` on Weaviate: a tenant per bot.

Weaviate has no transactions. A source's chunks are therefore written as a new generation that nobody sees; one write
of the source's own object then makes it the one readers see, and the old generation is removed.
"""

import asyncio
from collections.abc import Iterable, Mapping, Sequence
from typing import Any, Self, cast
from urllib.parse import parse_qsl, urlsplit
from uuid import UUID, uuid4

import weaviate
from weaviate.classes.data import DataObject
from weaviate.classes.init import AdditionalConfig
from weaviate.classes.query import Filter, Sort
from weaviate.client import WeaviateAsyncClient
from weaviate.exceptions import WeaviateBaseError

from knowledge.lexical import term_counts
from knowledge.parts import texts_of
from knowledge.types import (
    Chunk,
    ChunkText,
    ChunkVectors,
    Embedding,
    EmbeddingModel,
    IndexStats,
    PageTitle,
    Passage,
    Vector,
    Vectors,
    page_address,
)
from knowledge.weaviate import records, searching
from knowledge.weaviate.schema import CHUNKS, SOURCES, prepare, vector_name
from knowledge.weaviate.searching import Collection, Totals

BATCH = 100
MOST_SOURCES = 5_000
ATTEMPTS = 5
NamedVectors = dict[str, list[float]]


class IncompleteWrite(RuntimeError):
    """Weaviate refused a part of a batch; readers still see what they saw before."""


class WeaviateIndex:
    """The adapter. Open it with `open`, which creates the collections when they are missing."""

    def __init__(self, client: WeaviateAsyncClient, model: EmbeddingModel) -> None:
        self._client = client
        self._model = model
        self._name = vector_name(model)

    @classmethod
    async def open(cls, url: str, *, model: EmbeddingModel, api_key: str | None = None) -> Self:
        """Connect to `http(s)://host:port`, with `https` to gRPC over TLS too.

        gRPC is on the same host and port 50051, unless the URL's query says `grpc_host=` or `grpc_port=`.
        """
        parts = urlsplit(url)
        secure = parts.scheme == "https"
        asked = dict(parse_qsl(parts.query))
        client = weaviate.use_async_with_custom(
            http_host=parts.hostname or "localhost",
            http_port=parts.port or (443 if secure else 8080),
            http_secure=secure,
            grpc_host=asked.get("grpc_host") or parts.hostname or "localhost",
            grpc_port=int(asked.get("grpc_port", "50051")),
            grpc_secure=secure,
            additional_config=AdditionalConfig(trust_env=secure),  # SSL_CERT_FILE, and proxies on the way out
            auth_credentials=weaviate.auth.AuthApiKey(api_key) if api_key else None,
        )
        await client.connect()
        try:
            await prepare(client, model)
        except BaseException:
            await client.close()
            raise
        return cls(client, model)

    @property
    def model(self) -> EmbeddingModel:
        """The model whose vectors are read and written."""
        return self._model

    async def store_source(self, bot_id: UUID, source_id: UUID, chunks: Sequence[Chunk]) -> int:
        """Write a new generation, show it, remove the old one."""
        if any(chunk.bot_id != bot_id or chunk.source_id != source_id for chunk in chunks):
            raise ValueError("every chunk must belong to the bot and the source it is stored for")
        unique = list({chunk.id: chunk for chunk in reversed(chunks)}.values())[::-1]
        counted = await asyncio.to_thread(term_counts, unique)
        generation = uuid4().hex
        chunk_objects, sources = self._tenant(bot_id)
        before = await self._sources(bot_id)
        old = before.get(source_id)
        vectors = await self._vectors_by_content(chunk_objects, old["generation"]) if old else {}
        objects = []
        for chunk, counts in zip(unique, counted, strict=True):
            kept, details = vectors.get(chunk.content_hash, ({}, {}))
            objects.append(
                DataObject(
                    properties=records.properties(chunk, counts, generation, sorted(kept), details),
                    uuid=records.object_id(chunk.id, generation),
                    vector=kept,
                )
            )
        await self._insert(chunk_objects, objects)
        values = {
            "generation": generation,
            "chunks": len(unique),
            "pages": len({page_address(chunk.url) for chunk in unique}),
            "characters": sum(len(chunk.text) for chunk in unique),
            "words": sum(length for _, length in counted),
        }
        await self._insert(sources, [DataObject(properties=values, uuid=source_id)])
        if old:
            await chunk_objects.data.delete_many(where=Filter.by_property("generation").equal(old["generation"]))
        return len(unique)

    async def missing_vectors(self, bot_id: UUID, limit: int = 64, *, source_id: UUID | None = None) -> list[ChunkText]:
        """Chunks without a vector of this model, in the order of their positions."""
        sources = await self._sources(bot_id)
        shown = [values["generation"] for key, values in sources.items() if source_id in (None, key)]
        if not shown:
            return []
        answer = await self._tenant(bot_id)[0].query.fetch_objects(
            filters=Filter.by_property("generation").contains_any(shown)
            & Filter.not_(Filter.by_property("embedded").contains_any([self._name])),
            sort=Sort.by_property("position"),
            limit=limit,
            return_properties=["chunk_id", "embed_text", "text"],
        )
        return [
            texts_of(
                UUID(str(entry.properties["chunk_id"])),
                str(entry.properties["embed_text"]),
                str(entry.properties["text"]),
            )
            for entry in answer.objects
        ]

    async def store_vectors(self, bot_id: UUID, vectors: Mapping[UUID, ChunkVectors | Vectors]) -> int:
        """Add vectors to chunks that readers see."""
        ready = {chunk_id: ChunkVectors.of(given, self._model.dimension) for chunk_id, given in vectors.items()}
        shown = [values["generation"] for values in (await self._sources(bot_id)).values()]
        if not shown or not ready:
            return 0
        chunk_objects, _ = self._tenant(bot_id)
        written = 0
        ids = [str(chunk_id) for chunk_id in ready]
        for start in range(0, len(ids), BATCH):
            answer = await chunk_objects.query.fetch_objects(
                filters=Filter.by_property("generation").contains_any(shown)
                & Filter.by_property("chunk_id").contains_any(ids[start : start + BATCH]),
                include_vector=True,
                limit=BATCH,
            )
            objects = []
            for entry in answer.objects:
                values = dict(entry.properties)
                values["embedded"] = sorted({*_texts(values.get("embedded")), self._name})
                made = ready[UUID(str(values["chunk_id"]))]
                values |= records.with_details(values, self._name, made)
                named = {**_named(entry.vector), self._name: made.rows[0].tolist()}
                objects.append(DataObject(properties=values, uuid=entry.uuid, vector=named))
            await self._insert(chunk_objects, objects)
            written += len(objects)
        return written

    async def delete_source(self, bot_id: UUID, source_id: UUID) -> int:
        """Hide a source, then remove its chunks."""
        source = (await self._sources(bot_id)).get(source_id)
        if source is None:
            return 0
        chunk_objects, sources = self._tenant(bot_id)
        await sources.data.delete_by_id(source_id)
        await chunk_objects.data.delete_many(where=Filter.by_property("source_id").equal(str(source_id)))
        return int(source["chunks"])

    async def delete_bot(self, bot_id: UUID) -> int:
        """Remove the bot's tenants."""
        removed = (await self.stats(bot_id)).chunks
        for name in (SOURCES, CHUNKS):
            await self._client.collections.use(name).tenants.remove([str(bot_id)])
        return removed

    async def search(
        self, bot_id: UUID, query: str, embedding: Embedding | Vector | None = None, limit: int = 8
    ) -> list[Passage]:
        """The best passages; searched again when a source was replaced meanwhile."""
        asked = None if embedding is None else Embedding.of(embedding, self._model.dimension)
        sources = await self._sources(bot_id)
        found: list[Passage] = []
        for _ in range(ATTEMPTS):
            totals = Totals(
                sum(int(values["chunks"]) for values in sources.values()),
                sum(int(values["words"]) for values in sources.values()),
            )
            if not totals.chunks:
                return []
            generations = sorted(values["generation"] for values in sources.values())
            found = await searching.search(
                self._tenant(bot_id)[0], bot_id, generations, totals, self._name, query, asked, limit
            )
            sources = await self._sources(bot_id)
            if sorted(values["generation"] for values in sources.values()) == generations:
                break
        return found

    async def known_stems(self, bot_id: UUID, stems: Iterable[str]) -> frozenset[str]:
        """Those of the stems that stand in the chunks which hold most of them."""
        generations = [str(values["generation"]) for values in (await self._sources(bot_id)).values()]
        return await searching.known_stems(self._tenant(bot_id)[0], generations, frozenset(stems))

    async def stats(self, bot_id: UUID) -> IndexStats:
        """Totals over the bot's sources."""
        sources = [values for values in (await self._sources(bot_id)).values() if int(values["chunks"])]
        if not sources:
            return IndexStats()
        answer = await self._tenant(bot_id)[0].aggregate.over_all(
            filters=Filter.by_property("generation").contains_any([values["generation"] for values in sources])
            & Filter.by_property("embedded").contains_any([self._name]),
            total_count=True,
        )
        return IndexStats(
            chunks=sum(int(values["chunks"]) for values in sources),
            pages=sum(int(values["pages"]) for values in sources),
            sources=len(sources),
            characters=sum(int(values["characters"]) for values in sources),
            vectors=answer.total_count or 0,
        )

    async def titles(self, bot_id: UUID) -> list[PageTitle]:
        """The bot's pages, without anchors, in the order of their first chunk."""
        sources = await self._sources(bot_id)
        if not sources:
            return []
        shown = {values["generation"] for values in sources.values()}
        entries = [
            dict(entry.properties)
            async for entry in self._tenant(bot_id)[0].iterator(
                return_properties=["url", "title", "source_id", "position", "generation", "heading_path", "subject"]
            )
            if entry.properties["generation"] in shown
        ]
        pages: dict[tuple[str, str], PageTitle] = {}
        for values in sorted(entries, key=lambda values: (str(values["source_id"]), int(str(values["position"])))):
            source, url = str(values["source_id"]), page_address(str(values["url"]))
            page = pages.get((source, url))
            headings = cast(list[str], values.get("heading_path") or [])
            asked = tuple(head for head in headings[-1:] if head.endswith("?") and not values.get("subject"))
            known = page.questions if page else ()
            pages[source, url] = PageTitle(
                url=url,
                title=page.title if page else str(values["title"]),
                source_id=UUID(source),
                chunks=page.chunks + 1 if page else 1,
                questions=tuple(dict.fromkeys((*known, *asked))),
            )
        return list(pages.values())

    async def bots_with_missing_vectors(self, limit: int = 100) -> list[UUID]:
        """Bots with a chunk that has no vector of this model; walks all tenants."""
        found: list[UUID] = []
        for tenant in sorted(await self._client.collections.use(SOURCES).tenants.get()):
            stats = await self.stats(UUID(tenant))
            if stats.vectors < stats.chunks:
                found.append(UUID(tenant))
            if len(found) == limit:
                break
        return found

    async def tend(self) -> None:
        """Nothing: the server has an index for every bot, and keeps it by itself."""

    async def close(self) -> None:
        """Close the connections."""
        await self._client.close()

    def _tenant(self, bot_id: UUID) -> tuple[Collection, Collection]:
        """The bot's chunks and sources."""
        tenant = str(bot_id)
        return (
            self._client.collections.use(CHUNKS).with_tenant(tenant),
            self._client.collections.use(SOURCES).with_tenant(tenant),
        )

    async def _sources(self, bot_id: UUID) -> dict[UUID, dict[str, Any]]:
        """What readers see, by source; empty for a bot that was never stored."""
        try:
            answer = await self._tenant(bot_id)[1].query.fetch_objects(limit=MOST_SOURCES)
        except WeaviateBaseError as error:
            if "tenant not found" in str(error).lower():
                return {}
            raise
        return {entry.uuid: dict(entry.properties) for entry in answer.objects}

    async def _vectors_by_content(
        self, chunks: Collection, generation: str
    ) -> dict[str, tuple[NamedVectors, dict[str, str]]]:
        """The named vectors of a generation and the packed rows beside them, by content hash."""
        found: dict[str, tuple[NamedVectors, dict[str, str]]] = {}
        offset = 0
        while True:
            answer = await chunks.query.fetch_objects(
                filters=Filter.by_property("generation").equal(generation),
                include_vector=True,
                return_properties=["content_hash", *records.DETAILS],
                limit=BATCH,
                offset=offset,
            )
            for entry in answer.objects:
                details = {name: str(entry.properties.get(name) or "") for name in records.DETAILS}
                found[str(entry.properties["content_hash"])] = (_named(entry.vector), details)
            if len(answer.objects) < BATCH:
                return found
            offset += BATCH

    @staticmethod
    async def _insert(collection: Collection, objects: Sequence[DataObject[Any, Any]]) -> None:
        """Insert or overwrite in batches. Raises `IncompleteWrite`."""
        for start in range(0, len(objects), BATCH):
            result = await collection.data.insert_many(objects[start : start + BATCH])
            if result.has_errors:
                first = next(iter(result.errors.values()))
                raise IncompleteWrite(f"{len(result.errors)} objects refused, the first because: {first.message}")


def _named(vector: object) -> NamedVectors:
    """The named vectors of an object that has any."""
    return {name: list(values) for name, values in vector.items() if values} if isinstance(vector, dict) else {}


def _texts(value: object) -> list[str]:
    return [str(entry) for entry in value] if isinstance(value, list) else []
