"""Drafts that a bot had before, and going back to one. Its contact persons and pictures stay as they are."""

from __future__ import annotations

from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Path, Response

from config_svc.api.bots import as_given, checked
from config_svc.api.context import Context, Reader, Writer, actor_of, set_etag
from config_svc.api.schemas.answers import BotOut, ConfigurationOut, EarlierDraftOut, EarlierOut
from config_svc.service import bots
from config_svc.service.snapshots import configuration_of

router = APIRouter(prefix="/api/chatbots/{chatbot_id}/versions", tags=["chatbots"])
Version = Annotated[int, Path(ge=1, le=2**31 - 1, description="The last version of the bot that had the draft.")]


@router.get("", operation_id="listVersions")
async def list_versions(chatbot_id: UUID, ctx: Context, principal: Reader) -> list[EarlierOut]:
    """The drafts that were replaced, the last one first; only the newest are kept."""
    principal.require_bot(chatbot_id)
    async with ctx.transaction() as unit:
        bot = await unit.bots.get(chatbot_id, principal.workspace_id)
        found = await unit.bots.earlier_drafts(chatbot_id)
    return [EarlierOut.of(one, bots.changed_since(bot, one)) for one in found]


@router.get("/{version}", operation_id="getVersion")
async def get_version(chatbot_id: UUID, version: Version, ctx: Context, principal: Reader) -> EarlierDraftOut:
    """One of them with its configuration."""
    principal.require_bot(chatbot_id)
    async with ctx.transaction() as unit:
        bot = await unit.bots.get(chatbot_id, principal.workspace_id)
        earlier = await unit.bots.earlier_draft(chatbot_id, version)
    return EarlierDraftOut(
        **EarlierOut.of(earlier, bots.changed_since(bot, earlier)).model_dump(),
        draft=ConfigurationOut.of(configuration_of(earlier), earlier.consents),
    )


@router.post("/{version}/restore", operation_id="restoreVersion")
async def restore_version(
    chatbot_id: UUID, version: Version, ctx: Context, principal: Writer, response: Response
) -> BotOut:
    """Make a new version of the draft from an earlier one; the present one is kept, so that it can be restored too."""
    principal.require_bot(chatbot_id)
    async with ctx.transaction() as unit:
        bot = await bots.locked(unit, chatbot_id, principal.workspace_id, ctx.if_match())
        earlier = await unit.bots.earlier_draft(chatbot_id, version)
        draft = checked(as_given(configuration_of(earlier), earlier.consents)).draft()
        bot = await bots.change(unit, bot, draft, actor_of(principal), linker=ctx.resources.linker, action="restored")
    set_etag(response, bot.version)
    return BotOut.shown(bot, ctx.resources.linker)
