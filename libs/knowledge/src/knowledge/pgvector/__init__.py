"""The index on PostgreSQL with pgvector."""

from knowledge.pgvector.index import PgvectorIndex
from knowledge.pgvector.migrations import READER_ROLE, migrate

__all__ = ["READER_ROLE", "PgvectorIndex", "migrate"]
