"""The pages behind links in mails. Opening one changes nothing, as mail scanners do: only the POST acts."""

from __future__ import annotations

import html
from typing import Literal
from uuid import UUID

from fastapi import APIRouter
from fastapi.responses import HTMLResponse
from servicekit.errors import NotFound

from outreach_svc.api.context import Context
from outreach_svc.service import consent, replies
from outreach_svc.texts import say

router = APIRouter(tags=["public"], default_response_class=HTMLResponse)

Purpose = Literal["unsubscribe", "confirm"]

_HEADERS = {
    "Cache-Control": "no-store",
    "Referrer-Policy": "no-referrer",
    "X-Robots-Tag": "noindex",
    "X-Frame-Options": "DENY",
    "Content-Security-Policy": "default-src 'none'; style-src 'unsafe-inline'; form-action 'self'; "
    "frame-ancestors 'none'",
}
_STYLE = (
    "body{margin:0;min-height:100vh;display:grid;place-items:center;background:#f4f5f7;color:#1c2430;"
    "font:17px/1.6 system-ui,sans-serif}main{box-sizing:border-box;width:min(92vw,460px);padding:32px;background:#fff;"
    "border-radius:12px}h1{font-size:21px;margin:0 0 12px}p{margin:0 0 20px}p:last-child{margin:0}button{font:inherit;"
    "min-height:44px;padding:0 22px;border:0;border-radius:12px;background:#1f4e79;color:#fff;cursor:pointer}"
    "button:focus-visible{outline:3px solid #7aa7d4;outline-offset:2px}"
)


def page(language: str, title: str, message: str, *, button: str = "", status: int = 200) -> HTMLResponse:
    """A page with one message and at most one button, which posts to the page's own address."""
    form = f'<form method="post"><button type="submit">{html.escape(button)}</button></form>' if button else ""
    document = (
        f'<!doctype html><html lang="{html.escape(language)}"><head><meta charset="utf-8">'
        f'<meta name="viewport" content="width=device-width,initial-scale=1"><title>{html.escape(title)}</title>'
        f"<style>{_STYLE}</style></head><body><main><h1>{html.escape(title)}</h1>"
        f"<p>{html.escape(message)}</p>{form}</main></body></html>"
    )
    return HTMLResponse(document, status_code=status, headers=_HEADERS)


def _invalid() -> HTMLResponse:
    return page("de", say("page.invalid.title", "de"), say("page.invalid.text", "de"), status=404)


async def _id_in(ctx: Context, purpose: Purpose, token: str) -> UUID | None:
    await ctx.resources.limiter.hit(purpose, ctx.client_address, "30/minute")
    return ctx.resources.keys.links.read(purpose, token)  # any text: what is no token opens nothing


@router.get("/unsubscribe/{token}", operation_id="showUnsubscribe")
async def show_unsubscribe(token: str, ctx: Context) -> HTMLResponse:
    """Ask whether mails shall stop."""
    message_id = await _id_in(ctx, "unsubscribe", token)
    if message_id is None:
        return _invalid()
    try:
        async with ctx.transaction() as unit:
            _, view = await replies.find_recipient(unit, message_id)
    except NotFound:
        return _invalid()
    return page(
        view.language,
        say("page.unsubscribe.title", view.language),
        say("page.unsubscribe.question", view.language, sender=view.sender),
        button=say("page.unsubscribe.button", view.language),
    )


@router.post("/unsubscribe/{token}", operation_id="unsubscribe")
async def unsubscribe(token: str, ctx: Context) -> HTMLResponse:
    """Stop mails: by the page's button or by a mail program's one click (RFC 8058)."""
    message_id = await _id_in(ctx, "unsubscribe", token)
    if message_id is None:
        return _invalid()
    try:
        async with ctx.transaction() as unit:
            view = await replies.unsubscribe(unit, message_id, suppression_key=ctx.resources.keys.suppression)
    except NotFound:
        return _invalid()
    title = say("page.unsubscribe.title", view.language)
    return page(view.language, title, say("page.unsubscribe.done", view.language, sender=view.sender))


@router.get("/confirm/{token}", operation_id="showConfirm")
async def show_confirm(token: str, ctx: Context) -> HTMLResponse:
    """Ask whether the enquiry is theirs."""
    return await _confirm(token, ctx, act=False)


@router.post("/confirm/{token}", operation_id="confirm")
async def confirm(token: str, ctx: Context) -> HTMLResponse:
    """Confirm the enquiry: from now on mail about it is allowed."""
    return await _confirm(token, ctx, act=True)


async def _confirm(token: str, ctx: Context, *, act: bool) -> HTMLResponse:
    basis_id = await _id_in(ctx, "confirm", token)
    if basis_id is None:
        return _invalid()
    try:
        async with ctx.transaction() as unit:
            view = await (consent.confirm(unit, basis_id) if act else consent.find_asked(unit, basis_id))
    except NotFound:
        return _invalid()
    title = say("page.confirm.title", view.language)
    if view.done:
        return page(view.language, title, say("page.confirm.done", view.language, sender=view.sender))
    question = say("page.confirm.question", view.language, sender=view.sender)
    return page(view.language, title, question, button=say("page.confirm.button", view.language))
