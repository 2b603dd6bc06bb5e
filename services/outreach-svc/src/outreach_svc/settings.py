"""Settings of outreach-svc."""

from __future__ import annotations

from typing import Self

from pydantic import SecretStr, model_validator
from servicekit.mail.settings import MailSettings

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
