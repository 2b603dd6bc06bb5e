"""What every endpoint gets."""

from __future__ import annotations

from typing import Annotated
from uuid import UUID

from contracts.bots import BotConfiguration, BotSnapshot
from contracts.workspaces import WorkspaceSnapshot
from fastapi import Depends, Header
from servicekit.auth.visitor import HEADER, VisitorClaims
from servicekit.errors import TooManyRequests
from servicekit.http import PageQuery, Principal, RequestContext, context, requires
from wording import Language

from chat_svc.adapters.resources import Resources
from chat_svc.repository import Unit
from chat_svc.service.access import check_bot, check_link, configuration_of
from chat_svc.settings import Settings
from chat_svc.texts import say

Context = Annotated[RequestContext[Settings, Unit, Resources], Depends(context)]
Reader = Annotated[Principal, Depends(requires("conversations:read"))]
Improver = Annotated[Principal, Depends(requires("sources:write"))]
Query = Annotated[PageQuery, Depends()]
VisitorToken = Annotated[str | None, Header(alias=HEADER, description="The token that the session gave.")]


async def visitor(ctx: Context, bot: UUID, token: VisitorToken = None) -> VisitorClaims:
    """The claims of a visitor's token for the bot in the path, counted. Raises `Unauthorized`, `TooManyRequests`."""
    claims = ctx.resources.verifier.verify(token, now=ctx.now())
    await limited(ctx, "visitor", ctx.client_address, ctx.settings.messages_per_address)
    await visited(ctx, claims, bot)
    return claims


Visitor = Annotated[VisitorClaims, Depends(visitor)]


async def visited(ctx: Context, claims: VisitorClaims, id: UUID) -> BotSnapshot:
    """The bot that a visitor's token is for. Another bot is not even looked up: nobody learns whether there is one.

    Raises `Unauthorized` and `NotFound`.
    """
    check_bot(claims, id)
    bot = await ctx.replicated(BotSnapshot, id, claims.workspace_id)
    check_link(claims, bot)
    return bot


async def configured(ctx: Context, bot: BotSnapshot, claims: VisitorClaims) -> BotConfiguration:
    """The bot as it is where the visitor is. Raises `BotGone` when it is closed there."""
    workspace = None
    if bot.state == "demo_expired":
        workspace = await ctx.kit.replica(WorkspaceSnapshot, bot.workspace_id)
    return configuration_of(bot, claims.environment, workspace)


async def limited(ctx: Context, route: str, caller: str, limit: str, language: Language | None = None) -> None:
    """Count a request. Raises `TooManyRequests` in the bot's language; before the bot is known, in the browser's."""
    try:
        await ctx.resources.limiter.hit(route, caller, limit)
    except TooManyRequests as error:
        text = say("too_fast", language or browser_language(ctx), seconds=error.retry_after)
        raise TooManyRequests(text, retry_after=error.retry_after, headers=error.headers) from error


def browser_language(ctx: Context) -> Language:
    """What a caller reads to whom the bot's language must not be told."""
    return "en" if ctx.request.headers.get("accept-language", "de").startswith("en") else "de"
