"""The door: a page of its own, since a cookie can be given by an answer to a form only, and Streamlit has none.

The form is protected against forgery by a token that stands in it and in a cookie (OWASP, signed double submit).
"""

from __future__ import annotations

import hmac
import secrets
from collections.abc import Callable
from hashlib import sha256
from html import escape
from pathlib import Path
from string import Template
from urllib.parse import urlencode, urlsplit

from itsdangerous import BadSignature, Signer
from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import HTMLResponse, RedirectResponse, Response

from console.api import Api, ApiProblem
from console.calls import config_svc
from console.front import cookies, store
from console.front.store import Kept, StoreAway
from console.links import PATHS
from console.settings import Settings
from console.texts import CATALOGUE, Language

SIGN_IN = "/console/sign-in"
COMPANY = "/console/company"
"""Where one goes off to the company's own sign-in."""
STYLE = "/console/door.css"
FORM_COOKIE, LANGUAGE_COOKIE = "empfang-door", "empfang-language"
LONGEST_KEY = 200
FRAME, FORM = (Template(Path(__file__).with_name(name).read_text()) for name in ("frame.html", "door.html"))
WORDS = ("key", "hint", "enter", "kept", "other")
OTHER: dict[Language, Language] = {"de": "en", "en": "de"}


def language_of(request: Request) -> Language:
    """The one that was chosen at this door; German before."""
    wanted = request.query_params.get("language") or request.cookies.get(LANGUAGE_COOKIE)
    return "en" if wanted == "en" else "de"


def page(request: Request, *, problem: str = "", status: int = 200, onward: str | None = None) -> Response:
    """Ask for a key, and lead to where the address named afterwards."""
    settings, language = Settings.read(), language_of(request)
    token = request.cookies.get(FORM_COOKIE) or secrets.token_urlsafe(24)
    onward = onward or _here(request)
    if not problem and cookies.name_of(settings) in request.cookies:
        problem = "door.ended"

    def say(message: str) -> str:
        return escape(CATALOGUE.say(message, language))

    words = {name: say(f"door.{name}") for name in WORDS}
    told = f'<p class="problem" id="problem" role="alert">{say(problem)}</p>' if problem else ""
    at_company = problem.startswith("door.company")
    content = FORM.substitute(
        words,
        welcome=say("door.welcome.company" if settings.company else "door.welcome"),
        company=_company(onward, say, told if at_company else "") if settings.company else "",
        action=SIGN_IN,
        token=escape(_signer(settings).sign(token).decode()),
        onward=escape(onward),
        problem="" if at_company else told,
        described="problem" if told and not at_company else "hint",
        elsewhere=escape(f"{onward}{'&' if '?' in onward else '?'}language={OTHER[language]}"),
        other_language=OTHER[language],
    )
    response = framed(content, language, status)
    secure = settings.behind_tls
    response.set_cookie(FORM_COOKIE, token, path="/", httponly=True, samesite="strict", secure=secure)
    response.set_cookie(LANGUAGE_COOKIE, language, path="/", httponly=True, samesite="lax", secure=secure)
    return response


def framed(content: str, language: Language, status: int = 200) -> Response:
    """A page of the door's kind."""
    html = FRAME.substitute(content=content, language=language, style=STYLE)
    return HTMLResponse(html, status, headers={"Cache-Control": "no-store"})


def _company(onward: str, say: Callable[[str], str], told: str) -> str:
    link = escape(f"{COMPANY}?{urlencode({'next': onward})}")
    way = f'<p><a class="act" href="{link}">{say("door.company")}</a></p>'
    return f'{told}{way}<p class="hint">{say("door.company.or")}</p>'


async def sign_in(request: Request) -> Response:
    """Take a key that the APIs know, keep it, and give the browser a cookie for it."""
    settings = Settings.read()
    form = await request.form(max_files=0, max_fields=8)
    key, onward = str(form.get("key") or "").strip(), onward_to(str(form.get("next") or "/"))
    if not _from_our_form(request, str(form.get("token") or ""), settings):
        return page(request, problem="door.stale", status=403, onward=onward)
    if not key or len(key) > LONGEST_KEY or not key.isascii() or any(letter.isspace() for letter in key):
        return page(request, problem="door.wrong" if key else "door.empty", status=422, onward=onward)
    try:
        known = await run_in_threadpool(_is_known, settings, key)
        if not known:
            return page(request, problem="door.wrong", status=422, onward=onward)
        id = await run_in_threadpool(store.opened().begin, Kept(key, chosen(request)))
    except (ApiProblem, StoreAway):
        return page(request, problem="door.away", status=503, onward=onward)
    response = RedirectResponse(onward, 303)
    cookies.put(response, id, settings)
    return response


async def signed_in(request: Request) -> bool:
    """Whether the browser's session goes on. Raises `StoreAway`."""
    id = cookies.session_id(request.cookies, Settings.read())
    return id is not None and await run_in_threadpool(store.opened().find, id) is not None


def _is_known(settings: Settings, key: str) -> bool:
    """Whether the APIs know the key; one that may read little is a key as well. Raises `ApiProblem`."""
    try:
        Api(settings.api_url, key).send(config_svc.list_chatbots(limit=1))
    except ApiProblem as problem:
        if problem.status == 401:
            return False
        if problem.status != 403:
            raise
    return True


def chosen(request: Request) -> Language | None:
    """English if it was chosen at this door; who chose nothing gets the workspace's language."""
    return "en" if request.cookies.get(LANGUAGE_COOKIE) == "en" else None


def _from_our_form(request: Request, token: str, settings: Settings) -> bool:
    try:
        signed = _signer(settings).unsign(token).decode()
    except BadSignature:
        return False
    return hmac.compare_digest(signed, request.cookies.get(FORM_COOKIE, ""))


def _here(request: Request) -> str:
    query = "&".join(part for part in request.url.query.split("&") if part and not part.startswith("language="))
    return onward_to(f"{request.url.path}?{query}" if query else request.url.path)


def onward_to(address: str) -> str:
    """A page of the console; its start for anything else, so that nobody is led elsewhere."""
    parts = urlsplit(address)
    known = parts.path.lstrip("/") in PATHS.values() and parts.path.startswith("/")
    if parts.scheme or parts.netloc or not known:
        return "/"
    return f"{parts.path}?{parts.query}" if parts.query else parts.path


def _signer(settings: Settings) -> Signer:
    return Signer(settings.secret, salt="console door", digest_method=sha256)
