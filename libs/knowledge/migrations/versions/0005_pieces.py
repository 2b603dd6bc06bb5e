"""The states of a chunk's pieces."""

from alembic import op

revision = "0005"
down_revision = "0004"

TABLES = """
-- What the model made of each piece of a chunk, packed: read for the best passages of a search only.
CREATE TABLE IF NOT EXISTS pieces (
    bot_id uuid NOT NULL,
    model_id smallint NOT NULL REFERENCES embedding_models,
    number bigint NOT NULL REFERENCES chunks (number) ON DELETE CASCADE,
    states bytea NOT NULL,
    PRIMARY KEY (bot_id, model_id, number)
);
ALTER TABLE pieces ALTER COLUMN states SET STORAGE EXTERNAL;
CREATE INDEX IF NOT EXISTS pieces_by_number ON pieces (number);
"""


def upgrade() -> None:
    op.execute(TABLES)
