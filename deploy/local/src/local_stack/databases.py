"""The databases that services migrate, made where they are missing, on this stack's server or on a foreign one."""

from __future__ import annotations

import psycopg
from knowledge.pgvector import READER_ROLE
from psycopg import sql
from psycopg.conninfo import conninfo_to_dict
from servicekit.database import check_url, of_database

from local_stack.configuration import Configuration
from local_stack.messages import text
from local_stack.parts import create_databases
from local_stack.paths import SERVICES
from local_stack.record import StackError

_INDEX, _WRITER, _SEARCHER = "knowledge", "ingest", "chat"
"""The index's database, who owns it, and who may only read in it."""


def check(configuration: Configuration) -> None:
    """Raises `StackError` when the caller named a server in a way that no driver would read."""
    for variable in ("DATABASE_URL", "KNOWLEDGE_DATABASE_URL"):
        if given := configuration.environment.get(variable):
            try:
                check_url(given)
            except ValueError as error:
                raise StackError(f"{variable}: {error}") from None


def server(configuration: Configuration) -> str:
    """The URL of a database that is there before any other is made."""
    url = configuration.server
    return url if "dbname" in conninfo_to_dict(url) else of_database(url, "postgres")  # the one that all servers have


def create(configuration: Configuration) -> None:
    """Make what is missing. Raises `StackError` when the server cannot be reached or does not let us.

    On this stack's own server every service also gets a role that is no superuser and opens no other's database.
    """
    url, names = server(configuration), configuration.databases
    try:
        create_databases(url, names)
    except psycopg.errors.InsufficientPrivilege as error:
        role = conninfo_to_dict(url).get("user", "")
        raise StackError(text("may_not_create", role=role, names=", ".join(names))) from error
    except psycopg.OperationalError as error:
        raise StackError(text("no_database", reason=str(error).strip())) from error
    if configuration.starts("postgres"):
        _hand_over(configuration, url)


def _hand_over(configuration: Configuration, url: str) -> None:
    owners = {name: _WRITER if name == _INDEX else name for name in configuration.databases}
    with psycopg.connect(url, autocommit=True, connect_timeout=10) as connection:
        there = {row[0] for row in connection.execute("SELECT rolname FROM pg_roles").fetchall()}

        def run(statement: str, *names: str, **literals: str) -> None:
            identifiers = [sql.Identifier(name) for name in names]
            connection.execute(sql.SQL(statement).format(*identifiers, **literals))

        for role in (service.removesuffix("-svc") for service in SERVICES):
            if role not in there:
                run("CREATE ROLE {} LOGIN PASSWORD {password}", role, password=configuration.database_password(role))
        for database, owner in owners.items():
            run("ALTER DATABASE {} OWNER TO {}", database, owner)
            run("REVOKE CONNECT ON DATABASE {} FROM PUBLIC", database)
        if _INDEX not in owners:
            return
        if READER_ROLE not in there:  # the index's migration would make it, if its role might
            run("CREATE ROLE {} NOLOGIN", READER_ROLE)
        run("GRANT {} TO {}, {}", READER_ROLE, _WRITER, _SEARCHER)
        run("GRANT CONNECT ON DATABASE {} TO {}", _INDEX, _SEARCHER)
    with psycopg.connect(of_database(url, _INDEX), autocommit=True, connect_timeout=10) as connection:
        connection.execute("CREATE EXTENSION IF NOT EXISTS vector")  # which only a superuser may
