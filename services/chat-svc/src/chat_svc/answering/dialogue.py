"""A visitor's message comes in, and an answer goes out: a stored one, one that is being given, or a new one."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable
from functools import partial
from uuid import UUID

from contracts.bots import BotConfiguration, BotSnapshot
from prometheus_client import Counter
from servicekit.auth.visitor import VisitorClaims
from servicekit.errors import Problem
from servicekit.http import SseEvent

from chat_svc.adapters.live import LiveAnswer
from chat_svc.adapters.turnstile import Turn
from chat_svc.answering.answerer import Answerer, ChatKit
from chat_svc.answering.lookup import Lookup
from chat_svc.domain.understanding import Understood
from chat_svc.models import Message
from chat_svc.service.asking import Arrival, Asked, receive
from chat_svc.service.finishing import stored_events

CONVERSATIONS = Counter("chat_conversations_total", "Conversations begun", ["environment"])

LOOK_EVERY = 0.25


async def answer(
    kit: ChatKit,
    bot: BotSnapshot,
    configuration: BotConfiguration,
    claims: VisitorClaims,
    request_id: UUID,
    understood: Understood,
    *,
    began: float,
) -> AsyncIterator[SseEvent]:
    """Take a message down and give the events of its answer; `began` is when it came, by `perf_counter`.

    Raises what `receive` raises, before there is an event.
    """
    turn = kit.resources.turnstile.enter(bot.id)
    begun = None if understood.small_talk else Lookup(kit.resources, bot.id, understood.query(), turn)
    arrival: Arrival | None = None
    try:
        async with kit.transaction() as unit:
            arrival = await receive(unit, bot, configuration, claims, request_id, understood)
    finally:
        if arrival is None or arrival.asked is None:
            turn.leave()
            if begun is not None:
                begun.drop()
    if arrival.stored is not None:
        return _replay(arrival.stored)
    if arrival.asked is None:
        live = kit.resources.live.get((claims.conversation_id, request_id))
        if live is not None:
            return live.follow()
        again = partial(answer, kit, bot, configuration, claims, request_id, understood, began=began)
        return _elsewhere(kit, claims.conversation_id, request_id, again)
    if arrival.asked.turn == 1:
        CONVERSATIONS.labels(claims.environment).inc()
    return _start(kit, arrival.asked, turn, begun, began).follow()


async def stop(kit: ChatKit, conversation_id: UUID, request_id: UUID) -> None:
    """End an answer that is being written; one that another process gives ends within seconds."""
    live = kit.resources.live.get((conversation_id, request_id))
    if live is not None:
        live.stop()
        return
    async with kit.transaction() as unit:
        await unit.conversations.release(conversation_id, request_id)


def _start(kit: ChatKit, asked: Asked, turn: Turn, begun: Lookup | None, began: float) -> LiveAnswer:
    async def give(live: LiveAnswer) -> None:
        try:
            await Answerer(kit, asked, live, turn, begun, began).run()
        finally:
            turn.leave()

    return kit.resources.live.start((asked.claims.conversation_id, asked.request_id), give)


async def _replay(answer: Message) -> AsyncIterator[SseEvent]:
    for event, data in stored_events(answer):
        yield SseEvent(event, data)


async def _elsewhere(
    kit: ChatKit, conversation_id: UUID, request_id: UUID, again: Callable[[], Awaitable[AsyncIterator[SseEvent]]]
) -> AsyncIterator[SseEvent]:
    """An answer that another process gives: wait for it to be stored, and give it here when that process is gone."""
    while True:
        async with kit.transaction() as unit:
            stored = await unit.conversations.answered(conversation_id, request_id)
            held = stored is None and await unit.conversations.is_being_answered(conversation_id, request_id)
        if not held:
            break
        await asyncio.sleep(LOOK_EVERY)
    try:
        events = _replay(stored) if stored is not None else await again()
    except Problem as problem:  # the stream has begun, so it is told there
        told = {"type": problem.slug, "status": problem.status, "detail": problem.detail}
        yield SseEvent("error", {"problem": told})
        return
    async for event in events:
        yield event
