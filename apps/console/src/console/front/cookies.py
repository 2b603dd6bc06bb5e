"""The session's cookie: an id that the console signed, for this host alone, out of reach of scripts."""

from __future__ import annotations

from collections.abc import Mapping
from hashlib import sha256

from itsdangerous import BadSignature, Signer
from starlette.responses import Response

from console.settings import Settings


def name_of(settings: Settings) -> str:
    """`__Host-` binds it to this host and to TLS (RFC 6265bis, section 4.1.3.2); without TLS no browser takes that."""
    return "__Host-empfang" if settings.behind_tls else "empfang"


def session_id(cookies: Mapping[str, str], settings: Settings) -> str | None:
    """The id in the cookie; None for none, and for one that the console did not sign."""
    try:
        return _signer(settings).unsign(cookies.get(name_of(settings), "")).decode()
    except BadSignature:
        return None


def put(response: Response, id: str, settings: Settings) -> None:
    """Have the browser keep the session for as long as it runs."""
    signed = _signer(settings).sign(id).decode()
    response.set_cookie(name_of(settings), signed, path="/", httponly=True, samesite="lax", secure=settings.behind_tls)


def drop(response: Response, settings: Settings) -> None:
    """Have the browser forget it."""
    response.delete_cookie(name_of(settings), path="/", httponly=True, samesite="lax", secure=settings.behind_tls)


def _signer(settings: Settings) -> Signer:
    return Signer(settings.secret, salt="console cookie", digest_method=sha256)
