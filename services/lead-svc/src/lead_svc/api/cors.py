"""CORS of the visitors' routes: for the origins a bot may be embedded on, and no others."""

from __future__ import annotations

import re
from uuid import UUID

from contracts.bots import BotSnapshot
from servicekit.auth.visitor import HEADER
from servicekit.kit import Kit
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from lead_svc.repository import Unit
from lead_svc.settings import Resources, Settings

_VISITORS = re.compile(r"^/api/chatbots/([0-9a-fA-F-]{36})/(?:capture-email|contact-requests)$")
_HEADERS = ", ".join(("Content-Type", HEADER, "Idempotency-Key"))


class VisitorCors:
    """Answers preflight requests and marks answers, by the bot's `allowed_origins`."""

    def __init__(self, app: ASGIApp, *, kit: Kit[Settings, Unit, Resources]) -> None:
        self.app = app
        self._kit = kit

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        match = _VISITORS.match(scope["path"]) if scope["type"] == "http" else None
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
                    (b"access-control-allow-methods", b"POST"),
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
        configurations = [bot.draft] if bot.published is None else [bot.published]
        wanted = origin.rstrip("/").lower()
        return any(
            wanted == allowed.rstrip("/").lower()
            for configuration in configurations
            for allowed in configuration.limits.allowed_origins
        )


def _header(scope: Scope, name: bytes) -> str:
    return next((value.decode("latin-1") for key, value in scope["headers"] if key == name), "")
