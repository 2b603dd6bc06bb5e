"""One search: candidates from Weaviate by vector and by words, scored and fused as in every adapter.

Weaviate's own hybrid search would fuse with its own weights and stem nothing. Candidates therefore come from its two
indexes, side by side, and are scored here over the stems stored with them, so that both adapters answer alike and
one calibration of confidence holds for both.
"""

import asyncio
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

import numpy as np
from numpy.typing import NDArray
from weaviate.classes.query import Filter, MetadataQuery
from weaviate.collections import CollectionAsync

from knowledge.fusion import fuse
from knowledge.lexical import POSTING, Concept, bm25, concepts, nearest_terms, weighted_terms
from knowledge.parts import nearest_parts
from knowledge.pieces import REORDERED, anew
from knowledge.subjects import held_back
from knowledge.types import Components, Embedding, Passage
from knowledge.weaviate.records import chunk_of, detail_of
from knowledge.weaviate.schema import CHUNK_PROPERTIES

POOL = 60
CANDIDATE = [entry.name for entry in CHUNK_PROPERTIES if entry.name not in ("pieces", "grams")]
"""What is read of every candidate."""
LOOKED_THROUGH = 300
"""Chunks that are looked through for stems."""

Collection = CollectionAsync[Any, Any]


@dataclass(frozen=True, slots=True)
class Totals:
    """What BM25 needs to know of the whole bot."""

    chunks: int
    words: int


@dataclass(slots=True)
class Found:
    """A candidate."""

    values: dict[str, Any]
    terms: dict[str, float]
    dense: float | None = None


async def search(
    chunks: Collection,
    bot_id: UUID,
    generations: Sequence[str],
    totals: Totals,
    name: str,
    query: str,
    embedding: Embedding | None,
    limit: int,
) -> list[Passage]:
    """Passages of one bot, best first."""
    vector = None if embedding is None else embedding.vector
    seen = Filter.by_property("generation").contains_any(list(generations))
    asked = concepts(query)
    found: dict[UUID, Found] = {}
    by_words, by_vector = await asyncio.gather(
        _by_words(
            chunks,
            [term for concept in asked for term in (concept.stem, *concept.parts, *concept.others)],
            "terms",
            seen,
            name,
        ),
        _by_vector(chunks, vector, seen, name),
    )
    for entry in (*by_words, *by_vector):
        _enter(found, entry, name, vector)
    weights = _weights(asked, found)
    unknown = [
        concept.stem for concept, terms in zip(asked, weights, strict=True) if not terms and len(concept.stem) > 3
    ]
    if unknown:
        for entry in await _by_words(chunks, unknown, "grams", seen, name):
            _enter(found, entry, name, vector)
        weights = _weights(asked, found)
    if vector is not None:
        packed = {key: parts for key, one in found.items() if (parts := detail_of(one.values, "parts", name))}
        for key, nearness in zip(packed, nearest_parts(list(packed.values()), vector), strict=True):
            dense = found[key].dense
            found[key].dense = None if dense is None else max(dense, nearness)
    scores = _lexical_scores(list(found.values()), weights, totals)
    kept = [
        key
        for key, score in zip(found, scores, strict=True)
        if score > 0 or (vector is not None and found[key].dense is not None)
    ]
    lexical = dict(zip(found, scores, strict=True))
    fused = fuse([found[key].dense for key in kept], [lexical[key] for key in kept])
    silent = held_back(query)
    speaking = (pair for pair in zip(fused, kept, strict=True) if found[pair[1]].values.get("subject") not in silent)
    ranked = sorted(speaking, key=lambda pair: (-pair[0], str(pair[1])))
    if embedding is not None and embedding.pieces is not None:
        packed = await _pieces(chunks, [key for _, key in ranked[:REORDERED]], name)
        ranked = anew(ranked, packed, embedding.pieces)
    return [
        Passage(
            chunk=chunk_of(bot_id, found[key].values),
            score=score,
            components=Components(dense=found[key].dense, lexical=lexical[key]),
        )
        for score, key in ranked[:limit]
    ]


async def known_stems(chunks: Collection, generations: Sequence[str], stems: frozenset[str]) -> frozenset[str]:
    """Those of the stems that occur in the chunks with most of them."""
    if not stems or not generations:
        return frozenset()
    answer = await chunks.query.bm25(
        query=" ".join(stems),
        query_properties=["terms"],
        limit=LOOKED_THROUGH,
        filters=Filter.by_property("generation").contains_any(list(generations)),
        return_properties=["terms"],
    )
    return stems & {term for entry in answer.objects for term in str(entry.properties["terms"]).split()}


async def _pieces(chunks: Collection, keys: Sequence[UUID], name: str) -> dict[UUID, bytes]:
    """The packed pieces of some chunks; they are too large to be given back with every candidate."""
    answer = await chunks.query.fetch_objects_by_ids(keys, limit=len(keys), return_properties=["pieces"])
    found = {entry.uuid: detail_of(entry.properties, "pieces", name) for entry in answer.objects}
    return {key: packed for key, packed in found.items() if packed}


async def _by_words(chunks: Collection, terms: Sequence[str], field: str, seen: Any, name: str) -> Sequence[Any]:
    if not terms:
        return []
    answer = await chunks.query.bm25(
        query=" ".join(dict.fromkeys(terms)),
        query_properties=[field],
        limit=POOL,
        filters=seen,
        include_vector=[name],
        return_properties=CANDIDATE,
    )
    return answer.objects


async def _by_vector(chunks: Collection, vector: NDArray[np.float32] | None, seen: Any, name: str) -> Sequence[Any]:
    if vector is None:
        return []
    answer = await chunks.query.near_vector(
        near_vector=vector.tolist(),
        target_vector=name,
        limit=POOL,
        filters=seen,
        return_metadata=MetadataQuery(distance=True),
        return_properties=CANDIDATE,
    )
    return answer.objects


def _enter(found: dict[UUID, Found], entry: Any, name: str, vector: NDArray[np.float32] | None) -> None:
    """Add a candidate, with its cosine when the question has a vector and the chunk has one."""
    if entry.uuid not in found:
        terms: dict[str, float] = {}
        for term in str(entry.properties["terms"]).split():
            terms[term] = terms.get(term, 0.0) + 1.0
        found[entry.uuid] = Found(dict(entry.properties), terms)
    candidate = found[entry.uuid]
    if vector is None or candidate.dense is not None:
        return
    if entry.metadata is not None and entry.metadata.distance is not None:
        candidate.dense = 1.0 - float(entry.metadata.distance)
    elif stored := (entry.vector or {}).get(name):
        candidate.dense = float(np.asarray(stored, dtype=np.float32) @ vector)


def _weights(asked: Sequence[Concept], found: dict[UUID, Found]) -> list[dict[str, float]]:
    """The candidates' terms that count for each concept."""
    vocabulary = {term: None for candidate in found.values() for term in candidate.terms}
    weights = []
    for concept in asked:
        terms = weighted_terms(concept, vocabulary)
        weights.append(terms or nearest_terms(concept.word, [t for t in vocabulary if t[:1] == concept.stem[:1]]))
    return weights


def _lexical_scores(found: Sequence[Found], weights: Sequence[dict[str, float]], totals: Totals) -> list[float]:
    """BM25 over the candidates, which also tell how rare a term is: exact while they are fewer than the pool."""
    wanted = {term for terms in weights for term in terms}
    lists: dict[str, list[tuple[int, float, float]]] = {}
    for place, candidate in enumerate(found):
        for term in wanted & candidate.terms.keys():
            lists.setdefault(term, []).append((place, candidate.terms[term], float(candidate.values["length"])))
    arrays = {term: np.array(entries, dtype=POSTING) for term, entries in lists.items()}
    numbers, scores = bm25(weights, arrays, chunks=totals.chunks, words=totals.words)
    by_place = dict(zip(numbers.tolist(), scores.tolist(), strict=True))
    return [by_place.get(place, 0.0) for place in range(len(found))]
