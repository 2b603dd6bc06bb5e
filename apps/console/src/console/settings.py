"""What the console is told by its environment."""

from __future__ import annotations

import base64
import os
from dataclasses import dataclass, field
from pathlib import Path

KEY_BYTES = 32


@dataclass(frozen=True)
class CompanySignIn:
    """An OpenID provider, and what it knows the console by."""

    issuer: str
    client_id: str
    client_secret: str | None = field(repr=False)
    """None for a client that is public to its provider; PKCE protects both kinds."""

    @classmethod
    def read(cls) -> CompanySignIn | None:
        """From `OIDC_ISSUER`, `OIDC_CLIENT_ID` and `OIDC_CLIENT_SECRET`, or the file `OIDC_CLIENT_SECRET_FILE`."""
        issuer, client_id = os.environ.get("OIDC_ISSUER"), os.environ.get("OIDC_CLIENT_ID")
        if not issuer or not client_id:
            return None
        file = os.environ.get("OIDC_CLIENT_SECRET_FILE")
        secret = Path(file).read_text().strip() if file else os.environ.get("OIDC_CLIENT_SECRET")
        return cls(issuer, client_id, secret or None)


@dataclass(frozen=True)
class Settings:
    """Where the console listens and where the APIs are."""

    host: str
    port: int
    public_url: str
    """What browsers call it."""
    api_url: str
    """Where the console reaches the ingress; may differ from what browsers call it."""
    preview_url: str
    """Where browsers find drafts, which the console shows in a frame."""
    valkey_url: str
    """Where sessions are kept."""
    valkey_ca_file: str | None
    demo_site_url: str | None
    """The site of a sample company that everything can be tried on."""
    company: CompanySignIn | None
    """Where members sign in with an account of their company; with an API key alone when there is none."""
    secret: bytes = field(repr=False)
    """What sessions are sealed and cookies are signed with; another one ends all sessions."""

    @property
    def behind_tls(self) -> bool:
        """Whether browsers reach it encrypted."""
        return self.public_url.startswith("https://")

    @classmethod
    def read(cls) -> Settings:
        """From `HOST`, `PORT`, `PUBLIC_URL`, `API_URL` (the same by default), `PREVIEW_URL` (`preview.` of it),
        `VALKEY_URL`, `VALKEY_SSL_CAFILE`, `DEMO_SITE_URL` (none), `CONSOLE_KEY`, 32 random bytes as base64, and
        what `CompanySignIn` reads.

        Raises `ValueError` without a key that is long enough.
        """
        secret = base64.b64decode(os.environ.get("CONSOLE_KEY") or "")
        if len(secret) < KEY_BYTES:
            raise ValueError(f"CONSOLE_KEY must be base64 of at least {KEY_BYTES} random bytes")
        public = (os.environ.get("PUBLIC_URL") or "http://localhost:8080").rstrip("/")
        return cls(
            host=os.environ.get("HOST") or "127.0.0.1",
            port=int(os.environ.get("PORT") or 8107),
            public_url=public,
            api_url=(os.environ.get("API_URL") or public).rstrip("/"),
            valkey_url=os.environ.get("VALKEY_URL") or "valkey://127.0.0.1:16379",
            valkey_ca_file=os.environ.get("VALKEY_SSL_CAFILE") or None,
            demo_site_url=os.environ.get("DEMO_SITE_URL") or None,
            company=CompanySignIn.read(),
            secret=secret,
            preview_url=os.environ.get("PREVIEW_URL") or public.replace("://", "://preview.", 1),
        )
