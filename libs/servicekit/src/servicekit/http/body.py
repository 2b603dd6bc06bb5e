"""A request's body, read up to a limit of size and of patience."""

from __future__ import annotations

import asyncio

from starlette.types import Message, Receive

from servicekit.errors import Problem, TooLarge, TooSlow

GRACE_SECONDS = 20.0
SLOWEST_BYTES_PER_SECOND = 50_000
"""On average, once the grace is over; 30 MB have ten minutes."""


class Body:
    """`refusal` is set once too much came, or came too slowly."""

    def __init__(self, receive: Receive, declared: str, limit: int) -> None:
        self._receive = receive
        self._limit = limit
        self._seen = 0
        self._whole = False
        self._grace_until = asyncio.get_running_loop().time() + GRACE_SECONDS
        self.refusal: Problem | None = self._too_large() if declared.isdigit() and int(declared) > limit else None

    async def receive(self) -> Message:
        """The next part, or what comes after the last one. Raises `TooLarge`, `TooSlow`."""
        if self._whole:
            return await self._receive()
        try:
            async with asyncio.timeout_at(self._grace_until + self._seen / SLOWEST_BYTES_PER_SECOND):
                message = await self._receive()
        except TimeoutError:
            self.refusal = TooSlow("The body came too slowly.")
            raise self.refusal from None
        self._seen += len(message.get("body", b""))
        self._whole = not message.get("more_body", False)
        if self._seen > self._limit:
            self.refusal = self._too_large()
            raise self.refusal
        return message

    def _too_large(self) -> TooLarge:
        return TooLarge(f"The body may have at most {self._limit} bytes.")
