"""What a mail's delivery is told by: its tries, the job behind a claim, and when the mail was handed over."""

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"

TIME = sa.DateTime(timezone=True)


def upgrade() -> None:
    for table in ("messages", "notices"):
        op.add_column(table, sa.Column("tries", sa.Integer, nullable=False, server_default="0"))
        op.add_column(table, sa.Column("handed_over_at", TIME, nullable=True))
    # whether these went out nobody knows: not again
    op.execute("UPDATE messages SET handed_over_at = claimed_at WHERE state = 'sending'")
    op.execute("UPDATE notices SET handed_over_at = claimed_at WHERE state = 'sending'")
    op.add_column("notices", sa.Column("not_before", TIME, nullable=True))
    op.add_column("notices", sa.Column("claimed_by", sa.BigInteger, nullable=True))
    op.execute("UPDATE notices SET state = 'waiting' WHERE state = 'approved'")
    op.execute("UPDATE notices SET state = 'sent' WHERE state = 'dispatched'")


def downgrade() -> None:
    op.execute("UPDATE notices SET state = 'approved' WHERE state = 'waiting'")
    op.execute("UPDATE notices SET state = 'dispatched' WHERE state = 'sent'")
    for name in ("claimed_by", "not_before", "handed_over_at", "tries"):
        op.drop_column("notices", name)
    for name in ("handed_over_at", "tries"):
        op.drop_column("messages", name)
