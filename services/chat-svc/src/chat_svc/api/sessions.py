"""Sessions: the link's token becomes a visitor's token."""

from __future__ import annotations

from functools import partial
from typing import Any
from uuid import UUID

from contracts.workspaces import WorkspaceSnapshot
from fastapi import APIRouter
from servicekit.auth.visitor import VisitorClaims
from servicekit.errors import NotFound, Unauthorized
from wording import Language

from chat_svc.api.context import Context, Visitor, browser_language, judged, limited, opened_for
from chat_svc.api.schemas import GreetingOut, SessionIn, SessionOut
from chat_svc.domain.language import base_language
from chat_svc.service import sessions
from chat_svc.service.access import Opened, opened_by
from chat_svc.service.reaching import directly
from chat_svc.service.transcripts import sender_of
from chat_svc.texts import say

router = APIRouter(tags=["chat"])


def _former(ctx: Context, token: str | None) -> VisitorClaims | None:
    """What a former token of the visitor's allowed; None without one that is genuine."""
    try:
        return ctx.resources.verifier.verify(token, now=ctx.now(), grace=sessions.RESUMED_WITHIN) if token else None
    except Unauthorized:
        return None


@router.post("/api/chat/{bot}/sessions", status_code=201, operation_id="openSession")
async def open_session(bot: UUID, body: SessionIn, ctx: Context) -> SessionOut:
    """Exchange a link's token for a visitor's token. 404 for a wrong token, 410 for a bot that is closed."""
    await limited(ctx, "sessions", ctx.client_address, ctx.settings.sessions_per_address)
    try:
        opened = await judged(ctx, bot, partial(opened_by, body.token))
    except NotFound as error:  # one answer, so that nobody learns whether there is such a bot
        raise NotFound(say("link_unknown", browser_language(ctx))) from error
    greeting = await _greeting(ctx, opened, body.language)
    async with ctx.kit.announcement() as unit:
        claims = await sessions.open_session(
            unit,
            opened.bot,
            opened.environment,
            resume=_former(ctx, body.resume),
            address=ctx.client_address,
            agent=ctx.request.headers.get("user-agent", ""),
        )
    return SessionOut(
        visitor_token=ctx.resources.tokens.issue(claims, now=ctx.now()),
        conversation_id=claims.conversation_id,
        environment=opened.environment,
        **greeting,
    )


@router.get("/api/chat/{bot}/greeting", operation_id="greet")
async def greet(bot: UUID, ctx: Context, claims: Visitor, language: Language | None = None) -> GreetingOut:
    """What the session said of the bot, in another language. It is no new visit."""
    return GreetingOut(**await _greeting(ctx, await opened_for(ctx, claims, bot), language))


async def _greeting(ctx: Context, opened: Opened, chosen: Language | None) -> dict[str, Any]:
    subjects = await ctx.resources.titles.of(opened.bot.id)
    greeting = sessions.greeting(opened.bot, opened.configuration, subjects, ctx.now(), chosen)
    greeting["contact"] |= directly(opened.bot, opened.configuration, chosen)
    if sender_of(await ctx.kit.replica(WorkspaceSnapshot, opened.bot.workspace_id)):
        language = base_language(opened.configuration.custom_prompts.language, chosen)
        greeting["privacy"]["transcript_consent"] = say("transcript_consent", language)
    return greeting
