"""Embedders: the local model, and any OpenAI-compatible service."""

from knowledge.embedders.local import LocalEmbedder
from knowledge.embedders.openai import EmbeddingUnavailable, OpenAIEmbedder

__all__ = ["EmbeddingUnavailable", "LocalEmbedder", "OpenAIEmbedder"]
