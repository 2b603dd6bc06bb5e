"""The first tables."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0001"
down_revision = None


def upgrade() -> None:
    op.create_table(
        "chatbot_analytics",
        sa.Column("chatbot_id", sa.Uuid, primary_key=True),
        sa.Column("date", sa.Date, primary_key=True),
        sa.Column("workspace_id", sa.Uuid, nullable=False),
        sa.Column("visits", sa.BigInteger, nullable=False, server_default=sa.text("0")),
        sa.Column("conversations", sa.BigInteger, nullable=False, server_default=sa.text("0")),
        sa.Column("unique_visitors", sa.BigInteger, nullable=False, server_default=sa.text("0")),
        sa.Column("messages", sa.BigInteger, nullable=False, server_default=sa.text("0")),
        sa.Column("visitor_messages", sa.BigInteger, nullable=False, server_default=sa.text("0")),
        sa.Column("sessions", sa.BigInteger, nullable=False, server_default=sa.text("0")),
        sa.Column("session_seconds", sa.BigInteger, nullable=False, server_default=sa.text("0")),
        sa.Column("bounces", sa.BigInteger, nullable=False, server_default=sa.text("0")),
        sa.Column("conversions", sa.BigInteger, nullable=False, server_default=sa.text("0")),
        sa.Column("emails_captured", sa.BigInteger, nullable=False, server_default=sa.text("0")),
        sa.Column("contact_requests", sa.BigInteger, nullable=False, server_default=sa.text("0")),
        sa.Column("responses", sa.BigInteger, nullable=False, server_default=sa.text("0")),
        sa.Column("response_ms", sa.BigInteger, nullable=False, server_default=sa.text("0")),
        sa.Column("first_token_ms", sa.BigInteger, nullable=False, server_default=sa.text("0")),
        sa.Column("unanswered", sa.BigInteger, nullable=False, server_default=sa.text("0")),
        sa.Column("ratings_up", sa.BigInteger, nullable=False, server_default=sa.text("0")),
        sa.Column("ratings_down", sa.BigInteger, nullable=False, server_default=sa.text("0")),
        sa.Column("response_sketch", postgresql.JSONB, nullable=False, server_default="{}"),
        sa.Column("first_token_sketch", postgresql.JSONB, nullable=False, server_default="{}"),
        sa.Column("hours", postgresql.JSONB, nullable=False, server_default="{}"),
    )
    op.create_index("ix_chatbot_analytics_workspace_id", "chatbot_analytics", ["workspace_id"])
    op.create_table(
        "conversations",
        sa.Column("id", sa.Uuid, primary_key=True),
        sa.Column("bot_id", sa.Uuid, nullable=False),
        sa.Column("day", sa.Date, nullable=True),
        sa.Column("visitor_messages", sa.Integer, nullable=False),
        sa.Column("leads", sa.Integer, nullable=False),
        sa.Column("seconds", sa.BigInteger, nullable=True),
    )
    op.create_index("ix_conversations_bot_id", "conversations", ["bot_id"])
    op.create_table(
        "engagement",
        sa.Column("bot_id", sa.Uuid, primary_key=True),
        sa.Column("workspace_id", sa.Uuid, nullable=False),
        sa.Column("version", sa.BigInteger, nullable=False, server_default=sa.text("0")),
        sa.Column("score", sa.Float, nullable=False, server_default=sa.text("0")),
        sa.Column("published", sa.Float, nullable=False, server_default=sa.text("0")),
        sa.Column("detail", postgresql.JSONB, nullable=False, server_default="{}"),
        sa.Column("computed_at", sa.DateTime(timezone=True), nullable=True),
    )
    op.create_table(
        "erased",
        sa.Column("id", sa.Uuid, primary_key=True),
    )
    op.create_table(
        "question_days",
        sa.Column("bot_id", sa.Uuid, primary_key=True),
        sa.Column("day", sa.Date, primary_key=True),
        sa.Column("group_id", sa.Uuid, primary_key=True),
        sa.Column("asked", sa.BigInteger, nullable=False, server_default=sa.text("0")),
        sa.Column("answered", sa.BigInteger, nullable=False, server_default=sa.text("0")),
    )
    op.create_table(
        "visitors",
        sa.Column("bot_id", sa.Uuid, primary_key=True),
        sa.Column("day", sa.Date, primary_key=True),
        sa.Column("visitor", sa.Text, primary_key=True),
    )


def downgrade() -> None:
    op.drop_table("visitors")
    op.drop_table("question_days")
    op.drop_table("erased")
    op.drop_table("engagement")
    op.drop_table("conversations")
    op.drop_table("chatbot_analytics")
