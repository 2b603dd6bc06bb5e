"""The secured servers, started when first asked for, and two authorities: theirs and one that they do not know."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from local_stack.parts import Kafka

from tests.secured.authority import Authority
from tests.secured.servers import (
    SecuredPostgres,
    SecuredValkey,
    postgres_with_tls,
    secured_kafka,
    secured_postgres,
    secured_valkey,
)


@pytest.fixture(scope="session")
def authority(tmp_path_factory: pytest.TempPathFactory) -> Authority:
    """Who signed the servers' certificates."""
    return Authority(tmp_path_factory.mktemp("authority") / "right", "Empfang tests")


@pytest.fixture(scope="session")
def stranger(tmp_path_factory: pytest.TempPathFactory) -> Authority:
    """An authority that signed none of them."""
    return Authority(tmp_path_factory.mktemp("authority") / "wrong", "somebody else")


@pytest.fixture(scope="session")
def tls_postgres(tmp_path_factory: pytest.TempPathFactory, authority: Authority) -> Iterator[SecuredPostgres]:
    """PostgreSQL with `hostssl` rules only."""
    binaries = postgres_with_tls()
    if binaries is None:
        pytest.skip("there is no PostgreSQL that was built with TLS: `make test-secured` installs one")
    with secured_postgres(tmp_path_factory.mktemp("tls-postgres"), authority, binaries) as server:
        yield server


@pytest.fixture(scope="session")
def tls_kafka(tmp_path_factory: pytest.TempPathFactory, authority: Authority) -> Iterator[Kafka]:
    """Kafka with a SASL_SSL listener only."""
    with secured_kafka(tmp_path_factory.mktemp("tls-kafka"), authority) as broker:
        yield broker


@pytest.fixture(scope="session")
def tls_valkey(tmp_path_factory: pytest.TempPathFactory, authority: Authority) -> Iterator[SecuredValkey]:
    """Valkey with TLS and a user."""
    with secured_valkey(tmp_path_factory.mktemp("tls-valkey"), authority) as server:
        yield server
