"""The three links of a bot and the publishable tokens inside them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from uuid import UUID

from identity.tokens import mark, same

ENVIRONMENTS = ("production", "staging", "preview")


@dataclass(frozen=True)
class Linker:
    """Makes and checks links. `bases` gives each environment's address; the key never leaves config-svc."""

    key: bytes = field(repr=False)
    bases: Mapping[str, str]

    def token(self, bot_id: UUID, environment: str, version: int) -> str:
        """The mark of bot, environment and link version: 128 bits, shown again at any time."""
        return mark(self.key, f"{bot_id}:{environment}:{version}")

    def matches(self, token: str, bot_id: UUID, environment: str, version: int) -> bool:
        """Whether the token opens this bot there, compared in constant time."""
        return same(token, self.token(bot_id, environment, version))

    def url(self, bot_id: UUID, environment: str, token: str) -> str:
        """The address of the bot's page in one environment."""
        return f"{self.bases[environment].rstrip('/')}/bot/{bot_id}?token={token}"
