"""Who is signed in: sessions in Valkey, so that every tab and every replica knows them.

A session's place is the hash of its id, and what lies there is sealed (AES-256-GCM) with a key of the console's own:
who reads Valkey gets neither a cookie that works nor an API key.
"""

from __future__ import annotations

import hashlib
import json
import secrets
from dataclasses import asdict, dataclass
from functools import lru_cache

import valkey
from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

from console.settings import Settings
from console.texts import Language

IDLE_SECONDS = 12 * 3600
"""A session that nobody used for so long is over."""
PLACE = "console:session:"
NONCE_BYTES = 12
WAIT_SECONDS = 2.0


class StoreAway(Exception):
    """Valkey does not answer."""


@dataclass(frozen=True)
class Kept:
    """What is kept of a session."""

    key: str
    language: Language | None = None
    """The one that was chosen; None for the workspace's."""

    def __repr__(self) -> str:
        return "Kept(…)"  # without the key


class Store:
    """The sessions. Every method raises `StoreAway`."""

    def __init__(self, url: str, secret: bytes, *, ca_file: str | None = None) -> None:
        tls = {"ssl_ca_certs": ca_file} if ca_file else {}
        self._valkey = valkey.Valkey.from_url(
            url, socket_timeout=WAIT_SECONDS, socket_connect_timeout=WAIT_SECONDS, **tls
        )
        self._cipher = AESGCM(HKDF(SHA256(), 32, salt=None, info=b"console sessions").derive(secret))

    def begin(self, kept: Kept) -> str:
        """Keep a new session; its id, which only the browser is to have."""
        id = secrets.token_urlsafe(32)
        self.keep(id, kept)
        return id

    def keep(self, id: str, kept: Kept) -> None:
        """Write a session anew; its time begins again."""
        nonce = secrets.token_bytes(NONCE_BYTES)
        sealed = nonce + self._cipher.encrypt(nonce, json.dumps(asdict(kept)).encode(), id.encode())
        try:
            self._valkey.set(_place(id), sealed, ex=IDLE_SECONDS)
        except valkey.ValkeyError as error:
            raise StoreAway from error

    def find(self, id: str, *, used: bool = True) -> Kept | None:
        """A session, None when it is over; its time begins again if it was `used`."""
        try:
            sealed = self._valkey.getex(_place(id), ex=IDLE_SECONDS) if used else self._valkey.get(_place(id))
        except valkey.ValkeyError as error:
            raise StoreAway from error
        if not isinstance(sealed, bytes):
            return None
        try:
            opened = self._cipher.decrypt(sealed[:NONCE_BYTES], sealed[NONCE_BYTES:], id.encode())
        except InvalidTag:  # sealed with an earlier key of the console
            return None
        return Kept(**json.loads(opened))

    def end(self, id: str) -> None:
        """The session is over, on all tabs."""
        try:
            self._valkey.delete(_place(id))
        except valkey.ValkeyError as error:
            raise StoreAway from error


def _place(id: str) -> str:
    return PLACE + hashlib.sha256(id.encode()).hexdigest()


@lru_cache(maxsize=1)
def opened() -> Store:
    """The store that the environment names; its connections are shared by all sessions of this process."""
    settings = Settings.read()
    return Store(settings.valkey_url, settings.secret, ca_file=settings.valkey_ca_file)
