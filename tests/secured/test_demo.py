"""The local stack on servers that it did not start and that demand TLS and passwords: the demo walks through."""

from __future__ import annotations

from pathlib import Path
from urllib.parse import quote

import psycopg
import pytest
from local_stack.parts import Kafka, Postgres
from local_stack.paths import SERVICES
from local_stack.record import running
from psycopg import sql
from valkey import Valkey

from tests.demo.chain import STEPS, evidence_of, opened
from tests.demo.site import served_site
from tests.e2e.own_stack import own_stack
from tests.secured.authority import Authority
from tests.secured.servers import PASSWORD, PLAIN_PASSWORD, SecuredPostgres, SecuredValkey

pytestmark = [pytest.mark.e2e, pytest.mark.timeout(420)]

NAMES = [service.removesuffix("-svc") for service in SERVICES]


def role_that_may_make_databases(server: SecuredPostgres) -> str:
    """The URL of a role that is no superuser."""
    with psycopg.connect(server.url("postgres"), autocommit=True) as connection:
        connection.execute(sql.SQL("CREATE ROLE empfang LOGIN CREATEDB PASSWORD {}").format(PASSWORD))
    return server.url("").replace("//postgres:", "//empfang:")


async def test_the_demo_walks_on_secured_servers(
    tmp_path: Path,
    tls_postgres: SecuredPostgres,
    tls_kafka: Kafka,
    tls_valkey: SecuredValkey,
    authority: Authority,
) -> None:
    """The index has a server of its own: the secured one lacks the extension `vector`."""
    with Postgres(data=tmp_path / "index", durable=False) as index:
        index.create_database("passages")
        variables = {
            "DATABASE_URL": role_that_may_make_databases(tls_postgres),
            "KNOWLEDGE_DATABASE_URL": index.url("passages"),
            "KAFKA_BOOTSTRAP_SERVERS": f"localhost:{tls_kafka.port}",
            "KAFKA_SECURITY_PROTOCOL": "SASL_SSL",
            "KAFKA_SASL_MECHANISM": "SCRAM-SHA-512",
            "KAFKA_SASL_USERNAME": "empfang",
            "KAFKA_SASL_PASSWORD": PLAIN_PASSWORD,
            "KAFKA_SSL_CAFILE": str(authority.certificate),
            "VALKEY_URL": tls_valkey.url(),
            "VALKEY_SSL_CAFILE": str(authority.certificate),
        }
        state = tmp_path / "stack"
        with own_stack(state, **variables) as own:
            record = running(own.configuration)
            assert record is not None
            assert not {"postgres", "kafka", "valkey"} & record["children"].keys()
            async with served_site(own.stack), opened(own.stack) as walk:
                seen = [evidence async for evidence in evidence_of(walk)]
            assert len(seen) == len(STEPS)
            assert _encrypted_connections(tls_postgres) == dict.fromkeys(NAMES, True)
            assert _counters(tls_valkey, authority) > 0
    written = "".join(log.read_text() for log in (state / "logs").glob("*.log"))
    for secret in (PASSWORD, quote(PASSWORD, safe=""), PLAIN_PASSWORD):
        assert secret not in written


def _encrypted_connections(server: SecuredPostgres) -> dict[str, bool]:
    """By database: whether every connection of the services is encrypted."""
    ask = (
        "SELECT datname, bool_and(ssl) FROM pg_stat_activity JOIN pg_stat_ssl USING (pid)"
        " WHERE usename = 'empfang' GROUP BY 1"
    )
    with psycopg.connect(server.url("postgres")) as connection:
        return dict(connection.execute(ask).fetchall())


def _counters(server: SecuredValkey, authority: Authority) -> int:
    """How many callers are being counted."""
    with Valkey.from_url(server.url(), ssl_ca_certs=str(authority.certificate)) as client:
        return len(client.keys("*"))
