"""Settings that every service has; each adds its own in a subclass. Read from the environment, never at import.

What belongs together is a group, a field of its own type. The first word of an upper-case environment variable names
the group and the rest the field in it: `DATABASE_POOL_SIZE` is `database.pool_size`.
"""

from __future__ import annotations

import ipaddress
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Literal, Self

from pydantic import BaseModel, ConfigDict, Field, SecretStr, field_validator, model_validator
from pydantic.fields import FieldInfo
from pydantic_settings import BaseSettings, SettingsConfigDict

from servicekit.database import check_url

DEVELOPMENT_KEY = SecretStr("development-only")
"""The default of every secret that development needs and production refuses, because everybody knows it."""
MOST_PROXIES = 65_536
"""Addresses that a trusted network may have in production: the pods of one cluster, not all private ones."""


class Group(BaseModel):
    """Settings that belong together."""

    model_config = ConfigDict(frozen=True)


class DatabaseSettings(Group):
    """The service's own database."""

    url: SecretStr = Field(description="postgresql://user:password@host:port/name?sslmode=…, as libpq reads it")
    pool_size: int = Field(default=8, ge=1, le=50)


class KafkaSettings(Group):
    """Where the brokers are, and how one gets in; named as Kafka's own clients name it."""

    bootstrap_servers: str = "127.0.0.1:19092"
    security_protocol: Literal["PLAINTEXT", "SSL", "SASL_PLAINTEXT", "SASL_SSL"] = "PLAINTEXT"
    sasl_mechanism: Literal["PLAIN", "SCRAM-SHA-256", "SCRAM-SHA-512"] = "PLAIN"
    sasl_username: str | None = None
    sasl_password: SecretStr | None = None
    ssl_cafile: str | None = Field(default=None, description="PEM; without one the system's authorities are trusted")
    ssl_certfile: str | None = Field(default=None, description="PEM of a client's certificate")
    ssl_keyfile: str | None = None

    @property
    def uses_sasl(self) -> bool:
        """Whether a client names itself by user and password."""
        return self.security_protocol.startswith("SASL_")

    @property
    def uses_tls(self) -> bool:
        """Whether the connection is encrypted and the broker proves its name."""
        return self.security_protocol.endswith("SSL")

    @model_validator(mode="after")
    def _fits_together(self) -> Self:
        if self.uses_sasl and not (self.sasl_username and self.sasl_password):
            raise ValueError(f"{self.security_protocol} needs KAFKA_SASL_USERNAME and KAFKA_SASL_PASSWORD")
        if not self.uses_sasl and (self.sasl_username or self.sasl_password):
            raise ValueError("KAFKA_SASL_USERNAME and KAFKA_SASL_PASSWORD need a KAFKA_SECURITY_PROTOCOL with SASL")
        files = {"cafile": self.ssl_cafile, "certfile": self.ssl_certfile, "keyfile": self.ssl_keyfile}
        for name, file in files.items():
            if file and not self.uses_tls:
                raise ValueError(f"KAFKA_SSL_{name.upper()} needs a KAFKA_SECURITY_PROTOCOL with SSL")
            if file and not Path(file).is_file():
                raise ValueError(f"KAFKA_SSL_{name.upper()}: there is no file {file}")
        if bool(self.ssl_certfile) != bool(self.ssl_keyfile):
            raise ValueError("KAFKA_SSL_CERTFILE and KAFKA_SSL_KEYFILE go together")
        return self


class ValkeySettings(Group):
    """Where rate limits are counted; without an address each process counts its own."""

    url: SecretStr | None = Field(default=None, description="valkey:// or, with TLS, valkeys://user:password@host:port")
    ssl_cafile: str | None = Field(default=None, description="PEM of an authority to trust besides the system's")

    @property
    def uses_tls(self) -> bool:
        """Whether the connection is encrypted and the server proves its name."""
        return self.url is not None and self.url.get_secret_value().startswith(("valkeys://", "rediss://"))

    @model_validator(mode="after")
    def _fits_together(self) -> Self:
        if self.url and not re.match(r"(valkey|redis)s?://[^/]", self.url.get_secret_value()):
            raise ValueError("VALKEY_URL must be valkey://user:password@host:port or valkeys://…")
        if self.ssl_cafile and not self.uses_tls:
            raise ValueError("VALKEY_SSL_CAFILE needs a VALKEY_URL with valkeys://")
        if self.ssl_cafile and not Path(self.ssl_cafile).is_file():
            raise ValueError(f"VALKEY_SSL_CAFILE: there is no file {self.ssl_cafile}")
        return self


class TopicSettings(Group):
    """How topics are named and made."""

    prefix: str = Field(default="", description="Put before every topic and group name; for tests")
    replication: int = Field(default=1, ge=1)


class JobSettings(Group):
    """How many jobs run at once: short ones, and long ones such as crawls and researches."""

    concurrency: int = Field(default=8, ge=2, le=64, description="Slots of a process; one is never given to short jobs")
    long: int = Field(default=4, ge=1, description="Slots of a process that long jobs may take")
    long_per_workspace: int = Field(default=2, ge=1, description="Long jobs of one workspace, in all processes")
    short_per_workspace: int = Field(default=3, ge=1, description="Short jobs of one workspace, in all processes")

    @model_validator(mode="after")
    def _no_workspace_holds_every_slot(self) -> Self:
        if self.long_per_workspace > self.long:
            raise ValueError("JOB_LONG_PER_WORKSPACE is above JOB_LONG")
        if self.long >= self.concurrency or self.short_per_workspace > self.concurrency - self.long:
            raise ValueError("JOB_CONCURRENCY must leave JOB_SHORT_PER_WORKSPACE slots beside JOB_LONG")
        return self


class ServiceSettings(BaseSettings):
    """Where the parts are and how the service presents itself. Upper-case environment variables, no prefix."""

    model_config = SettingsConfigDict(
        extra="ignore",
        frozen=True,
        env_nested_delimiter="_",
        env_nested_max_split=1,
        hide_input_in_errors=True,  # it may be a secret, or an address with a password in it
    )

    environment: Literal["development", "production"] = "development"
    database: DatabaseSettings
    kafka: KafkaSettings = KafkaSettings()
    topic: TopicSettings = TopicSettings()
    instance_id: str | None = Field(
        default=None,
        description="A name of this process that survives its restart and no other has: it then gets its partitions "
        "back at once instead of after the session time-out",
    )
    valkey: ValkeySettings = ValkeySettings()
    host: str = "127.0.0.1"
    port: int = 8000
    public_url: str = "http://localhost:8080"
    staging_url: str = "http://staging.localhost:8080"
    preview_url: str = "http://preview.localhost:8080"
    trusted_proxies: tuple[str, ...] = Field(
        default=("127.0.0.1/32",),
        description="Networks whose forwarded addresses are believed: the ingress and nobody else, for whoever is in "
        "them can pass for any visitor",
    )
    clock_offset_file: Path | None = Field(default=None, description="A file of seconds added to the clock; for demos")
    idempotency_key: SecretStr = DEVELOPMENT_KEY
    log_level: Literal["debug", "info", "warning", "error"] = "info"
    otlp_endpoint: str | None = None
    job: JobSettings = JobSettings()

    @model_validator(mode="after")
    def _databases_have_addresses(self) -> Self:
        for name, value in named(self):
            # an empty one is none, where a service can do without
            if isinstance(value, SecretStr) and (name == "DATABASE_URL" or (name.endswith("_DATABASE_URL") and value)):
                try:
                    check_url(value.get_secret_value())
                except ValueError as error:
                    raise ValueError(f"{name}: {error}") from None
        return self

    @field_validator("trusted_proxies")
    @classmethod
    def _are_networks(cls, proxies: tuple[str, ...]) -> tuple[str, ...]:
        for proxy in proxies:
            ipaddress.ip_network(proxy)
        return proxies

    @model_validator(mode="after")
    def _production_is_strict(self) -> Self:
        if self.environment == "production":
            if self.clock_offset_file is not None:
                raise ValueError("CLOCK_OFFSET_FILE is for demos and tests and refused in production")
            wide = [proxy for proxy in self.trusted_proxies if ipaddress.ip_network(proxy).num_addresses > MOST_PROXIES]
            if wide:
                raise ValueError(f"TRUSTED_PROXIES: {', '.join(wide)} is wider than a network of proxies can be")
            known = [name for name, value in named(self) if isinstance(value, SecretStr) and _is_known(value)]
            if known:
                raise ValueError(f"{', '.join(known)} must be set in production")
        return self


def variables(settings: type[BaseModel], prefix: str = "") -> Iterator[tuple[str, FieldInfo]]:
    """Every environment variable that is read, with the field it fills, those of groups included."""
    for name, field in settings.model_fields.items():
        if isinstance(field.annotation, type) and issubclass(field.annotation, BaseModel):
            yield from variables(field.annotation, f"{prefix}{name}_".upper())
        else:
            yield f"{prefix}{name}".upper(), field


def named(settings: BaseModel, prefix: str = "") -> Iterator[tuple[str, object]]:
    """Every value that is set, by the name of its environment variable, those of groups included."""
    for name, value in settings:
        if isinstance(value, BaseModel):
            yield from named(value, f"{prefix}{name}_".upper())
        else:
            yield f"{prefix}{name}".upper(), value


def _is_known(secret: SecretStr) -> bool:
    return secret.get_secret_value() == DEVELOPMENT_KEY.get_secret_value()
