"""How many mails to a new member were asked for."""

import sqlalchemy as sa
from alembic import op

revision = "0009"
down_revision = "0008"


def upgrade() -> None:
    op.add_column("members", sa.Column("invitations", sa.Integer, nullable=False, server_default="0"))
    op.execute("UPDATE members SET invitations = 1 WHERE invitation IS NOT NULL")


def downgrade() -> None:
    op.drop_column("members", "invitations")
