"""Vectors of a chunk's parts."""

from alembic import op

revision = "0002"
down_revision = "0001"

TABLES = """
-- Vectors of a chunk's parts, packed: they are read for a search's candidates only, and compared here, not there.
CREATE TABLE IF NOT EXISTS parts (
    bot_id uuid NOT NULL,
    model_id smallint NOT NULL REFERENCES embedding_models,
    number bigint NOT NULL REFERENCES chunks (number) ON DELETE CASCADE,
    embeddings bytea NOT NULL,
    PRIMARY KEY (bot_id, model_id, number)
);
ALTER TABLE parts ALTER COLUMN embeddings SET STORAGE EXTERNAL;
CREATE INDEX IF NOT EXISTS parts_by_number ON parts (number);
"""


def upgrade() -> None:
    op.execute(TABLES)
