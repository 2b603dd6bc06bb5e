"""The vault: personal fields sealed under one key per person, that key wrapped by a master key.

Deleting a person's wrapped key makes every copy of the sealed fields unreadable, in backups as well.
"""

from __future__ import annotations

import hashlib
import hmac
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal
from uuid import UUID

from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from identity.address import comparable
from identity.tokens import LinkTokens
from servicekit.auth.sealing import Tampered, place, seal, unseal

from lead_svc.settings import KEY_BYTES

IndexKind = Literal["email", "phone"]


@dataclass(frozen=True, slots=True)
class WrappedKey:
    """A person's key, sealed under the master key called `master`; `owner` is whose it is."""

    owner: UUID
    master: str
    sealed: bytes


class Vault:
    """Seals, opens and indexes. Holds the keys, does no I/O.

    `masters` are the master keys by id, `current` the id that new keys are wrapped with, `index_key` is for the blind
    index. Every key has 32 bytes.
    """

    def __init__(self, masters: Mapping[str, bytes], *, current: str, index_key: bytes) -> None:
        if current not in masters or any(len(key) != KEY_BYTES for key in (*masters.values(), index_key)):
            raise ValueError("the vault needs its current master key, and every key must have 32 bytes")
        self._masters = {id: AESGCM(key) for id, key in masters.items()}
        self._current = current
        self._index_key = index_key
        self._tokens = LinkTokens(hmac.digest(index_key, b"link tokens", hashlib.sha256))

    @property
    def current(self) -> str:
        """The id of the master key in use."""
        return self._current

    def new_key(self, owner: UUID) -> WrappedKey:
        """A fresh key for a person."""
        return self._wrap(owner, AESGCM.generate_key(bit_length=256))

    def rewrap(self, key: WrappedKey) -> WrappedKey:
        """The same key under the current master key. Raises `Tampered`."""
        return self._wrap(key.owner, self._unwrap(key))

    def seal(self, key: WrappedKey, row: UUID, field: str, text: str) -> bytes:
        """AES-256-GCM of `text`, bound to the row and field it is for: nonce, then ciphertext with tag."""
        return seal(AESGCM(self._unwrap(key)), text.encode(), place(row, field))

    def open(self, key: WrappedKey, row: UUID, field: str, sealed: bytes) -> str:
        """The text that was sealed for this row and field. Raises `Tampered`."""
        return unseal(AESGCM(self._unwrap(key)), sealed, place(row, field)).decode()

    def index(self, workspace_id: UUID, kind: IndexKind, address: str) -> bytes:
        """The blind index of an address or number within a workspace: HMAC-SHA-256 of its comparable form.

        The same address in two workspaces has two indexes, so that rows of different operators cannot be matched.
        """
        compared = comparable(address) if kind == "email" else address
        message = b"\0".join((workspace_id.bytes, kind.encode(), compared.encode()))
        return hmac.new(self._index_key, message, hashlib.sha256).digest()

    def token(self, purpose: str, id: UUID) -> str:
        """The token of a link to one object, for one purpose."""
        return self._tokens.issue(purpose, id)

    def read_token(self, purpose: str, token: str) -> UUID | None:
        """The object's id, or None when the token was not issued for this purpose here."""
        return self._tokens.read(purpose, token)

    def _wrap(self, owner: UUID, key: bytes) -> WrappedKey:
        return WrappedKey(owner, self._current, seal(self._masters[self._current], key, place(owner, "key")))

    def _unwrap(self, key: WrappedKey) -> bytes:
        if key.master not in self._masters:
            raise Tampered(f"the master key '{key.master}' is not configured")
        return unseal(self._masters[key.master], key.sealed, place(key.owner, "key"))
