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
from servicekit import migrations

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
    url = f"postgresql://guest:x@127.0.0.1:{foreign.port}"
    with pytest.raises(StackError, match="guest may not create databases") as refused:
        databases.create(named(url))
    assert all(name in str(refused.value) for name in NEEDED)
    assert "guest:x" not in str(refused.value)
    assert not there(foreign) & NEEDED


@pytest.mark.parametrize("database", ["", "/", "/template1"], ids=["none", "slash", "another"])
def test_what_is_missing_is_made_by_whoever_may(
    database: str, named: Callable[..., Configuration], foreign: Postgres
) -> None:
    parameters = "?application_name=here&sslmode=prefer"
    url = f"postgresql://maker:x@127.0.0.1:{foreign.port}{database}{parameters}"
    configuration = named(url)
    databases.create(configuration)
    assert there(foreign) >= NEEDED
    told = configuration.service_environment("chat-svc")
    assert told["DATABASE_URL"] == f"postgresql://maker:x@127.0.0.1:{foreign.port}/chat{parameters}"
    with psycopg.connect(told["KNOWLEDGE_DATABASE_URL"]) as connection:
        assert connection.info.dbname == "knowledge"
    databases.create(named(f"postgresql://guest:x@127.0.0.1:{foreign.port}"))  # nothing to be done needs no right


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


@pytest.fixture(scope="module")
def own(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Configuration]:
    """The configuration of a stack that starts its server itself, with the databases made twice."""
    port = free_port()
    configuration = Configuration(tmp_path_factory.mktemp("own"), {**PORTS, "postgres": port}, {})
    password = configuration.database_password("postgres")
    with Postgres(data=configuration.state / "postgres", port=port, password=password, durable=False):
        databases.create(configuration)
        databases.create(configuration)
        yield configuration


@pytest.mark.parametrize("service", SERVICES)
def test_a_service_has_a_role_that_opens_its_own_database_and_no_other(service: str, own: Configuration) -> None:
    told = own.service_environment(service)
    name = service.removesuffix("-svc")
    with psycopg.connect(told["DATABASE_URL"]) as connection:
        asked = "SELECT rolname, rolsuper OR rolcreatedb OR rolcreaterole FROM pg_roles WHERE rolname = current_user"
        assert connection.execute(asked).fetchone() == (name, False)
        connection.execute("CREATE TABLE mine ()")
    for other in sorted(NEEDED - {name} - ({"knowledge"} if name in ("ingest", "chat") else set())):
        with pytest.raises(psycopg.OperationalError, match="permission denied for database"):
            psycopg.connect(own.database_url(other, role=name))


async def test_only_one_service_writes_the_index(own: Configuration) -> None:
    written, searched = (own.service_environment(name)["KNOWLEDGE_DATABASE_URL"] for name in ("ingest-svc", "chat-svc"))
    await migrations.apply("knowledge", written)
    with psycopg.connect(written) as connection:
        assert connection.execute("SELECT count(*) FROM chunks").fetchone() == (0,)
    with psycopg.connect(searched, autocommit=True) as connection:
        for role in ("chat", "knowledge_reader"):
            connection.execute(f"SET ROLE {role}".encode())
            with pytest.raises(psycopg.errors.InsufficientPrivilege):
                connection.execute("DELETE FROM chunks")
        assert connection.execute("SELECT count(*) FROM chunks").fetchone() == (0,)
