"""What was set aside is found in the order of its key."""

from alembic import op

revision = "0002"
down_revision = "0001"


def upgrade() -> None:
    op.execute("DROP INDEX IF EXISTS set_aside_by_key")
    op.execute(
        "CREATE INDEX IF NOT EXISTS set_aside_in_order ON set_aside (consumer, topic, key, position)"
        " WHERE state <> 'dead'"
    )
