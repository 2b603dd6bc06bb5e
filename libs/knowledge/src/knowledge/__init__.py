"""The knowledge index: chunks in, passages out."""

from knowledge.analysis import content_terms
from knowledge.assessing import Assessment, Verdict, assess, confidence
from knowledge.calibration import Scale
from knowledge.matching import coverage
from knowledge.naming import without_name
from knowledge.opening import connections, open_embedder, open_index, open_knowledge
from knowledge.passages import best_sentences, merge_neighbours, sentences
from knowledge.port import Embedder, KnowledgeIndex
from knowledge.rewording import Look, look_again
from knowledge.settings import Embeddings, KnowledgeSettings
from knowledge.types import (
    Chunk,
    ChunkText,
    ChunkVectors,
    Components,
    Embedding,
    EmbeddingModel,
    IndexStats,
    ModelMismatch,
    PageTitle,
    Passage,
    Vector,
)

__all__ = [
    "Assessment",
    "Chunk",
    "ChunkText",
    "ChunkVectors",
    "Components",
    "Embedder",
    "Embedding",
    "EmbeddingModel",
    "Embeddings",
    "IndexStats",
    "KnowledgeIndex",
    "KnowledgeSettings",
    "Look",
    "ModelMismatch",
    "PageTitle",
    "Passage",
    "Scale",
    "Vector",
    "Verdict",
    "assess",
    "best_sentences",
    "confidence",
    "connections",
    "content_terms",
    "coverage",
    "look_again",
    "merge_neighbours",
    "open_embedder",
    "open_index",
    "open_knowledge",
    "sentences",
    "without_name",
]
