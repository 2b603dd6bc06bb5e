"""Tokens in links: what a link opens, signed, so that it needs no storage and cannot be guessed."""

from __future__ import annotations

import base64
import hashlib
import hmac
import re
from dataclasses import dataclass, field
from uuid import UUID

SEAL_BYTES = 16
"""128 bits of the HMAC, as many as RFC 2104, section 5, asks for at least."""
_ID_BYTES = 16
_WHOLE_SEAL_BYTES = hashlib.sha256().digest_size
_BASE64URL = re.compile(r"[A-Za-z0-9_-]+")


@dataclass(frozen=True, slots=True)
class LinkTokens:
    """Issues and reads the tokens of links that one service mails."""

    key: bytes = field(repr=False)

    def issue(self, purpose: str, id: UUID) -> str:
        """The token for one object and one purpose; the same each time."""
        return _text(id.bytes + self._seal(purpose, id)[:SEAL_BYTES])

    def read(self, purpose: str, token: str) -> UUID | None:
        """The object's id, or None when the token was not issued for this purpose with this key.

        Tokens with the whole HMAC, which lead-svc mailed before it cut them, are good as well.
        """
        raw = _bytes(token)
        if raw is None or len(raw) not in (_ID_BYTES + SEAL_BYTES, _ID_BYTES + _WHOLE_SEAL_BYTES):
            return None
        id, seal = UUID(bytes=raw[:_ID_BYTES]), raw[_ID_BYTES:]
        return id if hmac.compare_digest(seal, self._seal(purpose, id)[: len(seal)]) else None

    def _seal(self, purpose: str, id: UUID) -> bytes:
        return hmac.digest(self.key, purpose.encode() + b"\0" + id.bytes, hashlib.sha256)


def mark(key: bytes, message: str) -> str:
    """A token that names nothing itself: the receiver knows the message and compares with `same`."""
    return _text(hmac.digest(key, message.encode(), hashlib.sha256)[:SEAL_BYTES])


def same(given: str, token: str) -> bool:
    """Whether somebody gave this token, compared in constant time; `given` may be any text."""
    return hmac.compare_digest(given.encode(errors="surrogatepass"), token.encode())


def _text(raw: bytes) -> str:
    return base64.urlsafe_b64encode(raw).decode().rstrip("=")


def _bytes(token: str) -> bytes | None:
    """The bytes of base64url in its one spelling: Python's decoder skips what it does not know, also inside."""
    token = token.rstrip("=")
    if not _BASE64URL.fullmatch(token) or len(token) % 4 == 1:
        return None
    raw = base64.urlsafe_b64decode(token + "=" * (-len(token) % 4))
    return raw if _text(raw) == token else None
