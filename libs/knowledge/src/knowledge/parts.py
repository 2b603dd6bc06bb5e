"""A chunk's parts: a few sentences each, embedded beside the whole.

A chunk says several things, and its vector lies between them. A question is near the part that answers it; its nearness
to a chunk is therefore the best over the whole and the parts. Measured on the labelled sites, that raised the right
passage on top by seven to nine points.
"""

from collections.abc import Sequence
from itertools import accumulate, pairwise
from uuid import UUID

import numpy as np
from numpy.typing import NDArray

from knowledge.passages import sentences
from knowledge.port import Embedder
from knowledge.types import ChunkText, ChunkVectors

PART = 120
"""Characters up to which sentences and lines are taken together."""
MOST_PARTS = 12
STORED = np.dtype("<f2")
"""How parts are kept: half precision, row after row."""


def texts_of(chunk_id: UUID, embed_text: str, text: str) -> ChunkText:
    """What to embed of a chunk: all of it, and its parts when it has more than one, each under the headings."""
    heads = embed_text[: len(embed_text) - len(text)] if embed_text.endswith(text) else ""
    found: list[str] = []
    for sentence in sentences(text):
        if found and len(found[-1]) + len(sentence) <= PART:
            found[-1] = f"{found[-1]} {sentence}"
        else:
            found.append(sentence)
    parts = found[:MOST_PARTS] if len(found) > 1 else []
    return ChunkText(chunk_id=chunk_id, texts=(embed_text, *(heads + part for part in parts)))


async def embedded(embedder: Embedder, waiting: Sequence[ChunkText]) -> dict[UUID, ChunkVectors]:
    """Each chunk's vectors and its pieces, made in one go."""
    made = await embedder.embed_passages([text for chunk in waiting for text in chunk.texts])
    ends = accumulate((len(chunk.texts) for chunk in waiting), initial=0)
    return {
        chunk.chunk_id: ChunkVectors(np.stack([one.vector for one in made[start:end]]), made[start].pieces)
        for chunk, (start, end) in zip(waiting, pairwise(ends), strict=True)
    }


def packed(rows: NDArray[np.float32]) -> bytes:
    """The parts' rows (all but the first) as bytes; empty when there are none."""
    return rows[1:].astype(STORED).tobytes()


def nearest_parts(stored: Sequence[bytes], vector: NDArray[np.float32]) -> list[float]:
    """For each chunk's packed parts, of which there is at least one, the best cosine with a question."""
    if not stored:
        return []
    rows = np.frombuffer(b"".join(stored), dtype=STORED).reshape(-1, len(vector))
    cosines = rows.astype(np.float32) @ vector
    starts = np.cumsum([0, *(len(one) // (STORED.itemsize * len(vector)) for one in stored[:-1])])
    return [float(best) for best in np.maximum.reduceat(cosines, starts)]
