"""Running a job's function without a worker."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any

from servicekit.work.jobs import Job


class Unfenced(Job[Any, Any, Any]):
    """A run without a job behind it."""

    @asynccontextmanager
    async def transaction(self) -> AsyncIterator[Any]:
        """A unit of work."""
        async with self.kit.transaction() as unit:
            yield unit
