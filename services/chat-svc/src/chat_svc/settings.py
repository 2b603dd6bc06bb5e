"""Settings of chat-svc."""

from __future__ import annotations

from functools import cached_property
from typing import Annotated, Any, Self

from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from knowledge import KnowledgeSettings
from pydantic import Field, SecretStr, field_validator, model_validator
from pydantic_settings import NoDecode
from servicekit.auth.visitor import VisitorTokens, VisitorVerifier
from servicekit.mail.settings import SmtpSettings
from servicekit.settings import DEVELOPMENT_KEY, Group, ServiceSettings


class ModelSettings(Group):
    """The language model that writes the answers."""

    base_url: str | None = Field(default=None, description="An OpenAI-compatible API; without one answers are quoted")
    api_key: SecretStr | None = None
    name: str = "gpt-4o-mini"
    fallbacks: Annotated[tuple[str, ...], NoDecode] = Field(
        default=(), description="Models to ask when the first does not answer, in this order, separated by commas."
    )
    input_price: float = Field(default=0.0, description="Of a million tokens read; any currency.", ge=0)
    output_price: float = Field(default=0.0, description="Of a million tokens written; any currency.", ge=0)
    connect_seconds: float = 4.0
    first_token_seconds: float = 12.0
    gap_seconds: float = 10.0
    total_seconds: float = 60.0
    check_seconds: float = Field(
        default=6.0,
        ge=0,
        description="For its word on what it wrote; with 0 it is not asked, and rules alone decide.",
    )

    @field_validator("fallbacks", mode="before")
    @classmethod
    def _separated(cls, value: Any) -> Any:
        return tuple(name.strip() for name in value.split(",") if name.strip()) if isinstance(value, str) else value


class Settings(ServiceSettings, KnowledgeSettings):
    """What chat-svc needs beside the common settings."""

    port: int = 8103
    model: ModelSettings = ModelSettings()
    smtp: SmtpSettings = SmtpSettings()
    transcript_key: SecretStr = Field(
        default=DEVELOPMENT_KEY, description="Seals the addresses that transcripts are mailed to, and hashes them"
    )
    visitor_signing_key: SecretStr | None = Field(
        default=None, description="Ed25519 private key, PEM; without one a key of this process is made (development)"
    )
    messages_per_address: str = "60/minute"
    sessions_per_address: str = "60/minute"
    pages_per_address: str = "300/minute"
    transcripts_per_address: str = "10/hour"
    transcripts_per_visitor: str = "5/hour"

    @model_validator(mode="after")
    def _signing_key_in_production(self) -> Self:
        if self.environment == "production" and self.visitor_signing_key is None:
            raise ValueError("visitor_signing_key must be set in production")
        return self

    @cached_property
    def _private_key(self) -> Ed25519PrivateKey:
        if self.visitor_signing_key is None:
            return Ed25519PrivateKey.generate()
        pem = self.visitor_signing_key.get_secret_value().replace("\\n", "\n").encode()
        key = serialization.load_pem_private_key(pem, password=None)
        if not isinstance(key, Ed25519PrivateKey):
            raise ValueError("visitor_signing_key must be an Ed25519 key")
        return key

    def visitor_tokens(self) -> VisitorTokens:
        """The signer of visitors' tokens."""
        return VisitorTokens(
            self._private_key.private_bytes(
                serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
            ).decode()
        )

    def visitor_verifier(self) -> VisitorVerifier:
        """The verifier, with the public half of the same key."""
        return VisitorVerifier(
            self._private_key.public_key()
            .public_bytes(serialization.Encoding.PEM, serialization.PublicFormat.SubjectPublicKeyInfo)
            .decode()
        )
