"""Patience: one policy for everything that waits until what is away comes back."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from typing import TypeVar

from aiokafka.errors import KafkaError

from servicekit.database import is_transient
from servicekit.health import Health

T = TypeVar("T")

FIRST_PAUSE_SECONDS = 0.1
LONGEST_PAUSE_SECONDS = 5.0
"""Pauses between two tries double from the first to the longest."""


def passes(error: BaseException) -> bool:
    """Whether the same work can succeed later: the database or the broker is away, full or starting."""
    return is_transient(error) or isinstance(error, KafkaError)


def cause_of(error: BaseException) -> str:
    """What is away, as readiness, metrics and the log name it: `broker`, `database`, or the error's own name."""
    if isinstance(error, KafkaError):
        return "broker"
    return "database" if is_transient(error) else type(error).__name__


async def through_outages(
    call: Callable[[], Awaitable[T]],
    *,
    health: Health,
    part: str,
    waiting: Callable[[], None] = lambda: None,
    longest: float = LONGEST_PAUSE_SECONDS,
) -> T:
    """Call again while the call fails for what `passes`; readiness shows the part as degraded meanwhile.

    `waiting` is called before each pause. Raises everything that does not pass by itself.
    """
    pause = FIRST_PAUSE_SECONDS
    while True:
        try:
            result = await call()
        except Exception as error:
            if not passes(error):
                raise
            health.degraded(part, cause_of(error))
        else:
            health.ok(part)
            return result
        waiting()
        await asyncio.sleep(pause)
        pause = min(pause * 2, longest)


async def keep_up(work: Callable[[], Awaitable[None]], *, health: Health, part: str, stop: asyncio.Event) -> None:
    """Have `work` done until it returns, which it does once `stop` is set; begin it anew after what `passes`.

    Does not begin anew when `stop` is set. `work` says itself that the part is well. Raises everything else.
    """
    pause = FIRST_PAUSE_SECONDS
    loop = asyncio.get_running_loop()
    while True:
        began = loop.time()
        try:
            await work()
            return
        except Exception as error:
            if not passes(error):
                raise
            health.degraded(part, cause_of(error))
        if loop.time() - began > 2 * LONGEST_PAUSE_SECONDS:
            pause = FIRST_PAUSE_SECONDS  # it worked in between: this is another outage
        try:
            async with asyncio.timeout(pause):
                await stop.wait()
            return
        except TimeoutError:
            pause = min(pause * 2, LONGEST_PAUSE_SECONDS)
