"""Which leads became customers, and what was sent to prospects."""

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"

COUNTS = ("first_contacts", "mails", "letters", "bounces", "replies", "unsubscribes")


def upgrade() -> None:
    op.add_column(
        "chatbot_analytics", sa.Column("customers", sa.BigInteger, nullable=False, server_default=sa.text("0"))
    )
    op.create_table(
        "leads",
        sa.Column("id", sa.Uuid, primary_key=True),
        sa.Column("bot_id", sa.Uuid, nullable=False),
        sa.Column("day", sa.Date, nullable=True),
        sa.Column("customer", sa.Boolean, nullable=False),
        sa.Column("changed_at", sa.DateTime(timezone=True), nullable=True),
    )
    op.create_index("ix_leads_bot_id", "leads", ["bot_id"])
    op.create_table(
        "sales_days",
        sa.Column("workspace_id", sa.Uuid, primary_key=True),
        sa.Column("day", sa.Date, primary_key=True),
        *(sa.Column(name, sa.BigInteger, nullable=False, server_default=sa.text("0")) for name in COUNTS),
    )
