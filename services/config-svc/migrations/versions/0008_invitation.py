"""What became of the mail to a new member."""

import sqlalchemy as sa
from alembic import op

revision = "0008"
down_revision = "0007"


def upgrade() -> None:
    op.add_column("members", sa.Column("invitation", sa.Text, nullable=True))


def downgrade() -> None:
    op.drop_column("members", "invitation")
