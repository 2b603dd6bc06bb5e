"""uvicorn as services run it: signals are the service's, and a caller who sends slowly does not hold a connection."""

from __future__ import annotations

import asyncio
import contextlib
import socket
from collections.abc import Iterator
from typing import Any

import uvicorn
from fastapi import FastAPI
from uvicorn.protocols.http.httptools_impl import HttpToolsProtocol

from servicekit.settings import ServiceSettings

HEADER_SECONDS = 10.0
"""For the whole head of a request once it began; as the ingress allows."""
KEEP_SECONDS = 75
"""How long a connection may wait for its next request, or for its first: proxies open some ahead of need."""
PROXY_KEEP_SECONDS = 60
"""How long a proxy may keep a connection to a service that has nothing to do. Less than `KEEP_SECONDS`: were the
service the first to let go, a request that is sent at that moment is lost, and a POST is not sent twice (502)."""
MOST_HEADER_BYTES = 65_536
TICK_SECONDS = 1.0


class Protocol(HttpToolsProtocol):
    """uvicorn's, which itself waits for the end of a head without limit of time or size."""

    _late: asyncio.TimerHandle | None = None
    _head_bytes = 0

    def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override]  # as uvicorn has it
        """Wait for the first request."""
        super().connection_made(transport)
        self._await(KEEP_SECONDS)

    def on_message_begin(self) -> None:
        """A head begins."""
        super().on_message_begin()
        self._await(HEADER_SECONDS)

    def on_headers_complete(self) -> None:
        """It ended."""
        self._head_ended()
        super().on_headers_complete()

    def data_received(self, data: bytes) -> None:
        """Bytes of heads and bodies."""
        if self._late is not None:
            self._head_bytes += len(data)
        super().data_received(data)
        if self._late is not None and self._head_bytes > MOST_HEADER_BYTES:
            self._head_ended()
            self.transport.close()

    def connection_lost(self, exc: Exception | None) -> None:
        """Nothing is waited for any more."""
        self._head_ended()
        super().connection_lost(exc)

    def _await(self, seconds: float) -> None:
        self._head_ended()
        self._late = self.loop.call_later(seconds, self._too_late)

    def _head_ended(self) -> None:
        self._head_bytes = 0
        if self._late is not None:
            self._late.cancel()
            self._late = None

    def _too_late(self) -> None:
        self._late = None
        self.transport.close()


class Server(uvicorn.Server):
    """uvicorn without its signal handlers: the service stops its parts in order."""

    def __init__(self, config: uvicorn.Config) -> None:
        super().__init__(config)
        self._ends = asyncio.Event()

    def end(self) -> None:
        """Take no more requests, and return from `serve` once those under way are answered."""
        self.should_exit = True
        self._ends.set()

    async def main_loop(self) -> None:
        """Until the end, with the date in the answers set once a second; uvicorn's own looks ten times a second."""
        while not await self.on_tick(0):
            with contextlib.suppress(TimeoutError):
                async with asyncio.timeout(TICK_SECONDS):
                    await self._ends.wait()

    @contextlib.contextmanager
    def capture_signals(self) -> Iterator[None]:
        """Leave signals alone."""
        yield

    async def serve(self, sockets: list[socket.socket] | None = None) -> None:
        """Serve; a failed start (a taken port) is an error of this task instead of an exit out of the event loop."""
        try:
            await super().serve(sockets)
        except SystemExit as error:
            raise OSError(f"cannot listen on {self.config.host}:{self.config.port}") from error


def server(app: FastAPI, settings: ServiceSettings, **more: Any) -> Server:
    """A server for the application where the settings say; `more` replaces options of uvicorn."""
    options: dict[str, Any] = {
        "host": settings.host,
        "port": settings.port,
        "http": Protocol,
        "ws": "none",
        "lifespan": "off",
        "log_config": None,
        "access_log": False,
        "server_header": False,
        "proxy_headers": False,
        "backlog": 2048,
        "timeout_keep_alive": KEEP_SECONDS,
        "timeout_graceful_shutdown": 5,
    }
    return Server(uvicorn.Config(app, **options | more))
