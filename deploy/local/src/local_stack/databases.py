"""The databases that services migrate, made where they are missing, on this stack's server or on a foreign one."""

from __future__ import annotations

import psycopg
from psycopg.conninfo import conninfo_to_dict
from servicekit.database import check_url, of_database

from local_stack.configuration import Configuration
from local_stack.messages import text
from local_stack.parts import create_databases
from local_stack.record import StackError


def check(configuration: Configuration) -> None:
    """Raises `StackError` when the caller named a server in a way that no driver would read."""
    for variable in ("DATABASE_URL", "KNOWLEDGE_DATABASE_URL"):
        if given := configuration.environment.get(variable):
            try:
                check_url(given)
            except ValueError as error:
                raise StackError(f"{variable}: {error}") from None


def create(configuration: Configuration) -> None:
    """Make what is missing. Raises `StackError` when the server cannot be reached or does not let us."""
    url, names = configuration.server, configuration.databases
    if "dbname" not in conninfo_to_dict(url):
        url = of_database(url, "postgres")  # the one that every server has
    try:
        create_databases(url, names)
    except psycopg.errors.InsufficientPrivilege as error:
        role = conninfo_to_dict(url).get("user", "")
        raise StackError(text("may_not_create", role=role, names=", ".join(names))) from error
    except psycopg.OperationalError as error:
        raise StackError(text("no_database", reason=str(error).strip())) from error
