"""The index on PostgreSQL with pgvector."""

from knowledge.pgvector.index import POOL_SIZE, READER_ROLE, PgvectorIndex

__all__ = ["POOL_SIZE", "READER_ROLE", "PgvectorIndex"]
