"""Settings that every service has; each adds its own in a subclass. Read from the environment, never at import."""

from __future__ import annotations

from pathlib import Path
from typing import Literal, Self

from pydantic import Field, SecretStr, model_validator
from pydantic_settings import BaseSettings, SettingsConfigDict

DEVELOPMENT_KEY = SecretStr("development-only")
"""The default of every secret that development needs and production refuses, because everybody knows it."""


class ServiceSettings(BaseSettings):
    """Where the parts are and how the service presents itself. Upper-case environment variables, no prefix."""

    model_config = SettingsConfigDict(extra="ignore", frozen=True)

    environment: Literal["development", "production"] = "development"
    database_url: str = Field(description="postgresql://user:password@host:port/name, without a driver")
    database_pool_size: int = Field(default=8, ge=1, le=50)
    kafka_bootstrap_servers: str = "127.0.0.1:19092"
    topic_prefix: str = Field(default="", description="Put before every topic and group name; for tests")
    instance_id: str | None = Field(
        default=None,
        description="A name of this process that survives its restart and no other has: it then gets its partitions "
        "back at once instead of after the session time-out",
    )
    topic_replication: int = Field(default=1, ge=1)
    valkey_url: str | None = None
    host: str = "127.0.0.1"
    port: int = 8000
    public_url: str = "http://localhost:8080"
    staging_url: str = "http://staging.localhost:8080"
    preview_url: str = "http://preview.localhost:8080"
    trusted_proxies: tuple[str, ...] = ("127.0.0.1/32",)
    clock_offset_file: Path | None = Field(default=None, description="A file of seconds added to the clock; for demos")
    idempotency_key: SecretStr = DEVELOPMENT_KEY
    log_level: Literal["debug", "info", "warning", "error"] = "info"
    otlp_endpoint: str | None = None
    job_concurrency: int = Field(default=4, ge=1, le=64)

    @model_validator(mode="after")
    def _production_is_strict(self) -> Self:
        if self.environment == "production":
            if self.clock_offset_file is not None:
                raise ValueError("clock_offset_file is for demos and tests and refused in production")
            known = [name for name, value in self if isinstance(value, SecretStr) and _is_known(value)]
            if known:
                raise ValueError(f"{', '.join(known)} must be set in production")
        return self


def _is_known(secret: SecretStr) -> bool:
    return secret.get_secret_value() == DEVELOPMENT_KEY.get_secret_value()
