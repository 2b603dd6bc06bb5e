"""What makes two addresses one company's, so that a site is taken in once."""

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"


def upgrade() -> None:
    op.add_column("prospects", sa.Column("place", sa.Text, nullable=False, server_default=""))
    op.execute(
        r"""
        UPDATE prospects SET place = regexp_replace(
            lower(substring(website FROM '^https?://(?:[wW]{3}\.)?([^/?#]+)')), ':(80|443)$', ''
        ) || rtrim(coalesce(substring(website FROM '^https?://[^/?#]+([^?#]*)'), ''), '/')
        WHERE website ~ '^https?://'
        """
    )
    op.create_index("prospects_by_place", "prospects", ["workspace_id", "place"])


def downgrade() -> None:
    op.drop_index("prospects_by_place", "prospects")
    op.drop_column("prospects", "place")
