"""Whoever sends a request slowly, or without end, holds no connection; whoever sends it in parts is served."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import closing, suppress
from time import monotonic
from typing import Any

import pytest
import pytest_asyncio
from fastapi import FastAPI
from servicekit.http import body
from servicekit.http import server as serving
from servicekit.http.app import api_app
from servicekit.testing import eventually

pytestmark = pytest.mark.integration
PATIENCE = 0.5
KEPT = 2


@pytest_asyncio.fixture
async def port(kit: Any, monkeypatch: pytest.MonkeyPatch) -> AsyncIterator[int]:
    """Where an application answers that repeats what it was sent."""
    monkeypatch.setattr(serving, "HEADER_SECONDS", PATIENCE)
    monkeypatch.setattr(serving, "KEEP_SECONDS", KEPT)
    monkeypatch.setattr(body, "GRACE_SECONDS", PATIENCE)
    app: FastAPI = api_app("example", kit, title="Example", description="For tests.")

    @app.put("/echo")
    async def echo(sent: list[str]) -> list[str]:
        return sent

    @app.get("/late")
    async def late() -> str:
        await asyncio.sleep(3 * PATIENCE)
        return "late"

    server = serving.server(app, kit.settings, port=0)
    running = asyncio.create_task(server.serve())
    await eventually(lambda: asyncio.sleep(0, server.started))
    yield server.servers[0].sockets[0].getsockname()[1]
    server.end()
    await running


async def answer_to(port: int, *parts: bytes, pause: float = 0.0) -> tuple[bytes, float]:
    """What comes back until the end of the connection, and how long that took."""
    began = monotonic()
    reader, writer = await asyncio.open_connection("127.0.0.1", port)
    with closing(writer):

        async def send() -> None:
            with suppress(ConnectionError):
                for part in parts:
                    writer.write(part)
                    await writer.drain()
                    await asyncio.sleep(pause)

        sending = asyncio.create_task(send())
        try:
            async with asyncio.timeout(20):
                found = await reader.read()
        except ConnectionError:
            found = b""
        sending.cancel()
    return found, monotonic() - began


HEAD = b"PUT /echo HTTP/1.1\r\nHost: a\r\nContent-Type: application/json\r\nConnection: close\r\n"


async def test_a_request_in_parts_is_served(port: int) -> None:
    body_sent = b'["eins", "zwei"]'
    head = HEAD + f"Content-Length: {len(body_sent)}\r\n\r\n".encode()
    found, _ = await answer_to(port, head[:20], head[20:], body_sent[:5], body_sent[5:], pause=PATIENCE / 8)
    assert found.startswith(b"HTTP/1.1 200")
    assert found.endswith(b'["eins","zwei"]')


async def test_a_head_that_does_not_end_ends_the_connection(port: int) -> None:
    found, seconds = await answer_to(port, b"GET /healthz HTTP/1.1\r\nHost: a\r\n")
    assert found == b""
    assert PATIENCE <= seconds < 3 * PATIENCE


@pytest.mark.parametrize("first", [b"", b"GET /healthz HTTP/1.1\r\nHost: a\r\n\r\n"], ids=["first", "next"])
async def test_a_connection_may_wait_longer_for_a_request_than_for_the_rest_of_its_head(
    port: int, first: bytes
) -> None:
    _, seconds = await answer_to(port, first)
    assert KEPT <= seconds < KEPT + 2 * PATIENCE


def test_a_proxy_lets_go_of_a_connection_before_the_service_does() -> None:
    assert serving.PROXY_KEEP_SECONDS + serving.HEADER_SECONDS < serving.KEEP_SECONDS


async def test_a_head_that_comes_letter_by_letter_ends_the_connection(port: int) -> None:
    found, seconds = await answer_to(port, HEAD[:3], *(b"X-A: b\r\n" for _ in range(100)), pause=PATIENCE / 10)
    assert b" 200 " not in found
    assert seconds < 4 * PATIENCE


async def test_a_second_request_has_its_time_as_well(port: int) -> None:
    first = b"GET /healthz HTTP/1.1\r\nHost: a\r\n\r\n"
    found, seconds = await answer_to(port, first, b"GET /healthz HTTP/1.1\r\n", pause=PATIENCE / 2)
    assert found.count(b"200 OK") == 1
    assert seconds < 5 * PATIENCE


async def test_a_head_without_end_ends_the_connection(port: int) -> None:
    found, seconds = await answer_to(port, HEAD, *(b"X-%d: %s\r\n" % (n, b"a" * 4000) for n in range(100)))
    assert b" 200 " not in found
    assert seconds < PATIENCE


async def test_a_body_that_does_not_come_is_answered(port: int) -> None:
    found, seconds = await answer_to(port, HEAD + b"Content-Length: 16\r\n\r\n", b'["eins"')
    assert found.startswith(b"HTTP/1.1 408")
    assert b"too-slow" in found
    assert b"connection: close" in found
    assert PATIENCE <= seconds < 4 * PATIENCE


async def test_a_body_that_comes_byte_by_byte_is_answered(port: int) -> None:
    parts = (b"1\r\n \r\n" for _ in range(200))
    found, seconds = await answer_to(port, HEAD + b"Transfer-Encoding: chunked\r\n\r\n", *parts, pause=PATIENCE / 10)
    assert found.startswith(b"HTTP/1.1 408")
    assert seconds < 4 * PATIENCE


async def test_an_answer_may_take_longer(port: int) -> None:
    found, seconds = await answer_to(port, b"GET /late HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n")
    assert found.endswith(b'"late"')
    assert seconds > 2 * PATIENCE
