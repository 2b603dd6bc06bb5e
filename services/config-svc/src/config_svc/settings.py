"""Settings of config-svc."""

from __future__ import annotations

from pathlib import Path
from typing import Self

from pydantic import Field, SecretStr, model_validator
from servicekit.settings import DEVELOPMENT_KEY, Group, ServiceSettings


class OidcSettings(Group):
    """Whose word is taken for who a member is (OpenID Connect); nobody's without an issuer."""

    issuer: str = Field(default="", description="As its tokens name it; its discovery document lies below")
    client_id: str = Field(default="", description="What the console is called there: tokens must be made for it")

    @property
    def is_set(self) -> bool:
        """Whether members can sign in."""
        return bool(self.issuer)

    @model_validator(mode="after")
    def _fits_together(self) -> Self:
        if bool(self.issuer) != bool(self.client_id):
            raise ValueError("OIDC_ISSUER and OIDC_CLIENT_ID go together")
        return self


class Settings(ServiceSettings):
    """What config-svc needs beside the common settings."""

    port: int = 8101
    objects_url: str = Field(default="file:///tmp/empfang-objects", description="file:///folder or s3://bucket/prefix")
    link_key: SecretStr = Field(default=DEVELOPMENT_KEY, description="Makes the tokens in bot links")
    first_key_file: Path | None = Field(default=None, description="Where `init` writes the first workspace's API key")
    platform_key_file: Path | None = Field(default=None, description="Where `init` writes the platform's own API key")
    media_rate_limit: str = "1200/minute"
    oidc: OidcSettings = OidcSettings()

    @model_validator(mode="after")
    def _issuers_prove_their_name(self) -> Self:
        if self.environment == "production" and self.oidc.is_set and not self.oidc.issuer.startswith("https://"):
            raise ValueError("OIDC_ISSUER must be https:// in production")
        return self
