"""Settings and adapters of outreach-svc."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from typing import Self

from identity.tokens import LinkTokens
from pydantic import SecretStr, model_validator
from servicekit.http import RateLimiter
from servicekit.mail.settings import MailSettings
from servicekit.mail.transport import Mailer
from servicekit.objects import Objects

_DEVELOPMENT = "development-only"


class Settings(MailSettings):
    """What outreach-svc needs beside the common settings."""

    port: int = 8106
    objects_url: str = "file:///tmp/empfang-objects"
    suppression_key: SecretStr = SecretStr(_DEVELOPMENT)
    erasure_address_key: SecretStr = SecretStr(_DEVELOPMENT)
    outreach_token_key: SecretStr = SecretStr(_DEVELOPMENT)
    inbound_key: SecretStr = SecretStr(_DEVELOPMENT)

    @model_validator(mode="after")
    def _keys_are_real(self) -> Self:
        keys = (self.suppression_key, self.erasure_address_key, self.outreach_token_key, self.inbound_key)
        if self.environment == "production" and any(key.get_secret_value() == _DEVELOPMENT for key in keys):
            raise ValueError(
                "suppression_key, erasure_address_key, outreach_token_key, inbound_key must be set in production"
            )
        return self


@dataclass(frozen=True, slots=True)
class Keys:
    """Secrets and addresses that use cases need: hash keys, link key, where the public pages are."""

    suppression: str
    erasure: str
    token: str
    public_url: str

    @property
    def links(self) -> LinkTokens:
        """The tokens of the links in mails."""
        return LinkTokens(self.token.encode())


@dataclass(frozen=True, slots=True)
class Resources:
    """Adapters of the running service."""

    keys: Keys
    mailer: Mailer
    objects: Objects
    limiter: RateLimiter


@asynccontextmanager
async def open_resources(settings: Settings) -> AsyncIterator[Resources]:
    """The adapters; a mail connection is opened for each mail."""
    keys = Keys(
        settings.suppression_key.get_secret_value(),
        settings.erasure_address_key.get_secret_value(),
        settings.outreach_token_key.get_secret_value(),
        settings.public_url.rstrip("/"),
    )
    objects = Objects(settings.objects_url)
    yield Resources(keys, Mailer(settings), objects, RateLimiter("outreach-svc", settings.valkey_url))
