"""The service under test, its knowledge index, and sample sites on this machine."""

from __future__ import annotations

import socket
from collections.abc import AsyncIterator, Awaitable, Callable
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
import pytest_asyncio
from aiohttp import web
from ingest_svc.__main__ import service as ingest_service
from ingest_svc.adapters.crawl import Crawler
from ingest_svc.adapters.fetch import GuardedClient
from ingest_svc.adapters.pdf.reader import PdfReader
from ingest_svc.adapters.reading.pool import PageReader
from ingest_svc.domain.crawling import CrawlLimits, ReadPage
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

    @staticmethod
    def raw(html: str) -> Callable[[], web.Response]:
        """A page whose source is given whole."""
        return lambda: web.Response(text=html, content_type="text/html")

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


@pytest_asyncio.fixture
async def crawler(site: Site) -> AsyncIterator[Crawler]:
    """A crawler that may read the sample site."""
    pair = site.url.removeprefix("http://")
    client = GuardedClient(user_agent="EmpfangBot/1.0", allow_private=[pair], total_seconds=5)
    async with client, PageReader() as pages:
        yield Crawler(client, pages, PdfReader(), CrawlLimits(max_pages=20))


@pytest.fixture
def crawled(crawler: Crawler, site: Site) -> Callable[..., Awaitable[list[ReadPage]]]:
    """Reads the sample site from its start page on."""

    async def crawl(**options: Any) -> list[ReadPage]:
        return [page async for page in crawler.pages(site.url + "/", now=datetime(2026, 5, 1, tzinfo=UTC), **options)]

    return crawl
