"""Pure parts of the kit."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from pathlib import Path

import asyncpg
import pytest
from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from hypothesis import given
from hypothesis import strategies as st
from servicekit.auth.keys import format_key, hash_secret, new_secret, parse_key
from servicekit.auth.visitor import VisitorClaims, VisitorTokens, VisitorVerifier
from servicekit.clock import Clock
from servicekit.database import is_transient
from servicekit.errors import Unauthorized
from servicekit.ids import new_id
from servicekit.settings import DatabaseSettings, ServiceSettings
from sqlalchemy.exc import TimeoutError as NoConnectionFree


def test_the_clock_follows_its_file(tmp_path: Path) -> None:
    file = tmp_path / "offset"
    clock = Clock(file)
    assert clock.offset == timedelta()
    file.write_text("86400")
    assert clock.offset == timedelta(days=1)
    file.unlink()
    assert clock.offset == timedelta()


def test_production_refuses_a_movable_clock(tmp_path: Path) -> None:
    with pytest.raises(ValueError, match="CLOCK_OFFSET_FILE"):
        ServiceSettings(
            environment="production",
            database=DatabaseSettings(url="postgresql://x/y"),
            clock_offset_file=tmp_path,
            idempotency_key="k",
        )
    with pytest.raises(ValueError, match="IDEMPOTENCY_KEY"):
        ServiceSettings(environment="production", database=DatabaseSettings(url="postgresql://x/y"))


def test_ids_sort_by_their_time() -> None:
    ids = [new_id() for _ in range(100)]
    assert ids == sorted(ids)
    assert ids[0].version == 7


def test_keys_survive_the_trip() -> None:
    id, secret = new_id(), new_secret()
    assert parse_key(format_key(id, secret)) == (id, secret)
    assert hash_secret(secret) != secret


@given(st.text(max_size=80))
def test_whatever_is_sent_as_a_key_is_refused_or_parsed(token: str) -> None:
    try:
        id, _ = parse_key(token)
    except Unauthorized:
        return
    assert token.startswith("emp_")
    assert id.hex


def test_visitor_tokens_end_and_cannot_be_forged() -> None:
    key = Ed25519PrivateKey.generate()
    private = key.private_bytes(
        serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    ).decode()
    public = (
        key.public_key()
        .public_bytes(serialization.Encoding.PEM, serialization.PublicFormat.SubjectPublicKeyInfo)
        .decode()
    )
    now = datetime(2026, 6, 1, tzinfo=UTC)
    claims = VisitorClaims(new_id(), new_id(), new_id(), "production", 3, "v", new_id())
    token = VisitorTokens(private).issue(claims, now=now, ttl=timedelta(hours=9))
    verifier = VisitorVerifier(public)
    assert verifier.verify(token, now=now + timedelta(minutes=59)) == claims
    for broken, when in ((token, now + timedelta(minutes=61)), (token[:-2] + "aa", now), (None, now), ("x", now)):
        with pytest.raises(Unauthorized):
            verifier.verify(broken, now=when)


def test_errors_that_pass_by_themselves_are_known() -> None:
    assert is_transient(ConnectionRefusedError())
    assert is_transient(asyncpg.DeadlockDetectedError())
    assert is_transient(asyncpg.CannotConnectNowError())
    assert is_transient(NoConnectionFree()), "all connections of the pool are in use"
    assert not is_transient(asyncpg.UniqueViolationError())
    assert not is_transient(ValueError())
