"""What every endpoint gets."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import Annotated, TypeVar
from uuid import UUID

from contracts.bots import BotSnapshot
from contracts.workspaces import WorkspaceSnapshot
from fastapi import Depends, Header
from servicekit.auth.visitor import HEADER, VisitorClaims
from servicekit.errors import NotFound, TooManyRequests, Unauthorized
from servicekit.http import PageQuery, Principal, RequestContext, context, requires
from wording import Language

from chat_svc.adapters.resources import Resources
from chat_svc.repository import Unit
from chat_svc.service.access import Opened, check_bot, check_link, opened_to
from chat_svc.service.errors import BotGone
from chat_svc.settings import Settings
from chat_svc.texts import say

V = TypeVar("V")
Judge = Callable[[BotSnapshot, WorkspaceSnapshot | None], V]
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


async def judged(ctx: Context, id: UUID, judge: Judge[V], workspace_id: UUID | None = None) -> V:
    """What `judge` says of a bot and, once its demo is over, its workspace. Raises what it raises, and as `replicated`.

    A refusal is never given on what was looked up a moment ago: the bot may be open since, or its links new.
    """

    async def looked_up() -> tuple[BotSnapshot, WorkspaceSnapshot | None]:
        bot = await ctx.replicated(BotSnapshot, id, workspace_id)
        ended = bot.state == "demo_expired"  # then its operator is named
        return bot, await ctx.kit.replica(WorkspaceSnapshot, bot.workspace_id) if ended else None

    found = await looked_up()
    try:
        return judge(*found)
    except (BotGone, NotFound, Unauthorized):
        ctx.kit.snapshots.forget(BotSnapshot, id)
    return judge(*await looked_up())


async def visited(ctx: Context, claims: VisitorClaims, id: UUID) -> None:
    """Check that a visitor's token is for a bot. Another bot is not even looked up: nobody learns whether there is one.

    Raises `Unauthorized` and `NotFound`.
    """
    check_bot(claims, id)
    await judged(ctx, id, lambda bot, _: check_link(claims, bot), claims.workspace_id)


async def opened_for(ctx: Context, claims: VisitorClaims, id: UUID) -> Opened:
    """The bot that a visitor's token is for, as it is where the visitor is.

    Raises `Unauthorized` and `NotFound`, and `BotGone` when it is closed there.
    """
    check_bot(claims, id)
    return await judged(ctx, id, partial(opened_to, claims), claims.workspace_id)


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
