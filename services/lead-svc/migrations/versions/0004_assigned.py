"""Which member looks after a lead."""

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"


def upgrade() -> None:
    op.add_column("captured_leads", sa.Column("assigned_to", sa.Uuid, nullable=True))
    op.create_index("captured_leads_by_member", "captured_leads", ["workspace_id", "assigned_to"])


def downgrade() -> None:
    op.drop_index("captured_leads_by_member", "captured_leads")
    op.drop_column("captured_leads", "assigned_to")
