"""Settings of config-svc."""

from __future__ import annotations

from pathlib import Path

from pydantic import Field, SecretStr
from servicekit.settings import DEVELOPMENT_KEY, ServiceSettings


class Settings(ServiceSettings):
    """What config-svc needs beside the common settings."""

    port: int = 8101
    objects_url: str = Field(default="file:///tmp/empfang-objects", description="file:///folder or s3://bucket/prefix")
    link_key: SecretStr = Field(default=DEVELOPMENT_KEY, description="Makes the tokens in bot links")
    first_key_file: Path | None = Field(default=None, description="Where `init` writes the first workspace's API key")
    platform_key_file: Path | None = Field(default=None, description="Where `init` writes the platform's own API key")
    media_rate_limit: str = "1200/minute"
