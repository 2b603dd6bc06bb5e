"""Addresses, their keyed hashes, and the tokens in links that people get by mail."""

from __future__ import annotations

import base64
import hashlib
import hmac
from typing import Literal
from urllib.parse import urlsplit, urlunsplit
from uuid import UUID

Purpose = Literal["unsubscribe", "confirm"]


def normalized(address: str) -> str:
    """The address as it is compared and hashed: trimmed, lower case."""
    return address.strip().lower()


def keyed_hash(address: str, key: str) -> str:
    """HMAC-SHA-256 of the normalised address, hex; without the key nobody can test an address against it."""
    return hmac.new(key.encode(), normalized(address).encode(), hashlib.sha256).hexdigest()


def issue_token(purpose: Purpose, id: UUID, key: str) -> str:
    """A link token for one object and one purpose; needs no storage and cannot be guessed."""
    return base64.urlsafe_b64encode(id.bytes + _seal(purpose, id, key)).decode().rstrip("=")


def read_token(purpose: Purpose, token: str, key: str) -> UUID | None:
    """The object's id, or None when the token was not issued for this purpose with this key."""
    try:
        raw = base64.urlsafe_b64decode(token + "=" * (-len(token) % 4))
    except ValueError:
        return None
    if len(raw) != 32:
        return None
    id = UUID(bytes=raw[:16])
    return id if hmac.compare_digest(raw[16:], _seal(purpose, id, key)) else None


def _seal(purpose: str, id: UUID, key: str) -> bytes:
    return hmac.new(key.encode(), purpose.encode() + b"\0" + id.bytes, hashlib.sha256).digest()[:16]


def website_of(text: str) -> str | None:
    """A web address as people type it, made complete (`https://` when missing); None when it is none."""
    text = text.strip()
    if not text or any(character.isspace() for character in text) or len(text) > 2048:
        return None
    parts = urlsplit(text if "://" in text else f"https://{text}")
    try:
        host, port = parts.hostname, parts.port
    except ValueError:
        return None
    if parts.scheme not in ("http", "https") or not host or parts.username or parts.password:
        return None
    if "." not in host and host != "localhost" and ":" not in host:
        return None
    shown = f"[{host}]" if ":" in host else host
    return urlunsplit((parts.scheme, f"{shown}:{port}" if port else shown, parts.path or "/", parts.query, ""))


def host_of(website: str) -> str:
    """The host name people know a site by, without `www.`."""
    return (urlsplit(website).hostname or website).removeprefix("www.")
