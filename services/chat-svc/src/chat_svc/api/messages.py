"""Messages: a question in, a stream of events out."""

from __future__ import annotations

import asyncio
import unicodedata
from collections.abc import AsyncIterator
from time import perf_counter
from typing import Annotated
from uuid import UUID

from contracts.bots import BotSnapshot
from fastapi import APIRouter
from fastapi.responses import StreamingResponse
from prometheus_client import Counter
from pydantic import BaseModel, BeforeValidator, Field, StringConstraints
from servicekit.auth.visitor import VisitorClaims
from servicekit.http import SseEvent, sse
from servicekit.ids import new_id

from chat_svc.adapters.live import LiveAnswer
from chat_svc.api.context import Context, Visitor, VisitorToken, configured, limited
from chat_svc.domain import smalltalk
from chat_svc.domain.language import answer_language
from chat_svc.domain.questions import to_search
from chat_svc.messages import say
from chat_svc.models import Message
from chat_svc.service.access import check_claims, language_of
from chat_svc.service.answering import Answerer
from chat_svc.service.asking import LEASE_SECONDS, Asked, receive
from chat_svc.service.finishing import stored_events
from chat_svc.service.looking import Lookup
from chat_svc.service.sessions import company_name

CONVERSATIONS = Counter("chat_conversations_total", "Conversations begun", ["environment"])

router = APIRouter(tags=["chat"])
LOOK_EVERY = 0.25
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
    return await _answer(ctx, bot, claims, body.message_id, body.text, began)


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
    live = ctx.resources.live.get((claims.conversation_id, body.message_id))
    if live is not None:
        live.stop()
        return
    async with ctx.transaction() as unit:
        await unit.conversations.release(claims.conversation_id, body.message_id)


async def _answer(
    ctx: Context,
    bot_id: UUID,
    claims: VisitorClaims,
    request_id: UUID,
    text: str,
    began: float,
) -> StreamingResponse:
    bot = await ctx.replicated(BotSnapshot, bot_id)
    check_claims(claims, bot)
    configuration = await configured(ctx, bot, claims)
    language = answer_language(configuration.custom_prompts.language, text)
    per_visitor = f"{configuration.limits.messages_per_minute}/minute"
    await asyncio.gather(
        limited(ctx, "messages", f"{bot_id}:{claims.visitor}", per_visitor, language),
        limited(ctx, "messages-of-address", ctx.client_address, ctx.settings.messages_per_address, language),
    )
    begun: Lookup | None = None
    if smalltalk.kind_of(text) is None:
        query = to_search(smalltalk.without_greeting(text), None, company_name(configuration))
        begun = Lookup(ctx.resources, bot_id, query)
    try:
        async with ctx.transaction() as unit:
            arrival = await receive(unit, bot, configuration, claims, request_id, text)
    except BaseException:
        if begun is not None:
            begun.drop()
        raise
    if arrival.asked is None and begun is not None:
        begun.drop()
    key = (claims.conversation_id, request_id)
    if arrival.stored is not None:
        return sse(_replay(arrival.stored))
    if arrival.asked is None:
        live = ctx.resources.live.get(key)
        return sse(live.follow() if live is not None else _elsewhere(ctx, claims.conversation_id, request_id))
    if arrival.asked.turn == 1:
        CONVERSATIONS.labels(claims.environment).inc()
    return sse(_start(ctx, arrival.asked, begun, began).follow())


def _start(ctx: Context, asked: Asked, begun: Lookup | None, began: float) -> LiveAnswer:
    async def give(live: LiveAnswer) -> None:
        await Answerer(ctx.kit, asked, live, begun, began).run()

    return ctx.resources.live.start((asked.claims.conversation_id, asked.request_id), give)


async def _replay(answer: Message) -> AsyncIterator[SseEvent]:
    for event, data in stored_events(answer):
        yield SseEvent(event, data)


async def _elsewhere(ctx: Context, conversation_id: UUID, request_id: UUID) -> AsyncIterator[SseEvent]:
    """An answer that another process gives: wait for it to be stored."""
    for _ in range(int(4 * LEASE_SECONDS / LOOK_EVERY)):
        async with ctx.transaction() as unit:
            stored = await unit.conversations.answered(conversation_id, request_id)
        if stored is not None:
            for event, data in stored_events(stored):
                yield SseEvent(event, data)
            return
        await asyncio.sleep(LOOK_EVERY)
    yield SseEvent("error", {"problem": {"type": "not-stored", "status": 503, "detail": say("not_finished", "de")}})
