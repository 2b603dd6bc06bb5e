"""Chunks as Weaviate objects, and back."""

import base64
import json
from collections.abc import Mapping
from typing import Any
from uuid import UUID, uuid5

import numpy as np
from numpy.typing import NDArray

from knowledge.lexical import TermCounts
from knowledge.parts import packed
from knowledge.types import Chunk

SEPARATE = " "


def object_id(chunk_id: UUID, generation: str) -> UUID:
    """An object's id: one chunk has one object in each generation of its source."""
    return uuid5(chunk_id, generation)


def properties(chunk: Chunk, counted: TermCounts, generation: str, embedded: list[str], parts: str) -> dict[str, Any]:
    """The object's properties. `terms` repeats a stem as often as it counts; halves (titles) are rounded up."""
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
        "parts": parts,
        "page": chunk.page,
        "position": chunk.position,
        "length": length,
        "terms": SEPARATE.join(term for term, count in whole.items() for _ in range(min(round(count + 0.01), 20) or 1)),
        "grams": SEPARATE.join(counts),
    }


def packed_parts(name: str, rows: NDArray[np.float32], before: str) -> str:
    """The property `parts`, JSON: packed parts by named vector; those of other models stay."""
    known = json.loads(before or "{}") | {name: base64.b64encode(packed(rows)).decode()}
    return json.dumps({model: parts for model, parts in known.items() if parts})


def parts_of(values: Mapping[str, Any], name: str) -> bytes:
    """The packed parts under a named vector; empty when there are none."""
    return base64.b64decode(json.loads(values.get("parts") or "{}").get(name, ""))


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
