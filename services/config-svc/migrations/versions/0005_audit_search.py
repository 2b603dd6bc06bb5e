"""What kind of object an audit entry is about, and a workspace's entries in order."""

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"


def upgrade() -> None:
    op.add_column("audit_entries", sa.Column("object_kind", sa.Text, nullable=False, server_default="bot"))
    op.execute(
        "UPDATE audit_entries SET object_kind = split_part(action, ' ', 1) "
        "WHERE action LIKE 'workspace %' OR action LIKE 'key %' OR action LIKE 'member %'"
    )
    op.execute("UPDATE audit_entries SET object_kind = 'member' WHERE action = 'signed in'")
    op.create_index("audit_entries_of_workspace", "audit_entries", ["workspace_id", "id"])


def downgrade() -> None:
    op.drop_index("audit_entries_of_workspace", "audit_entries")
    op.drop_column("audit_entries", "object_kind")
