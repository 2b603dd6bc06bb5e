"""Members of a workspace, and the keys that their sign-ins get."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects.postgresql import JSONB

revision = "0004"
down_revision = "0003"

TIME = sa.DateTime(timezone=True)


def upgrade() -> None:
    op.create_table(
        "members",
        sa.Column("id", sa.Uuid, primary_key=True),
        sa.Column("workspace_id", sa.Uuid, sa.ForeignKey("workspaces.id", ondelete="CASCADE"), nullable=False),
        sa.Column("version", sa.Integer, nullable=False),
        sa.Column("name", sa.Text, nullable=False),
        sa.Column("email", sa.Text),
        sa.Column("comparable_email", sa.Text),
        sa.Column("role", sa.Text, nullable=False),
        sa.Column("bots", JSONB),
        sa.Column("state", sa.Text, nullable=False),
        sa.Column("issuer", sa.Text),
        sa.Column("subject", sa.Text),
        sa.Column("invited_at", TIME, nullable=False),
        sa.Column("last_seen_at", TIME),
        sa.UniqueConstraint("workspace_id", "comparable_email", name="one_member_per_address"),
        sa.UniqueConstraint("workspace_id", "issuer", "subject", name="one_member_per_account"),
    )
    op.create_index("members_by_address", "members", ["comparable_email"])
    op.create_index("members_by_account", "members", ["issuer", "subject"])
    op.add_column("api_keys", sa.Column("expires_at", TIME))
    op.add_column("api_keys", sa.Column("member_id", sa.Uuid, sa.ForeignKey("members.id", ondelete="CASCADE")))
    op.add_column("api_keys", sa.Column("sign_in", sa.Text))
    op.create_unique_constraint("one_key_per_sign_in", "api_keys", ["member_id", "sign_in"])


def downgrade() -> None:
    op.drop_constraint("one_key_per_sign_in", "api_keys")
    op.drop_column("api_keys", "sign_in")
    op.drop_column("api_keys", "member_id")
    op.drop_column("api_keys", "expires_at")
    op.drop_table("members")
