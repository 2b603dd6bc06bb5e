"""Outbox, inbox, replicas, what was set aside, and requests that may be repeated."""

from alembic import op

revision = "0001"
down_revision = None

TABLES = """
CREATE TABLE outbox (
    id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    topic text NOT NULL,
    key text NOT NULL,
    type text NOT NULL,
    value bytea,
    created_at timestamptz NOT NULL DEFAULT now()
);
CREATE TABLE inbox (
    consumer text NOT NULL,
    event_id uuid NOT NULL,
    received_at timestamptz NOT NULL DEFAULT now(),
    PRIMARY KEY (consumer, event_id)
);
CREATE INDEX inbox_by_age ON inbox (received_at);
CREATE TABLE replicas (
    kind text NOT NULL,
    id uuid NOT NULL,
    workspace_id uuid,
    version bigint NOT NULL,
    deleted boolean NOT NULL DEFAULT false,
    snapshot jsonb,
    PRIMARY KEY (kind, id)
);
CREATE INDEX replicas_of_workspace ON replicas (kind, workspace_id) WHERE NOT deleted;
CREATE TABLE replica_positions (
    topic text NOT NULL,
    partition int NOT NULL,
    position bigint NOT NULL,
    PRIMARY KEY (topic, partition)
);
CREATE TABLE set_aside (
    id uuid PRIMARY KEY,
    consumer text NOT NULL,
    state text NOT NULL CHECK (state IN ('parked', 'dead', 'replay')),
    parent_id uuid,
    topic text NOT NULL,
    partition int NOT NULL,
    position bigint NOT NULL,
    key text NOT NULL,
    type text NOT NULL,
    value bytea,
    error text NOT NULL DEFAULT '',
    attempts int NOT NULL DEFAULT 1,
    next_try timestamptz NOT NULL DEFAULT now(),
    created_at timestamptz NOT NULL DEFAULT now(),
    UNIQUE (consumer, topic, partition, position)
);
CREATE INDEX set_aside_due ON set_aside (next_try) WHERE state <> 'dead';
CREATE INDEX set_aside_by_parent ON set_aside (parent_id) WHERE state = 'parked';
CREATE INDEX set_aside_by_key ON set_aside (consumer, topic, key) WHERE state = 'parked';
CREATE TABLE idempotency (
    principal text NOT NULL,
    route text NOT NULL,
    key text NOT NULL,
    body_hash bytea NOT NULL,
    object_id uuid,
    created_at timestamptz NOT NULL DEFAULT now(),
    PRIMARY KEY (principal, route, key)
);
CREATE INDEX idempotency_by_age ON idempotency (created_at);
"""


def upgrade() -> None:
    # Databases from before these scripts have the tables and say so in `kit_schema`.
    if op.get_bind().exec_driver_sql("SELECT to_regclass('kit_schema')").scalar_one() is None:
        op.execute(TABLES)
