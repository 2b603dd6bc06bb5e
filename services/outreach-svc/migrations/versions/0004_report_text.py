"""Where the text of a report lies."""

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"


def upgrade() -> None:
    op.add_column("notices", sa.Column("text_key", sa.Text, nullable=True))


def downgrade() -> None:
    op.drop_column("notices", "text_key")
