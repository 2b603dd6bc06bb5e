"""Settings of config-svc."""

from __future__ import annotations

from pathlib import Path
from typing import Self

from pydantic import Field, SecretStr, model_validator
from servicekit.settings import ServiceSettings


class Settings(ServiceSettings):
    """What config-svc needs beside the common settings."""

    port: int = 8101
    objects_url: str = Field(default="file:///tmp/empfang-objects", description="file:///folder or s3://bucket/prefix")
    link_key: SecretStr = Field(default=SecretStr("development-only"), description="Makes the tokens in bot links")
    first_key_file: Path | None = Field(default=None, description="Where `init` writes the first API key")
    media_rate_limit: str = "1200/minute"

    @model_validator(mode="after")
    def _own_link_key_in_production(self) -> Self:
        if self.environment == "production" and self.link_key.get_secret_value() == "development-only":
            raise ValueError("link_key must be set in production")
        return self
