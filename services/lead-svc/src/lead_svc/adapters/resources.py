"""What lead-svc holds beside its database."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass

from servicekit.auth.visitor import VisitorVerifier
from servicekit.http import RateLimiter
from servicekit.mail.transport import Mailer

from lead_svc.adapters.vault import Vault
from lead_svc.settings import Settings


@dataclass(frozen=True, slots=True)
class Resources:
    """Adapters of the running service. `public_url` has no slash at its end."""

    vault: Vault
    visitors: VisitorVerifier
    limiter: RateLimiter
    mailer: Mailer
    erasure_key: str
    public_url: str


@asynccontextmanager
async def open_resources(settings: Settings) -> AsyncIterator[Resources]:
    """The adapters; a mail connection is opened for each mail."""
    vault = Vault(
        settings.lead.masters(),
        current=settings.lead.master_key_id,
        index_key=settings.lead.index(),
    )
    yield Resources(
        vault,
        VisitorVerifier(settings.visitor_public_key),
        RateLimiter("lead-svc", settings.valkey),
        Mailer(settings.smtp),
        settings.erasure_address_key.get_secret_value(),
        settings.public_url.rstrip("/"),
    )
