"""The service under test, its knowledge index, and sample sites on this machine."""

from __future__ import annotations

import socket
from collections.abc import AsyncIterator, Callable
from pathlib import Path
from typing import Any

import pytest
import pytest_asyncio
from aiohttp import web
from ingest_svc.__main__ import service as ingest_service
from servicekit import migrations
from servicekit.service import Service


@pytest.fixture
def service() -> Service[Any, Any, Any]:
    return ingest_service


@pytest.fixture
def site_port() -> int:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        return int(free.getsockname()[1])


@pytest.fixture
def settings_overrides(migrated: Callable[..., str], tmp_path: Path, site_port: int) -> dict[str, Any]:
    url = migrated("knowledge", lambda url: migrations.apply("knowledge", url))
    return {
        "knowledge": {"database_url": url},
        "objects_url": tmp_path.as_uri(),
        "fetch": {"allow_private": f"127.0.0.1:{site_port}"},
        "crawl": {"delay_seconds": 0},
    }


class Site:
    """A small site whose pages tests change."""

    def __init__(self, port: int) -> None:
        self.url = f"http://127.0.0.1:{port}"
        self.pages: dict[str, web.Response | Callable[[], web.Response]] = {}
        self.requests: list[str] = []
        self.down = False

    def html(self, path: str, body: str, *, head: str = "", headers: dict[str, str] | None = None) -> None:
        page = f'<!DOCTYPE html><html lang="de"><head>{head}</head><body>{body}</body></html>'
        self.pages[path] = lambda: web.Response(text=page, content_type="text/html", headers=headers)

    async def answer(self, request: web.Request) -> web.Response:
        self.requests.append(request.path_qs)
        if self.down:
            return web.Response(status=503)
        found = self.pages.get(request.path_qs)
        if found is None:
            return web.Response(status=404)
        return found() if callable(found) else found


@pytest_asyncio.fixture
async def site(site_port: int) -> AsyncIterator[Site]:
    made = Site(site_port)
    app = web.Application()
    app.router.add_get("/{path:.*}", made.answer)
    runner = web.AppRunner(app)
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", site_port).start()
    yield made
    await runner.cleanup()
