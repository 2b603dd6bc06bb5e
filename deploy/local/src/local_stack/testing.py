"""Servers for tests: real PostgreSQL, Kafka and Valkey, started when first asked for."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from contextlib import ExitStack

import pytest
from servicekit.database import of_database

from local_stack.parts import Kafka, Postgres, free_port
from local_stack.parts.small import Program, valkey


@pytest.fixture(scope="session")
def servers() -> Iterator[ExitStack]:
    """Holds the servers that were started for this run."""
    with ExitStack() as stack:
        yield stack


@pytest.fixture(scope="session")
def postgres(servers: ExitStack, tmp_path_factory: pytest.TempPathFactory) -> Callable[[str], str]:
    """A PostgreSQL server: gives the URL of a database by name. `TEST_DATABASE_URL` takes one that runs already."""
    given = os.environ.get("TEST_DATABASE_URL")
    if given:
        return lambda name: of_database(given, name)
    server = servers.enter_context(Postgres(data=tmp_path_factory.mktemp("postgres"), port=0, durable=False))
    return lambda name: str(server.url(name))


@pytest.fixture(scope="session")
def kafka_bootstrap(servers: ExitStack, tmp_path_factory: pytest.TempPathFactory) -> str:
    """A Kafka broker. `TEST_KAFKA_BOOTSTRAP_SERVERS` takes one that runs already."""
    given = os.environ.get("TEST_KAFKA_BOOTSTRAP_SERVERS")
    if given:
        return given
    return str(servers.enter_context(Kafka(data=tmp_path_factory.mktemp("kafka"), port=0)).bootstrap)


@pytest.fixture(scope="session")
def valkey_server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Program]:
    """A Valkey server, where the console keeps who is signed in; who needs it empty empties it."""
    folder = tmp_path_factory.mktemp("valkey")
    server = valkey(port=free_port(), folder=folder, log=folder / "log")
    server.start()
    server.wait_ready()
    yield server
    server.stop()
