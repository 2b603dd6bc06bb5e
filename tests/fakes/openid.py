"""An OpenID provider that speaks the protocol and signs whatever a test wants said: a company's sign-in, scripted.

Discovery, authorization code with PKCE (RFC 7636), tokens signed with RS256, keys as JWKS, and the end of a session
(RP-Initiated Logout 1.0). It asks nobody for a password: whoever comes is `person`.
"""

from __future__ import annotations

import base64
import hashlib
import json
import secrets
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread
from typing import Any
from urllib.parse import parse_qs, unquote, urlencode, urlsplit

import jwt
from cryptography.hazmat.primitives.asymmetric import rsa

Claims = dict[str, Any]
CLIENT_ID, CLIENT_SECRET = "empfang-console", "ein-geheimnis"


@dataclass
class Person:
    """Who is signed in at the provider."""

    subject: str = "u-1"
    email: str = "erika.muster@kanzlei.example"
    email_verified: bool = True


@dataclass
class Provider:
    """What it says, and what it was asked."""

    issuer: str = ""
    person: Person = field(default_factory=Person)
    twist: Callable[[Claims], Claims] = lambda claims: claims
    """What becomes of the claims before they are signed."""
    algorithm: str = "RS256"
    key_id: str = "k1"
    key: rsa.RSAPrivateKey = field(default_factory=lambda: rsa.generate_private_key(65537, 2048), repr=False)
    signs_with: rsa.RSAPrivateKey | None = field(default=None, repr=False)
    """Another key than the one it shows."""
    asked: list[str] = field(default_factory=list)
    refused: list[str] = field(default_factory=list)
    codes: dict[str, dict[str, str]] = field(default_factory=dict, repr=False)
    ends_sessions: bool = True
    ended: list[str] = field(default_factory=list)
    """Subjects whose session was ended."""
    returns: tuple[str, ...] = ()
    """Where people may be sent after it; anywhere of which it was not told is refused."""

    def id_token(self, nonce: str) -> str:
        """A token for whoever is signed in."""
        now = int(time.time())
        claims: Claims = {
            "iss": self.issuer,
            "sub": self.person.subject,
            "aud": CLIENT_ID,
            "iat": now,
            "exp": now + 300,
            "nonce": nonce,
            "email": self.person.email,
            "email_verified": self.person.email_verified,
        }
        key = (self.signs_with or self.key) if self.algorithm.startswith("RS") else None
        return jwt.encode(self.twist(claims), key, self.algorithm, headers={"kid": self.key_id})  # type: ignore[arg-type]

    def discovery(self) -> Claims:
        """Where everything is."""
        ending = {"end_session_endpoint": f"{self.issuer}/end?realm=kanzlei"} if self.ends_sessions else {}
        return {
            **ending,
            "issuer": self.issuer,
            "authorization_endpoint": f"{self.issuer}/authorize",
            "token_endpoint": f"{self.issuer}/token",
            "jwks_uri": f"{self.issuer}/jwks",
            "response_types_supported": ["code"],
            "code_challenge_methods_supported": ["S256"],
            "id_token_signing_alg_values_supported": ["RS256"],
        }

    def jwks(self) -> Claims:
        """Its public key."""
        shown = json.loads(jwt.algorithms.RSAAlgorithm.to_jwk(self.key.public_key()))
        return {"keys": [{**shown, "kid": self.key_id, "use": "sig", "alg": "RS256"}]}

    def authorize(self, asked: dict[str, str]) -> str:
        """Where the browser goes on, with a code. Raises `ValueError` for a request that no provider takes."""
        if asked.get("client_id") != CLIENT_ID or asked.get("response_type") != "code":
            raise ValueError("client")
        if asked.get("code_challenge_method") != "S256" or not asked.get("code_challenge"):
            raise ValueError("PKCE")
        if "openid" not in asked.get("scope", "").split() or "email" not in asked.get("scope", "").split():
            raise ValueError("scope")
        code = secrets.token_urlsafe(16)
        self.codes[code] = asked
        return f"{asked['redirect_uri']}?{urlencode({'code': code, 'state': asked['state'], 'iss': self.issuer})}"

    def exchange(self, asked: dict[str, str], client: tuple[str, str]) -> Claims:
        """Tokens for a code, once. Raises `ValueError`."""
        if client != (CLIENT_ID, CLIENT_SECRET):
            raise ValueError("client")
        known = self.codes.pop(asked.get("code", ""), None)
        if known is None or asked.get("grant_type") != "authorization_code":
            raise ValueError("code")
        if asked.get("redirect_uri") != known["redirect_uri"]:
            raise ValueError("redirect_uri")
        digest = hashlib.sha256(asked.get("code_verifier", "").encode()).digest()
        if base64.urlsafe_b64encode(digest).rstrip(b"=").decode() != known["code_challenge"]:
            raise ValueError("PKCE")
        return {"access_token": "unused", "token_type": "Bearer", "id_token": self.id_token(known.get("nonce", ""))}

    def end(self, asked: dict[str, str]) -> str:
        """Where the browser goes on once the session is over. Raises `ValueError` for what no provider does unasked."""
        try:
            claims = jwt.decode(
                asked.get("id_token_hint", ""),
                self.key.public_key(),
                ["RS256"],
                audience=CLIENT_ID,
                issuer=self.issuer,
                options={"verify_exp": False},
            )
        except jwt.InvalidTokenError as error:
            raise ValueError("id_token_hint") from error
        if asked.get("client_id") != CLIENT_ID or asked.get("realm") != "kanzlei":
            raise ValueError("client")
        if asked.get("post_logout_redirect_uri") not in self.returns:
            raise ValueError("post_logout_redirect_uri")
        self.ended.append(claims["sub"])
        return f"{asked['post_logout_redirect_uri']}?{urlencode({'state': asked['state']})}"


@contextmanager
def serving() -> Iterator[Provider]:
    """A provider on a port of its own."""
    provider = Provider()

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            parts = urlsplit(self.path)
            provider.asked.append(parts.path)
            match parts.path:
                case "/.well-known/openid-configuration":
                    self._say(200, provider.discovery())
                case "/jwks":
                    self._say(200, provider.jwks())
                case "/authorize" | "/end":
                    lead = provider.authorize if parts.path == "/authorize" else provider.end
                    try:
                        onward = lead(_flat(parts.query))
                    except ValueError as error:
                        provider.refused.append(str(error))
                        self._say(400, {"error": "invalid_request"})
                    else:
                        self._say(302, None, Location=onward)
                case _:
                    self._say(404, None)

        def do_POST(self) -> None:
            provider.asked.append(self.path)
            form = _flat(self.rfile.read(int(self.headers.get("Content-Length") or 0)).decode())
            scheme, _, given = (self.headers.get("Authorization") or "").partition(" ")
            id, _, secret = base64.b64decode(given).decode().partition(":") if scheme == "Basic" else ("", "", "")
            try:
                self._say(200, provider.exchange(form, (unquote(id), unquote(secret))))
            except ValueError as error:
                provider.refused.append(str(error))
                self._say(400, {"error": "invalid_grant"})

        def _say(self, status: int, body: Claims | None, **headers: str) -> None:
            content = json.dumps(body).encode() if body is not None else b""
            self.send_response(status)
            for name, value in {"Content-Length": str(len(content)), **headers}.items():
                self.send_header(name, value)
            self.end_headers()
            self.wfile.write(content)

        def log_message(self, *_: object) -> None:
            """Nothing."""

    with ThreadingHTTPServer(("127.0.0.1", 0), Handler) as http:
        provider.issuer = f"http://127.0.0.1:{http.server_port}"
        Thread(target=http.serve_forever, kwargs={"poll_interval": 0.01}, daemon=True).start()
        yield provider
        http.shutdown()


def _flat(query: str) -> dict[str, str]:
    return {name: values[0] for name, values in parse_qs(query).items()}
