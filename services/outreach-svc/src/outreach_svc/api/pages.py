"""The pages behind links in mails. Opening one changes nothing, as mail scanners do: only the POST acts."""

from __future__ import annotations

from typing import Literal
from uuid import UUID

from fastapi import APIRouter
from fastapi.responses import HTMLResponse
from servicekit.errors import NotFound
from servicekit.http.message_page import NOT_FOUND, message_page

from outreach_svc.api.context import Context
from outreach_svc.service import consent, replies
from outreach_svc.texts import say

router = APIRouter(tags=["public"], default_response_class=HTMLResponse, responses=NOT_FOUND)

Purpose = Literal["unsubscribe", "confirm"]


def _invalid() -> HTMLResponse:
    return message_page("de", say("page.invalid.title", "de"), say("page.invalid.text", "de"), status=404)


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
    return message_page(
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
    return message_page(view.language, title, say("page.unsubscribe.done", view.language, sender=view.sender))


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
        return message_page(view.language, title, say("page.confirm.done", view.language, sender=view.sender))
    question = say("page.confirm.question", view.language, sender=view.sender)
    return message_page(view.language, title, question, button=say("page.confirm.button", view.language))
