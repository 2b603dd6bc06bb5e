"""What was set aside is of a workspace, which sees only its own."""

import sqlalchemy as sa
from alembic import op
from contracts.envelope import tenant_of

revision = "0005"
down_revision = "0004"


def upgrade() -> None:
    op.add_column("set_aside", sa.Column("workspace_id", sa.Uuid))
    op.create_index("set_aside_of_workspace", "set_aside", ["workspace_id", "id"])
    connection = op.get_bind()
    rows = connection.execute(sa.text("SELECT id, value FROM set_aside")).all()
    found = [{"id": row.id, "workspace": tenant_of(row.value)} for row in rows]
    if found:
        connection.execute(sa.text("UPDATE set_aside SET workspace_id = :workspace WHERE id = :id"), found)
