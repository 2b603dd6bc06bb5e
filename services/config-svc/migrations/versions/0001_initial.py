"""Workspaces, keys, bots, their people and consent texts, and the audit trail."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects.postgresql import JSONB

revision = "0001"
down_revision = None

TIME = sa.DateTime(timezone=True)


def upgrade() -> None:
    op.create_table(
        "workspaces",
        sa.Column("id", sa.Uuid, primary_key=True),
        sa.Column("version", sa.Integer, nullable=False),
        sa.Column("name", sa.Text, nullable=False),
        sa.Column("sender", JSONB, nullable=False),
        sa.Column("operator_email", sa.Text, nullable=False),
        sa.Column("sending_window", JSONB, nullable=False),
        sa.Column("daily_mail_cap", sa.Integer, nullable=False),
        sa.Column("default_consents", JSONB, nullable=False),
        sa.Column("retention", JSONB, nullable=False),
        sa.Column("locale", sa.Text, nullable=False),
        sa.Column("created_at", TIME, nullable=False),
    )
    op.create_table(
        "api_keys",
        sa.Column("id", sa.Uuid, primary_key=True),
        sa.Column("workspace_id", sa.Uuid, sa.ForeignKey("workspaces.id", ondelete="CASCADE"), nullable=False),
        sa.Column("version", sa.Integer, nullable=False),
        sa.Column("name", sa.Text, nullable=False),
        sa.Column("secret_hash", sa.Text, nullable=False),
        sa.Column("scopes", JSONB, nullable=False),
        sa.Column("bots", JSONB),
        sa.Column("created_at", TIME, nullable=False),
        sa.Column("revoked_at", TIME),
    )
    op.create_index("api_keys_of_workspace", "api_keys", ["workspace_id", "id"])
    op.create_table(
        "chatbot_configs",
        sa.Column("id", sa.Uuid, primary_key=True),
        sa.Column("workspace_id", sa.Uuid, sa.ForeignKey("workspaces.id"), nullable=False),
        sa.Column("version", sa.Integer, nullable=False),
        sa.Column("state", sa.Text, nullable=False),
        sa.Column("name", sa.Text, nullable=False),
        sa.Column("company_name", sa.Text, nullable=False),
        sa.Column("draft", JSONB, nullable=False),
        sa.Column("published", JSONB),
        sa.Column("consents", JSONB, nullable=False),
        sa.Column("link_version", sa.Integer, nullable=False),
        sa.Column("prospect_id", sa.Uuid),
        sa.Column("created_at", TIME, nullable=False),
        sa.Column("updated_at", TIME, nullable=False),
        sa.Column("published_at", TIME),
        sa.Column("deployed_at", TIME),
        sa.Column("deployment_failed_at", TIME),
        sa.Column("demo_ends_at", TIME),
        sa.Column("demo_reset_at", TIME),
        sa.Column("demo_reminded", sa.Integer),
        sa.Column("converted_at", TIME),
        sa.UniqueConstraint("prospect_id", name="one_bot_per_prospect"),
        sa.CheckConstraint("state IN ('draft', 'ready', 'live', 'demo_expired', 'deactivated')", name="known_state"),
    )
    op.create_index("chatbot_configs_of_workspace", "chatbot_configs", ["workspace_id", "id"])
    op.create_index(
        "chatbot_configs_by_demo_end",
        "chatbot_configs",
        ["demo_ends_at"],
        postgresql_where=sa.text("demo_ends_at IS NOT NULL"),
    )
    op.create_table(
        "contact_persons",
        sa.Column("id", sa.Uuid, primary_key=True),
        sa.Column("bot_id", sa.Uuid, sa.ForeignKey("chatbot_configs.id", ondelete="CASCADE"), nullable=False),
        sa.Column("name", sa.Text, nullable=False),
        sa.Column("position", sa.Text, nullable=False),
        sa.Column("phone", sa.Text),
        sa.Column("email", sa.Text, nullable=False),
        sa.Column("image_key", sa.Text),
        sa.Column("specialization", sa.Text, nullable=False),
        sa.Column("display_order", sa.Integer, nullable=False),
    )
    op.create_index("contact_persons_of_bot", "contact_persons", ["bot_id", "display_order"])
    op.create_table(
        "consent_texts",
        sa.Column("bot_id", sa.Uuid, sa.ForeignKey("chatbot_configs.id", ondelete="CASCADE"), primary_key=True),
        sa.Column("language", sa.Text, primary_key=True),
        sa.Column("number", sa.Integer, primary_key=True),
        sa.Column("text", sa.Text, nullable=False),
        sa.Column("privacy_url", sa.Text, nullable=False),
        sa.Column("since", TIME, nullable=False),
    )
    op.create_table(
        "audit_entries",
        sa.Column("id", sa.Uuid, primary_key=True),
        sa.Column("workspace_id", sa.Uuid, nullable=False),
        sa.Column("object_id", sa.Uuid, nullable=False),
        sa.Column("object_version", sa.Integer, nullable=False),
        sa.Column("at", TIME, nullable=False),
        sa.Column("actor_kind", sa.Text, nullable=False),
        sa.Column("actor_id", sa.Uuid),
        sa.Column("actor_name", sa.Text, nullable=False),
        sa.Column("action", sa.Text, nullable=False),
        sa.Column("changes", JSONB, nullable=False),
    )
    op.create_index("audit_entries_of_object", "audit_entries", ["object_id", "id"])


def downgrade() -> None:
    for table in ("audit_entries", "consent_texts", "contact_persons", "chatbot_configs", "api_keys", "workspaces"):
        op.drop_table(table)
