"""Visitor tokens: signed by chat-svc, verified by chat- and lead-svc with the public key, at most 60 minutes."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import cached_property
from typing import Literal, cast
from uuid import UUID

import jwt
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey
from jwt.algorithms import OKPAlgorithm

from servicekit.errors import Unauthorized

HEADER = "X-Visitor-Token"
LONGEST = timedelta(minutes=60)
_ISSUER = "empfang-chat"
_EDDSA = OKPAlgorithm()


@dataclass(frozen=True, slots=True)
class VisitorClaims:
    """What a visitor's token allows: one conversation of one bot in one environment."""

    workspace_id: UUID
    bot_id: UUID
    conversation_id: UUID
    environment: Literal["production", "staging", "preview"]
    link_version: int
    visitor: str = ""
    visit_id: UUID | None = None


class VisitorTokens:
    """Signs tokens. `signing_key` is an Ed25519 private key in PEM."""

    def __init__(self, signing_key: str) -> None:
        self._pem = signing_key

    @cached_property
    def _key(self) -> Ed25519PrivateKey:
        """Read once: that costs as much as signing."""
        return cast(Ed25519PrivateKey, _EDDSA.prepare_key(self._pem))

    def issue(self, claims: VisitorClaims, *, now: datetime, ttl: timedelta = LONGEST) -> str:
        """A token that ends after `ttl`, at most 60 minutes."""
        payload = {
            "iss": _ISSUER,
            "iat": int(now.timestamp()),
            "exp": int((now + min(ttl, LONGEST)).timestamp()),
            "wid": claims.workspace_id.hex,
            "bot": claims.bot_id.hex,
            "cid": claims.conversation_id.hex,
            "env": claims.environment,
            "lv": claims.link_version,
            "vis": claims.visitor,
            "vid": claims.visit_id.hex if claims.visit_id else "",
        }
        return jwt.encode(payload, self._key, algorithm="EdDSA")


class VisitorVerifier:
    """Checks tokens. `public_key` is an Ed25519 public key in PEM."""

    def __init__(self, public_key: str) -> None:
        self._pem = public_key

    @cached_property
    def _key(self) -> Ed25519PublicKey:
        """Read once."""
        return cast(Ed25519PublicKey, _EDDSA.prepare_key(self._pem))

    def verify(self, token: str | None, *, now: datetime, grace: timedelta = timedelta(0)) -> VisitorClaims:
        """The claims of a token that is genuine and not over for longer than `grace` at `now`. Raises `Unauthorized`.

        With some grace a token that is over still proves whose conversation it was.
        """
        if not token:
            raise Unauthorized(f"Send the visitor token in the header {HEADER}.")
        try:
            claims = jwt.decode(
                token,
                self._key,
                algorithms=["EdDSA"],
                issuer=_ISSUER,
                options={"verify_exp": False, "verify_iat": False, "require": ["exp", "iat"]},
            )
            if int(claims["exp"]) <= (now - grace).timestamp():
                raise Unauthorized("The visitor token has expired: ask for a new session.")
            return VisitorClaims(
                workspace_id=UUID(hex=claims["wid"]),
                bot_id=UUID(hex=claims["bot"]),
                conversation_id=UUID(hex=claims["cid"]),
                environment=cast("Literal['production', 'staging', 'preview']", claims["env"]),
                link_version=int(claims["lv"]),
                visitor=str(claims.get("vis", "")),
                visit_id=UUID(hex=claims["vid"]) if claims.get("vid") else None,
            )
        except (jwt.PyJWTError, KeyError, ValueError) as error:
            raise Unauthorized("The visitor token is not valid.") from error
