"""PostgreSQL as a part: kept over a kill -9, and closed to whoever has no password."""

from pathlib import Path

import psycopg
import pytest
from local_stack.parts import DidNotStart, Postgres

pytestmark = pytest.mark.integration


def test_postgres_keeps_what_was_committed_over_a_kill(tmp_path: Path) -> None:
    with Postgres(data=tmp_path / "pg", port=0) as server:
        server.create_database("config")
        with psycopg.connect(server.url("config")) as connection:
            connection.execute("CREATE EXTENSION vector")
            connection.execute("CREATE TABLE t AS SELECT 7 AS n")
        assert server.process is not None
        server.process.kill()
        server.start()
        server.wait_ready()
        with psycopg.connect(server.url("config")) as connection:
            assert connection.execute("SELECT n FROM t").fetchone() == (7,)


def test_nobody_gets_in_without_the_password(tmp_path: Path) -> None:
    with Postgres(data=tmp_path / "pg", password="right") as server:
        address = f"127.0.0.1:{server.port}/postgres"
        for user in ("postgres@", "postgres:wrong@", ""):
            with pytest.raises(psycopg.OperationalError, match="password"):
                psycopg.connect(f"postgresql://{user}{address}")
        with psycopg.connect(f"postgresql://postgres:right@{address}") as connection:
            assert connection.execute("SHOW password_encryption").fetchone() == ("scram-sha-256",)


def test_a_folder_that_took_everybody_is_not_served(tmp_path: Path) -> None:
    with Postgres(data=tmp_path / "pg") as server:
        rules = server.data / "pg_hba.conf"
    rules.write_text(rules.read_text().replace("scram-sha-256", "trust"))
    with pytest.raises(DidNotStart, match="make reset"):
        server.start()
