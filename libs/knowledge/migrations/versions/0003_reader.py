"""A role that may only read, which the service takes that only searches."""

from alembic import op
from knowledge.pgvector import READER_ROLE

revision = "0003"
down_revision = "0002"

# Roles belong to all databases of a server: another one may have made it, or be making it right now.
ROLE = f"""
DO $$ BEGIN
    IF NOT EXISTS (SELECT FROM pg_roles WHERE rolname = '{READER_ROLE}') THEN
        CREATE ROLE {READER_ROLE} NOLOGIN;
    END IF;
EXCEPTION WHEN duplicate_object OR unique_violation THEN NULL;
END $$;
DO $$ BEGIN
    IF NOT pg_has_role(CURRENT_USER, '{READER_ROLE}', 'MEMBER') THEN
        GRANT {READER_ROLE} TO CURRENT_USER;
    END IF;
END $$;
GRANT USAGE ON SCHEMA public TO {READER_ROLE};
GRANT SELECT ON ALL TABLES IN SCHEMA public TO {READER_ROLE};
ALTER DEFAULT PRIVILEGES IN SCHEMA public GRANT SELECT ON TABLES TO {READER_ROLE};
"""


def upgrade() -> None:
    op.execute(ROLE)
    op.execute("DROP TABLE IF EXISTS knowledge_migrations")
