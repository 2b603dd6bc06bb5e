"""Publishing bots, switching them on and off, giving them new links."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from uuid import UUID

from fastapi import APIRouter, Response

from config_svc.api.context import Context, Writer, actor_of, set_etag
from config_svc.api.schemas.answers import BotOut
from config_svc.models import Bot
from config_svc.service import bots, publishing

router = APIRouter(prefix="/api/chatbots/{chatbot_id}", tags=["chatbots"])


@router.post("/publish", operation_id="publishChatbot")
async def publish(chatbot_id: UUID, ctx: Context, principal: Writer, response: Response) -> BotOut:
    """Make the draft the published version."""
    return await _apply(publishing.publish, chatbot_id, ctx, principal, response)


@router.post("/activate", operation_id="activateChatbot")
async def activate(chatbot_id: UUID, ctx: Context, principal: Writer, response: Response) -> BotOut:
    """Switch the bot on; it must be published and have a searchable source."""
    return await _apply(publishing.activate, chatbot_id, ctx, principal, response)


@router.post("/deactivate", operation_id="deactivateChatbot")
async def deactivate(chatbot_id: UUID, ctx: Context, principal: Writer, response: Response) -> BotOut:
    """Switch the bot off."""
    return await _apply(publishing.deactivate, chatbot_id, ctx, principal, response)


@router.post("/rotate-token", operation_id="rotateChatbotToken")
async def rotate_token(chatbot_id: UUID, ctx: Context, principal: Writer, response: Response) -> BotOut:
    """Give the bot new links; the old ones stop working."""
    return await _apply(bots.rotate_token, chatbot_id, ctx, principal, response)


async def _apply(
    use_case: Callable[..., Awaitable[Bot]], chatbot_id: UUID, ctx: Context, principal: Writer, response: Response
) -> BotOut:
    principal.require_bot(chatbot_id)
    async with ctx.transaction() as unit:
        bot = await bots.locked(unit, chatbot_id, principal.workspace_id, ctx.if_match())
        bot = await use_case(unit, bot, actor_of(principal), linker=ctx.resources.linker)
    set_etag(response, bot.version)
    return BotOut.shown(bot, ctx.resources.linker)
