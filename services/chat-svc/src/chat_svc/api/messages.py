"""Messages: a question in, a stream of events out."""

from __future__ import annotations

import asyncio
from time import perf_counter
from uuid import UUID

from fastapi import APIRouter
from fastapi.responses import StreamingResponse
from servicekit.http import sse

from chat_svc.answering import dialogue
from chat_svc.api.context import Context, Visitor, VisitorToken, limited, opened_for
from chat_svc.api.schemas import MessageIn, StopIn
from chat_svc.api.stream import EventStream, described
from chat_svc.domain.understanding import understand
from chat_svc.service.sessions import company_name

router = APIRouter(tags=["chat"])


@router.post(
    "/api/chat/{bot}/messages",
    operation_id="sendMessage",
    response_class=EventStream,
    responses=described(),
)
async def send_message(bot: UUID, body: MessageIn, ctx: Context, token: VisitorToken = None) -> StreamingResponse:
    """Ask a question and read its answer as server-sent events."""
    began = perf_counter()
    claims = ctx.resources.verifier.verify(token, now=ctx.now())
    opened = await opened_for(ctx, claims, bot)
    configuration = opened.configuration
    own = configuration.custom_prompts.language
    company = company_name(configuration)
    understood = understand(body.text, configured_language=own, company=company, chosen=body.language)
    per_visitor = f"{configuration.limits.messages_per_minute}/minute"
    per_address, language = ctx.settings.messages_per_address, understood.language
    await asyncio.gather(
        limited(ctx, "messages", f"{bot}:{claims.visitor}", per_visitor, language),
        limited(ctx, "messages-of-address", ctx.client_address, per_address, language),
    )
    events = await dialogue.answer(ctx.kit, opened.bot, configuration, claims, body.message_id, understood, began=began)
    return sse(events)


@router.post("/api/chat/{bot}/stop", status_code=204, operation_id="stopAnswer")
async def stop(bot: UUID, body: StopIn, ctx: Context, claims: Visitor) -> None:
    """End an answer that is being written; what was shown of it stays. Nothing happens when it is over already.

    Given by another process, it ends within seconds.
    """
    await dialogue.stop(ctx.kit, claims.conversation_id, body.message_id)
