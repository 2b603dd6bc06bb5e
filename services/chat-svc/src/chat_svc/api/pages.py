"""The bot's page, its files and the loader for other sites."""

from __future__ import annotations

from collections.abc import Mapping
from functools import lru_cache, partial
from pathlib import Path
from uuid import UUID

from contracts.bots import BotConfiguration, BotSnapshot, Environment
from fastapi import APIRouter
from fastapi.responses import HTMLResponse, JSONResponse, Response
from jinja2 import Environment as Templates
from jinja2 import PackageLoader, StrictUndefined
from servicekit.errors import NotFound, TooManyRequests
from servicekit.http.cors import embedding_origins
from wording import Language

from chat_svc.api.context import Context, judged
from chat_svc.service.access import opened_by
from chat_svc.service.errors import BotGone
from chat_svc.service.sessions import appearance
from chat_svc.texts import say

router = APIRouter(include_in_schema=False)
TEMPLATES = Templates(
    loader=PackageLoader("chat_svc", "api/page/templates"), autoescape=True, undefined=StrictUndefined, trim_blocks=True
)
STATIC = Path(__file__).parent / "page" / "static"
WIDGET = Path(__file__).parent / "page" / "widget"
"""What is built from `apps/widget`."""


def _headers(ancestors: str) -> dict[str, str]:
    policy = (
        "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; connect-src 'self'; "
        "form-action 'self'; base-uri 'none'; require-trusted-types-for 'script'; trusted-types lit-html; "
        f"frame-ancestors {ancestors}"
    )
    return {"Content-Security-Policy": policy, "Referrer-Policy": "no-referrer", "Cache-Control": "no-store"}


@router.get("/bot/{bot}")
async def bot_page(bot: str, ctx: Context, token: str = "") -> HTMLResponse:
    """The bot's own page, or a friendly one that says why it is not there."""
    try:
        await ctx.resources.limiter.hit("page", ctx.client_address, ctx.settings.pages_per_address)
    except TooManyRequests as error:
        return _notice(429, "limit", say("too_fast", "de", seconds=error.retry_after), "de", error.headers)
    try:
        opened = await judged(ctx, UUID(bot), partial(opened_by, token))
    except (NotFound, ValueError):
        return _notice(404, "unknown", say("link_unknown", "de"), "de")
    except BotGone as gone:
        return _notice(410, gone.reason, gone.detail, gone.language)
    return _page(opened.bot, opened.configuration, opened.environment, token)


def _page(bot: BotSnapshot, configuration: BotConfiguration, environment: Environment, token: str) -> HTMLResponse:
    look = appearance(configuration)
    language: Language = look["language"]
    html = TEMPLATES.get_template("bot.html.j2").render(
        bot_id=str(bot.id),
        token=token,
        look=look,
        language=language,
        no_script=say("page_no_script", language),
    )
    return HTMLResponse(html, headers=_headers(_ancestors(configuration, environment)))


def _ancestors(configuration: BotConfiguration, environment: Environment) -> str:
    """Who may show the page in a frame: the configured origins, else the company's own site; anybody in a preview."""
    if environment == "preview":
        return "*"
    return " ".join(["'self'", *embedding_origins(configuration)])


def _notice(
    status: int, kind: str, text: str, language: Language, headers: Mapping[str, str] | None = None
) -> HTMLResponse:
    html = TEMPLATES.get_template("notice.html.j2").render(
        title=say(f"page_title_{kind}", language), text=text, language=language
    )
    return HTMLResponse(html, status, headers={**_headers("*"), **(headers or {})})


_FILES = {
    "page.css": (STATIC / "page.css", "text/css; charset=utf-8"),
    "panel.js": (WIDGET / "panel.js", "text/javascript; charset=utf-8"),
    "embed.js": (WIDGET / "embed.js", "text/javascript; charset=utf-8"),
}
_CACHED = {"Cache-Control": "public, max-age=300", "Access-Control-Allow-Origin": "*"}
"""Scripts are loaded by companies' own sites too: a module only with leave for its origin."""
_LOOK = {"Cache-Control": "private, max-age=60", "Access-Control-Allow-Origin": "*"}
"""Whoever has the link may see the same on the bot's page."""


@lru_cache(maxsize=8)
def _file(name: str) -> bytes:
    return _FILES[name][0].read_bytes()


@router.get("/widget/{name}")
async def widget_file(name: str) -> Response:
    """The panel's script and the page's style."""
    if name not in _FILES:
        raise NotFound("There is no such file.")
    return Response(_file(name), media_type=_FILES[name][1], headers=_CACHED)


@router.get("/widget/{bot}/look")
async def look(bot: str, ctx: Context, token: str = "") -> Response:
    """What the button on a company's own site shows before anybody opens it; 204 where there is nobody to talk to."""
    await ctx.resources.limiter.hit("page", ctx.client_address, ctx.settings.pages_per_address)
    try:
        configuration = (await judged(ctx, UUID(bot), partial(opened_by, token))).configuration
    except (NotFound, ValueError, BotGone):
        return Response(status_code=204, headers=_LOOK)
    shown = appearance(configuration)
    colors = {name: shown["colors"][name] for name in ("brand", "on_brand")}
    content = {"company": shown["company"], "teaser": configuration.branding.teaser, **colors}
    return JSONResponse(content, headers=_LOOK)


@router.get("/embed.js")
async def embed() -> Response:
    """The loader that a company puts into its own site."""
    return Response(_file("embed.js"), media_type=_FILES["embed.js"][1], headers=_CACHED)
