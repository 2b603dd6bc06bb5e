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
TEXT = "delta"
"""The event that adds text."""
WRITES = 300
"""Pieces of text a second to all readers of a process together."""
LONGEST_PAUSE = 0.1
"""Text that comes in ten steps a second still runs."""


class Pace:
    """How often readers are written to. A few get every piece at once; a crowd gets several pieces in one.

    Every write costs this process, the ingress and the reader about as much, whether it brings a word or a sentence.
    """

    def __init__(self) -> None:
        self.readers = 0

    @property
    def seconds(self) -> float:
        """Between two writes to one reader, so that there are no more than `WRITES` a second."""
        return min(LONGEST_PAUSE, self.readers / WRITES)


class LiveAnswer:
    """The events of one answer so far; any number of readers follow it from its start."""

    def __init__(self, pace: Pace) -> None:
        self._events: list[SseEvent] = []
        self._pace = pace
        self._waiting: list[asyncio.Future[None]] = []
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
        """What ends the writing; it is ended at once when it was not wanted any more before it began."""
        self._stop = stop
        if self.stopped:
            stop()

    def pause(self) -> float:
        """Seconds until readers are written to again, for which text may as well gather where it comes from."""
        return self._pace.seconds

    def emit(self, event: str, data: object) -> None:
        """Add an event."""
        self._events.append(SseEvent(event, data))
        self._wake()

    def finish(self) -> None:
        """Nothing follows."""
        self._over = True
        self._wake()

    def _wake(self) -> None:
        for reader in self._waiting:
            if not reader.done():
                reader.set_result(None)
        self._waiting.clear()

    async def follow(self) -> AsyncIterator[SseEvent]:
        """Every event from the first on, as they come; pieces of text that came in the meantime as one."""
        loop = asyncio.get_running_loop()
        position, last = 0, 0.0
        self._pace.readers += 1
        try:
            while True:
                while position < len(self._events):
                    event, position = self._next(position)
                    yield event
                    last = loop.time() if event.event == TEXT else last
                if self._over:
                    return
                self._waiting.append(reader := loop.create_future())
                await reader
                pause = last + self._pace.seconds - loop.time()
                if pause > 0 and not self._over:
                    await asyncio.sleep(pause)
        finally:
            self._pace.readers -= 1

    def _next(self, position: int) -> tuple[SseEvent, int]:
        """The event at a position, with the text that follows it, and the position behind."""
        first = self._events[position]
        end = position + 1
        if first.event == TEXT:
            while end < len(self._events) and self._goes_on(first, self._events[end]):
                end += 1
        if end == position + 1:
            return first, end
        text = "".join(event.data["text"] for event in self._events[position:end])
        return SseEvent(TEXT, {**first.data, "text": text}), end

    @staticmethod
    def _goes_on(first: SseEvent, other: SseEvent) -> bool:
        return other.event == TEXT and other.data["mode"] == first.data["mode"]


class LiveAnswers:
    """The answers under way."""

    def __init__(self) -> None:
        self._answers: dict[Key, LiveAnswer] = {}
        self._pace = Pace()
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
        answer = LiveAnswer(self._pace)
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
