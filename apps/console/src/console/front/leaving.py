"""Signing out at the company's provider too (OpenID Connect RP-Initiated Logout 1.0).

The console's session is over by then. Its tab has a ticket that leads to the provider, once: without one this address
signs nobody out, so that no link of somebody else's does. Back from the provider, the door says that one is out.
"""

from __future__ import annotations

import secrets
from urllib.parse import urlencode

from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from console.front import cookies, door, provider, store
from console.front.provider import ProviderAway
from console.front.store import StoreAway
from console.settings import Settings

SIGN_OUT = "/console/company/sign-out"
RETURN = "/console/company/signed-out"
"""Where the provider sends people back to; it has to know it."""
COOKIE = "empfang-leaving"


def address(ticket: str) -> str:
    """Where a tab goes to with its ticket; with `&next=` where that leads when the provider ends no sessions."""
    return f"{SIGN_OUT}?{urlencode({'ticket': ticket})}"


async def leave(request: Request) -> Response:
    """Off to the provider with a ticket, and to the door without one."""
    settings = Settings.read()
    onward = door.onward_to(request.query_params.get("next") or "/")
    try:
        id_token = await run_in_threadpool(store.opened().left, request.query_params.get("ticket", ""))
        if settings.company is None or id_token is None:
            return RedirectResponse(onward, 303)
        endpoint = (await run_in_threadpool(provider.endpoints, settings.company)).end_session
    except (ProviderAway, StoreAway):
        return door.page(request, problem="door.company.still", status=503, onward=onward)
    if endpoint is None:
        return RedirectResponse(onward, 303)
    asked = {
        "id_token_hint": id_token,
        "client_id": settings.company.client_id,
        "post_logout_redirect_uri": settings.public_url + RETURN,
        "state": secrets.token_urlsafe(32),
    }
    response = provider.off_to(endpoint, asked, settings, cookie=COOKIE)
    cookies.drop(response, settings)
    return response


async def come_back(request: Request) -> Response:
    """Back from the provider."""
    settings = Settings.read()
    if not request.query_params.get("state") or not provider.is_ours(request, COOKIE):
        return RedirectResponse("/", 303)
    response = door.page(request, problem="door.company.ended", onward="/")
    provider.forget(response, settings, cookie=COOKIE)
    return response
