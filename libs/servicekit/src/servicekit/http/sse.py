"""Server-sent events."""

from __future__ import annotations

import asyncio
import json
from collections.abc import AsyncIterator
from dataclasses import dataclass
from typing import Any

from starlette.responses import StreamingResponse

HEARTBEAT_SECONDS = 15.0
HEADERS = {"Cache-Control": "no-cache, no-transform", "X-Accel-Buffering": "no"}


@dataclass(frozen=True, slots=True)
class SseEvent:
    """One event; `data` becomes JSON. `id` lets a client say where it stopped."""

    event: str
    data: Any
    id: str | None = None

    def encode(self) -> bytes:
        """The event in the wire format of the HTML standard."""
        head = f"id: {self.id}\n" if self.id is not None else ""
        body = json.dumps(self.data, ensure_ascii=False, separators=(",", ":"), default=str)
        return f"{head}event: {self.event}\ndata: {body}\n\n".encode()


def sse(events: AsyncIterator[SseEvent], *, heartbeat: float = HEARTBEAT_SECONDS) -> StreamingResponse:
    """A stream of events, with a comment whenever nothing was sent for `heartbeat` seconds."""
    return StreamingResponse(_encoded(events, heartbeat), media_type="text/event-stream", headers=HEADERS)


async def _encoded(events: AsyncIterator[SseEvent], heartbeat: float) -> AsyncIterator[bytes]:
    iterator = aiter(events)
    upcoming: asyncio.Task[SseEvent] | None = None
    try:
        while True:
            if upcoming is None:
                upcoming = asyncio.ensure_future(anext(iterator))
            finished, _ = await asyncio.wait({upcoming}, timeout=heartbeat)
            if not finished:
                yield b": heartbeat\n\n"
                continue
            try:
                event = upcoming.result()
            except StopAsyncIteration:
                return
            upcoming = None
            yield event.encode()
    finally:
        if upcoming is not None and not upcoming.done():
            upcoming.cancel()
            await asyncio.gather(upcoming, return_exceptions=True)
        close = getattr(iterator, "aclose", None)
        if close is not None:
            await close()
