"""Answers that are being given in this process, which go on whether or not the visitor still reads."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable
from types import TracebackType
from uuid import UUID

import structlog
from servicekit.http import SseEvent

log = structlog.get_logger(__name__)

Key = tuple[UUID, UUID]
"""Conversation and request."""
CLOSING_SECONDS = 8.0


class LiveAnswer:
    """The events of one answer so far; any number of readers follow it from its start."""

    def __init__(self) -> None:
        self._events: list[SseEvent] = []
        self._changed = asyncio.Event()
        self._over = False
        self.stopped = False
        """Whether the visitor wants no more of it."""
        self._stop: Callable[[], object] | None = None

    def stop(self) -> None:
        """Write no more than there is."""
        self.stopped = True
        if self._stop is not None:
            self._stop()

    def on_stop(self, stop: Callable[[], object]) -> None:
        """What ends the writing."""
        self._stop = stop

    def emit(self, event: str, data: object) -> None:
        """Add an event."""
        self._events.append(SseEvent(event, data))
        self._wake()

    def finish(self) -> None:
        """Nothing follows."""
        self._over = True
        self._wake()

    def _wake(self) -> None:
        self._changed.set()
        self._changed = asyncio.Event()

    async def follow(self) -> AsyncIterator[SseEvent]:
        """Every event from the first on, as they come."""
        position = 0
        while True:
            changed = self._changed
            while position < len(self._events):
                yield self._events[position]
                position += 1
            if self._over and position == len(self._events):
                return
            if changed is self._changed:
                await changed.wait()


class LiveAnswers:
    """The answers under way."""

    def __init__(self) -> None:
        self._answers: dict[Key, LiveAnswer] = {}
        self._tasks: set[asyncio.Task[None]] = set()

    async def __aenter__(self) -> LiveAnswers:
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if self._tasks:
            _, late = await asyncio.wait(self._tasks, timeout=CLOSING_SECONDS)
            for task in late:
                task.cancel()
            await asyncio.gather(*late, return_exceptions=True)

    def get(self, key: Key) -> LiveAnswer | None:
        """The answer with this key, if this process gives it."""
        return self._answers.get(key)

    def start(self, key: Key, give: Callable[[LiveAnswer], Awaitable[None]]) -> LiveAnswer:
        """Begin to give an answer in a task of its own."""
        answer = LiveAnswer()
        self._answers[key] = answer

        async def run() -> None:
            try:
                await give(answer)
            finally:
                self._answers.pop(key, None)
                answer.finish()

        task = asyncio.create_task(run(), name=f"answer {key[1]}")
        self._tasks.add(task)
        task.add_done_callback(self._ended)
        return answer

    def _ended(self, task: asyncio.Task[None]) -> None:
        self._tasks.discard(task)
        if not task.cancelled() and task.exception() is not None:
            log.error("answer failed", exc_info=task.exception())
