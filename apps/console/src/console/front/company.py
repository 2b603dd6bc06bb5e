"""Signing in with an account of one's company: OpenID Connect, authorization code with PKCE, state and nonce.

The console asks for the token and passes it on; whether it is genuine, and whose it is, config-svc says.
What is waited for lies in Valkey, sealed; the browser has the state in a cookie, so that nobody is signed in by an
answer that was made for somebody else's browser (RFC 9700, section 4.7).
"""

from __future__ import annotations

import base64
import logging
import secrets
from hashlib import sha256
from html import escape
from pathlib import Path
from string import Template
from time import monotonic, sleep
from urllib.parse import quote, urlencode

import httpx
from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from console.api import AWAY, Api, ApiProblem
from console.calls import config_svc
from console.front import cookies, door, provider, store
from console.front.provider import TIMEOUT, ProviderAway
from console.front.store import Kept, StoreAway, Waiting
from console.models.config_svc import SessionOut
from console.services import SERVICES, Service
from console.settings import CompanySignIn, Settings
from console.texts import CATALOGUE

log = logging.getLogger(__name__)

RETURN = "/console/company/return"
"""Where the provider sends people back to: the one address that it has to know."""
COOKIE = "empfang-company"
SCOPE = "openid email"
KNOWN_SECONDS, LOOK_SECONDS = 5.0, 0.4
"""How long a new key may take to be known to all; events bring it in a fraction of a second."""
SAID = {
    "unknown-member": ("door.company.unknown", 403),
    "unverified-email": ("door.company.unverified", 403),
    "no-sign-in": ("door.company.failed", 502),
    "not-trusted": ("door.company.failed", 502),
}
"""What the door says of a sign-in that config-svc refused, and with which status."""
CHOICE = Template(Path(__file__).with_name("choice.html").read_text())


async def leave(request: Request) -> Response:
    """Off to the provider; `next` is where it shall lead afterwards, `workspace` which of several."""
    settings = Settings.read()
    onward = door.onward_to(request.query_params.get("next") or "/")
    if settings.company is None:
        return door.page(request, onward=onward)
    state, verifier, nonce = (secrets.token_urlsafe(32) for _ in range(3))
    waiting = Waiting(nonce, verifier, onward, request.query_params.get("workspace"))
    try:
        told = await run_in_threadpool(provider.endpoints, settings.company)
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
    return provider.off_to(told.authorization, asked, settings, cookie=COOKIE)


async def come_back(request: Request) -> Response:
    """Back from the provider: a session for a member, words for everybody else."""
    settings, given = Settings.read(), request.query_params
    state = given.get("state", "")
    if settings.company is None or not provider.is_ours(request, COOKIE):
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
    provider.forget(response, settings, cookie=COOKIE)
    return response


async def _enter(request: Request, settings: Settings, company: CompanySignIn, waiting: Waiting, code: str) -> Response:
    try:
        token = await run_in_threadpool(_token, company, settings.public_url + RETURN, waiting, code)
        found = await run_in_threadpool(_signed_in, settings, token, waiting)
        if found["key"] is None:
            return _choice(request, found, waiting)
        await run_in_threadpool(_known_everywhere, settings, found["key"])
        kept = Kept(found["key"], door.chosen(request), company=True, id_token=token)
        id = await run_in_threadpool(store.opened().begin, kept)
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
        answer = httpx.post(provider.endpoints(company).token, data=form, auth=auth, timeout=TIMEOUT)
        answer.raise_for_status()
        return str(answer.json()["id_token"])
    except (httpx.HTTPError, ValueError, KeyError, TypeError) as error:
        log.warning("the provider gave no token: %s", type(error).__name__)
        raise ProviderAway from error
