"""Hosts whose companies want to be neither read nor contacted."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects.postgresql import JSONB

revision = "0007"
down_revision = "0006"


def upgrade() -> None:
    op.create_table(
        "host_opt_outs",
        sa.Column("id", sa.Uuid, primary_key=True),
        sa.Column("workspace_id", sa.Uuid, nullable=False),
        sa.Column("version", sa.Integer, nullable=False),
        sa.Column("host", sa.Text, nullable=False),
        sa.Column("everywhere", sa.Boolean, nullable=False),
        sa.Column("active", sa.Boolean, nullable=False),
        sa.Column("since", sa.DateTime(timezone=True), nullable=False),
        sa.Column("history", JSONB, nullable=False),
    )
    op.create_index("host_opt_outs_by_workspace", "host_opt_outs", ["workspace_id", "everywhere", "host"])


def downgrade() -> None:
    op.drop_table("host_opt_outs")
