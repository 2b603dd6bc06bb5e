"""API keys: `emp_<key id>_<secret>`, checked against the replicated hashes."""

from __future__ import annotations

import hashlib
import hmac
import secrets
from dataclasses import dataclass
from time import monotonic
from typing import TYPE_CHECKING, Any
from uuid import UUID

from contracts.workspaces import ApiKeySnapshot

from servicekit.auth.actors import Actor
from servicekit.errors import Forbidden, NotFound, Unauthorized
from servicekit.kit import Kit

if TYPE_CHECKING:
    from servicekit.http.limits import RateLimiter

SCOPES = (
    "workspace:admin",
    "bots:read",
    "bots:write",
    "sources:write",
    "conversations:read",
    "leads:read",
    "leads:write",
    "leads:export",
    "analytics:read",
    "prospects:read",
    "prospects:write",
    "outreach:send",
    "ops:read",
)
"""What a workspace's key may be given."""
PLATFORM = "platform:ops"
"""The scope of the key that operates the platform; no workspace's key has it, `workspace:admin` does not include it."""
CACHE_SECONDS = 1.0
WRONG_KEYS = "30/minute"
"""By one address and process."""


@dataclass(frozen=True, slots=True)
class Principal:
    """A verified API key. `bots` None means every bot of the workspace; with `member_id` a member signed in with it."""

    id: UUID
    workspace_id: UUID
    name: str
    scopes: frozenset[str]
    bots: frozenset[UUID] | None
    member_id: UUID | None = None

    @property
    def actor(self) -> Actor:
        """Who asks, as it is kept beside what they change."""
        return Actor("key", self.id, self.name) if self.member_id is None else Actor("member", self.member_id, "")

    def may(self, scope: str) -> bool:
        """Whether the key has the scope; `workspace:admin` has all of a workspace's, the platform's key that of ops."""
        if scope in self.scopes or (scope == "ops:read" and PLATFORM in self.scopes):
            return True
        return "workspace:admin" in self.scopes and scope != PLATFORM

    def require(self, *scopes: str) -> None:
        """Raises `Forbidden` naming the first scope that is missing."""
        for scope in scopes:
            if not self.may(scope):
                raise Forbidden(f"The key needs the scope {scope}.")

    def allows_bot(self, bot_id: UUID) -> bool:
        """Whether the key may touch this bot of its workspace."""
        return self.bots is None or bot_id in self.bots

    def require_bot(self, bot_id: UUID) -> None:
        """Raises `NotFound` for a bot the key is not restricted to."""
        if not self.allows_bot(bot_id):
            raise NotFound(f"There is no bot {bot_id}.")

    def require_whole_workspace(self) -> None:
        """Raises `Forbidden` for keys restricted to listed bots, as customers get them."""
        if self.bots is not None:
            raise Forbidden("A key restricted to single bots has no access to this.")


def new_secret() -> str:
    """256 random bits."""
    return secrets.token_urlsafe(32)


def hash_secret(secret: str) -> str:
    """SHA-256 in hex. The secret is random, so no slow hash is needed."""
    return hashlib.sha256(secret.encode()).hexdigest()


def format_key(id: UUID, secret: str) -> str:
    """The key as its holder keeps it."""
    return f"emp_{id.hex}_{secret}"


def parse_key(token: str) -> tuple[UUID, str]:
    """Key id and secret. Raises `Unauthorized`."""
    parts = token.split("_", 2)
    if len(parts) != 3 or parts[0] != "emp":
        raise Unauthorized("This is not an API key of Empfang.")
    try:
        return UUID(hex=parts[1]), parts[2]
    except ValueError as error:
        raise Unauthorized("This is not an API key of Empfang.") from error


class KeyRing:
    """Verifies keys; a verdict is kept for one second, so a revoked key works at most that long.

    An address that tries many wrong keys is refused before anything is looked up; a key that was right before is not
    held up by others behind the same address.
    """

    def __init__(self, kit: Kit[Any, Any, Any], wrong: RateLimiter) -> None:
        self._kit = kit
        self._known: dict[str, tuple[float, Principal]] = {}
        self._wrong = wrong

    async def principal(self, authorization: str | None, address: str) -> Principal:
        """The holder of an `Authorization: Bearer …` header. Raises `Unauthorized` and `TooManyRequests`."""
        scheme, _, token = (authorization or "").partition(" ")
        if scheme.lower() != "bearer" or not token:
            raise Unauthorized("Send the API key as 'Authorization: Bearer emp_…'.")
        digest = hash_secret(token)
        known = self._known.get(digest)
        if known and known[0] > monotonic():
            return known[1]
        if known is None:
            await self._wrong.check("wrong-key", address, WRONG_KEYS)
        try:
            return await self._verified(token, digest)
        except Unauthorized:
            self._known.pop(digest, None)
            await self._wrong.hit("wrong-key", address, WRONG_KEYS)
            raise

    async def _verified(self, token: str, digest: str) -> Principal:
        id, secret = parse_key(token.strip())
        key = await self._kit.replica(ApiKeySnapshot, id)
        if key is None or not hmac.compare_digest(key.secret_hash, hash_secret(secret)):
            raise Unauthorized("The API key is unknown or revoked.")
        if key.revoked_at is not None or (key.expires_at is not None and key.expires_at <= self._kit.clock.now()):
            raise Unauthorized("The API key is unknown or revoked.")
        found = Principal(
            key.id,
            key.workspace_id,
            key.name,
            frozenset(key.scopes),
            frozenset(key.bots) if key.bots is not None else None,
            key.member_id,
        )
        if len(self._known) > 10_000:
            self._known.clear()
        self._known[digest] = (monotonic() + CACHE_SECONDS, found)
        return found
