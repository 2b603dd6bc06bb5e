"""All rows of all services' databases, and what became of them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping

import psycopg
from local_stack.configuration import Configuration
from psycopg import sql

OWN_BOOKS = (
    *("alembic_version", "kit_version", "idempotency", "inbox", "outbox", "job_turns", "replica_positions"),
    *("procrastinate_events", "procrastinate_jobs", "procrastinate_periodic_defers", "procrastinate_workers"),
    "probes",
)
"""What services keep about their own work, which goes on whoever asks."""

Rows = Mapping[tuple[str, str], Counter[str]]


def tables_of(connection: psycopg.Connection[tuple[str, ...]]) -> list[str]:
    """The tables of a database."""
    query = "SELECT tablename FROM pg_tables WHERE schemaname = 'public' ORDER BY 1"
    return [name for (name,) in connection.execute(query)]


def rows_of(configuration: Configuration, *, without: tuple[str, ...] = OWN_BOOKS) -> Rows:
    """Every row as text, by database and table."""
    found: dict[tuple[str, str], Counter[str]] = {}
    for database in configuration.databases:
        with psycopg.connect(configuration.database_url(database, "postgres")) as connection:
            for table in tables_of(connection):
                if table not in without:
                    query = sql.SQL("SELECT one::text FROM {} AS one").format(sql.Identifier(table))
                    found[database, table] = Counter(row for (row,) in connection.execute(query))
    return found


def ids_of_others(configuration: Configuration, workspace_id: str) -> set[str]:
    """What rows of every other workspace are known by: it, its bots, sources, prospects and conversations."""
    found: set[str] = set()
    for database, query in (
        ("config", "SELECT id::text FROM workspaces WHERE id <> %s"),
        ("config", "SELECT id::text FROM chatbot_configs WHERE workspace_id <> %s"),
        ("ingest", "SELECT id::text FROM sources WHERE workspace_id <> %s"),  # its pages name nothing else
        ("outreach", "SELECT id::text FROM prospects WHERE workspace_id <> %s"),
        ("chat", "SELECT id::text FROM conversations WHERE workspace_id <> %s"),
    ):
        with psycopg.connect(configuration.database_url(database)) as connection:
            found |= {id for (id,) in connection.execute(query.encode(), [workspace_id])}
    return found


def changes(before: Rows, after: Rows, *, allowed: set[str]) -> list[str]:
    """What is gone, and what is new and names none of the `allowed` ids."""
    found = []
    for table in before.keys() | after.keys():
        old, new = before.get(table, Counter()), after.get(table, Counter())
        found += [f"gone from {table}: {row[:300]}" for row in old - new if not any(id in row for id in allowed)]
        found += [f"new in {table}: {row[:300]}" for row in new - old if not any(id in row for id in allowed)]
    return found
