"""What the index holds of each site, and when it is read next."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects.postgresql import JSONB

revision = "0002"
down_revision = "0001"

_TIME = sa.DateTime(timezone=True)


def upgrade() -> None:
    op.add_column("sources", sa.Column("finished_run", sa.Integer, nullable=False, server_default="0"))
    op.add_column("sources", sa.Column("shrunk_runs", sa.Integer, nullable=False, server_default="0"))
    op.add_column("sources", sa.Column("interval_days", sa.Float))
    op.add_column("sources", sa.Column("next_run_at", _TIME))
    op.execute("UPDATE sources SET finished_run = run WHERE state IN ('ready', 'failed')")
    op.execute(
        "UPDATE sources SET interval_days = 7, next_run_at = run_started_at + interval '7 days'"
        " WHERE kind = 'url' AND state IN ('searchable', 'ready')"
    )
    op.create_index("sources_due", "sources", ["next_run_at"], postgresql_where=sa.text("next_run_at IS NOT NULL"))
    op.add_column("pages", sa.Column("alternates", JSONB, nullable=False, server_default="{}"))
    op.create_table(
        "source_pages",
        sa.Column("source_id", sa.Uuid, sa.ForeignKey("sources.id", ondelete="CASCADE"), primary_key=True),
        sa.Column("url", sa.Text, primary_key=True),
    )


def downgrade() -> None:
    op.drop_table("source_pages")
    op.drop_column("pages", "alternates")
    op.drop_index("sources_due", "sources")
    for column in ("next_run_at", "interval_days", "shrunk_runs", "finished_run"):
        op.drop_column("sources", column)
