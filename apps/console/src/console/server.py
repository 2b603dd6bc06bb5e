"""The console as a web application: Streamlit's, with strict headers and without what no operator needs."""

from __future__ import annotations

import logging
from collections.abc import Mapping
from pathlib import Path

import streamlit as st
from starlette.datastructures import MutableHeaders
from starlette.middleware import Middleware
from starlette.responses import PlainTextResponse
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from console.front import pages
from console.session import say
from console.settings import Settings

log = logging.getLogger(__name__)

INLINE_SCRIPT = "'sha256-THxz9J9+wf7rhwR2YkXJoSZ13UCmYyC+3lNDv2+8ugA='"
"""The one script in Streamlit's page (`window.prerenderReady = false`); a test recomputes it."""


def headers(preview_url: str) -> dict[str, str]:
    """What every answer says of itself. The one foreign frame is that of drafts, which are bots' own pages."""
    policy = (
        "default-src 'self'",
        f"script-src 'self' {INLINE_SCRIPT}",
        "style-src 'self' 'unsafe-inline'",  # Streamlit writes its styles at run time
        "img-src 'self' data: blob:",
        "font-src 'self' data:",
        "connect-src 'self'",
        "worker-src 'self' blob:",
        f"frame-src 'self' {preview_url}",
        "object-src 'none'",
        "base-uri 'none'",
        "form-action 'self'",
        "frame-ancestors 'none'",
    )
    return {
        "Content-Security-Policy": "; ".join(policy),
        "X-Content-Type-Options": "nosniff",
        "X-Frame-Options": "DENY",
        "Referrer-Policy": "no-referrer",
        "Cross-Origin-Opener-Policy": "same-origin",
        "Permissions-Policy": "camera=(), geolocation=(), microphone=(), payment=(), usb=()",
    }


CLOSED = ("/_stcore/metrics", "/_stcore/agent", "/oauth2callback", "/auth")
"""Parts of Streamlit that the console does not use."""
HEALTH = "/_stcore/health"
PROBES = ("/healthz", "/readyz")
"""What deployments ask every process; the ingress has no route to them."""


class Guard:
    """Adds the headers to every answer and closes what is not used."""

    def __init__(self, app: ASGIApp, headers: Mapping[str, str]) -> None:
        self._app = app
        self._headers = headers

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """One request."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return

        async def guarded(message: Message) -> None:
            if message["type"] == "http.response.start":
                MutableHeaders(scope=message).update(self._headers)
            await send(message)

        path = str(scope["path"])
        if path in PROBES:
            scope = {**scope, "path": HEALTH, "raw_path": HEALTH.encode()}
        if path.startswith(CLOSED):
            await PlainTextResponse("Not Found", 404)(scope, receive, guarded)
        else:
            await self._app(scope, receive, guarded)


def tell(error: Exception) -> bool:
    """A defect of a page: its place goes to the log, a person gets words instead of a stack."""
    place = error.__traceback__
    while place is not None and place.tb_next is not None:
        place = place.tb_next
    where = f"{Path(place.tb_frame.f_code.co_filename).name}:{place.tb_lineno}" if place else "?"
    log.error("page failed: %s at %s", type(error).__name__, where)  # the message may hold what a page shows
    st.error(f"**{say('problem.defect.what')}** {say('problem.defect.do')}", icon=":material/error:")
    return True


def create_app(settings: Settings) -> st.App:
    """The application that `python -m console` serves."""
    return st.App(
        Path(__file__).parent / "tab" / "app.py",
        routes=pages.routes(),
        middleware=[Middleware(Guard, headers=headers(settings.preview_url))],
        on_script_error=tell,
    )
