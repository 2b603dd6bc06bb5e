"""Where a prospect's site is, so that an address that redirects to a known one is told from a new company."""

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"


def upgrade() -> None:
    op.add_column("researches", sa.Column("place", sa.Text, nullable=False, server_default=""))
    op.execute(
        r"""
        UPDATE researches SET place = regexp_replace(
            lower(substring(website FROM '^https?://(?:[wW]{3}\.)?([^/?#]+)')), ':(80|443)$', ''
        ) || rtrim(coalesce(substring(website FROM '^https?://[^/?#]+([^?#]*)'), ''), '/')
        WHERE website ~ '^https?://'
        """
    )
    op.create_index("researches_by_place", "researches", ["workspace_id", "place"])


def downgrade() -> None:
    op.drop_index("researches_by_place", "researches")
    op.drop_column("researches", "place")
