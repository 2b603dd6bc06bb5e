"""Waiting for something that other tasks bring about."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from time import monotonic
from typing import TypeVar

T = TypeVar("T")


async def eventually(
    look: Callable[[], Awaitable[T]], *, timeout: float = 10.0, until: Callable[[T], bool] = bool, every: float = 0.05
) -> T:
    """The first result of `look` that satisfies `until` (truth by default). Raises `TimeoutError` with the last one."""
    end = monotonic() + timeout
    while True:
        found = await look()
        if until(found):
            return found
        if monotonic() > end:
            raise TimeoutError(f"still {found!r} after {timeout} s")
        await asyncio.sleep(every)
