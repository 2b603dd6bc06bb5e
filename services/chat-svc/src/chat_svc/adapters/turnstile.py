"""Taking turns: only so many answers are prepared at a time; the others wait, the visitors of each bot in their line.

What comes before the first words costs this process time, and connections to the database of which there are few. Of
hundreds at once none would get on, and some would find no connection in time. A line of its own for each bot keeps the
crowd at one company from holding up the single visitor of another.
"""

from __future__ import annotations

import asyncio
from collections import OrderedDict, deque
from time import monotonic
from uuid import UUID

from prometheus_client import Gauge, Histogram

WAITING = Gauge("chat_answers_waiting", "Answers that wait for their turn to be prepared")
WAITED = Histogram(
    "chat_turn_wait_seconds", "How long an answer waited for its turn", buckets=(0.01, 0.05, 0.2, 0.5, 1, 2, 4, 8, 16)
)
PLACES = 8


class Turn:
    """One answer's place in the line. Whoever took it gives it back, also when it has not come yet."""

    def __init__(self, turnstile: Turnstile, of: UUID) -> None:
        self.of = of
        self._turnstile = turnstile
        self._since = monotonic()
        self._came: asyncio.Future[None] = asyncio.get_running_loop().create_future()
        self._over = False
        self.waited = 0.0
        """Seconds until it came."""

    @property
    def has_come(self) -> bool:
        """Whether the answer may be prepared."""
        return self._came.done()

    async def come(self) -> None:
        """Wait for it; any number of tasks may."""
        await asyncio.shield(self._came)

    def give(self) -> None:
        """It is this one's turn."""
        self.waited = monotonic() - self._since
        WAITED.observe(self.waited)
        self._came.set_result(None)

    def leave(self) -> None:
        """Make room for the next; nothing happens the second time."""
        if not self._over:
            self._over = True
            self._turnstile.left(self)


class Turnstile:
    """Lets `places` in at a time; those who wait are let in bot by bot, and in the order of coming within a bot."""

    def __init__(self, places: int = PLACES) -> None:
        self._free = places
        self._lines: OrderedDict[UUID, deque[Turn]] = OrderedDict()

    @property
    def waiting(self) -> int:
        """How many stand in line."""
        return sum(map(len, self._lines.values()))

    def enter(self, of: UUID) -> Turn:
        """Stand in a bot's line; the turn has come already when there is room."""
        turn = Turn(self, of)
        if self._free > 0:
            self._free -= 1
            turn.give()
        else:
            self._lines.setdefault(of, deque()).append(turn)
            WAITING.inc()
        return turn

    def left(self, turn: Turn) -> None:
        """A turn is over, or is not wanted any more."""
        if turn.has_come:
            self._free += 1
            self._next()
            return
        line = self._lines[turn.of]
        line.remove(turn)
        WAITING.dec()
        if not line:
            del self._lines[turn.of]

    def _next(self) -> None:
        if not self._lines:
            return
        of, line = self._lines.popitem(last=False)
        turn = line.popleft()
        if line:
            self._lines[of] = line  # behind all others
        WAITING.dec()
        self._free -= 1
        turn.give()
