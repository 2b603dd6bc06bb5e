"""What outreach-svc holds beside its database."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass

from identity.tokens import LinkTokens
from servicekit.http import RateLimiter
from servicekit.mail.transport import Mailer
from servicekit.objects import Objects

from outreach_svc.settings import Settings


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
    yield Resources(keys, Mailer(settings.smtp), objects, RateLimiter("outreach-svc", settings.valkey))
