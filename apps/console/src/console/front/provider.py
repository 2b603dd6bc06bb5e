"""The OpenID provider of the company: where its endpoints are, and going there and coming back.

Whoever goes has a cookie with the `state` that comes back with them (RFC 9700, section 4.7).
"""

from __future__ import annotations

import hmac
import logging
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from time import monotonic
from urllib.parse import urlencode

import httpx
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from console.front.store import WAITING_SECONDS
from console.settings import CompanySignIn, Settings

log = logging.getLogger(__name__)

FRESH_SECONDS = 900
TIMEOUT = httpx.Timeout(10.0, connect=3.0)


class ProviderAway(Exception):
    """The provider does not answer, or not as a provider does."""


@dataclass(frozen=True)
class Endpoints:
    """Where the provider takes what (OpenID Connect Discovery 1.0)."""

    authorization: str
    token: str
    end_session: str | None
    """None for one that signs nobody out for others."""


def endpoints(company: CompanySignIn) -> Endpoints:
    """Where the provider's endpoints are, asked anew after some minutes. Raises `ProviderAway`."""
    return _discovered(company.issuer, int(monotonic() // FRESH_SECONDS))


def off_to(endpoint: str, asked: Mapping[str, str], settings: Settings, *, cookie: str) -> Response:
    """Off to an endpoint; `asked` holds a `state`, which the browser keeps in this cookie."""
    response = RedirectResponse(f"{endpoint}{'&' if '?' in endpoint else '?'}{urlencode(asked)}", 303)
    response.headers["Cache-Control"] = "no-store"
    response.set_cookie(
        cookie,
        asked["state"],
        WAITING_SECONDS,
        path="/",
        httponly=True,
        samesite="lax",
        secure=settings.behind_tls,
    )
    return response


def is_ours(request: Request, cookie: str) -> bool:
    """Whether an answer is for this browser."""
    state, kept = request.query_params.get("state", ""), request.cookies.get(cookie, "")
    return hmac.compare_digest(state.encode(), kept.encode())


def forget(response: Response, settings: Settings, *, cookie: str) -> None:
    """Have the browser forget what it went off with."""
    response.delete_cookie(cookie, path="/", httponly=True, samesite="lax", secure=settings.behind_tls)


@lru_cache(maxsize=4)
def _discovered(issuer: str, _: int) -> Endpoints:
    try:
        answer = httpx.get(f"{issuer.rstrip('/')}/.well-known/openid-configuration", timeout=TIMEOUT)
        answer.raise_for_status()
        told = answer.json()
        if told["issuer"] != issuer:
            raise ValueError("another issuer")
        ending = told.get("end_session_endpoint")
        found = Endpoints(
            str(told["authorization_endpoint"]), str(told["token_endpoint"]), None if ending is None else str(ending)
        )
    except (httpx.HTTPError, httpx.InvalidURL, ValueError, KeyError, TypeError, AttributeError) as error:
        log.warning("the provider does not say where it is: %s", type(error).__name__)
        raise ProviderAway from error
    named = (found.authorization, found.token, *([found.end_session] if found.end_session is not None else []))
    if issuer.startswith("https://") and not all(url.startswith("https://") for url in named):
        raise ProviderAway
    return found
