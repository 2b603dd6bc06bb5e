"""Prolonging demos and turning them into customers' bots."""

from __future__ import annotations

from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Response
from pydantic import Field

from config_svc.api.context import Admin, Context, Writer, actor_of, set_etag
from config_svc.api.schemas.answers import ApiKeyOut, BotOut, ConvertedOut
from config_svc.api.schemas.fields import Given
from config_svc.domain import limits
from config_svc.service import bots, demo

router = APIRouter(prefix="/api/chatbots/{chatbot_id}/demo", tags=["demos"])


class ExtendIn(Given):
    """By how many days."""

    days: Annotated[int, Field(ge=1, le=limits.DEMO_EXTENSION_DAYS)] = 30


@router.post("/extend", operation_id="extendDemo")
async def extend(
    chatbot_id: UUID, ctx: Context, principal: Writer, response: Response, body: ExtendIn | None = None
) -> BotOut:
    """Give a demo more time; one that is over goes on."""
    principal.require_bot(chatbot_id)
    days = (body or ExtendIn()).days
    async with ctx.transaction() as unit:
        bot = await bots.locked(unit, chatbot_id, principal.workspace_id, ctx.if_match())
        await demo.extend(unit, bot, days, actor_of(principal), linker=ctx.resources.linker)
    set_etag(response, bot.version)
    return BotOut.shown(bot, ctx.resources.linker)


@router.post("/convert", operation_id="convertDemo")
async def convert(chatbot_id: UUID, ctx: Context, principal: Admin, response: Response) -> ConvertedOut:
    """Make a demo a customer's bot without an end, with a key that is restricted to it and shown only now."""
    principal.require_bot(chatbot_id)
    async with ctx.transaction() as unit:
        bot = await bots.locked(unit, chatbot_id, principal.workspace_id, ctx.if_match())
        bot, key, text = await demo.convert(unit, bot, actor_of(principal), linker=ctx.resources.linker)
    set_etag(response, bot.version)
    return ConvertedOut(chatbot=BotOut.shown(bot, ctx.resources.linker), api_key=ApiKeyOut.of(key, text))
