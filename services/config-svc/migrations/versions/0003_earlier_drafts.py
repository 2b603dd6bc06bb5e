"""Drafts that were replaced, to be restored."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0003"
down_revision = "0002"


def upgrade() -> None:
    op.create_table(
        "earlier_drafts",
        sa.Column("bot_id", sa.Uuid, sa.ForeignKey("chatbot_configs.id", ondelete="CASCADE"), primary_key=True),
        sa.Column("version", sa.Integer, primary_key=True),
        sa.Column("draft", postgresql.JSONB, nullable=False),
        sa.Column("consents", postgresql.JSONB, nullable=False),
        sa.Column("until", sa.DateTime(timezone=True), nullable=False),
    )


def downgrade() -> None:
    op.drop_table("earlier_drafts")
