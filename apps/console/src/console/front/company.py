"""Signing in with an account of one's company: OpenID Connect, authorization code with PKCE, state and nonce.

The console asks for the token and passes it on; whether it is genuine, and whose it is, config-svc says.
What is waited for lies in Valkey, sealed; the browser has the state in a cookie, so that nobody is signed in by an
answer that was made for somebody else's browser (RFC 9700, section 4.7).
"""

from __future__ import annotations

import base64
import hmac
import logging
import secrets
from functools import lru_cache
from hashlib import sha256
from html import escape
from pathlib import Path
from string import Template
from time import monotonic, sleep
from typing import Any
from urllib.parse import quote, urlencode

import httpx
from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from console.api import AWAY, Api, ApiProblem
from console.calls import config_svc
from console.front import cookies, door, store
from console.front.store import WAITING_SECONDS, Kept, StoreAway, Waiting
from console.models.config_svc import SessionOut
from console.services import SERVICES, Service
from console.settings import CompanySignIn, Settings
from console.texts import CATALOGUE

log = logging.getLogger(__name__)

RETURN = "/console/company/return"
"""Where the provider sends people back to: the one address that it has to know."""
COOKIE = "empfang-company"
SCOPE = "openid email"
FRESH_SECONDS = 900
KNOWN_SECONDS, LOOK_SECONDS = 5.0, 0.4
"""How long a new key may take to be known to all; events bring it in a fraction of a second."""
TIMEOUT = httpx.Timeout(10.0, connect=3.0)
SAID = {
    "unknown-member": ("door.company.unknown", 403),
    "unverified-email": ("door.company.unverified", 403),
    "no-sign-in": ("door.company.failed", 502),
    "not-trusted": ("door.company.failed", 502),
}
"""What the door says of a sign-in that config-svc refused, and with which status."""
CHOICE = Template(Path(__file__).with_name("choice.html").read_text())


class ProviderAway(Exception):
    """The provider does not answer, or not as a provider does."""


async def leave(request: Request) -> Response:
    """Off to the provider; `next` is where it shall lead afterwards, `workspace` which of several."""
    settings = Settings.read()
    onward = door.onward_to(request.query_params.get("next") or "/")
    if settings.company is None:
        return door.page(request, onward=onward)
    state, verifier, nonce = (secrets.token_urlsafe(32) for _ in range(3))
    waiting = Waiting(nonce, verifier, onward, request.query_params.get("workspace"))
    try:
        told = await run_in_threadpool(_discovered, settings.company)
        await run_in_threadpool(store.opened().wait, state, waiting)
    except (ProviderAway, StoreAway):
        return door.page(request, problem="door.company.away", status=503, onward=onward)
    challenge = base64.urlsafe_b64encode(sha256(verifier.encode()).digest()).rstrip(b"=").decode()
    asked = {
        "response_type": "code",
        "client_id": settings.company.client_id,
        "redirect_uri": settings.public_url + RETURN,
        "scope": SCOPE,
        "state": state,
        "nonce": nonce,
        "code_challenge": challenge,
        "code_challenge_method": "S256",
    }
    endpoint = told["authorization_endpoint"]
    response = RedirectResponse(f"{endpoint}{'&' if '?' in endpoint else '?'}{urlencode(asked)}", 303)
    response.headers["Cache-Control"] = "no-store"
    secure = settings.behind_tls
    response.set_cookie(COOKIE, state, WAITING_SECONDS, path="/", httponly=True, samesite="lax", secure=secure)
    return response


async def come_back(request: Request) -> Response:
    """Back from the provider: a session for a member, words for everybody else."""
    settings, given = Settings.read(), request.query_params
    state = given.get("state", "")
    if settings.company is None or not hmac.compare_digest(state.encode(), request.cookies.get(COOKIE, "").encode()):
        return door.page(request, problem="door.company.stale", status=403, onward="/")
    try:
        waiting = await run_in_threadpool(store.opened().come_back, state)
    except StoreAway:
        return door.page(request, problem="door.away", status=503, onward="/")
    if waiting is None:
        return door.page(request, problem="door.company.stale", status=403, onward="/")
    if not given.get("code") or given.get("iss", settings.company.issuer) != settings.company.issuer:
        return door.page(request, problem="door.company.refused", status=403, onward=waiting.onward)
    response = await _enter(request, settings, settings.company, waiting, given["code"])
    response.delete_cookie(COOKIE, path="/", httponly=True, samesite="lax", secure=settings.behind_tls)
    return response


async def _enter(request: Request, settings: Settings, company: CompanySignIn, waiting: Waiting, code: str) -> Response:
    try:
        token = await run_in_threadpool(_token, company, settings.public_url + RETURN, waiting, code)
        found = await run_in_threadpool(_signed_in, settings, token, waiting)
        if found["key"] is None:
            return _choice(request, found, waiting)
        await run_in_threadpool(_known_everywhere, settings, found["key"])
        id = await run_in_threadpool(store.opened().begin, Kept(found["key"], door.chosen(request), company=True))
    except ApiProblem as problem:
        said, status = SAID.get(problem.kind, ("door.company.away", 503))
        if problem.status not in (403, AWAY):
            log.warning("a sign-in was refused: %s", problem.kind or problem.status)
        return door.page(request, problem=said, status=status, onward=waiting.onward)
    except (ProviderAway, StoreAway):
        return door.page(request, problem="door.company.away", status=503, onward=waiting.onward)
    response = RedirectResponse(waiting.onward, 303)
    cookies.put(response, id, settings)
    return response


def _choice(request: Request, found: SessionOut, waiting: Waiting) -> Response:
    """Which of several workspaces; going there signs in once more, which the provider answers without asking."""
    language = door.language_of(request)
    links = "".join(
        f'<li><a href="{escape(door.COMPANY)}?{escape(urlencode({"next": waiting.onward, "workspace": one["id"]}))}">'
        f"{escape(one['name'])}</a></li>"
        for one in found["workspaces"]
    )
    which = escape(CATALOGUE.say("door.company.which", language))
    return door.framed(CHOICE.substitute(which=which, links=links), language)


def _signed_in(settings: Settings, token: str, waiting: Waiting) -> SessionOut:
    call = config_svc.sign_in({"id_token": token, "nonce": waiting.nonce, "workspace_id": waiting.workspace})
    return Api(settings.api_url, None).send(call)


def _known_everywhere(settings: Settings, key: str) -> None:
    """Wait until every service has heard of the key: the first page asks several, and one 401 ends the session.

    Not too often: a service counts keys that it does not know, and refuses an address that brings many.
    """
    api, end = Api(settings.api_url, key), monotonic() + KNOWN_SECONDS
    sleep(LOOK_SECONDS)
    for service in SERVICES.values():
        while not _knows(api, service) and monotonic() < end:
            sleep(LOOK_SECONDS)


def _knows(api: Api, service: Service) -> bool:
    try:
        api.send(service.health())
    except ApiProblem as problem:
        return problem.status != 401
    return True


def _token(company: CompanySignIn, redirect_uri: str, waiting: Waiting, code: str) -> str:
    """The ID token for a code. Raises `ProviderAway`."""
    form = {
        "grant_type": "authorization_code",
        "code": code,
        "redirect_uri": redirect_uri,
        "code_verifier": waiting.verifier,
    }
    auth = None
    if company.client_secret is None:
        form["client_id"] = company.client_id
    else:  # RFC 6749, section 2.3.1: both are encoded as a form's values are
        auth = httpx.BasicAuth(quote(company.client_id, safe=""), quote(company.client_secret, safe=""))
    try:
        answer = httpx.post(_discovered(company)["token_endpoint"], data=form, auth=auth, timeout=TIMEOUT)
        answer.raise_for_status()
        return str(answer.json()["id_token"])
    except (httpx.HTTPError, ValueError, KeyError, TypeError) as error:
        log.warning("the provider gave no token: %s", type(error).__name__)
        raise ProviderAway from error


def _discovered(company: CompanySignIn) -> dict[str, Any]:
    """Where the provider's endpoints are. Raises `ProviderAway`."""
    return _discovery(company.issuer, int(monotonic() // FRESH_SECONDS))


@lru_cache(maxsize=4)
def _discovery(issuer: str, _: int) -> dict[str, Any]:
    try:
        answer = httpx.get(f"{issuer.rstrip('/')}/.well-known/openid-configuration", timeout=TIMEOUT)
        answer.raise_for_status()
        told = answer.json()
        if told["issuer"] != issuer:
            raise ValueError("another issuer")
        found = {name: str(told[name]) for name in ("authorization_endpoint", "token_endpoint")}
    except (httpx.HTTPError, httpx.InvalidURL, ValueError, KeyError, TypeError) as error:
        log.warning("the provider does not say where it is: %s", type(error).__name__)
        raise ProviderAway from error
    if issuer.startswith("https://") and not all(url.startswith("https://") for url in found.values()):
        raise ProviderAway
    return found
