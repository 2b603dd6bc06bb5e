"""When a group's question was left open last, and when the operator closed that gap."""

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"

TIME = sa.DateTime(timezone=True)


def upgrade() -> None:
    op.add_column("question_groups", sa.Column("last_unanswered_at", TIME))
    op.add_column("question_groups", sa.Column("closed_at", TIME))
    op.execute("UPDATE question_groups SET last_unanswered_at = last_asked_at WHERE asked > answered")


def downgrade() -> None:
    for column in ("closed_at", "last_unanswered_at"):
        op.drop_column("question_groups", column)
