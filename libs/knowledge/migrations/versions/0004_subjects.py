"""What a chunk is of: privacy notices and the like answer only questions about themselves."""

from alembic import op

revision = "0004"
down_revision = "0003"


def upgrade() -> None:
    op.execute("ALTER TABLE chunks ADD COLUMN IF NOT EXISTS subject text NOT NULL DEFAULT ''")
