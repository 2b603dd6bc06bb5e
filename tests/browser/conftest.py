"""A stack with a live bot, a company's own page that embeds it, and a real Chromium."""

from __future__ import annotations

import asyncio
import os
import shutil
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import aiohttp
import pytest
from aiohttp import web
from playwright.sync_api import Browser, Page, sync_playwright

from bench.chat import live_bot, scripted_model
from tests.demo.client import Stack
from tests.e2e.own_stack import own_stack

CHROMIUM = os.environ.get("CHROMIUM") or shutil.which("chromium") or shutil.which("chromium-browser")
QUIET = ("--no-sandbox", "--disable-gpu", "--no-first-run", "--disable-background-networking", "--disable-sync")
HOST_PAGE = """<!doctype html>
<html lang="de"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width">
<title>Tischlerei Brandt</title><link rel="icon" href="data:,">
<style>button {{ display: none !important }} * {{ font-size: 60px; color: red }}</style></head>
<body><main><h1>Unsere Tischlerei</h1></main>
<script src="{base}/embed.js" data-bot="{bot}" data-token="{token}" async></script></body></html>"""
SCENARIO = "quote,tokens=150,delay=20"
"""Three seconds of an answer: time enough to stop it."""
PHONE = {"width": 390, "height": 844}
DESKTOP = {"width": 1440, "height": 900}


@dataclass(frozen=True)
class Live:
    """A live bot: its page, and a page of another origin that embeds it."""

    page: str
    host: str
    bot: str


@contextmanager
def served(html: str, port: int) -> Iterator[str]:
    """A page of its own origin, served beside the tests."""
    loop = asyncio.new_event_loop()

    async def answer(_: web.Request) -> web.Response:
        return web.Response(text=html, content_type="text/html")

    async def start() -> web.AppRunner:
        app = web.Application()
        app.router.add_get("/", answer)
        runner = web.AppRunner(app)
        await runner.setup()
        await web.TCPSite(runner, "127.0.0.1", port).start()
        return runner

    runner = loop.run_until_complete(start())
    thread = threading.Thread(target=loop.run_forever, daemon=True)
    thread.start()
    try:
        yield f"http://127.0.0.1:{port}/"
    finally:
        asyncio.run_coroutine_threadsafe(runner.cleanup(), loop).result(5)
        loop.call_soon_threadsafe(loop.stop)
        thread.join(5)


@pytest.fixture(scope="session")
def live(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Live]:
    """The sample company's bot on a stack of its own, with a scripted model."""
    port = 19_611
    with scripted_model() as model:
        extra = {"MODEL_BASE_URL": model, "MODEL_API_KEY": "scripted", "MODEL_NAME": SCENARIO, "LOG_LEVEL": "warning"}
        with own_stack(Path(tmp_path_factory.mktemp("stack")), **extra) as found:
            bot, token = asyncio.run(made(found.stack, f"http://127.0.0.1:{port}"))
            html = HOST_PAGE.format(base=found.stack.base_url, bot=bot, token=token)
            with served(html, port) as host:
                yield Live(f"{found.stack.base_url}/bot/{bot}?token={token}", host, bot)


async def made(stack: Stack, origin: str) -> tuple[str, str]:
    async with aiohttp.ClientSession() as http:
        return await live_bot(stack, http, origins=[origin])


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """Chromium without a window."""
    if CHROMIUM is None:
        pytest.skip("there is no Chromium: install it or name it in CHROMIUM")
    with sync_playwright() as playwright:
        opened = playwright.chromium.launch(executable_path=CHROMIUM, args=list(QUIET))
        yield opened
        opened.close()


@pytest.fixture(params=[DESKTOP, PHONE], ids=["desktop", "phone"])
def page(browser: Browser, request: pytest.FixtureRequest) -> Iterator[Page]:
    """A new tab of a visitor who has never been here; nothing may go wrong in its console."""
    context = browser.new_context(viewport=request.param, locale="de-DE")
    opened = context.new_page()
    wrong: list[str] = []
    opened.on("console", lambda message: wrong.append(message.text) if message.type == "error" else None)
    opened.on("pageerror", lambda error: wrong.append(str(error)))
    yield opened
    context.close()
    assert wrong == []
