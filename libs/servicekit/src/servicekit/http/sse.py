"""Server-sent events."""

from __future__ import annotations

import asyncio
import json
from collections.abc import AsyncIterator
from dataclasses import dataclass
from typing import Any

from starlette.responses import StreamingResponse

HEARTBEAT_SECONDS = 15.0
AHEAD = 256
"""Events that may wait for a slow reader before the source is asked for more."""
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
    stream = _Stream()
    pump = asyncio.create_task(stream.take(events))
    stream.beat_in(heartbeat)
    try:
        while (part := await stream.next()) is not None:
            yield part
        await pump
    finally:
        stream.stop()
        pump.cancel()
        await asyncio.gather(pump, return_exceptions=True)


class _Stream:
    """What is to be sent next. What comes while the last part is being sent leaves together."""

    def __init__(self) -> None:
        self._pulse: asyncio.TimerHandle | None = None
        self._parts: list[bytes] = []
        self._over = False
        self._waiting: asyncio.Future[None] | None = None
        self._room = asyncio.Event()
        self._sent = 0

    async def take(self, events: AsyncIterator[SseEvent]) -> None:
        """Read the events to their end, no further ahead than `AHEAD`."""
        try:
            async for event in events:
                self._add(event.encode())
                if len(self._parts) >= AHEAD:
                    self._room.clear()
                    await self._room.wait()
        finally:
            self._over = True
            self._wake()
            close = getattr(events, "aclose", None)
            if close is not None:
                await close()

    def beat_in(self, seconds: float) -> None:
        """Add a comment when nothing is sent for so long, again and again."""
        self._pulse = asyncio.get_running_loop().call_later(seconds, self._beat, seconds, self._sent)

    def stop(self) -> None:
        """No comments any more."""
        if self._pulse is not None:
            self._pulse.cancel()

    def _beat(self, seconds: float, sent: int) -> None:
        if self._sent == sent and not self._parts:
            self._add(b": heartbeat\n\n")
        self.beat_in(seconds)

    async def next(self) -> bytes | None:
        """What is waiting, or the next that comes; None at the end."""
        while not self._parts:
            if self._over:
                return None
            self._waiting = asyncio.get_running_loop().create_future()
            await self._waiting
        part = b"".join(self._parts)
        self._parts.clear()
        self._room.set()
        self._sent += 1
        return part

    def _add(self, part: bytes) -> None:
        self._parts.append(part)
        self._wake()

    def _wake(self) -> None:
        if self._waiting is not None and not self._waiting.done():
            self._waiting.set_result(None)
