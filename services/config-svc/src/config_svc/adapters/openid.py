"""The company's sign-in (OpenID Connect): whether an ID token is genuine, meant for the console, and fresh.

What is checked is OpenID Connect Core 1.0, section 3.1.3.7. The issuer is the operator's own setting, so it is asked
without the guard that addresses of strangers need.
"""

from __future__ import annotations

import asyncio
import hmac
from collections.abc import Mapping
from contextlib import suppress
from datetime import UTC, datetime, timedelta
from time import monotonic
from typing import Any

import httpx
import jwt
import structlog
from servicekit.errors import Unavailable

from config_svc.domain.accounts import Account, NoSignIn, NotTrusted
from config_svc.settings import OidcSettings

log = structlog.get_logger(__name__)

ALGORITHMS = ("RS256", "RS384", "RS512", "PS256", "PS384", "PS512", "ES256", "ES384", "EdDSA")
"""Signatures by a key that only the issuer has: none of it is `none`, and none is made with a shared secret."""
REQUIRED = ("iss", "sub", "aud", "exp", "iat", "nonce")
LEEWAY = timedelta(seconds=60)
OLDEST = timedelta(minutes=10)
"""A token is for the sign-in that it was made for, however long it says that it holds."""
FRESH_SECONDS, AGAIN_SECONDS = 900.0, 30.0
"""How long keys are kept, and how soon an unknown one makes them be read again: anybody can invent one."""
TIMEOUT = httpx.Timeout(5.0)
LARGEST = 1_000_000


class OpenId:
    """One issuer and its keys."""

    def __init__(self, settings: OidcSettings) -> None:
        self._settings = settings
        self._keys: dict[str, jwt.PyJWK] = {}
        self._read_at = float("-inf")
        self._reading = asyncio.Lock()

    async def account(self, id_token: str, nonce: str, now: datetime | None = None) -> Account:
        """Who a token says signed in. Raises `NoSignIn`, `NotTrusted`, and `Unavailable` while the issuer is away.

        Tokens live in the world's time, so their times are held against it and not against the service's clock.
        """
        if not self._settings.is_set:
            raise NoSignIn()
        try:
            return self._checked(await self._claims(id_token), nonce, now or datetime.now(UTC))
        except (jwt.PyJWTError, _Wrong) as error:
            why = str(error) if isinstance(error, _Wrong) else type(error).__name__  # its text may quote the token
            log.warning("a sign-in was refused", why=why)
            raise NotTrusted("The ID token is not valid for this sign-in.") from error

    async def _claims(self, id_token: str) -> Mapping[str, Any]:
        header = jwt.get_unverified_header(id_token)
        if header.get("alg") not in ALGORITHMS:
            raise _Wrong("algorithm")
        key = await self._key(str(header.get("kid") or ""))
        found: dict[str, Any] = jwt.decode(
            id_token,
            key,
            algorithms=[str(header["alg"])],
            audience=self._settings.client_id,
            issuer=self._settings.issuer,
            leeway=LEEWAY,
            options={"require": list(REQUIRED)},
        )
        return found

    def _checked(self, claims: Mapping[str, Any], nonce: str, now: datetime) -> Account:
        if not hmac.compare_digest(str(claims["nonce"]).encode(), nonce.encode()):
            raise _Wrong("nonce")
        # who is meant when several are: section 3.1.3.7, points 4 and 5
        parties = claims["aud"] if isinstance(claims["aud"], list) else [claims["aud"]]
        party = claims.get("azp", None if len(parties) > 1 else self._settings.client_id)
        if party != self._settings.client_id:
            raise _Wrong("authorized party")
        if now - datetime.fromtimestamp(float(claims["iat"]), UTC) > OLDEST + LEEWAY:
            raise _Wrong("age")
        return Account(
            issuer=self._settings.issuer,
            subject=str(claims["sub"]),
            email=str(claims.get("email") or ""),
            email_verified=claims.get("email_verified") is True,
            token=nonce,
        )

    async def _key(self, id: str) -> jwt.PyJWK:
        """The issuer's key of this id; the only one when the token names none."""
        async with self._reading:
            age = monotonic() - self._read_at
            if age > FRESH_SECONDS or (id not in self._keys and age > AGAIN_SECONDS):
                self._keys, self._read_at = await self._read(), monotonic()
        if id in self._keys:
            return self._keys[id]
        if not id and len(self._keys) == 1:
            return next(iter(self._keys.values()))
        raise _Wrong("key")

    async def _read(self) -> dict[str, jwt.PyJWK]:
        issuer = self._settings.issuer
        try:
            async with httpx.AsyncClient(timeout=TIMEOUT) as http:
                told = await _document(http, f"{issuer.rstrip('/')}/.well-known/openid-configuration")
                if told.get("issuer") != issuer:
                    raise _Wrong("issuer of the discovery document")
                found = await _document(http, str(told.get("jwks_uri") or ""), below=issuer)
        except (httpx.HTTPError, httpx.InvalidURL, ValueError) as error:
            log.warning("the issuer does not answer", why=type(error).__name__)
            raise Unavailable("The company's sign-in does not answer.", headers={"Retry-After": "5"}) from error
        keys: dict[str, jwt.PyJWK] = {}
        for one in found.get("keys") or ():
            with suppress(jwt.PyJWTError):  # of a kind that nobody here can check
                key = jwt.PyJWK(one)
                if one.get("use", "sig") == "sig":
                    keys[str(key.key_id or "")] = key
        return keys


class _Wrong(Exception):
    """What is wrong with a token."""


async def _document(http: httpx.AsyncClient, url: str, *, below: str = "") -> dict[str, Any]:
    """A JSON object. Raises `httpx.HTTPError` and `ValueError`."""
    if below.startswith("https://") and not url.startswith("https://"):
        raise ValueError("keys must come encrypted when the issuer does")
    async with http.stream("GET", url) as answer:
        answer.raise_for_status()
        content = b""
        async for part in answer.aiter_bytes():
            content += part
            if len(content) > LARGEST:
                raise ValueError("too long")
    found = httpx.Response(200, content=content).json()
    if not isinstance(found, dict):
        raise ValueError("not an object")
    return found
