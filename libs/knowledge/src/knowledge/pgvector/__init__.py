"""The index on PostgreSQL with pgvector."""

from knowledge.pgvector.index import READER_ROLE, PgvectorIndex

__all__ = ["READER_ROLE", "PgvectorIndex"]
