"""The prospect to whose site another one's address leads."""

import sqlalchemy as sa
from alembic import op

revision = "0006"
down_revision = "0005"


def upgrade() -> None:
    op.add_column(
        "prospects",
        sa.Column("same_as", sa.Uuid, sa.ForeignKey("prospects.id", ondelete="SET NULL"), nullable=True),
    )
    op.create_index("ix_prospects_same_as", "prospects", ["same_as"])


def downgrade() -> None:
    op.drop_index("ix_prospects_same_as", "prospects")
    op.drop_column("prospects", "same_as")
