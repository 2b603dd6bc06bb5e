"""Chunks as Weaviate objects, and back."""

import base64
import json
from collections.abc import Mapping
from typing import Any
from uuid import UUID, uuid5

from knowledge import parts, pieces
from knowledge.lexical import TermCounts
from knowledge.types import Chunk, ChunkVectors

SEPARATE = " "
DETAILS = ("parts", "pieces")
"""Properties of packed rows."""


def object_id(chunk_id: UUID, generation: str) -> UUID:
    """An object's id: one chunk has one object in each generation of its source."""
    return uuid5(chunk_id, generation)


def properties(
    chunk: Chunk, counted: TermCounts, generation: str, embedded: list[str], details: Mapping[str, str]
) -> dict[str, Any]:
    """The object's properties. `terms` repeats a stem as often as it counts; halves (titles) are rounded up.

    `details`: the properties of `DETAILS`.
    """
    counts, length = counted
    whole = {term: count for term, count in counts.items() if count >= 0.5}
    return {
        "chunk_id": str(chunk.id),
        "source_id": str(chunk.source_id),
        "generation": generation,
        "embedded": embedded,
        "url": chunk.url,
        "title": chunk.title,
        "heading_path": list(chunk.heading_path),
        "text": chunk.text,
        "embed_text": chunk.embed_text,
        "language": chunk.language,
        "content_hash": chunk.content_hash,
        "subject": chunk.subject,
        **{name: details.get(name, "") for name in DETAILS},
        "page": chunk.page,
        "position": chunk.position,
        "length": length,
        "terms": SEPARATE.join(term for term, count in whole.items() for _ in range(min(round(count + 0.01), 20) or 1)),
        "grams": SEPARATE.join(counts),
    }


def with_details(values: Mapping[str, Any], name: str, made: ChunkVectors) -> dict[str, str]:
    """The properties `DETAILS` anew, JSON: packed rows by named vector; those of other models stay."""
    rows = {
        "parts": parts.packed(made.rows),
        "pieces": b"" if made.pieces is None else pieces.packed(made.pieces),
    }
    found: dict[str, str] = {}
    for detail, packed in rows.items():
        known = json.loads(values.get(detail) or "{}") | {name: base64.b64encode(packed).decode()}
        found[detail] = json.dumps({model: kept for model, kept in known.items() if kept})
    return found


def detail_of(values: Mapping[str, Any], detail: str, name: str) -> bytes:
    """The packed parts or pieces under a named vector; empty when there are none."""
    return base64.b64decode(json.loads(values.get(detail) or "{}").get(name, ""))


def chunk_of(bot_id: UUID, values: Mapping[str, Any]) -> Chunk:
    """The chunk an object was made of."""
    page = values["page"]
    return Chunk(
        id=UUID(values["chunk_id"]),
        bot_id=bot_id,
        source_id=UUID(values["source_id"]),
        url=values["url"] or "",
        title=values["title"] or "",
        heading_path=tuple(values["heading_path"] or ()),
        text=values["text"] or "",
        embed_text=values["embed_text"] or "",
        page=None if page is None else int(page),
        position=int(values["position"]),
        language=values["language"] or "",
        content_hash=values["content_hash"] or "",
        subject=values.get("subject") or "",
    )
