"""Sources of a bot."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from typing import Annotated, Any
from uuid import UUID

from contracts.bots import BotSnapshot
from fastapi import APIRouter, Depends, Request
from fastapi.responses import StreamingResponse
from identity.text import line, readable
from pydantic import ValidationError
from servicekit.errors import Invalid, TooLarge, UnsupportedMedia
from servicekit.http import Page, PageQuery, Principal, SseEvent, invalid, sse
from servicekit.ids import new_id
from starlette.datastructures import UploadFile

from ingest_svc.api.context import Context, Reader, Writer
from ingest_svc.api.schemas import SourceIn, SourceOut, SourcePageOut
from ingest_svc.domain.filetypes import is_pdf
from ingest_svc.service import sources

router = APIRouter()
POLL_SECONDS = 0.5


_ADD_BODY: dict[str, Any] = {
    "requestBody": {
        "required": True,
        "content": {
            "application/json": {
                "schema": SourceIn.model_json_schema(),
                "example": {"kind": "url", "url": "https://www.tischlerei-brandt.example"},
            },
            "multipart/form-data": {
                "schema": {
                    "type": "object",
                    "required": ["file"],
                    "properties": {"file": {"type": "string", "format": "binary"}, "title": {"type": "string"}},
                }
            },
        },
    }
}


async def _bot(ctx: Context, principal: Principal, chatbot_id: UUID) -> BotSnapshot:
    principal.require_bot(chatbot_id)
    return await ctx.replicated(BotSnapshot, chatbot_id, principal.workspace_id)


@router.post("/api/chatbots/{chatbot_id}/sources", status_code=201, operation_id="addSource", openapi_extra=_ADD_BODY)
async def add_source(chatbot_id: UUID, request: Request, ctx: Context, principal: Writer) -> SourceOut:
    """Add a website or text (JSON) or a PDF (multipart); reading starts at once."""
    bot = await _bot(ctx, principal, chatbot_id)
    await ctx.resources.limiter.hit("add_source", str(principal.id), limit="60/minute")
    content_type = request.headers.get("content-type", "").lower()
    if content_type.startswith("multipart/form-data"):
        return await _add_pdf(bot, request, ctx)
    if not content_type.startswith("application/json"):
        raise UnsupportedMedia("Send application/json or multipart/form-data with a PDF.")
    body = _parsed(await request.body())
    new = sources.NewSource(kind=body.kind, title=body.title, url=body.url, text=body.text)
    async with ctx.transaction() as unit:
        known = await ctx.idempotency.claim(unit)
        if known is not None:
            return SourceOut.of(await unit.sources.require(known, bot.id))
        source = await sources.add(unit, bot.id, bot.workspace_id, new)
        await ctx.idempotency.record(unit, source.id)
    return SourceOut.of(source)


def _parsed(body: bytes) -> SourceIn:
    try:
        return SourceIn.model_validate_json(body)
    except ValidationError as error:
        raise invalid(error) from error


async def _add_pdf(bot: BotSnapshot, request: Request, ctx: Context) -> SourceOut:
    form = await request.form(max_files=1, max_fields=5)
    try:
        file = form.get("file")
        if not isinstance(file, UploadFile):
            raise Invalid.field("/file", "must be a PDF file")
        data = await file.read(ctx.settings.pdf.max_bytes + 1)
        title = _title(form.get("title"), file.filename or "")
    finally:
        await form.close()
    if len(data) > ctx.settings.pdf.max_bytes:
        raise TooLarge(f"A PDF may have at most {ctx.settings.pdf.max_bytes} bytes.")
    if not is_pdf(data):
        raise Invalid.field("/file", "is not a PDF")
    id = new_id()
    key = f"sources/{id}.pdf"
    await ctx.resources.objects.put(key, data)
    try:
        async with ctx.transaction() as unit:
            known = await ctx.idempotency.claim(unit, content=data + title.encode())
            if known is None:
                new = sources.NewSource(kind="pdf", title=title, object_key=key)
                source = await sources.add(unit, bot.id, bot.workspace_id, new, id=id)
                await ctx.idempotency.record(unit, source.id)
            else:
                source = await unit.sources.require(known, bot.id)
    except Exception:
        await ctx.resources.objects.delete(key)
        raise
    if source.id != id:
        await ctx.resources.objects.delete(key)
    return SourceOut.of(source)


def _title(given: object, filename: str) -> str:
    """The title that was given, else the file's name as far as it can be read. Raises `Invalid`."""
    if not isinstance(given, str) or not given:
        return " ".join(readable(filename).split()).removesuffix(".pdf")[:300]
    try:
        return line(given)[:300]
    except ValueError as error:
        raise Invalid.field("/title", str(error)) from error


@router.get("/api/chatbots/{chatbot_id}/sources", operation_id="listSources")
async def list_sources(
    chatbot_id: UUID, ctx: Context, principal: Reader, query: Annotated[PageQuery, Depends()]
) -> Page[SourceOut]:
    """The bot's sources, oldest first."""
    bot = await _bot(ctx, principal, chatbot_id)
    async with ctx.transaction() as unit:
        rows = await unit.sources.of_bot(bot.id, after=query.after_id, limit=query.limit + 1)
    return Page.of(rows, query, key=lambda row: [str(row.id)], item=SourceOut.of)


@router.get("/api/chatbots/{chatbot_id}/sources/events", operation_id="sourceEvents", response_class=StreamingResponse)
async def source_events(chatbot_id: UUID, ctx: Context, principal: Reader) -> StreamingResponse:
    """Progress as server-sent events: `source` for each change, `done` when nothing is being read any more."""
    bot = await _bot(ctx, principal, chatbot_id)
    return sse(_changes(ctx, bot.id))


async def _changes(ctx: Context, bot_id: UUID) -> AsyncIterator[SseEvent]:
    shown: dict[UUID, dict[str, Any]] = {}
    while True:
        async with ctx.transaction() as unit:
            rows = [SourceOut.of(row) for row in await unit.sources.of_bot(bot_id)]
        for row in rows:
            now = row.model_dump(mode="json")
            if shown.get(row.id) != now:
                shown[row.id] = now
                yield SseEvent("source", now)
        for gone in set(shown) - {row.id for row in rows}:
            del shown[gone]
            yield SseEvent("removed", {"id": str(gone)})
        if rows and not any(row.refreshing for row in rows):
            yield SseEvent("done", {"sources": len(rows)})
            return
        await asyncio.sleep(POLL_SECONDS)


@router.get("/api/chatbots/{chatbot_id}/sources/{source_id}", operation_id="getSource")
async def get_source(chatbot_id: UUID, source_id: UUID, ctx: Context, principal: Reader) -> SourceOut:
    """One source and how far it is."""
    bot = await _bot(ctx, principal, chatbot_id)
    async with ctx.transaction() as unit:
        return SourceOut.of(await unit.sources.require(source_id, bot.id))


@router.get("/api/chatbots/{chatbot_id}/sources/{source_id}/pages", operation_id="listSourcePages")
async def list_source_pages(chatbot_id: UUID, source_id: UUID, ctx: Context, principal: Reader) -> list[SourcePageOut]:
    """A site's pages: first those that were taken in, then those that were left out, with the reason."""
    bot = await _bot(ctx, principal, chatbot_id)
    async with ctx.transaction() as unit:
        source = await unit.sources.require(source_id, bot.id)
        taken_in = await unit.sources.indexed(source.id)
        left_out = await unit.sources.left_out(source.id)
    omitted = [SourcePageOut.of(url, reason) for url, reason in left_out.items() if url not in taken_in]
    return [*(SourcePageOut.of(url) for url in taken_in), *omitted]


@router.delete("/api/chatbots/{chatbot_id}/sources/{source_id}", status_code=204, operation_id="removeSource")
async def remove_source(chatbot_id: UUID, source_id: UUID, ctx: Context, principal: Writer) -> None:
    """Remove a source with all that the bot knows from it."""
    bot = await _bot(ctx, principal, chatbot_id)
    async with ctx.transaction() as unit:
        await sources.remove(unit, await unit.sources.require(source_id, bot.id, lock=True))


@router.post("/api/chatbots/{chatbot_id}/sources/{source_id}/refresh", status_code=202, operation_id="refreshSource")
async def refresh_source(chatbot_id: UUID, source_id: UUID, ctx: Context, principal: Writer) -> SourceOut:
    """Read a source again; the bot keeps the present version until the new one is stored."""
    bot = await _bot(ctx, principal, chatbot_id)
    await ctx.resources.limiter.hit("refresh_source", str(principal.id), limit="60/minute")
    async with ctx.transaction() as unit:
        source = await sources.refresh(unit, await unit.sources.require(source_id, bot.id, lock=True))
    return SourceOut.of(source)
