"""Who asked for what stands in a prospect's timeline."""

import sqlalchemy as sa
from alembic import op

revision = "0009"
down_revision = "0008"

COLUMNS = {"actor_kind": sa.Text, "actor_id": sa.Uuid, "actor_name": sa.Text}


def upgrade() -> None:
    for name, kind in COLUMNS.items():
        op.add_column("timeline", sa.Column(name, kind, nullable=True))


def downgrade() -> None:
    for name in COLUMNS:
        op.drop_column("timeline", name)
