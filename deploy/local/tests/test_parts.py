"""PostgreSQL as a part: kept over a kill -9."""

from pathlib import Path

import psycopg
import pytest
from local_stack.parts import Postgres

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
