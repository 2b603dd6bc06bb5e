"""Who is signed in: sessions in Valkey, so that every tab and every replica knows them.

A session's place is the hash of its id, and what lies there is sealed (AES-256-GCM) with a key of the console's own:
who reads Valkey gets neither a cookie that works nor an API key.
"""

from __future__ import annotations

import hashlib
import json
import secrets
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field, fields
from functools import lru_cache
from typing import Any

import valkey
from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

from console.settings import Settings
from console.texts import Language

IDLE_SECONDS = 12 * 3600
"""A session that nobody used for so long is over."""
TYPED_SECONDS = 7 * 24 * 3600
"""How long what was typed in waits for its operator."""
PLACE, TYPED, WAITING, LEAVING = "console:session:", "console:typed:", "console:waiting:", "console:leaving:"
NONCE_BYTES = 12
WAIT_SECONDS = 2.0
WAITING_SECONDS = 600
"""How long the console waits for somebody to come back from their company's sign-in."""
LEAVING_SECONDS = 60
"""How long a tab has to go off to its company's sign-out."""


class StoreAway(Exception):
    """Valkey does not answer."""


@dataclass(frozen=True)
class Kept:
    """What is kept of a session."""

    key: str
    language: Language | None = None
    """The one that was chosen; None for the workspace's."""
    company: bool = False
    """Whether the key is a sign-in's, which ends with the session."""
    id_token: str | None = None
    """What the company's provider said of who signed in: it takes nothing else for a wish to sign them out."""

    def __repr__(self) -> str:
        return "Kept(…)"  # without the key


KEPT = tuple(one.name for one in fields(Kept))
"""What is known of a session here; another version of the console may keep more."""


@dataclass(frozen=True)
class Waiting:
    """A sign-in that somebody went off to their company for."""

    nonce: str = field(repr=False)
    verifier: str = field(repr=False)
    onward: str
    workspace: str | None = None


class Store:
    """The sessions, and what their operators typed in and did not save. Every method raises `StoreAway`."""

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
        self._put(_place(id), id, asdict(kept), IDLE_SECONDS)

    def find(self, id: str, *, used: bool = True) -> Kept | None:
        """A session, None when it is over; its time begins again if it was `used`."""
        try:
            sealed = self._valkey.getex(_place(id), ex=IDLE_SECONDS) if used else self._valkey.get(_place(id))
        except valkey.ValkeyError as error:
            raise StoreAway from error
        opened = self._opened(sealed, id)
        return None if opened is None else Kept(**{name: opened[name] for name in KEPT if name in opened})

    def end(self, id: str) -> None:
        """The session is over, on all tabs."""
        try:
            self._valkey.delete(_place(id))
        except valkey.ValkeyError as error:
            raise StoreAway from error

    def wait(self, state: str, waiting: Waiting) -> None:
        """Keep a sign-in until its answer comes."""
        self._put(WAITING + _hashed(state), state, asdict(waiting), WAITING_SECONDS)

    def come_back(self, state: str) -> Waiting | None:
        """The sign-in that an answer is for, once; None when there is none, or it was answered."""
        opened = self._taken(WAITING, state)
        return None if opened is None else Waiting(**opened)

    def leave(self, id_token: str) -> str:
        """Keep whom to sign out at their company, for a ticket that only their tab is to have."""
        ticket = secrets.token_urlsafe(32)
        self._put(LEAVING + _hashed(ticket), ticket, {"id_token": id_token}, LEAVING_SECONDS)
        return ticket

    def left(self, ticket: str) -> str | None:
        """Whom a ticket is for, once."""
        opened = self._taken(LEAVING, ticket)
        return None if opened is None else str(opened["id_token"])

    def lay_by(self, owner: str, words: Mapping[str, object]) -> None:
        """Keep what an owner typed in beyond the session; nothing is kept of nothing."""
        place = TYPED + _hashed(owner)
        if words:
            self._put(place, owner, words, TYPED_SECONDS)
            return
        try:
            self._valkey.delete(place)
        except valkey.ValkeyError as error:
            raise StoreAway from error

    def laid_by(self, owner: str) -> dict[str, Any]:
        """What an owner typed in and did not save."""
        try:
            sealed = self._valkey.get(TYPED + _hashed(owner))
        except valkey.ValkeyError as error:
            raise StoreAway from error
        return self._opened(sealed, owner) or {}

    def _put(self, place: str, bound_to: str, value: Mapping[str, object], seconds: int) -> None:
        nonce = secrets.token_bytes(NONCE_BYTES)
        sealed = nonce + self._cipher.encrypt(nonce, json.dumps(value).encode(), bound_to.encode())
        try:
            self._valkey.set(place, sealed, ex=seconds)
        except valkey.ValkeyError as error:
            raise StoreAway from error

    def _taken(self, kind: str, name: str) -> dict[str, Any] | None:
        try:
            sealed = self._valkey.getdel(kind + _hashed(name))
        except valkey.ValkeyError as error:
            raise StoreAway from error
        return self._opened(sealed, name)

    def _opened(self, sealed: object, bound_to: str) -> dict[str, Any] | None:
        if not isinstance(sealed, bytes):
            return None
        try:
            words = self._cipher.decrypt(sealed[:NONCE_BYTES], sealed[NONCE_BYTES:], bound_to.encode())
        except InvalidTag:  # sealed with an earlier key of the console
            return None
        found: dict[str, Any] = json.loads(words)
        return found


def _place(id: str) -> str:
    return PLACE + _hashed(id)


def _hashed(name: str) -> str:
    return hashlib.sha256(name.encode()).hexdigest()


@lru_cache(maxsize=1)
def opened() -> Store:
    """The store that the environment names; its connections are shared by all sessions of this process."""
    settings = Settings.read()
    return Store(settings.valkey_url, settings.secret, ca_file=settings.valkey_ca_file)
