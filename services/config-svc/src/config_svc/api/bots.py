"""Making, reading, changing and deleting bots."""

from __future__ import annotations

from typing import Annotated, Any, Literal
from uuid import UUID

from contracts.bots import BotConfiguration
from fastapi import APIRouter, Body, Query, Request, Response
from fastapi.exceptions import RequestValidationError
from pydantic import ValidationError
from servicekit.errors import Invalid
from servicekit.http import Page

from config_svc.api.context import Context, Reader, Writer, actor_of, set_etag, uploaded_picture
from config_svc.api.context import Query as Paging
from config_svc.api.schemas.answers import AuditOut, BotBrief, BotOut
from config_svc.api.schemas.configuration import ConfigurationIn, CreateExtendedIn
from config_svc.api.schemas.fields import Search
from config_svc.domain.differences import merged
from config_svc.repository.audit import Wanted
from config_svc.repository.bots import BotFilter
from config_svc.service import bots
from config_svc.service.snapshots import draft_of

router = APIRouter(prefix="/api/chatbots", tags=["chatbots"])

State = Literal["draft", "ready", "live", "demo_expired", "deactivated"]


@router.post("/create-extended", status_code=201, operation_id="createChatbot")
async def create_chatbot(body: CreateExtendedIn, ctx: Context, principal: Writer, response: Response) -> BotOut:
    """Make a bot from its whole configuration and the sources to start with."""
    principal.require_whole_workspace()
    async with ctx.transaction() as unit:
        known = await ctx.idempotency.claim(unit)
        if known is not None:
            bot = await unit.bots.get(known, principal.workspace_id)
        else:
            sources = [source.request() for source in body.data_sources]
            bot = await bots.create(
                unit,
                principal.workspace_id,
                body.draft(),
                sources,
                actor_of(principal),
                linker=ctx.resources.linker,
            )
            await ctx.idempotency.record(unit, bot.id)
    set_etag(response, bot.version)
    return BotOut.shown(bot, ctx.resources.linker)


@router.get("", operation_id="listChatbots")
async def list_chatbots(
    ctx: Context,
    principal: Reader,
    paging: Paging,
    state: State | None = None,
    search: Annotated[Search | None, Query(description="Part of the bot's or the company's name")] = None,
) -> Page[BotBrief]:
    """The workspace's bots, newest first."""
    wanted = BotFilter(principal.workspace_id, principal.bots, state, search, paging.after_id)
    async with ctx.transaction() as unit:
        rows = await unit.bots.list(wanted, paging.limit + 1)
    return Page.of(rows, paging, key=lambda bot: [str(bot.id)], item=BotBrief.of)


@router.get("/{chatbot_id}", operation_id="getChatbot")
async def get_chatbot(chatbot_id: UUID, ctx: Context, principal: Reader, response: Response) -> BotOut:
    """One bot with its draft and its published configuration."""
    principal.require_bot(chatbot_id)
    async with ctx.transaction() as unit:
        bot = await unit.bots.get(chatbot_id, principal.workspace_id)
    set_etag(response, bot.version)
    return BotOut.shown(bot, ctx.resources.linker)


@router.patch(
    "/{chatbot_id}",
    operation_id="changeChatbot",
    openapi_extra={"requestBody": {"description": "A JSON merge patch (RFC 7396) of the draft's configuration."}},
)
async def change_chatbot(
    chatbot_id: UUID, body: Annotated[dict[str, Any], Body()], ctx: Context, principal: Writer, response: Response
) -> BotOut:
    """Change fields of the draft; what is left out stays, null goes back to the default."""
    principal.require_bot(chatbot_id)
    contact = body.get("contact_persons")
    if isinstance(contact, dict) and "persons" in contact:
        raise Invalid.field("/contact_persons/persons", "has its own address: /contact-persons")
    async with ctx.transaction() as unit:
        bot = await bots.locked(unit, chatbot_id, principal.workspace_id, ctx.if_match())
        draft = checked(merged(as_given(draft_of(bot), bot.consents), body)).draft()
        bot = await bots.change(unit, bot, draft, actor_of(principal), linker=ctx.resources.linker)
    set_etag(response, bot.version)
    return BotOut.shown(bot, ctx.resources.linker)


@router.delete("/{chatbot_id}", status_code=204, operation_id="deleteChatbot")
async def delete_chatbot(chatbot_id: UUID, ctx: Context, principal: Writer) -> None:
    """Delete a bot and, in every service, all that belongs to it."""
    principal.require_bot(chatbot_id)
    async with ctx.transaction() as unit:
        bot = await bots.locked(unit, chatbot_id, principal.workspace_id, ctx.if_match())
        await bots.delete(unit, bot, actor_of(principal))


@router.put("/{chatbot_id}/logo", operation_id="setChatbotLogo")
async def set_logo(chatbot_id: UUID, request: Request, ctx: Context, principal: Writer, response: Response) -> BotOut:
    """Upload the logo: a PNG or JPG of at most 2 MB as the request's body."""
    return await _set_picture("logo", chatbot_id, request, ctx, principal, response)


@router.put("/{chatbot_id}/profile-image", operation_id="setChatbotProfileImage")
async def set_profile_image(
    chatbot_id: UUID, request: Request, ctx: Context, principal: Writer, response: Response
) -> BotOut:
    """Upload the bot's profile image: a PNG or JPG of at most 2 MB as the request's body."""
    return await _set_picture("profile_image", chatbot_id, request, ctx, principal, response)


@router.get("/{chatbot_id}/audit", operation_id="listChatbotAudit")
async def list_audit(chatbot_id: UUID, ctx: Context, principal: Reader, paging: Paging) -> Page[AuditOut]:
    """Who changed what, newest first."""
    principal.require_bot(chatbot_id)
    async with ctx.transaction() as unit:
        await unit.bots.get(chatbot_id, principal.workspace_id)
        wanted = Wanted(principal.workspace_id, chatbot_id, before=paging.after_id)
        rows = await unit.audit_trail.list(wanted, paging.limit + 1)
    return Page.of(rows, paging, key=lambda told: [str(told.entry.id)], item=AuditOut.of)


async def _set_picture(
    field: str, chatbot_id: UUID, request: Request, ctx: Context, principal: Writer, response: Response
) -> BotOut:
    principal.require_bot(chatbot_id)
    async with ctx.transaction() as unit:
        await unit.bots.get(chatbot_id, principal.workspace_id)
    picture = await uploaded_picture(request, ctx, principal.workspace_id, f"/{field}")
    key = await ctx.resources.media.put("logos", picture)
    try:
        async with ctx.transaction() as unit:
            bot = await bots.locked(unit, chatbot_id, principal.workspace_id, ctx.if_match())
            await bots.set_picture(unit, bot, f"{field}_key", key, actor_of(principal), linker=ctx.resources.linker)
    except Exception:
        await ctx.resources.media.delete(key)
        raise
    set_etag(response, bot.version)
    return BotOut.shown(bot, ctx.resources.linker)


def as_given(draft: BotConfiguration, consents: dict[str, Any]) -> dict[str, Any]:
    """A stored draft as callers give one; persons and pictures have addresses of their own."""
    values = draft.model_dump(mode="json")
    del values["contact_persons"]["persons"]
    for key in ("logo_key", "profile_image_key"):
        del values["branding"][key]
    values["email_capture"]["consent_text"] = {language: given["text"] for language, given in consents.items()}
    values["email_capture"]["privacy_url"] = next((given["privacy_url"] for given in consents.values()), None)
    return values


def checked(values: dict[str, Any]) -> ConfigurationIn:
    """A configuration that keeps the rules of today. Raises `RequestValidationError`."""
    try:
        return ConfigurationIn.model_validate(values)
    except ValidationError as error:
        raise RequestValidationError([{**found, "loc": ("body", *found["loc"])} for found in error.errors()]) from error
