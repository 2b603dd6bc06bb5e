"""What reactions set aside lies apart from what the worker does: each would drop the other's."""

from alembic import op

revision = "0009"
down_revision = "0008"

REACTIONS = "('empfang.config.BotDeleted.v1', 'empfang.config.WorkspaceDeleted.v1', 'empfang.lead.ErasureRequested.v1')"


def upgrade() -> None:
    op.execute(f"UPDATE set_aside SET consumer = 'analytics-svc.reactions' WHERE type IN {REACTIONS}")  # noqa: S608


def downgrade() -> None:
    op.execute("UPDATE set_aside SET consumer = 'analytics-svc' WHERE consumer = 'analytics-svc.reactions'")
