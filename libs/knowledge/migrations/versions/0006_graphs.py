"""The vectors of large bots once more, each bot's under a graph of its own; since when a model is in use."""

from alembic import op

revision = "0006"
down_revision = "0005"

TABLES = """
-- Bots whose vectors stand in `large_vectors` too, and whether the graph over them is made (knowledge.pgvector.graphs).
CREATE TABLE IF NOT EXISTS graphs (
    bot_id uuid NOT NULL,
    model_id smallint NOT NULL REFERENCES embedding_models,
    ready boolean NOT NULL DEFAULT false,
    PRIMARY KEY (bot_id, model_id)
);
-- A table apart: each graph is a partial index, and whoever plans a statement looks at all indexes of its table.
CREATE TABLE IF NOT EXISTS large_vectors (
    bot_id uuid NOT NULL,
    model_id smallint NOT NULL REFERENCES embedding_models,
    number bigint NOT NULL REFERENCES chunks (number) ON DELETE CASCADE,
    embedding halfvec NOT NULL,
    PRIMARY KEY (bot_id, model_id, number)
);
ALTER TABLE large_vectors ALTER COLUMN embedding SET STORAGE PLAIN;
CREATE INDEX IF NOT EXISTS large_vectors_by_number ON large_vectors (number);

ALTER TABLE embedding_models ADD COLUMN IF NOT EXISTS first_used_at timestamptz NOT NULL DEFAULT now();
"""


def upgrade() -> None:
    op.execute(TABLES)
