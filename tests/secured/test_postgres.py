"""A PostgreSQL that demands TLS and a password, asked by each driver: all take and refuse the same URLs."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from urllib.parse import quote

import asyncpg
import psycopg
import pytest
from knowledge import EmbeddingModel
from knowledge.pgvector import PgvectorIndex
from procrastinate import PsycopgConnector
from servicekit.database import Database, blocking_engine, check_url
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError

from tests.secured.authority import Authority
from tests.secured.servers import PASSWORD, SecuredPostgres

pytestmark = pytest.mark.integration

ASK = (
    "SELECT application_name || ':' || ssl AS answer FROM pg_stat_activity JOIN pg_stat_ssl USING (pid)"
    " WHERE pid = pg_backend_pid()"
)
"""The connection's name, and whether it is encrypted."""


async def by_sqlalchemy(url: str) -> str:
    database = Database(url, name="kit")
    try:
        async with database.statements() as session:
            return str((await session.execute(text(ASK))).scalar_one())
    finally:
        await database.close()


async def by_asyncpg(url: str) -> str:
    database = Database(url, name="kit")
    connection = await database.connect_raw()
    try:
        return str(await connection.fetchval(ASK))
    finally:
        await connection.close()
        await database.close()


async def by_alembic(url: str) -> str:
    def ask() -> str:
        with blocking_engine(url).connect() as connection:
            return str(connection.execute(text(ASK)).scalar_one())

    return await asyncio.to_thread(ask)


async def by_procrastinate(url: str) -> str:
    connector = PsycopgConnector(conninfo=url, min_size=1, max_size=1, timeout=5)
    try:
        await connector.open_async()
        return str((await connector.execute_query_one_async(ASK))["answer"])
    finally:
        await connector.close_async()


DRIVERS = {"sqlalchemy": by_sqlalchemy, "asyncpg": by_asyncpg, "alembic": by_alembic}
REFUSALS = (OSError, asyncpg.PostgresError, psycopg.Error, DBAPIError)
each_driver = pytest.mark.parametrize("driver", DRIVERS.values(), ids=DRIVERS.keys())
Driver = Callable[[str], Awaitable[str]]


@pytest.mark.parametrize("driver", [*DRIVERS.values(), by_procrastinate], ids=[*DRIVERS.keys(), "procrastinate"])
@pytest.mark.parametrize("mode", ["require", "verify-ca", "verify-full"])
async def test_a_checked_server_answers(
    driver: Driver, mode: str, tls_postgres: SecuredPostgres, authority: Authority
) -> None:
    parameters = f"sslmode={mode}&sslrootcert={authority.certificate}&application_name=here"
    url = tls_postgres.url_of("postgres", "postgres", parameters)
    check_url(url)
    assert await driver(url) == "here:true"


@each_driver
@pytest.mark.parametrize("parameters", ["sslmode=prefer", "sslmode=require", "application_name=here"])
async def test_without_an_authority_the_connection_is_encrypted_unchecked(
    driver: Driver, parameters: str, tls_postgres: SecuredPostgres
) -> None:
    assert (await driver(tls_postgres.url_of("postgres", "postgres", parameters))).endswith(":true")


@each_driver
async def test_a_plain_connection_is_refused(driver: Driver, tls_postgres: SecuredPostgres) -> None:
    with pytest.raises(REFUSALS, match=r"no pg_hba\.conf entry"):
        await driver(tls_postgres.url_of("postgres", "postgres", "sslmode=disable"))


@each_driver
@pytest.mark.parametrize("mode", ["require", "verify-ca", "verify-full"])
async def test_a_server_of_another_authority_is_refused(
    driver: Driver, mode: str, tls_postgres: SecuredPostgres, stranger: Authority
) -> None:
    """With `require` too: where an authority is named, libpq checks it."""
    url = tls_postgres.url_of("postgres", "postgres", f"sslmode={mode}&sslrootcert={stranger.certificate}")
    with pytest.raises(REFUSALS, match="certificate verify failed"):
        await driver(url)


@each_driver
async def test_only_verify_full_asks_for_the_name(
    driver: Driver, tls_postgres: SecuredPostgres, authority: Authority
) -> None:
    """The certificate is for localhost and not for its address."""
    trusting = f"sslrootcert={authority.certificate}"
    url = tls_postgres.url_of("postgres", "postgres", trusting, host="127.0.0.1")
    await driver(f"{url}&sslmode=verify-ca")
    with pytest.raises(REFUSALS, match=r"IP address mismatch|does not match host name"):
        await driver(f"{url}&sslmode=verify-full")


@each_driver
async def test_a_unix_socket_needs_no_tls(driver: Driver, tls_postgres: SecuredPostgres) -> None:
    socket = f"host={tls_postgres.socket_folder}&port={tls_postgres.port}"
    url = f"postgresql://postgres:{quote(PASSWORD, safe='')}@/postgres?{socket}"
    check_url(url)
    assert (await driver(url)).endswith(":false")


@each_driver
async def test_a_certificate_takes_the_place_of_a_password(
    driver: Driver, tls_postgres: SecuredPostgres, authority: Authority, stranger: Authority
) -> None:
    parameters = f"sslmode=verify-full&sslrootcert={authority.certificate}"
    url = f"postgresql://bearer@localhost:{tls_postgres.port}/postgres?{parameters}"
    certificate, key = authority.issue("bearer")
    check_url(f"{url}&sslcert={certificate}&sslkey={key}")
    assert (await driver(f"{url}&sslcert={certificate}&sslkey={key}")).endswith(":true")
    certificate, key = stranger.issue("bearer")
    with pytest.raises(REFUSALS):
        await driver(f"{url}&sslcert={certificate}&sslkey={key}")
    with pytest.raises(REFUSALS, match="certificate"):
        await driver(url)


@each_driver
async def test_a_wrong_password_is_refused(driver: Driver, tls_postgres: SecuredPostgres, authority: Authority) -> None:
    url = f"postgresql://postgres:wrong@localhost:{tls_postgres.port}/postgres?sslmode=require"
    with pytest.raises(REFUSALS, match="password authentication failed"):
        await driver(url)


@each_driver
async def test_of_several_hosts_the_first_that_answers_is_taken(
    driver: Driver, tls_postgres: SecuredPostgres, authority: Authority
) -> None:
    parameters = f"sslmode=verify-full&sslrootcert={authority.certificate}&target_session_attrs=read-write"
    url = tls_postgres.url_of("postgres", "postgres", parameters, host="localhost:1,localhost")
    check_url(url)
    await driver(url)


async def test_the_index_reads_the_same_urls(
    tls_postgres: SecuredPostgres, authority: Authority, stranger: Authority
) -> None:
    """The server lacks the extension: whoever gets to hear that came in."""
    model = EmbeddingModel(name="toy", dimension=8)
    for trusted, heard in ((authority, "halfvec"), (stranger, "certificate verify failed")):
        parameters = f"sslmode=verify-full&sslrootcert={trusted.certificate}"
        with pytest.raises((OSError, ValueError, asyncpg.PostgresError), match=heard):
            await PgvectorIndex.open(tls_postgres.url_of("postgres", "postgres", parameters), model=model)
