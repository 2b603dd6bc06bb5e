"""A PostgreSQL that the caller names gets the databases that services need."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import psycopg
import pytest
from local_stack import databases
from local_stack.configuration import PORTS, Configuration
from local_stack.parts import Postgres, free_port
from local_stack.paths import SERVICES
from local_stack.record import StackError

pytestmark = pytest.mark.integration

NEEDED = {*(service.removesuffix("-svc") for service in SERVICES), "knowledge"}


@pytest.fixture
def named(tmp_path: Path) -> Callable[..., Configuration]:
    """The configuration of a caller who named a server."""
    return lambda url, **more: Configuration(tmp_path, PORTS, {"DATABASE_URL": url, **more})


@pytest.fixture(scope="module")
def foreign(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Postgres]:
    with Postgres(data=tmp_path_factory.mktemp("foreign"), durable=False) as server:
        with psycopg.connect(server.url("postgres"), autocommit=True) as connection:
            connection.execute("CREATE ROLE maker LOGIN CREATEDB PASSWORD 'x'")
            connection.execute("CREATE ROLE guest LOGIN PASSWORD 'x'")
        yield server


def there(server: Postgres) -> set[str]:
    with psycopg.connect(server.url("postgres")) as connection:
        return {row[0] for row in connection.execute("SELECT datname FROM pg_database").fetchall()}


def test_who_may_not_make_databases_is_told_what_to_do(
    named: Callable[..., Configuration], foreign: Postgres, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("EMPFANG_LANG", "en")
    url = f"postgresql://guest:geheim@127.0.0.1:{foreign.port}"
    with pytest.raises(StackError, match="guest may not create databases") as refused:
        databases.create(named(url))
    assert all(name in str(refused.value) for name in NEEDED)
    assert "geheim" not in str(refused.value)
    assert not there(foreign) & NEEDED


@pytest.mark.parametrize("database", ["", "/", "/template1"], ids=["none", "slash", "another"])
def test_what_is_missing_is_made_by_whoever_may(
    database: str, named: Callable[..., Configuration], foreign: Postgres
) -> None:
    parameters = "?application_name=here&sslmode=prefer"
    url = f"postgresql://maker@127.0.0.1:{foreign.port}{database}{parameters}"
    configuration = named(url)
    databases.create(configuration)
    assert there(foreign) >= NEEDED
    told = configuration.service_environment("chat-svc")
    assert told["DATABASE_URL"] == f"postgresql://maker@127.0.0.1:{foreign.port}/chat{parameters}"
    with psycopg.connect(told["KNOWLEDGE_DATABASE_URL"]) as connection:
        assert connection.info.dbname == "knowledge"
    databases.create(named(f"postgresql://guest@127.0.0.1:{foreign.port}"))  # nothing to be done needs no right


def test_an_index_elsewhere_gets_no_database_here(named: Callable[..., Configuration]) -> None:
    elsewhere = "postgresql://index@elsewhere/passages"
    configuration = named("postgresql://here", KNOWLEDGE_DATABASE_URL=elsewhere)
    assert set(configuration.databases) == NEEDED - {"knowledge"}
    assert configuration.service_environment("ingest-svc")["KNOWLEDGE_DATABASE_URL"] == elsewhere


def test_a_server_that_is_away_is_named_without_the_password(
    named: Callable[..., Configuration], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("EMPFANG_LANG", "en")
    port = free_port()
    with pytest.raises(StackError, match=f"cannot be reached: .*{port}") as refused:
        databases.create(named(f"postgresql://maker:geheim@127.0.0.1:{port}"))
    assert "geheim" not in str(refused.value)


@pytest.mark.parametrize("variable", ["DATABASE_URL", "KNOWLEDGE_DATABASE_URL"])
def test_a_url_that_no_driver_reads_ends_the_start_at_once(variable: str, tmp_path: Path) -> None:
    environment = {"PATH": "", variable: "mysql://somebody:geheim@there"}
    command = [sys.executable, "-m", "local_stack", "up", "--state", str(tmp_path), "--port-base", "23200"]
    answer = subprocess.run(command, env=environment, capture_output=True, text=True, check=False, timeout=30)
    assert answer.returncode == 1
    assert answer.stderr.startswith(f"{variable}: must be postgresql://")
    assert "geheim" not in answer.stderr
