"""CORS of the visitors' routes: for the origins a bot may be embedded on, and no others."""

from __future__ import annotations

import re
from typing import Any
from urllib.parse import urlsplit
from uuid import UUID

from contracts.bots import BotConfiguration, BotSnapshot
from identity.hosts import web_origin
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from servicekit.auth.visitor import HEADER
from servicekit.kit import Kit

_HEADERS = ", ".join(("Content-Type", HEADER, "Idempotency-Key"))
_METHODS = "GET, POST, DELETE"
_SAFE = re.compile(r"https?://[\w.:*-]+")


def embedding_origins(configuration: BotConfiguration) -> list[str]:
    """Where the bot may be embedded: the origins that are configured, else the company's own site.

    Spelled as browsers send them, an umlaut domain in ASCII.
    """
    origins = list(configuration.limits.allowed_origins)
    if not origins and configuration.company.website:
        parts = urlsplit(configuration.company.website)
        host = parts.netloc.removeprefix("www.")
        origins = [f"{parts.scheme}://{host}", f"{parts.scheme}://www.{host}"] if host else []
    return [web_origin(origin) for origin in origins if _SAFE.fullmatch(origin.rstrip("/"))]


class VisitorCors:
    """Answers preflight requests and marks answers on routes whose pattern has the bot's id as its first group."""

    def __init__(self, app: ASGIApp, *, kit: Kit[Any, Any, Any], routes: re.Pattern[str]) -> None:
        self.app = app
        self._kit = kit
        self._routes = routes

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass a request on, its answer marked for the origin it came from."""
        match = self._routes.match(scope["path"]) if scope["type"] == "http" else None
        origin = _header(scope, b"origin") if match else ""
        if match is None or not origin:
            await self.app(scope, receive, send)
            return
        allowed = await self._allowed(match[1], origin)
        added = [(b"vary", b"Origin")]
        if allowed:
            added.append((b"access-control-allow-origin", origin.encode("latin-1")))
        if scope["method"] == "OPTIONS" and _header(scope, b"access-control-request-method"):
            if allowed:
                added += [
                    (b"access-control-allow-methods", _METHODS.encode()),
                    (b"access-control-allow-headers", _HEADERS.encode()),
                    (b"access-control-max-age", b"600"),
                ]
            await send({"type": "http.response.start", "status": 204 if allowed else 403, "headers": added})
            await send({"type": "http.response.body", "body": b""})
            return

        async def marked(message: Message) -> None:
            if message["type"] == "http.response.start":
                message["headers"] = [*message["headers"], *added]
            await send(message)

        await self.app(scope, receive, marked)

    async def _allowed(self, bot_id: str, origin: str) -> bool:
        try:
            bot = await self._kit.replica(BotSnapshot, UUID(bot_id))
        except ValueError:
            return False
        if bot is None:
            return False
        return origin.rstrip("/").lower() in embedding_origins(bot.published or bot.draft)


def _header(scope: Scope, name: bytes) -> str:
    return next((value.decode("latin-1") for key, value in scope["headers"] if key == name), "")
