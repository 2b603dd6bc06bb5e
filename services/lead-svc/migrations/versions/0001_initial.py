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
        "conversations",
        sa.Column("id", sa.Uuid, primary_key=True, nullable=False),
        sa.Column("workspace_id", sa.Uuid, nullable=False),
        sa.Column("bot_id", sa.Uuid, nullable=False),
        sa.Column("messages", sa.Integer, nullable=False),
        sa.Column("visitor_messages", sa.Integer, nullable=False),
        sa.Column("seconds", sa.Integer, nullable=False),
        sa.Column("topics", JSONB, nullable=False),
        sa.Column("started_at", TIME, nullable=False),
        sa.Column("last_at", TIME, nullable=False),
        sa.Column("ended", sa.Boolean, nullable=False),
    )
    op.create_index("ix_conversations_bot_id", "conversations", ["bot_id"])
    op.create_index("ix_conversations_last_at", "conversations", ["last_at"])
    op.create_index("ix_conversations_workspace_id", "conversations", ["workspace_id"])
    op.create_table(
        "erasures",
        sa.Column("id", sa.Uuid, primary_key=True, nullable=False),
        sa.Column("workspace_id", sa.Uuid, nullable=False),
        sa.Column("version", sa.Integer, nullable=False),
        sa.Column("requested_at", TIME, nullable=False),
        sa.Column("certified_at", TIME, nullable=True),
    )
    op.create_index("ix_erasures_workspace_id", "erasures", ["workspace_id"])
    op.create_table(
        "notices",
        sa.Column("id", sa.Uuid, primary_key=True, nullable=False),
        sa.Column("workspace_id", sa.Uuid, nullable=False),
        sa.Column("kind", sa.Text, nullable=False),
        sa.Column("about_id", sa.Uuid, nullable=False),
        sa.Column("state", sa.Text, nullable=False),
        sa.Column("attempt", sa.Integer, nullable=False),
        sa.Column("reason", sa.Text, nullable=False),
        sa.Column("created_at", TIME, nullable=False),
        sa.Column("claimed_at", TIME, nullable=True),
        sa.Column("sent_at", TIME, nullable=True),
    )
    op.create_index("ix_notices_about_id", "notices", ["about_id"])
    op.create_index("ix_notices_workspace_id", "notices", ["workspace_id"])
    op.create_table(
        "persons",
        sa.Column("id", sa.Uuid, primary_key=True, nullable=False),
        sa.Column("workspace_id", sa.Uuid, nullable=False),
        sa.Column("master", sa.Text, nullable=False),
        sa.Column("wrapped_key", sa.LargeBinary, nullable=False),
        sa.Column("created_at", TIME, nullable=False),
    )
    op.create_index("ix_persons_master", "persons", ["master"])
    op.create_index("ix_persons_workspace_id", "persons", ["workspace_id"])
    op.create_table(
        "privacy_requests",
        sa.Column("id", sa.Uuid, primary_key=True, nullable=False),
        sa.Column("workspace_id", sa.Uuid, nullable=False),
        sa.Column("kind", sa.Text, nullable=False),
        sa.Column("asked_by", sa.Text, nullable=False),
        sa.Column("language", sa.Text, nullable=False),
        sa.Column("state", sa.Text, nullable=False),
        sa.Column("master", sa.Text, nullable=True),
        sa.Column("wrapped_key", sa.LargeBinary, nullable=True),
        sa.Column("email_sealed", sa.LargeBinary, nullable=True),
        sa.Column("email_index", sa.LargeBinary, nullable=True),
        sa.Column("phone_index", sa.LargeBinary, nullable=True),
        sa.Column("erasure_id", sa.Uuid, nullable=True),
        sa.Column("asked_at", TIME, nullable=False),
        sa.Column("confirmed_at", TIME, nullable=True),
        sa.Column("done_at", TIME, nullable=True),
        sa.Column("expires_at", TIME, nullable=False),
    )
    op.create_index("ix_privacy_requests_email_index", "privacy_requests", ["email_index"])
    op.create_index("ix_privacy_requests_erasure_id", "privacy_requests", ["erasure_id"])
    op.create_index("ix_privacy_requests_workspace_id", "privacy_requests", ["workspace_id"])
    op.create_table(
        "tombstones",
        sa.Column("id", sa.Uuid, primary_key=True, nullable=False),
        sa.Column("kind", sa.Text, nullable=False),
        sa.Column("erased_at", TIME, nullable=False),
    )
    op.create_table(
        "captured_leads",
        sa.Column("id", sa.Uuid, primary_key=True, nullable=False),
        sa.Column("workspace_id", sa.Uuid, nullable=False),
        sa.Column("version", sa.Integer, nullable=False),
        sa.Column("bot_id", sa.Uuid, nullable=False),
        sa.Column("kind", sa.Text, nullable=False),
        sa.Column("environment", sa.Text, nullable=False),
        sa.Column("conversation_id", sa.Uuid, nullable=True),
        sa.Column("contact_person_id", sa.Uuid, nullable=True),
        sa.Column("person_id", sa.Uuid, sa.ForeignKey("persons.id"), nullable=False),
        sa.Column("email_sealed", sa.LargeBinary, nullable=True),
        sa.Column("email_index", sa.LargeBinary, nullable=True),
        sa.Column("phone_sealed", sa.LargeBinary, nullable=True),
        sa.Column("phone_index", sa.LargeBinary, nullable=True),
        sa.Column("name_sealed", sa.LargeBinary, nullable=True),
        sa.Column("message_sealed", sa.LargeBinary, nullable=True),
        sa.Column("status", sa.Text, nullable=False),
        sa.Column("notes", sa.Text, nullable=False),
        sa.Column("estimated_interest_level", sa.Integer, nullable=False),
        sa.Column("interest_reasons", JSONB, nullable=False),
        sa.Column("topics_discussed", JSONB, nullable=False),
        sa.Column("session_duration", sa.Integer, nullable=False),
        sa.Column("message_count", sa.Integer, nullable=False),
        sa.Column("capture_context", JSONB, nullable=False),
        sa.Column("captured_at", TIME, nullable=False),
        sa.Column("updated_at", TIME, nullable=False),
        sa.Column("confirmed_at", TIME, nullable=True),
    )
    op.create_index("captured_leads_by_email", "captured_leads", ["workspace_id", "email_index"])
    op.create_index("captured_leads_by_phone", "captured_leads", ["workspace_id", "phone_index"])
    op.create_index("captured_leads_by_workspace", "captured_leads", ["workspace_id", "captured_at", "id"])
    op.create_index(
        "captured_leads_one_per_address",
        "captured_leads",
        ["bot_id", "environment", "email_index"],
        unique=True,
        postgresql_where=sa.text("kind = 'email'"),
    )
    op.create_index("ix_captured_leads_bot_id", "captured_leads", ["bot_id"])
    op.create_index("ix_captured_leads_conversation_id", "captured_leads", ["conversation_id"])
    op.create_index("ix_captured_leads_person_id", "captured_leads", ["person_id"])
    op.create_table(
        "erasure_answers",
        sa.Column("erasure_id", sa.Uuid, sa.ForeignKey("erasures.id"), primary_key=True, nullable=False),
        sa.Column("service", sa.Text, primary_key=True, nullable=False),
        sa.Column("counts", JSONB, nullable=False),
        sa.Column("completed_at", TIME, nullable=False),
    )
    op.create_table(
        "consents",
        sa.Column("id", sa.Uuid, primary_key=True, nullable=False),
        sa.Column("lead_id", sa.Uuid, sa.ForeignKey("captured_leads.id", ondelete="CASCADE"), nullable=False),
        sa.Column("number", sa.Integer, nullable=False),
        sa.Column("language", sa.Text, nullable=False),
        sa.Column("text", sa.Text, nullable=False),
        sa.Column("privacy_url", sa.Text, nullable=False),
        sa.Column("purpose", sa.Text, nullable=False),
        sa.Column("given_at", TIME, nullable=False),
    )
    op.create_index("ix_consents_lead_id", "consents", ["lead_id"])
