"""Messages: a question in, a stream of events out."""

from __future__ import annotations

import asyncio
import unicodedata
from time import perf_counter
from typing import Annotated
from uuid import UUID

from contracts.bots import BotSnapshot
from fastapi import APIRouter
from fastapi.responses import StreamingResponse
from pydantic import BaseModel, BeforeValidator, Field, StringConstraints
from servicekit.http import sse
from servicekit.ids import new_id

from chat_svc.answering import dialogue
from chat_svc.api.context import Context, Visitor, VisitorToken, configured, limited
from chat_svc.domain.understanding import understand
from chat_svc.service.access import check_claims, language_of
from chat_svc.service.sessions import company_name

router = APIRouter(tags=["chat"])
UNSEEN = frozenset({"Cc", "Cf", "Co", "Cs"})
EVENTS = "start, delta (more text), replace (the text so far, anew), citations, cards, email_prompt, notice, done"


def printable(text: object) -> object:
    """Text without control and formatting characters, and without blanks around it: only what can be seen is kept."""
    if not isinstance(text, str):
        return text
    kept = (letter for letter in text if letter in "\n\t\u200d" or unicodedata.category(letter) not in UNSEEN)
    return "".join(kept).strip()


class MessageIn(BaseModel):
    """What a visitor says."""

    message_id: UUID = Field(
        default_factory=new_id,
        description="Chosen by the client; sent again it gives the stored answer. Eigene Kennung der Nachricht.",
    )
    text: Annotated[str, BeforeValidator(printable), StringConstraints(min_length=1, max_length=4000)] = Field(
        description="1 to 4,000 characters. 1 bis 4.000 Zeichen.", examples=["Was kostet eine Küche mit Insel?"]
    )


@router.post(
    "/api/chat/{bot}/messages",
    operation_id="sendMessage",
    response_class=StreamingResponse,
    responses={200: {"content": {"text/event-stream": {}}, "description": EVENTS}},
)
async def send_message(bot: UUID, body: MessageIn, ctx: Context, token: VisitorToken = None) -> StreamingResponse:
    """Ask a question and read its answer as server-sent events."""
    began = perf_counter()
    claims = ctx.resources.verifier.verify(token, now=ctx.now())
    found = await ctx.replicated(BotSnapshot, bot)
    check_claims(claims, found)
    configuration = await configured(ctx, found, claims)
    own = configuration.custom_prompts.language
    understood = understand(body.text, configured_language=own, company=company_name(configuration))
    per_visitor = f"{configuration.limits.messages_per_minute}/minute"
    per_address, language = ctx.settings.messages_per_address, understood.language
    await asyncio.gather(
        limited(ctx, "messages", f"{bot}:{claims.visitor}", per_visitor, language),
        limited(ctx, "messages-of-address", ctx.client_address, per_address, language),
    )
    events = await dialogue.answer(ctx.kit, found, configuration, claims, body.message_id, understood, began=began)
    return sse(events)


class StopIn(BaseModel):
    """Which answer is to end."""

    message_id: UUID = Field(description="The id of the question. Kennung der Frage.")


@router.post("/api/chat/{bot}/stop", status_code=204, operation_id="stopAnswer")
async def stop(bot: UUID, body: StopIn, ctx: Context, claims: Visitor) -> None:
    """End an answer that is being written; what was shown of it stays. Nothing happens when it is over already.

    Given by another process, it ends within seconds.
    """
    found = await ctx.replicated(BotSnapshot, bot)
    await limited(ctx, "visitor", ctx.client_address, ctx.settings.messages_per_address, language_of(found))
    await dialogue.stop(ctx.kit, claims.conversation_id, body.message_id)
