"""Where visitors book an appointment with a contact person."""

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"


def upgrade() -> None:
    op.add_column("contact_persons", sa.Column("booking_url", sa.Text))


def downgrade() -> None:
    op.drop_column("contact_persons", "booking_url")
