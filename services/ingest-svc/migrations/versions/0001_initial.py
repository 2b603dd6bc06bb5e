"""Sources, stored pages, researches."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects.postgresql import JSONB

revision = "0001"
down_revision = None

_TIME = sa.DateTime(timezone=True)


def upgrade() -> None:
    op.create_table(
        "sources",
        sa.Column("id", sa.Uuid, primary_key=True),
        sa.Column("workspace_id", sa.Uuid, nullable=False, index=True),
        sa.Column("bot_id", sa.Uuid, nullable=False),
        sa.Column("kind", sa.Text, nullable=False),
        sa.Column("title", sa.Text, nullable=False),
        sa.Column("url", sa.Text),
        sa.Column("text", sa.Text),
        sa.Column("object_key", sa.Text),
        sa.Column("state", sa.Text, nullable=False),
        sa.Column("reason", sa.Text),
        sa.Column("version", sa.BigInteger, nullable=False),
        sa.Column("run", sa.Integer, nullable=False),
        sa.Column("pages_found", sa.Integer, nullable=False),
        sa.Column("pages_fetched", sa.Integer, nullable=False),
        sa.Column("pages_indexed", sa.Integer, nullable=False),
        sa.Column("chunks", sa.Integer, nullable=False),
        sa.Column("vectors", sa.Integer, nullable=False),
        sa.Column("characters", sa.BigInteger, nullable=False),
        sa.Column("content_hash", sa.Text),
        sa.Column("created_at", _TIME, nullable=False),
        sa.Column("run_started_at", _TIME, nullable=False),
        sa.Column("searchable_at", _TIME),
        sa.Column("ingested_at", _TIME),
        sa.Column("updated_at", _TIME, nullable=False),
        sa.CheckConstraint("kind IN ('url', 'pdf', 'text')", name="sources_kind"),
        sa.CheckConstraint("state IN ('waiting', 'reading', 'searchable', 'ready', 'failed')", name="sources_state"),
    )
    op.create_index("sources_by_bot", "sources", ["bot_id", "id"])
    op.create_index(
        "sources_url_once", "sources", ["bot_id", "url"], unique=True, postgresql_where=sa.text("kind = 'url'")
    )
    op.create_table(
        "pages",
        sa.Column("workspace_id", sa.Uuid, primary_key=True),
        sa.Column("url", sa.Text, primary_key=True),
        sa.Column("site", sa.Text, nullable=False),
        sa.Column("content", JSONB, nullable=False),
        sa.Column("content_hash", sa.Text, nullable=False),
        sa.Column("etag", sa.Text),
        sa.Column("last_modified", sa.Text),
        sa.Column("fetched_at", _TIME, nullable=False, index=True),
    )
    op.create_index("pages_by_site", "pages", ["workspace_id", "site"])
    op.create_table(
        "researches",
        sa.Column("id", sa.Uuid, primary_key=True),
        sa.Column("workspace_id", sa.Uuid, nullable=False, index=True),
        sa.Column("website", sa.Text, nullable=False),
        sa.Column("version", sa.BigInteger, nullable=False),
        sa.Column("finished", sa.BigInteger, nullable=False),
        sa.Column("state", sa.Text, nullable=False),
        sa.Column("started_at", _TIME, nullable=False),
    )


def downgrade() -> None:
    op.drop_table("researches")
    op.drop_table("pages")
    op.drop_table("sources")
