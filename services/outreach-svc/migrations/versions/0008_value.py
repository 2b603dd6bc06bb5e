"""What winning a prospect would be worth."""

import sqlalchemy as sa
from alembic import op

revision = "0008"
down_revision = "0007"


def upgrade() -> None:
    op.add_column("prospects", sa.Column("value", sa.Integer, nullable=True))


def downgrade() -> None:
    op.drop_column("prospects", "value")
