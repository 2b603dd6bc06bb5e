"""Conversations with their messages, question groups, visitor salts, budgets and tombstones."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects.postgresql import JSONB

revision = "0001"
down_revision = None

TIME = sa.DateTime(timezone=True)


def upgrade() -> None:
    op.create_table(
        "conversations",
        sa.Column("id", sa.Uuid, primary_key=True),
        sa.Column("workspace_id", sa.Uuid, nullable=False),
        sa.Column("bot_id", sa.Uuid, nullable=False),
        sa.Column("version", sa.Integer, nullable=False),
        sa.Column("environment", sa.Text, nullable=False),
        sa.Column("visit_id", sa.Uuid),
        sa.Column("visitor", sa.Text, nullable=False),
        sa.Column("language", sa.Text, nullable=False),
        sa.Column("started_at", TIME, nullable=False),
        sa.Column("last_message_at", TIME, nullable=False),
        sa.Column("ended_at", TIME),
        sa.Column("end_reason", sa.Text),
        sa.Column("questions", sa.Integer, nullable=False),
        sa.Column("messages", sa.Integer, nullable=False),
        sa.Column("topics", JSONB, nullable=False),
        sa.Column("answering", sa.Uuid),
        sa.Column("answering_until", TIME),
        sa.Column("forms_shown", sa.Integer, nullable=False),
        sa.Column("form_stopped", sa.Text),
        sa.Column("cards_shown", sa.Integer, nullable=False),
        sa.Column("notices", JSONB, nullable=False),
    )
    op.create_index("conversations_of_bot", "conversations", ["bot_id", "id"])
    op.create_index("conversations_of_workspace", "conversations", ["workspace_id", "last_message_at"])
    op.create_index(
        "open_conversations", "conversations", ["last_message_at"], postgresql_where=sa.text("ended_at IS NULL")
    )
    op.create_table(
        "messages",
        sa.Column("id", sa.Uuid, primary_key=True),
        sa.Column("conversation_id", sa.Uuid, sa.ForeignKey("conversations.id", ondelete="CASCADE"), nullable=False),
        sa.Column("request_id", sa.Uuid, nullable=False),
        sa.Column("role", sa.Text, nullable=False),
        sa.Column("turn", sa.Integer, nullable=False),
        sa.Column("text", sa.Text, nullable=False),
        sa.Column("language", sa.Text, nullable=False),
        sa.Column("at", TIME, nullable=False),
        sa.Column("mode", sa.Text),
        sa.Column("answered", sa.Boolean),
        sa.Column("grounded", sa.Boolean),
        sa.Column("topics", JSONB, nullable=False),
        sa.Column("extras", JSONB, nullable=False),
        sa.Column("tokens", sa.Integer, nullable=False),
        sa.Column("first_token_ms", sa.Integer),
        sa.Column("total_ms", sa.Integer),
        sa.Column("rating", sa.Integer),
        sa.Column("comment", sa.Text),
        sa.UniqueConstraint("conversation_id", "request_id", "role", name="one_answer_per_request"),
    )
    op.create_index("messages_in_order", "messages", ["conversation_id", "turn"])
    op.create_table(
        "erased_conversations",
        sa.Column("conversation_id", sa.Uuid, primary_key=True),
        sa.Column("erased_at", TIME, nullable=False),
    )
    op.create_table(
        "question_groups",
        sa.Column("id", sa.Uuid, primary_key=True),
        sa.Column("workspace_id", sa.Uuid, nullable=False),
        sa.Column("bot_id", sa.Uuid, nullable=False),
        sa.Column("version", sa.Integer, nullable=False),
        sa.Column("language", sa.Text, nullable=False),
        sa.Column("terms", sa.Text, nullable=False),
        sa.Column("model", sa.Text),
        sa.Column("vector", sa.LargeBinary),
        sa.Column("wording", sa.Text),
        sa.Column("wording_from", sa.Uuid),
        sa.Column("label", sa.Text),
        sa.Column("asked", sa.Integer, nullable=False),
        sa.Column("answered", sa.Integer, nullable=False),
        sa.Column("first_asked_at", TIME, nullable=False),
        sa.Column("last_asked_at", TIME, nullable=False),
    )
    op.create_index("question_groups_of_bot", "question_groups", ["bot_id", "last_asked_at"])
    op.create_table(
        "question_askers",
        sa.Column("group_id", sa.Uuid, sa.ForeignKey("question_groups.id", ondelete="CASCADE"), primary_key=True),
        sa.Column("day", sa.Date, primary_key=True),
        sa.Column("visitor", sa.Text, primary_key=True),
    )
    op.create_table(
        "visitor_salts",
        sa.Column("day", sa.Date, primary_key=True),
        sa.Column("salt", sa.LargeBinary, nullable=False),
    )
    op.create_table(
        "token_usage",
        sa.Column("bot_id", sa.Uuid, primary_key=True),
        sa.Column("day", sa.Date, primary_key=True),
        sa.Column("tokens", sa.Integer, nullable=False),
    )


def downgrade() -> None:
    for table in (
        "token_usage",
        "visitor_salts",
        "question_askers",
        "question_groups",
        "erased_conversations",
        "messages",
        "conversations",
    ):
        op.drop_table(table)
