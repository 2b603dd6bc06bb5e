"""The three links of a bot and the publishable tokens inside them."""

from __future__ import annotations

import base64
import hashlib
import hmac
from collections.abc import Mapping
from dataclasses import dataclass, field
from uuid import UUID

ENVIRONMENTS = ("production", "staging", "preview")
TOKEN_BYTES = 16


@dataclass(frozen=True)
class Linker:
    """Makes and checks links. `bases` gives each environment's address; the key never leaves config-svc."""

    key: bytes = field(repr=False)
    bases: Mapping[str, str]

    def token(self, bot_id: UUID, environment: str, version: int) -> str:
        """HMAC-SHA-256 over bot, environment and link version, truncated to 128 bits (RFC 2104, section 5)."""
        message = f"{bot_id}:{environment}:{version}".encode()
        digest = hmac.digest(self.key, message, hashlib.sha256)[:TOKEN_BYTES]
        return base64.urlsafe_b64encode(digest).decode().rstrip("=")

    def matches(self, token: str, bot_id: UUID, environment: str, version: int) -> bool:
        """Whether the token opens this bot there, compared in constant time."""
        return hmac.compare_digest(token.encode(), self.token(bot_id, environment, version).encode())

    def url(self, bot_id: UUID, environment: str, token: str) -> str:
        """The address of the bot's page in one environment."""
        return f"{self.bases[environment].rstrip('/')}/bot/{bot_id}?token={token}"
