"""The contact persons of a bot. The ETag is the bot's version."""

from __future__ import annotations

from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Query, Request, Response

from config_svc.api.context import Context, Reader, Writer, actor_of, set_etag, uploaded_picture
from config_svc.api.schemas.answers import ContactPersonOut
from config_svc.api.schemas.configuration import ContactPersonIn, OrderIn, PersonPatchIn
from config_svc.api.schemas.fields import dialable
from config_svc.domain.pictures import Square
from config_svc.models import Bot
from config_svc.service import bots, persons
from config_svc.service.snapshots import draft_of

Share = Annotated[float, Query(ge=0, le=1, description="Of the room that is left. Anteil des freien Raums.")]
router = APIRouter(prefix="/api/chatbots/{chatbot_id}/contact-persons", tags=["contact persons"])


@router.post("", status_code=201, operation_id="addContactPerson")
async def add_person(
    chatbot_id: UUID, body: ContactPersonIn, ctx: Context, principal: Writer, response: Response
) -> ContactPersonOut:
    """Add a person, shown last; a bot has at most five."""
    principal.require_bot(chatbot_id)
    async with ctx.transaction() as unit:
        known = await ctx.idempotency.claim(unit)
        if known is not None:
            bot = await unit.bots.get(chatbot_id, principal.workspace_id)
            person = persons.find(bot, known)
        else:
            bot = await bots.locked(unit, chatbot_id, principal.workspace_id, ctx.if_match())
            new = body.person(unit.new_id(), phone=_number(body.phone, bot))
            person = persons.add(unit, bot, new, actor_of(principal), linker=ctx.resources.linker)
            await ctx.idempotency.record(unit, person.id)
    set_etag(response, bot.version)
    return ContactPersonOut.of(person)


@router.get("", operation_id="listContactPersons")
async def list_persons(chatbot_id: UUID, ctx: Context, principal: Reader, response: Response) -> list[ContactPersonOut]:
    """The bot's contact persons in their order."""
    principal.require_bot(chatbot_id)
    async with ctx.transaction() as unit:
        bot = await unit.bots.get(chatbot_id, principal.workspace_id)
    set_etag(response, bot.version)
    return [ContactPersonOut.of(person) for person in bot.persons]


@router.put("/order", operation_id="orderContactPersons")
async def order_persons(
    chatbot_id: UUID, body: OrderIn, ctx: Context, principal: Writer, response: Response
) -> list[ContactPersonOut]:
    """Show the persons in this order."""
    principal.require_bot(chatbot_id)
    async with ctx.transaction() as unit:
        bot = await bots.locked(unit, chatbot_id, principal.workspace_id, ctx.if_match())
        ordered = persons.reorder(unit, bot, body.person_ids, actor_of(principal), linker=ctx.resources.linker)
    set_etag(response, bot.version)
    return [ContactPersonOut.of(person) for person in ordered]


@router.patch("/{person_id}", operation_id="changeContactPerson")
async def change_person(
    chatbot_id: UUID, person_id: UUID, body: PersonPatchIn, ctx: Context, principal: Writer, response: Response
) -> ContactPersonOut:
    """Change some fields of a person."""
    principal.require_bot(chatbot_id)
    async with ctx.transaction() as unit:
        bot = await bots.locked(unit, chatbot_id, principal.workspace_id, ctx.if_match())
        values = body.model_dump(exclude_unset=True)
        if "phone" in values:
            values["phone"] = _number(body.phone, bot)
        person = persons.change(unit, bot, person_id, values, actor_of(principal), linker=ctx.resources.linker)
    set_etag(response, bot.version)
    return ContactPersonOut.of(person)


@router.delete("/{person_id}", status_code=204, operation_id="removeContactPerson")
async def remove_person(chatbot_id: UUID, person_id: UUID, ctx: Context, principal: Writer) -> None:
    """Remove a person."""
    principal.require_bot(chatbot_id)
    async with ctx.transaction() as unit:
        bot = await bots.locked(unit, chatbot_id, principal.workspace_id, ctx.if_match())
        await persons.remove(unit, bot, person_id, actor_of(principal), linker=ctx.resources.linker)


@router.put("/{person_id}/image", operation_id="setContactPersonImage")
async def set_image(
    chatbot_id: UUID,
    person_id: UUID,
    request: Request,
    ctx: Context,
    principal: Writer,
    response: Response,
    side: Annotated[
        float | None, Query(ge=0.1, le=1, description="Of the shorter edge. Anteil der kurzen Kante.")
    ] = None,
    left: Share = 0.5,
    top: Share = 0.5,
) -> ContactPersonOut:
    """Upload a portrait: a PNG or JPG of at most 2 MB as the body; with `side` a square part of it is kept."""
    principal.require_bot(chatbot_id)
    async with ctx.transaction() as unit:
        persons.find(await unit.bots.get(chatbot_id, principal.workspace_id), person_id)
    picture = await uploaded_picture(
        request, ctx, principal.workspace_id, "/image", Square(left, top, side) if side else None
    )
    key = await ctx.resources.media.put("portraits", picture)
    try:
        async with ctx.transaction() as unit:
            bot = await bots.locked(unit, chatbot_id, principal.workspace_id, ctx.if_match())
            person = await persons.set_image(
                unit, bot, person_id, key, actor_of(principal), linker=ctx.resources.linker
            )
    except Exception:
        await ctx.resources.media.delete(key)
        raise
    set_etag(response, bot.version)
    return ContactPersonOut.of(person)


def _number(phone: str | None, bot: Bot) -> str | None:
    return dialable(phone, draft_of(bot).company.address.country, "/phone")
