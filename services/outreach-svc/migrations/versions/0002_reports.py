"""Mails to the operator that carry a report."""

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"


def upgrade() -> None:
    for name in ("html_key", "excel_key", "excel_name"):
        op.add_column("notices", sa.Column(name, sa.Text, nullable=True))


def downgrade() -> None:
    for name in ("html_key", "excel_key", "excel_name"):
        op.drop_column("notices", name)
