"""A stack with a live bot, a company's own page that embeds it, and a real Chromium."""

from __future__ import annotations

import asyncio
import os
import shutil
import threading
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import aiohttp
import pytest
from aiohttp import web
from playwright.sync_api import Browser, Page, ViewportSize, sync_playwright

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
{tags}</body></html>"""
TAG = '<script src="{base}/embed.js" data-bot="{bot}" data-token="{token}" async></script>'
SCENARIO = "quote,tokens=150,delay=20"
"""Three seconds of an answer: time enough to stop it."""
PORTS = 19_610 + 20 * int(os.environ.get("PYTEST_XDIST_WORKER", "gw0").removeprefix("gw"))
"""Of the sites that embed bots, apart for each process of a run."""
SHARED_PORT = PORTS + 4
SHARED = f"http://127.0.0.1:{SHARED_PORT}"
"""A site that may embed every bot."""
PHONE: ViewportSize = {"width": 390, "height": 844}
DESKTOP: ViewportSize = {"width": 1440, "height": 900}
ANDROID = (
    "Mozilla/5.0 (Linux; Android 15; Pixel 9) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/140.0 Mobile Safari/537.36"
)


@dataclass(frozen=True)
class Live:
    """A live bot: its page, and a page of another origin that embeds it."""

    page: str
    host: str
    bot: str
    base: str
    token: str

    @property
    def tag(self) -> str:
        """What a site embeds."""
        return TAG.format(base=self.base, bot=self.bot, token=self.token)


COMPANY: dict[str, Any] = {
    "company": {"company_name": "Tischlerei Brandt GmbH", "website": "https://tischlerei-brandt.example"},
    "email_capture": {
        "enabled": True,
        "consent_text": "Ich bin einverstanden, dass Sie mir schreiben.",
        "privacy_url": "https://tischlerei-brandt.example/datenschutz",
    },
    "contact_persons": {
        "enabled": True,
        "min_messages": 99,
        "topics": [],
        "persons": [
            {"name": "Erika Brandt", "position": "Vertrieb", "email": "erika@brandt.example"},
            {"name": "Jan Weber", "email": "jan@brandt.example", "specialization": "Küchen"},
        ],
    },
    "opening_hours": {"weekly": {"monday": [{"opens": "03:00", "closes": "03:01"}]}},
    "business_hours_integration": {"auto_offline_message": "Wir sind bald wieder im Haus."},
}
"""A bot with everything that follows an answer. It is closed for all but a minute of the week."""
STAFF = [
    {"name": "Petra Brandt", "position": "Geschäftsführung", "email": "p@brandt.example", "specialization": "Küchen"},
    {"name": "Erika Vogt", "position": "Vertrieb", "email": "e@brandt.example", "specialization": "Einbauten"},
    {
        "name": "Jan Weber",
        "position": "Tischlermeister",
        "email": "j@brandt.example",
        "specialization": "Treppen",
        "booking_url": "https://termine.example/jan",
    },
    {"name": "Ole Hansen", "position": "Montage", "email": "o@brandt.example", "specialization": "Fenster und Türen"},
    {"name": "Lisa Maier", "position": "Büro", "email": "l@brandt.example", "specialization": "Rechnungen"},
]


TEASER = "Fragen zu Küchen, Möbeln oder Treppen? Ich antworte sofort."


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

    thread = threading.Thread(target=loop.run_forever, daemon=True)  # the browser has a loop in this one
    thread.start()
    runner = asyncio.run_coroutine_threadsafe(start(), loop).result(10)
    try:
        yield f"http://127.0.0.1:{port}/"
    finally:
        asyncio.run_coroutine_threadsafe(runner.cleanup(), loop).result(5)
        loop.call_soon_threadsafe(loop.stop)
        thread.join(5)


@dataclass(frozen=True)
class Running:
    """The stack, and its first bot."""

    stack: Stack
    live: Live


@pytest.fixture(scope="session")
def running(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Running]:
    """The sample company's bot on a stack of its own, with a scripted model."""
    port = PORTS + 1
    with scripted_model() as model:
        extra = {"MODEL_BASE_URL": model.url, "MODEL_API_KEY": "scripted", "MODEL_NAME": SCENARIO}
        with own_stack(Path(tmp_path_factory.mktemp("stack")), LOG_LEVEL="warning", **extra) as found:
            bot, token = made(found.stack, f"http://127.0.0.1:{port}")
            html = HOST_PAGE.format(tags=TAG.format(base=found.stack.base_url, bot=bot, token=token))
            with served(html, port) as host:
                yield Running(
                    found.stack, Live(page_of(found.stack, bot, token), host, bot, found.stack.base_url, token)
                )


def page_of(stack: Stack, bot: str, token: str) -> str:
    """The bot's own page."""
    return f"{stack.base_url}/bot/{bot}?token={token}"


def made(stack: Stack, origin: str, **configuration: Any) -> tuple[str, str]:
    """A live bot that the origin may embed: its id and link token."""

    async def make() -> tuple[str, str]:
        async with aiohttp.ClientSession() as http:
            return await live_bot(stack, http, origins=[origin, SHARED], **configuration)

    with ThreadPoolExecutor(1) as pool:
        return pool.submit(asyncio.run, make()).result()


@pytest.fixture(scope="session")
def live(running: Running) -> Live:
    """A bot that only answers."""
    return running.live


@pytest.fixture(scope="session")
def company(running: Running) -> Iterator[Live]:
    """A bot with contact persons, e-mail form and opening hours, embedded beside the first one."""
    yield from another(running, PORTS + 2, **COMPANY)


@pytest.fixture(scope="session")
def english(running: Running) -> Iterator[Live]:
    """The same in English."""
    prompts = {"language": "english"}
    consent = {"enabled": True, "consent_text": {"en": "I agree."}, "privacy_url": "https://brandt.example/en"}
    yield from another(running, PORTS + 3, **COMPANY | {"custom_prompts": prompts, "email_capture": consent})


@pytest.fixture(scope="session")
def staffed(running: Running) -> Iterator[Live]:
    """A company with five persons, of whom one can be booked, and a light colour."""
    persons = {"enabled": True, "persons": STAFF}
    branding = {"primary_color": "#f2c300", "secondary_color": "#333333"}
    yield from another(running, PORTS + 5, **COMPANY | {"contact_persons": persons, "branding": branding})


@pytest.fixture(scope="session")
def formal(running: Running) -> Iterator[Live]:
    """A company that names nobody, and asks for addresses."""
    yield from another(running, PORTS + 6, **{k: v for k, v in COMPANY.items() if k != "contact_persons"})


def another(running: Running, port: int, **configuration: Any) -> Iterator[Live]:
    stack = running.stack
    bot, token = made(stack, f"http://127.0.0.1:{port}", **configuration)
    found = Live(page_of(stack, bot, token), "", bot, stack.base_url, token)
    with served(HOST_PAGE.format(tags=found.tag), port) as host:
        yield replace(found, host=host)


@pytest.fixture(scope="session")
def multilingual(running: Running) -> Iterator[Live]:
    """A company with five persons that answers in two languages."""
    own = {"custom_prompts": {"language": "multilingual"}, "contact_persons": {"enabled": True, "persons": STAFF}}
    yield from another(running, PORTS + 8, **COMPANY | own)


@pytest.fixture(scope="session")
def teasing(running: Running) -> Iterator[Live]:
    """A company with a line beside its button."""
    yield from another(running, PORTS + 7, **COMPANY | {"branding": {"primary_color": "#7a4a21", "teaser": TEASER}})


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """Chromium without a window."""
    if CHROMIUM is None:
        pytest.skip("there is no Chromium: install it or name it in CHROMIUM")
    with sync_playwright() as playwright:
        opened = playwright.chromium.launch(executable_path=CHROMIUM, args=list(QUIET))
        yield opened
        opened.close()


@pytest.fixture
def offline_page(browser: Browser) -> Iterator[Page]:
    """A tab whose requests fail in this test, which its console may say."""
    context = browser.new_context(viewport=PHONE, locale="de-DE")
    yield context.new_page()
    context.close()


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
