"""Settings and adapters of lead-svc."""

from __future__ import annotations

import base64
import binascii
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from typing import Self

from pydantic import Field, SecretStr, model_validator
from servicekit.auth.visitor import VisitorVerifier
from servicekit.http import RateLimiter
from servicekit.mail.settings import MailSettings
from servicekit.mail.transport import Mailer

from lead_svc.vault import KEY_BYTES, Vault

_DEVELOPMENT = "development-only"


class Settings(MailSettings):
    """What lead-svc needs beside the common settings. No default for its keys: nothing is sealed with a known one."""

    port: int = 8104
    lead_master_key: SecretStr = Field(description="32 bytes, base64: wraps the keys of persons")
    lead_master_key_id: str = "1"
    lead_previous_keys: SecretStr = Field(
        default=SecretStr(""), description="Earlier master keys while keys are wrapped anew: `id:base64,id:base64`"
    )
    lead_index_key: SecretStr = Field(description="32 bytes, base64: blind index and link tokens")
    erasure_address_key: SecretStr = SecretStr(_DEVELOPMENT)
    visitor_public_key: str = Field(default="", description="Ed25519, PEM: verifies what chat-svc signed")
    double_opt_in: bool = Field(default=False, description="Mail a link to every address that was left")
    captures_per_minute: int = Field(default=20, ge=1, description="By one visitor's address")
    privacy_requests_per_hour: int = Field(default=10, ge=1, description="By one visitor's address")

    @model_validator(mode="after")
    def _keys_are_keys(self) -> Self:
        self.masters()
        _key("lead_index_key", self.lead_index_key.get_secret_value())
        if self.environment == "production":
            if self.erasure_address_key.get_secret_value() == _DEVELOPMENT:
                raise ValueError("erasure_address_key must be set in production")
            if not self.visitor_public_key:
                raise ValueError("visitor_public_key must be set in production")
        return self

    def masters(self) -> dict[str, bytes]:
        """The master keys by id. Raises `ValueError`."""
        found = {self.lead_master_key_id: _key("lead_master_key", self.lead_master_key.get_secret_value())}
        for entry in filter(None, self.lead_previous_keys.get_secret_value().split(",")):
            id, _, value = entry.strip().partition(":")
            if id in found:
                raise ValueError("lead_previous_keys repeats a key's id")
            found[id] = _key("lead_previous_keys", value)
        return found


def _key(name: str, value: str) -> bytes:
    try:
        key = base64.b64decode(value, validate=True)
    except binascii.Error as error:
        raise ValueError(f"{name} must be base64") from error
    if len(key) != KEY_BYTES:
        raise ValueError(f"{name} must have {KEY_BYTES} bytes")
    return key


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
        settings.masters(),
        current=settings.lead_master_key_id,
        index_key=_key("lead_index_key", settings.lead_index_key.get_secret_value()),
    )
    yield Resources(
        vault,
        VisitorVerifier(settings.visitor_public_key),
        RateLimiter("lead-svc", settings.valkey_url),
        Mailer(settings),
        settings.erasure_address_key.get_secret_value(),
        settings.public_url.rstrip("/"),
    )
