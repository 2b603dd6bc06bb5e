"""When something was erased: a rebuild of days counts what came before."""

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"


def upgrade() -> None:
    op.add_column(
        "erased", sa.Column("erased_at", sa.DateTime(timezone=True), nullable=False, server_default=sa.text("now()"))
    )
