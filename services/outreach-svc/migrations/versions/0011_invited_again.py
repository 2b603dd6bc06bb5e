"""Which invitation of a member a mail is for."""

import sqlalchemy as sa
from alembic import op

revision = "0011"
down_revision = "0010"


def upgrade() -> None:
    op.add_column("invitations", sa.Column("number", sa.Integer, nullable=False, server_default="1"))


def downgrade() -> None:
    op.drop_column("invitations", "number")
