"""Settings of lead-svc."""

from __future__ import annotations

import base64
import binascii
from typing import Self

from pydantic import Field, SecretStr, model_validator
from servicekit.mail.settings import SmtpSettings
from servicekit.settings import DEVELOPMENT_KEY, Group, ServiceSettings

KEY_BYTES = 32
"""Of every key here: AES-256, and HMAC-SHA-256's own length."""


class LeadKeys(Group):
    """What seals leads. No defaults for keys: nothing is sealed with a known one."""

    master_key: SecretStr = Field(description="32 bytes, base64: wraps the keys of persons")
    master_key_id: str = "1"
    previous_keys: SecretStr = Field(
        default=SecretStr(""), description="Earlier master keys while keys are wrapped anew: `id:base64,id:base64`"
    )
    index_key: SecretStr = Field(description="32 bytes, base64: blind index and link tokens")

    @model_validator(mode="after")
    def _keys_are_keys(self) -> Self:
        self.masters()
        self.index()
        return self

    def index(self) -> bytes:
        """The key of blind indexes and link tokens. Raises `ValueError`."""
        return _key("LEAD_INDEX_KEY", self.index_key.get_secret_value())

    def masters(self) -> dict[str, bytes]:
        """The master keys by id. Raises `ValueError`."""
        found = {self.master_key_id: _key("LEAD_MASTER_KEY", self.master_key.get_secret_value())}
        for entry in filter(None, self.previous_keys.get_secret_value().split(",")):
            id, _, value = entry.strip().partition(":")
            if id in found:
                raise ValueError("LEAD_PREVIOUS_KEYS repeats a key's id")
            found[id] = _key("LEAD_PREVIOUS_KEYS", value)
        return found


class Settings(ServiceSettings):
    """What lead-svc needs beside the common settings."""

    port: int = 8104
    lead: LeadKeys
    smtp: SmtpSettings = SmtpSettings()
    erasure_address_key: SecretStr = DEVELOPMENT_KEY
    visitor_public_key: str = Field(default="", description="Ed25519, PEM: verifies what chat-svc signed")
    double_opt_in: bool = Field(default=False, description="Mail a link to every address that was left")
    captures_per_minute: int = Field(default=20, ge=1, description="By one visitor's address")
    privacy_requests_per_hour: int = Field(default=10, ge=1, description="By one visitor's address")

    @model_validator(mode="after")
    def _visitors_are_verified_in_production(self) -> Self:
        if self.environment == "production" and not self.visitor_public_key:
            raise ValueError("VISITOR_PUBLIC_KEY must be set in production")
        return self


def _key(name: str, value: str) -> bytes:
    try:
        key = base64.b64decode(value, validate=True)
    except binascii.Error as error:
        raise ValueError(f"{name} must be base64") from error
    if len(key) != KEY_BYTES:
        raise ValueError(f"{name} must have {KEY_BYTES} bytes")
    return key
