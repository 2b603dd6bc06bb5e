"""The knowledge database's tables, brought up to date by numbered SQL files."""

from importlib.resources import files

import asyncpg

READER_ROLE = "knowledge_reader"
LOCK = 0x6B6E6F77
"""Advisory lock that lets one process migrate at a time."""


async def migrate(database_url: str) -> list[str]:
    """Run the migrations that have not run yet and let the read-only role read; returns their names."""
    connection = await asyncpg.connect(database_url)
    try:
        async with connection.transaction():
            await connection.execute("SELECT pg_advisory_xact_lock($1)", LOCK)
            await connection.execute(
                "CREATE TABLE IF NOT EXISTS knowledge_migrations"
                " (name text PRIMARY KEY, applied_at timestamptz NOT NULL DEFAULT now())"
            )
            done = {row["name"] for row in await connection.fetch("SELECT name FROM knowledge_migrations")}
            scripts = sorted(
                (entry for entry in files("knowledge.pgvector").joinpath("sql").iterdir() if entry.name not in done),
                key=lambda entry: entry.name,
            )
            for script in scripts:
                await connection.execute(script.read_text(encoding="utf-8"))
                await connection.execute("INSERT INTO knowledge_migrations (name) VALUES ($1)", script.name)
            await _grant_reading(connection)
        return [script.name for script in scripts]
    finally:
        await connection.close()


async def _grant_reading(connection: "asyncpg.Connection[asyncpg.Record]") -> None:
    """Create the role that may only read. Roles are shared by all databases of a server, hence the test first."""
    await connection.execute(
        f"""
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
        """
    )
