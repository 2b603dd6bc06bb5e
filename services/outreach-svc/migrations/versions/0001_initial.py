"""The first tables."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects.postgresql import JSONB

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None

TIME = sa.DateTime(timezone=True)


def upgrade() -> None:
    op.create_table(
        "erased_leads",
        sa.Column("lead_id", sa.Uuid, primary_key=True, nullable=False),
        sa.Column("erased_at", TIME, nullable=False),
    )
    op.create_table(
        "notices",
        sa.Column("id", sa.Uuid, primary_key=True, nullable=False),
        sa.Column("workspace_id", sa.Uuid, nullable=False),
        sa.Column("kind", sa.Text, nullable=False),
        sa.Column("lead_id", sa.Uuid, nullable=True),
        sa.Column("state", sa.Text, nullable=False),
        sa.Column("attempt", sa.Integer, nullable=False),
        sa.Column("subject", sa.Text, nullable=False),
        sa.Column("body", sa.Text, nullable=False),
        sa.Column("claimed_at", TIME, nullable=True),
        sa.Column("sent_at", TIME, nullable=True),
        sa.Column("reason", sa.Text, nullable=False),
        sa.Column("created_at", TIME, nullable=False),
    )
    op.create_index("ix_notices_workspace_id", "notices", ["workspace_id"])
    op.create_table(
        "prospects",
        sa.Column("id", sa.Uuid, primary_key=True, nullable=False),
        sa.Column("workspace_id", sa.Uuid, nullable=False),
        sa.Column("version", sa.Integer, nullable=False),
        sa.Column("website", sa.Text, nullable=False),
        sa.Column("given_name", sa.Text, nullable=False),
        sa.Column("contact_person", sa.Text, nullable=False),
        sa.Column("industry", sa.Text, nullable=False),
        sa.Column("note", sa.Text, nullable=False),
        sa.Column("language", sa.Text, nullable=False),
        sa.Column("email", sa.Text, nullable=True),
        sa.Column("erasure_hash", sa.Text, nullable=True),
        sa.Column("stage", sa.Text, nullable=False),
        sa.Column("stage_dates", JSONB, nullable=False),
        sa.Column("research_revision", sa.Integer, nullable=False),
        sa.Column("facts", JSONB, nullable=False),
        sa.Column("bot_id", sa.Uuid, nullable=True),
        sa.Column("demo_link", sa.Text, nullable=False),
        sa.Column("demo_ends_at", TIME, nullable=True),
        sa.Column("demo_over_at", TIME, nullable=True),
        sa.Column("first_contact_at", TIME, nullable=True),
        sa.Column("follow_ups", sa.Integer, nullable=False),
        sa.Column("next_follow_up_at", TIME, nullable=True),
        sa.Column("stopped_reason", sa.Text, nullable=True),
        sa.Column("batch_id", sa.Uuid, nullable=True),
        sa.Column("score", sa.Double, nullable=False),
        sa.Column("score_revision", sa.Integer, nullable=False),
        sa.Column("points", JSONB, nullable=False),
        sa.Column("created_at", TIME, nullable=False),
    )
    op.create_index("ix_prospects_batch_id", "prospects", ["batch_id"])
    op.create_index("ix_prospects_bot_id", "prospects", ["bot_id"])
    op.create_index("prospects_by_workspace", "prospects", ["workspace_id", "id"])
    op.create_index("prospects_erasure", "prospects", ["erasure_hash"])
    op.create_index(
        "prospects_follow_up",
        "prospects",
        ["next_follow_up_at"],
        postgresql_where=sa.text("next_follow_up_at IS NOT NULL"),
    )
    op.create_table(
        "suppressions",
        sa.Column("workspace_id", sa.Uuid, primary_key=True, nullable=False),
        sa.Column("address_hash", sa.Text, primary_key=True, nullable=False),
        sa.Column("reason", sa.Text, nullable=False),
        sa.Column("since", TIME, nullable=False),
    )
    op.create_table(
        "templates",
        sa.Column("workspace_id", sa.Uuid, primary_key=True, nullable=False),
        sa.Column("name", sa.Text, primary_key=True, nullable=False),
        sa.Column("language", sa.Text, primary_key=True, nullable=False),
        sa.Column("subject", sa.Text, nullable=False),
        sa.Column("body", sa.Text, nullable=False),
        sa.Column("version", sa.Integer, nullable=False),
        sa.Column("changed_at", TIME, nullable=False),
    )
    op.create_table(
        "inbound",
        sa.Column("id", sa.Uuid, primary_key=True, nullable=False),
        sa.Column("workspace_id", sa.Uuid, nullable=False),
        sa.Column("prospect_id", sa.Uuid, sa.ForeignKey("prospects.id", ondelete="CASCADE"), nullable=False),
        sa.Column("message_id", sa.Uuid, nullable=True),
        sa.Column("external_id", sa.Text, nullable=False),
        sa.Column("kind", sa.Text, nullable=False),
        sa.Column("subject", sa.Text, nullable=False),
        sa.Column("text", sa.Text, nullable=False),
        sa.Column("at", TIME, nullable=False),
        sa.UniqueConstraint("workspace_id", "external_id", name="inbound_external_id"),
    )
    op.create_index("ix_inbound_prospect_id", "inbound", ["prospect_id"])
    op.create_table(
        "lawful_bases",
        sa.Column("id", sa.Uuid, primary_key=True, nullable=False),
        sa.Column("workspace_id", sa.Uuid, nullable=False),
        sa.Column("prospect_id", sa.Uuid, sa.ForeignKey("prospects.id", ondelete="CASCADE"), nullable=False),
        sa.Column("kind", sa.Text, nullable=False),
        sa.Column("address", sa.Text, nullable=False),
        sa.Column("occurred_at", TIME, nullable=False),
        sa.Column("recorded_at", TIME, nullable=False),
        sa.Column("channel", sa.Text, nullable=False),
        sa.Column("note", sa.Text, nullable=False),
        sa.Column("address_from_sale", sa.Boolean, nullable=False),
        sa.Column("similar_goods", sa.Boolean, nullable=False),
        sa.Column("informed_of_objection", sa.Boolean, nullable=False),
        sa.Column("confirmed_at", TIME, nullable=True),
        sa.Column("withdrawn_at", TIME, nullable=True),
    )
    op.create_index("lawful_bases_by_prospect", "lawful_bases", ["prospect_id"])
    op.create_table(
        "messages",
        sa.Column("id", sa.Uuid, primary_key=True, nullable=False),
        sa.Column("workspace_id", sa.Uuid, nullable=False),
        sa.Column("prospect_id", sa.Uuid, sa.ForeignKey("prospects.id", ondelete="CASCADE"), nullable=False),
        sa.Column("version", sa.Integer, nullable=False),
        sa.Column("kind", sa.Text, nullable=False),
        sa.Column("template", sa.Text, nullable=False),
        sa.Column("channel", sa.Text, nullable=False),
        sa.Column("state", sa.Text, nullable=False),
        sa.Column("language", sa.Text, nullable=False),
        sa.Column("subject", sa.Text, nullable=False),
        sa.Column("body", sa.Text, nullable=False),
        sa.Column("footer", sa.Text, nullable=False),
        sa.Column("sent_subject", sa.Text, nullable=True),
        sa.Column("sent_body", sa.Text, nullable=True),
        sa.Column("edited", sa.Boolean, nullable=False),
        sa.Column("first_contact", sa.Boolean, nullable=False),
        sa.Column("recipient", sa.Text, nullable=True),
        sa.Column("message_id", sa.Text, nullable=True),
        sa.Column("attempt", sa.Integer, nullable=False),
        sa.Column("not_before", TIME, nullable=True),
        sa.Column("approved_at", TIME, nullable=True),
        sa.Column("claimed_at", TIME, nullable=True),
        sa.Column("claimed_by", sa.BigInteger, nullable=True),
        sa.Column("demo_ends_at", TIME, nullable=True),
        sa.Column("dispatched_at", TIME, nullable=True),
        sa.Column("bounced_at", TIME, nullable=True),
        sa.Column("reason", sa.Text, nullable=False),
        sa.Column("created_at", TIME, nullable=False),
        sa.UniqueConstraint("message_id", name="messages_message_id"),
    )
    op.create_index("messages_by_prospect", "messages", ["prospect_id", "id"])
    op.create_index("messages_by_state", "messages", ["workspace_id", "state", "id"])
    op.create_index(
        "messages_open",
        "messages",
        ["state", "not_before"],
        postgresql_where=sa.text("state IN ('approved', 'sending')"),
    )
    op.create_table(
        "timeline",
        sa.Column("id", sa.Uuid, primary_key=True, nullable=False),
        sa.Column("prospect_id", sa.Uuid, sa.ForeignKey("prospects.id", ondelete="CASCADE"), nullable=False),
        sa.Column("at", TIME, nullable=False),
        sa.Column("step", sa.Text, nullable=False),
        sa.Column("detail", JSONB, nullable=False),
    )
    op.create_index("timeline_by_prospect", "timeline", ["prospect_id", "id"])


def downgrade() -> None:
    op.drop_table("timeline")
    op.drop_table("messages")
    op.drop_table("lawful_bases")
    op.drop_table("inbound")
    op.drop_table("templates")
    op.drop_table("suppressions")
    op.drop_table("prospects")
    op.drop_table("notices")
    op.drop_table("erased_leads")
