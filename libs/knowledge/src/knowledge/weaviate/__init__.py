"""The index on Weaviate."""

from knowledge.weaviate.index import WeaviateIndex

__all__ = ["WeaviateIndex"]
