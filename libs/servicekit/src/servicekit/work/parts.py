"""The parts of a process, side by side: none ends unnoticed."""

from __future__ import annotations

import asyncio
from collections.abc import Coroutine, Mapping
from typing import Any


class PartEnded(Exception):
    """A part that was to work until told to stop ended by itself, or was cancelled by nobody."""


async def side_by_side(stop: asyncio.Event, parts: Mapping[str, Coroutine[Any, Any, None]]) -> None:
    """Run named parts until `stop` is set and every one has ended.

    The first that fails, or ends before `stop`, ends the others. Raises what it failed with, or `PartEnded`.
    """
    tasks = [asyncio.create_task(part, name=name) for name, part in parts.items()]
    try:
        await asyncio.wait(tasks, return_when=asyncio.FIRST_COMPLETED)
        first = next(task for task in tasks if task.done())
        if (error := failure_of(first)) is not None:
            raise error
        if not stop.is_set():
            raise PartEnded(first.get_name())
        await asyncio.gather(*tasks)
    finally:
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)


def failure_of(task: asyncio.Task[Any]) -> BaseException | None:
    """What an ended part failed with; one that says it was cancelled, which nobody did, failed too."""
    return PartEnded(f"{task.get_name()} was cancelled") if task.cancelled() else task.exception()
