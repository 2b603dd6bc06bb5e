"""What goes into the index and what comes out of it."""

import hashlib
import re
from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID, uuid5

import numpy as np
from numpy.typing import NDArray

from knowledge.subjects import Subject

SITE_NAME = re.compile(r"\s+[|–—·»-]\s+")
"""What stands between a page's title and the name of its site."""
Vector = Sequence[float] | NDArray[np.float32]
"""One embedding; adapters bring it to unit length."""
Vectors = Sequence[float] | Sequence[Sequence[float]] | NDArray[np.float32]
"""A chunk's embedding, or one row for the whole and one for each of its parts."""


class ModelMismatch(ValueError):
    """A vector does not have the dimension of the model the index was opened with."""


def unit_vector(vector: Vector, dimension: int) -> NDArray[np.float32]:
    """The vector as float32 of unit length; raises `ModelMismatch` when it is not of that dimension."""
    array = np.asarray(vector, dtype=np.float32)
    if array.shape != (dimension,):
        raise ModelMismatch(f"expected {dimension} dimensions, got {array.shape}")
    length = float(np.linalg.norm(array))
    if not np.isfinite(length) or length == 0.0:
        raise ModelMismatch("a vector must be finite and not zero")
    return array / np.float32(length)


@dataclass(frozen=True, slots=True, eq=False)
class Embedding:
    """A text's vector and, of a model that shows them, a row for each of its pieces (`knowledge.pieces`)."""

    vector: NDArray[np.float32]
    pieces: NDArray[np.float32] | None = None

    @classmethod
    def of(cls, given: "Embedding | Vector", dimension: int) -> "Embedding":
        """What is searched with; raises `ModelMismatch` when it is not of that dimension."""
        if isinstance(given, Embedding):
            return cls(unit_vector(given.vector, dimension), _pieces(given.pieces, dimension))
        return cls(unit_vector(given, dimension))


@dataclass(frozen=True, slots=True, eq=False)
class ChunkVectors:
    """A chunk's vectors, one row for the whole and one for each of its parts, and the pieces of the whole."""

    rows: NDArray[np.float32]
    pieces: NDArray[np.float32] | None = None

    @classmethod
    def of(cls, given: "ChunkVectors | Vectors", dimension: int) -> "ChunkVectors":
        """What is stored; raises `ModelMismatch` when it is not of that dimension."""
        if isinstance(given, ChunkVectors):
            return cls(unit_vectors(given.rows, dimension), _pieces(given.pieces, dimension))
        return cls(unit_vectors(given, dimension))


def _pieces(rows: NDArray[np.float32] | None, dimension: int) -> NDArray[np.float32] | None:
    """Pieces as they are, if any; raises `ModelMismatch` when they are not of that dimension."""
    if rows is not None and rows.shape[1:] != (dimension,):
        raise ModelMismatch(f"expected pieces of {dimension} dimensions, got {rows.shape}")
    return rows


def unit_vectors(vectors: Vectors, dimension: int) -> NDArray[np.float32]:
    """A chunk's rows as float32 of unit length; raises `ModelMismatch` when they are not of that dimension."""
    rows = np.atleast_2d(np.asarray(vectors, dtype=np.float32))
    if not len(rows):
        raise ModelMismatch("a chunk has a vector at least")
    return np.stack([unit_vector(row, dimension) for row in rows])


@dataclass(frozen=True, slots=True, kw_only=True)
class EmbeddingModel:
    """Which model made a vector; vectors of different models are never compared."""

    name: str
    dimension: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Chunk:
    """A citable piece of a source: what is quoted, where it stands, and what is embedded."""

    id: UUID
    bot_id: UUID
    source_id: UUID
    url: str
    title: str
    heading_path: tuple[str, ...] = ()
    text: str
    embed_text: str
    page: int | None = None
    position: int
    language: str = "de"
    content_hash: str
    subject: Subject = ""

    @classmethod
    def make(
        cls,
        *,
        bot_id: UUID,
        source_id: UUID,
        url: str,
        title: str,
        text: str,
        position: int,
        heading_path: Sequence[str] = (),
        page: int | None = None,
        language: str = "de",
        embed_text: str | None = None,
        subject: Subject = "",
    ) -> "Chunk":
        """A chunk with a stable id: the same text at the same place has the same id after a re-crawl."""
        embed_text = embed_text or embedded_text(title, heading_path, text)
        digest = hashlib.sha256(f"{text}\0{embed_text}".encode()).hexdigest()
        return cls(
            id=uuid5(bot_id, f"{source_id}\0{url}\0{page}\0{digest}"),
            bot_id=bot_id,
            source_id=source_id,
            url=url,
            title=title,
            heading_path=tuple(heading_path),
            text=text,
            embed_text=embed_text,
            page=page,
            position=position,
            language=language,
            content_hash=digest,
            subject=subject,
        )


def embedded_text(title: str, heading_path: Sequence[str], text: str) -> str:
    """Title and headings in front of the text: a passage is found by what its page is about.

    The site's name behind the title and a title that a heading begins with are left out, since what all chunks of a
    site share only makes them alike.
    """
    short = SITE_NAME.split(title.strip())[0].strip()
    heads = [head.strip() for head in heading_path if head.strip()]
    if short and not any(head.lower().startswith(short.lower()) for head in heads):
        heads.insert(0, short)
    heads = list(dict.fromkeys(heads))
    return f"{' › '.join(heads)}\n{text}" if heads else text


def page_address(url: str) -> str:
    """The address without the anchor."""
    return url.partition("#")[0]


@dataclass(frozen=True, slots=True, kw_only=True)
class Components:
    """Where a passage's score comes from."""

    dense: float | None
    """Best cosine of the question with the chunk or a part of it; None while there is no vector of the model in use."""
    lexical: float
    """BM25 over stems and compound parts; 0 when no word matches."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Passage:
    """A chunk found for a question. Scores are comparable only inside one result."""

    chunk: Chunk
    score: float
    components: Components


@dataclass(frozen=True, slots=True, kw_only=True)
class ChunkText:
    """A chunk that waits for its vectors, and the texts to embed: the whole, then its parts."""

    chunk_id: UUID
    texts: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class IndexStats:
    """How much a bot knows, and how much of it has vectors of the model in use."""

    chunks: int = 0
    pages: int = 0
    sources: int = 0
    characters: int = 0
    vectors: int = 0

    @property
    def complete(self) -> bool:
        """Whether there is something and all of it has vectors."""
        return 0 < self.chunks == self.vectors


@dataclass(frozen=True, slots=True, kw_only=True)
class PageTitle:
    """A page of a bot's sources."""

    url: str
    title: str
    source_id: UUID
    chunks: int
    questions: tuple[str, ...] = ()
    """Headings of the page that are questions, as in a list of frequent ones, in order; none of its legal parts."""
