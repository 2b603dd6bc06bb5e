"""Transcripts that visitors want by mail."""

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"

TIME = sa.DateTime(timezone=True)


def upgrade() -> None:
    op.create_table(
        "transcript_mails",
        sa.Column("id", sa.Uuid, primary_key=True),
        sa.Column("workspace_id", sa.Uuid, nullable=False),
        sa.Column("bot_id", sa.Uuid, nullable=False),
        sa.Column("conversation_id", sa.Uuid, sa.ForeignKey("conversations.id", ondelete="CASCADE"), nullable=False),
        sa.Column("language", sa.Text, nullable=False),
        sa.Column("address", sa.LargeBinary),
        sa.Column("address_hash", sa.Text, nullable=False),
        sa.Column("requested_at", TIME, nullable=False),
        sa.Column("state", sa.Text, nullable=False),
        sa.Column("attempt", sa.Integer, nullable=False),
        sa.Column("tries", sa.Integer, nullable=False),
        sa.Column("not_before", TIME),
        sa.Column("claimed_at", TIME),
        sa.Column("claimed_by", sa.BigInteger),
        sa.Column("handed_over_at", TIME),
        sa.Column("reason", sa.Text, nullable=False),
        sa.UniqueConstraint("conversation_id", "address_hash", name="one_transcript_per_address"),
    )
    op.create_index("transcript_mails_by_address", "transcript_mails", ["address_hash", "requested_at"])


def downgrade() -> None:
    op.drop_table("transcript_mails")
