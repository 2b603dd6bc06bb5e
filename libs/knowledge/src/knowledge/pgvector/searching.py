"""One search: occurrence lists and nearest vectors of one bot, fused, and the best of them looked at piece by piece."""

import asyncio
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from uuid import UUID

import asyncpg
import numpy as np
from numpy.typing import NDArray

from knowledge.fusion import fuse
from knowledge.lexical import POSTING, Concept, bm25, concepts, nearest_terms, weighted_terms
from knowledge.parts import nearest_parts
from knowledge.pgvector import graphs
from knowledge.pgvector.writing import Connection
from knowledge.pieces import REORDERED, anew
from knowledge.subjects import Subject, held_back
from knowledge.types import Chunk, Components, Embedding, Passage

TERMS = """
    WITH totals AS (
        SELECT coalesce(sum(chunks), 0)::bigint AS chunks, coalesce(sum(words), 0)::bigint AS words
        FROM sources WHERE bot_id = $1
    )
    SELECT NULL, NULL, chunks, words FROM totals
    UNION ALL
    SELECT term, entries, NULL, NULL FROM postings WHERE bot_id = $1 AND term = ANY($2)
    UNION ALL
    SELECT p.term, p.entries, NULL, NULL FROM unnest($3::text[]) AS wanted, LATERAL (
        SELECT term, entries FROM postings
        WHERE bot_id = $1 AND term COLLATE "C" > wanted AND term COLLATE "C" < wanted || chr(1114111)
            AND NOT term = ANY($2)
        LIMIT 400
    ) p
"""
"""The bot's chunks and words, then occurrence lists of given terms and of terms that begin with given prefixes."""
NEAREST = """
    SELECT number FROM vectors WHERE bot_id = $1 AND model_id = $2 ORDER BY embedding <#> $3::halfvec LIMIT $4
"""
"""The nearest vectors. All have unit length, so the inner product is the cosine."""
CLOSELY = """
    SELECT c.number, c.subject, -(v.embedding <#> $3::halfvec) AS cosine, p.embeddings
    FROM chunks c
        LEFT JOIN vectors v ON v.bot_id = $1 AND v.model_id = $2 AND v.number = c.number
        LEFT JOIN parts p ON p.bot_id = $1 AND p.model_id = $2 AND p.number = c.number
    WHERE c.bot_id = $1 AND c.number = ANY($4)
"""
"""Given chunks: what they are of, the cosine of the whole, and the vectors of the parts where there are any."""
FOUND = """
    SELECT c.*, p.states
    FROM chunks c LEFT JOIN pieces p ON p.bot_id = $1 AND p.model_id = $2 AND p.number = c.number
    WHERE c.bot_id = $1 AND c.number = ANY($3)
"""
"""Given chunks in full, with their pieces under a model; no model is 0."""
POOL = 60
"""Candidates taken from each side before fusion."""
MAX_NEAR = 3000
"""Terms compared with a misspelt word at most."""


@dataclass(frozen=True, slots=True)
class WordHits:
    """Chunks that match by words: ascending numbers and their BM25 scores."""

    numbers: NDArray[np.int64]
    scores: NDArray[np.float64]

    def best(self, limit: int) -> list[int]:
        """The numbers with the highest scores, best first."""
        kept = np.arange(len(self.scores))
        if len(kept) > limit:
            lowest = np.partition(self.scores, -limit)[-limit]
            kept = np.flatnonzero(self.scores >= lowest)
        order = kept[np.lexsort((self.numbers[kept], -self.scores[kept]))[:limit]]
        return [int(number) for number in self.numbers[order]]

    def scores_of(self, numbers: Sequence[int]) -> dict[int, float]:
        """The scores of chunks; 0 where no word matches."""
        if not len(self.numbers) or not numbers:
            return dict.fromkeys(numbers, 0.0)
        wanted = np.asarray(numbers, dtype=np.int64)
        places = np.minimum(np.searchsorted(self.numbers, wanted), len(self.numbers) - 1)
        found = np.where(self.numbers[places] == wanted, self.scores[places], 0.0)
        return dict(zip(numbers, found.tolist(), strict=True))


async def search(
    connection: Connection,
    beside: asyncio.Task[list[int]] | None,
    bot_id: UUID,
    model_id: int,
    query: str,
    asked: Embedding | None,
    limit: int,
    *,
    graph: bool,
) -> list[Passage]:
    """Passages of one bot, best first, as the connection's transaction sees it.

    `beside` is what `nearest` is asked for on another connection meanwhile; without it vectors are compared here.
    `graph`: whether the bot has one (`graphs`).
    """
    found = await _matching_terms(connection, bot_id, query)
    vector = None if asked is None else asked.vector
    if vector is None:
        hits = _scored(*found)
        pool = hits.best(limit)
        dense, subjects = await _closely(connection, bot_id, model_id, None, pool)
    else:
        comparing = beside or asyncio.create_task(nearest(connection, bot_id, model_id, vector, graph=graph))
        await asyncio.sleep(0)  # the server compares vectors while words are scored here
        hits = _scored(*found)
        best = hits.best(POOL)
        pool = list(dict.fromkeys([*await comparing, *best]))
        dense, subjects = await _closely(connection, bot_id, model_id, vector, pool)
        if len(subjects) < len(pool):  # replaced between two looks: what this transaction does not see does not count
            pool = list(dict.fromkeys([*await nearest(connection, bot_id, model_id, vector, graph=graph), *best]))
            dense, subjects = await _closely(connection, bot_id, model_id, vector, pool)
    lexical = hits.scores_of(pool)
    scores = fuse([dense.get(number) for number in pool], list(lexical.values()))
    held = held_back(query)
    speaking = (pair for pair in zip(scores, pool, strict=True) if subjects[pair[1]] not in held)
    pieces = None if asked is None else asked.pieces
    most = limit if pieces is None else max(limit, REORDERED)
    ranked = sorted(speaking, key=lambda pair: (-pair[0], pair[1]))[:most]
    rows = await connection.fetch(FOUND, bot_id, 0 if pieces is None else model_id, [number for _, number in ranked])
    chosen = {row["number"]: row for row in rows}
    if pieces is not None:
        stored = {row["number"]: row["states"] for row in rows if row["states"]}
        ranked = anew(ranked, stored, pieces)
    return [
        Passage(
            chunk=_chunk(chosen[number]),
            score=score,
            components=Components(dense=dense.get(number), lexical=lexical[number]),
        )
        for score, number in ranked[:limit]
    ]


def _scored(weights: list[dict[str, float]], lists: dict[str, NDArray[np.void]], totals: tuple[int, int]) -> WordHits:
    return WordHits(*bm25(weights, lists, chunks=totals[0], words=totals[1]))


async def _matching_terms(
    connection: Connection, bot_id: UUID, query: str
) -> tuple[list[dict[str, float]], dict[str, NDArray[np.void]], tuple[int, int]]:
    """The terms of each concept of the question, their occurrence lists, and the bot's chunks and words."""
    asked = concepts(query)
    if not asked:
        return [], {}, (0, 0)
    terms = list({term for concept in asked for term in (concept.stem, *concept.parts, *concept.others)})
    (_, _, *totals), *rows = await connection.fetch(
        TERMS, bot_id, terms, [concept.prefix for concept in asked if concept.prefix]
    )
    if not totals[0]:
        return [], {}, (0, 0)
    lists = _occurrences((term, entries) for term, entries, _, _ in rows)
    weights = [weighted_terms(concept, lists) for concept in asked]
    for place, concept in enumerate(asked):
        if not weights[place]:
            weights[place] = await _misspelt(connection, bot_id, concept, lists)
    return weights, lists, (totals[0], totals[1])


async def _misspelt(
    connection: Connection, bot_id: UUID, concept: Concept, lists: dict[str, NDArray[np.void]]
) -> dict[str, float]:
    """Terms near a word that occurs nowhere; their occurrence lists are added to `lists`.

    Only words that begin with the same letter are compared: the first one is rarely wrong, and it keeps this a short
    walk along the index.
    """
    rows = await connection.fetch(
        'SELECT DISTINCT term FROM postings WHERE bot_id = $1 AND term COLLATE "C" >= $2'
        ' AND term COLLATE "C" < $2 || chr(1114111) AND length(term) BETWEEN $3 AND $4 LIMIT $5',
        bot_id,
        concept.stem[:1],
        len(concept.stem) - 2,
        len(concept.stem) + 2,
        MAX_NEAR,
    )
    near = nearest_terms(concept.word, [row["term"] for row in rows])
    if near:
        lists |= _occurrences(
            await connection.fetch(
                "SELECT term, entries FROM postings WHERE bot_id = $1 AND term = ANY($2)", bot_id, list(near)
            )
        )
    return near


def _occurrences(rows: Iterable[tuple[str, bytes] | asyncpg.Record]) -> dict[str, NDArray[np.void]]:
    """Occurrence lists by term; a term has one row per source."""
    packed: dict[str, list[bytes]] = {}
    for term, entries in rows:
        packed.setdefault(term, []).append(entries)
    return {term: np.frombuffer(b"".join(entries), dtype=POSTING) for term, entries in packed.items()}


async def nearest(
    connection: Connection, bot_id: UUID, model_id: int, vector: NDArray[np.float32], *, graph: bool
) -> list[int]:
    """The chunks that are nearest to a vector, nearest first: all are compared, or the bot's graph is asked."""
    if graph:
        rows = await connection.fetch(graphs.nearest(bot_id, model_id, len(vector)), vector, POOL)
    else:
        rows = await connection.fetch(NEAREST, bot_id, model_id, vector, POOL)
    return [row["number"] for row in rows]


async def _closely(
    connection: Connection, bot_id: UUID, model_id: int, vector: NDArray[np.float32] | None, numbers: Sequence[int]
) -> tuple[dict[int, float], dict[int, Subject]]:
    """Cosines of given chunks: of the whole, or of the part that is nearer; and what each chunk is of.

    Chunks without vectors have no cosine, nor have any without a question's vector.
    """
    if not numbers:
        return {}, {}
    rows = await connection.fetch(CLOSELY, bot_id, model_id, vector, numbers)
    found = {row["number"]: row["cosine"] for row in rows if row["cosine"] is not None}
    if vector is not None:
        parted = [row for row in rows if row["embeddings"] is not None]
        best = nearest_parts([row["embeddings"] for row in parted], vector)
        for row, nearness in zip(parted, best, strict=True):
            found[row["number"]] = max(found[row["number"]], nearness)
    return found, {row["number"]: row["subject"] for row in rows}


def _chunk(row: asyncpg.Record) -> Chunk:
    values = {name: value for name, value in row.items() if name not in ("number", "states")}
    values["heading_path"] = tuple(row["heading_path"])
    return Chunk(**values)
