"""Weekly and monthly reports."""

import sqlalchemy as sa
from alembic import op

revision = "0006"
down_revision = "0005"


def upgrade() -> None:
    op.create_table(
        "reports",
        sa.Column("id", sa.Uuid, primary_key=True),
        sa.Column("workspace_id", sa.Uuid, nullable=False),
        sa.Column("version", sa.BigInteger, nullable=False),
        sa.Column("period", sa.Text, nullable=False),
        sa.Column("first_day", sa.Date, nullable=False),
        sa.Column("last_day", sa.Date, nullable=False),
        sa.Column("state", sa.Text, nullable=False),
        sa.Column("attempt", sa.Integer, nullable=False),
        sa.Column("token", sa.Text, nullable=False),
        sa.Column("language", sa.Text, nullable=False),
        sa.Column("conversations", sa.BigInteger, nullable=False, server_default=sa.text("0")),
        sa.Column("leads", sa.BigInteger, nullable=False, server_default=sa.text("0")),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("ready_at", sa.DateTime(timezone=True), nullable=True),
        sa.UniqueConstraint("workspace_id", "period", "first_day", name="reports_period"),
    )
    op.create_index("reports_by_workspace", "reports", ["workspace_id", "id"])


def downgrade() -> None:
    op.drop_table("reports")
