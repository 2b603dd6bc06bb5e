"""PostgreSQL and Kafka for benchmarks: durable, as in production; or those that the environment names."""

from __future__ import annotations

import os
import tempfile
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path

import psycopg
from servicekit.database import of_database
from servicekit.ids import new_id
from servicekit.settings import KafkaSettings


@dataclass(frozen=True)
class Servers:
    """Where the servers are. `database()` makes a new empty database and gives its URL."""

    database: Callable[[], str]
    kafka: KafkaSettings


@contextmanager
def servers() -> Iterator[Servers]:
    """Start PostgreSQL and Kafka, or take `TEST_DATABASE_URL` and `TEST_KAFKA_BOOTSTRAP_SERVERS`.

    How to get into that broker stands in the variables that services read: `KAFKA_SECURITY_PROTOCOL` and its relatives.
    """
    with ExitStack() as stack:
        folder = Path(stack.enter_context(tempfile.TemporaryDirectory(prefix="empfang-bench-")))
        base, bootstrap = os.environ.get("TEST_DATABASE_URL"), os.environ.get("TEST_KAFKA_BOOTSTRAP_SERVERS")
        if base is None:
            from local_stack.parts import Postgres

            server = stack.enter_context(Postgres(data=folder / "postgres", port=0, durable=True))
            base = server.url("postgres")
        if bootstrap is None:
            from local_stack.parts import Kafka

            broker = stack.enter_context(Kafka(data=folder / "kafka", port=0))
            kafka = KafkaSettings(bootstrap_servers=broker.bootstrap)
        else:
            told = {
                name.partition("_")[2].lower(): value for name, value in os.environ.items() if name.startswith("KAFKA_")
            }
            kafka = KafkaSettings.model_validate({**told, "bootstrap_servers": bootstrap})
        made: list[str] = []

        def database() -> str:
            name = f"bench_{new_id().hex}"
            with psycopg.connect(of_database(base, "postgres"), autocommit=True) as connection:
                connection.execute(f"CREATE DATABASE {name}".encode())
            made.append(name)
            return of_database(base, name)

        yield Servers(database, kafka)
        with psycopg.connect(of_database(base, "postgres"), autocommit=True) as connection:
            for name in made:
                connection.execute(f"DROP DATABASE IF EXISTS {name} WITH (FORCE)".encode())


@contextmanager
def postgres() -> Iterator[Callable[[], str]]:
    """PostgreSQL alone: makes a new empty database and gives its URL."""
    from local_stack.parts import Postgres

    with (
        tempfile.TemporaryDirectory(prefix="empfang-bench-") as folder,
        Postgres(data=Path(folder) / "postgres", port=0, durable=False) as server,
    ):

        def database() -> str:
            name = f"bench_{new_id().hex}"
            server.create_database(name)
            return server.url(name)

        yield database
