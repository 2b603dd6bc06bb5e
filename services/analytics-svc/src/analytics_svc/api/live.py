"""A bot's figures as they change, for as long as somebody looks."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Iterator
from contextlib import contextmanager, suppress
from datetime import datetime
from typing import Any
from uuid import UUID

import structlog
from fastapi import APIRouter
from fastapi.responses import StreamingResponse
from servicekit.auth.keys import KeyRing
from servicekit.database import is_transient
from servicekit.errors import Problem
from servicekit.http import SseEvent, sse
from servicekit.kit import Kit

from analytics_svc.api.context import SCOPE, Context, Reader, bot_of
from analytics_svc.api.schemas import FiguresOut
from analytics_svc.domain.engagement import RECOMMENDED_ABOVE
from analytics_svc.repository import Unit
from analytics_svc.service import reading

log = structlog.get_logger(__name__)
router = APIRouter(tags=["analytics"])

LOOK_SECONDS = 0.2
"""Between two looks for changes. With the worker's batches of 0.2 s a message shows within half a second or so."""
REFRESH_SECONDS = 20.0
"""A stream looks for itself so often: the day may have changed, the key may have been revoked."""


class Watch:
    """Says which bots' figures have changed: one look at the database for all streams of this process."""

    def __init__(self, kit: Kit[Any, Unit, Any]) -> None:
        self._kit = kit
        self._watchers: dict[UUID, set[asyncio.Event]] = {}
        self._seen: dict[UUID, datetime] = {}
        self._looking: asyncio.Task[None] | None = None

    @contextmanager
    def of(self, bot_id: UUID) -> Iterator[asyncio.Event]:
        """An event that is set whenever the bot's figures have changed."""
        changed = asyncio.Event()
        self._watchers.setdefault(bot_id, set()).add(changed)
        if self._looking is None:
            self._looking = asyncio.create_task(self._look())
        try:
            yield changed
        finally:
            self._watchers[bot_id].discard(changed)
            if not self._watchers[bot_id]:
                del self._watchers[bot_id]
                self._seen.pop(bot_id, None)

    async def _look(self) -> None:
        while self._watchers:
            try:
                async with self._kit.database.statements() as session:
                    stamps = await self._kit.unit(session).counted_at(list(self._watchers))
            except Exception as error:
                if not is_transient(error):
                    self._looking = None  # the next stream starts it again; those that are open refresh themselves
                    raise
                log.warning("live figures wait", error=type(error).__name__)
            else:
                for bot_id, stamp in stamps.items():
                    if self._seen.get(bot_id) != stamp:
                        self._seen[bot_id] = stamp
                        for changed in self._watchers.get(bot_id, ()):
                            changed.set()
            await asyncio.sleep(LOOK_SECONDS)
        self._looking = None


@router.get("/api/chatbots/{chatbot_id}/analytics/events", operation_id="streamAnalytics")
async def live(chatbot_id: UUID, ctx: Context, principal: Reader) -> StreamingResponse:
    """Today's figures and the engagement score, now and whenever they change.

    Ereignisse: `figures` (Zahlen von heute) und `engagement`. Events: `figures` (of today) and `engagement`.
    """
    await bot_of(ctx, principal, chatbot_id)
    watch: Watch = ctx.request.app.state.watch

    async def events() -> AsyncIterator[SseEvent]:
        told: dict[str, Any] = {}
        with watch.of(chatbot_id) as changed:
            while True:
                changed.clear()
                try:
                    shown = await _shown(ctx, chatbot_id)
                except Problem as problem:  # the key was revoked, the bot deleted
                    yield SseEvent("error", {"status": problem.status, "title": problem.title})
                    return
                for name, data in shown.items():
                    if told.get(name) != data:
                        told[name] = data
                        yield SseEvent(name, data)
                with suppress(TimeoutError):
                    async with asyncio.timeout(REFRESH_SECONDS):
                        await changed.wait()

    return sse(events())


async def _shown(ctx: Context, bot_id: UUID) -> dict[str, dict[str, Any]]:
    """What the stream shows now, to a caller who is asked for the key again. Raises `Problem`."""
    ring: KeyRing = ctx.request.app.state.key_ring
    principal = await ring.principal(ctx.request.headers.get("authorization"), ctx.client_address)
    principal.require(SCOPE)
    _, zone, today = await bot_of(ctx, principal, bot_id)
    async with ctx.transaction() as unit:
        summary, _ = await reading.range_of(unit, bot_id, today, today)
        score = await unit.score(bot_id)
    return {
        "figures": {"date": today, "time_zone": zone, **FiguresOut.of(summary).model_dump()},
        "engagement": {"score": score, "follow_up_recommended": score > RECOMMENDED_ABOVE},
    }
