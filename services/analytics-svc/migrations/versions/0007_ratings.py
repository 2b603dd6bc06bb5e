"""Which thumb each answer has: a change of mind on another day moves it."""

import sqlalchemy as sa
from alembic import op

revision = "0007"
down_revision = "0006"


def upgrade() -> None:
    op.create_table(
        "ratings",
        sa.Column("id", sa.Uuid, primary_key=True),
        sa.Column("bot_id", sa.Uuid, nullable=False),
        sa.Column("conversation_id", sa.Uuid, nullable=False),
        sa.Column("day", sa.Date, nullable=True),
        sa.Column("value", sa.Integer, nullable=False),
        sa.Column("rated_at", sa.DateTime(timezone=True), nullable=True),
    )
    op.create_index("ix_ratings_bot_id", "ratings", ["bot_id"])
    op.create_index("ix_ratings_conversation_id", "ratings", ["conversation_id"])
