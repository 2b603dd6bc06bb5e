"""How often visitors opened a page for appointments."""

import sqlalchemy as sa
from alembic import op

revision = "0008"
down_revision = "0007"


def upgrade() -> None:
    op.add_column("chatbot_analytics", sa.Column("bookings_opened", sa.BigInteger, nullable=False, server_default="0"))


def downgrade() -> None:
    op.drop_column("chatbot_analytics", "bookings_opened")
