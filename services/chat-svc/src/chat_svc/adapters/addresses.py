"""The addresses that transcripts are mailed to, as they are kept: sealed until the mail is out, then only hashed."""

from __future__ import annotations

import hashlib
import hmac
from uuid import UUID

from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from identity.address import hashed
from servicekit.auth.sealing import place, seal, unseal


class Addresses:
    """Seals, opens and hashes with keys made of one secret. Does no I/O."""

    FIELD = "address"

    def __init__(self, secret: str) -> None:
        self._cipher = AESGCM(hmac.digest(secret.encode(), b"transcript addresses sealed", hashlib.sha256))
        self._hashing = hmac.digest(secret.encode(), b"transcript addresses hashed", hashlib.sha256).hex()

    def seal(self, row: UUID, address: str) -> bytes:
        """The address, readable only for this row."""
        return seal(self._cipher, address.encode(), place(row, self.FIELD))

    def open(self, row: UUID, sealed: bytes) -> str:
        """The address that was sealed for this row. Raises `Tampered`."""
        return unseal(self._cipher, sealed, place(row, self.FIELD)).decode()

    def hashed(self, address: str) -> str:
        """By what an address is counted, in all its spellings: a keyed hash, the same for every bot."""
        return hashed(address, self._hashing)
