"""What a mail's delivery is told by: its tries, the job behind a claim, and when the mail was handed over."""

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"

TIME = sa.DateTime(timezone=True)


def upgrade() -> None:
    op.add_column("notices", sa.Column("tries", sa.Integer, nullable=False, server_default="0"))
    op.add_column("notices", sa.Column("not_before", TIME, nullable=True))
    op.add_column("notices", sa.Column("claimed_by", sa.BigInteger, nullable=True))
    op.add_column("notices", sa.Column("handed_over_at", TIME, nullable=True))
    op.execute("UPDATE notices SET handed_over_at = claimed_at WHERE state = 'sending'")  # nobody knows: not again


def downgrade() -> None:
    for name in ("handed_over_at", "claimed_by", "not_before", "tries"):
        op.drop_column("notices", name)
