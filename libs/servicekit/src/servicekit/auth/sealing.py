"""Values sealed for one place: nobody can read them without the key, or move them to another row or field."""

from __future__ import annotations

import secrets
from uuid import UUID

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

NONCE_BYTES = 12


class Tampered(Exception):
    """A sealed value that was changed, moved to another place, or sealed under another key."""


def place(id: UUID, field: str) -> bytes:
    """What a value is bound to: the field of a row."""
    return id.bytes + b"\0" + field.encode()


def seal(cipher: AESGCM, value: bytes, where: bytes) -> bytes:
    """The value encrypted and authenticated (AES-GCM): nonce, then ciphertext with tag."""
    nonce = secrets.token_bytes(NONCE_BYTES)
    return nonce + cipher.encrypt(nonce, value, where)


def unseal(cipher: AESGCM, sealed: bytes, where: bytes) -> bytes:
    """What was sealed for this place. Raises `Tampered`."""
    try:
        return cipher.decrypt(sealed[:NONCE_BYTES], sealed[NONCE_BYTES:], where)
    except (InvalidTag, ValueError) as error:
        raise Tampered("a sealed value is not what was sealed here") from error
