"""The kit's own tables, made and upgraded in every service's database before the service's own migrations."""

from __future__ import annotations

import asyncpg
from procrastinate.schema import SchemaManager

_VERSIONS: tuple[str, ...] = (
    """
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
    """,
    """
    DROP INDEX set_aside_by_key;
    CREATE INDEX set_aside_in_order ON set_aside (consumer, topic, key, position) WHERE state <> 'dead';
    """,
)

_LOCK = 0x456D7066  # any constant: two processes of one service may migrate at once


async def upgrade(url: str) -> int:
    """Bring the kit's tables and procrastinate's to this version; returns the version. Safe to call at any time."""
    connection = await asyncpg.connect(url, timeout=10)
    try:
        await connection.execute("SELECT pg_advisory_lock($1)", _LOCK)
        await connection.execute("CREATE TABLE IF NOT EXISTS kit_schema (version int NOT NULL)")
        version = await connection.fetchval("SELECT coalesce(max(version), 0) FROM kit_schema")
        for number, statements in enumerate(_VERSIONS, start=1):
            if number > version:
                async with connection.transaction():
                    await connection.execute(statements)
                    await connection.execute("INSERT INTO kit_schema VALUES ($1)", number)
        if not await connection.fetchval("SELECT to_regclass('procrastinate_jobs') IS NOT NULL"):
            async with connection.transaction():
                await connection.execute(SchemaManager.get_schema())
        return len(_VERSIONS)
    finally:
        await connection.close()
