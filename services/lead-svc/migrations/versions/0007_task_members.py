"""Which member does a task."""

import sqlalchemy as sa
from alembic import op

revision = "0007"
down_revision = "0006"


def upgrade() -> None:
    op.add_column("tasks", sa.Column("assigned_to", sa.Uuid, nullable=True))


def downgrade() -> None:
    op.drop_column("tasks", "assigned_to")
