"""The secrets of a local stack: made once, kept under the state folder, readable by their owner only."""

from __future__ import annotations

import base64
import os
import secrets
from collections.abc import Callable
from pathlib import Path

from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

RANDOM = (
    "LINK_KEY",
    "LEAD_MASTER_KEY",
    "LEAD_INDEX_KEY",
    "ERASURE_ADDRESS_KEY",
    "SUPPRESSION_KEY",
    "OUTREACH_TOKEN_KEY",
    "INBOUND_KEY",
    "TRANSCRIPT_KEY",
    "IDEMPOTENCY_KEY",
    "CONSOLE_KEY",
)
"""32 random bytes each, base64."""


def database_password(folder: Path, role: str) -> str:
    """The password of a role of the local database server, URL-safe."""
    folder.mkdir(parents=True, exist_ok=True)
    folder.chmod(0o700)
    return _kept(folder / f"database_{role}", lambda: secrets.token_urlsafe(24))


def ensure(folder: Path) -> dict[str, str]:
    """The secrets by variable name; those that are missing are made."""
    folder.mkdir(parents=True, exist_ok=True)
    folder.chmod(0o700)
    found = {name: _kept(folder / name.lower(), _random) for name in RANDOM}
    signing = _kept(folder / "visitor_signing_key.pem", _signing_key)
    private = serialization.load_pem_private_key(signing.encode(), password=None)
    public = private.public_key().public_bytes(
        serialization.Encoding.PEM, serialization.PublicFormat.SubjectPublicKeyInfo
    )
    return {**found, "VISITOR_SIGNING_KEY": signing, "VISITOR_PUBLIC_KEY": public.decode()}


def _kept(path: Path, make: Callable[[], str]) -> str:
    if not path.exists():
        descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        with os.fdopen(descriptor, "w") as file:
            file.write(make())
    return path.read_text()


def _random() -> str:
    return base64.b64encode(secrets.token_bytes(32)).decode()


def _signing_key() -> str:
    return (
        Ed25519PrivateKey.generate()
        .private_bytes(serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption())
        .decode()
    )
