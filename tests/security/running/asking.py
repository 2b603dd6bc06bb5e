"""Requests through the ingress, each from an address of its own: what is counted by address refuses none of them."""

from __future__ import annotations

import asyncio
import contextlib
import itertools
from dataclasses import dataclass, field
from typing import Any

import httpx

STREAM_SECONDS = 3.0
"""So long a stream of events may take to bring its first ones; what it brought is its body."""


@dataclass(frozen=True)
class Answer:
    """What came back."""

    status: int
    headers: httpx.Headers
    content: bytes

    @property
    def text(self) -> str:
        """The body as text."""
        return self.content.decode(errors="replace")

    def json(self) -> Any:
        """The body as JSON."""
        return httpx.Response(200, content=self.content).json()


@dataclass
class Ingress:
    """The door of a running stack."""

    base_url: str
    asked: int = 0
    _numbers: itertools.count[int] = field(default_factory=lambda: itertools.count(1))

    def new_address(self) -> str:
        """A loopback address that nobody asked from yet."""
        number = next(self._numbers)
        return f"127.77.{number // 250}.{number % 250 + 1}"

    async def ask(
        self,
        method: str,
        path: str,
        headers: dict[str, str] | None = None,
        *,
        host: str | None = None,
        address: str | None = None,
        **content: Any,
    ) -> Answer:
        """One request; of an endless answer as much as comes within seconds."""
        transport = httpx.AsyncHTTPTransport(local_address=address or self.new_address(), verify=False)
        local = self.base_url.replace("localhost", "127.0.0.1")
        named = {"Host": host or self.base_url.removeprefix("http://"), **(headers or {})}
        self.asked += 1
        async with (
            httpx.AsyncClient(transport=transport, base_url=local, timeout=60) as client,
            client.stream(method, path, headers=named, **content) as response,
        ):
            if response.headers.get("content-type", "").startswith("text/event-stream"):
                return Answer(response.status_code, response.headers, await _beginning(response))
            return Answer(response.status_code, response.headers, await response.aread())


async def _beginning(response: httpx.Response) -> bytes:
    found = bytearray()

    async def read() -> None:
        async for part in response.aiter_bytes():
            found.extend(part)

    with contextlib.suppress(TimeoutError):
        await asyncio.wait_for(read(), STREAM_SECONDS)
    return bytes(found)


def bearer(key: str) -> dict[str, str]:
    """The headers of a key's holder."""
    return {"Authorization": f"Bearer {key}"}


def visiting(token: str) -> dict[str, str]:
    """The headers of a visitor."""
    return {"X-Visitor-Token": token}
