"""The console at size: what an operator of 1,000 bots, 50,000 leads and 10,000 prospects waits for, page by page."""

from __future__ import annotations

import asyncio
import os
import shutil
import sys
import tempfile
from collections import defaultdict
from pathlib import Path
from time import perf_counter, sleep
from uuid import UUID

from console.links import PATHS
from console.session import FRESH_SECONDS
from console.texts import CATALOGUE
from playwright.sync_api import Page, sync_playwright

from bench.many import BOTS, CONVERSATIONS, LEADS, PROSPECTS, fill
from bench.report import Figure, median, quantile, show
from tests.demo.chain import evidence_of, opened
from tests.demo.client import Api, Stack
from tests.demo.site import served_site
from tests.e2e.own_stack import OwnStack, own_stack

ROUNDS = 6
TARGET_SECONDS = 1.0
PATIENCE = 60_000
CHROMIUM = os.environ.get("CHROMIUM") or shutil.which("chromium") or shutil.which("chromium-browser")
SETTLED = """(title) => {
  const app = document.querySelector('[data-testid=stApp]');
  const headings = [...document.querySelectorAll('h1')].map((one) => one.innerText.trim());
  return app?.dataset.testScriptState === 'notRunning' && headings.includes(title)
    && !document.querySelector('[data-stale=true], [data-testid=stSpinner]');
}"""
"""The page's script has ended, and what is shown is its own."""
TABS = ("gaps", "conversations", "knowledge", "settings", "history", "overview")


async def _walk(stack: Stack) -> tuple[UUID, UUID]:
    async with served_site(stack), opened(stack) as walk:
        async for _ in evidence_of(walk):
            pass
        workspace = (await walk.api.get("/api/workspaces"))["items"][0]["id"]
        return UUID(workspace), UUID(walk.prospect["bot_id"])


def _say(name: str) -> str:
    return CATALOGUE.say(name, "de")


class Operator:
    """Signed in, and clicking."""

    def __init__(self, page: Page, stack: Stack) -> None:
        self._page = page
        self._base = stack.base_url
        page.set_default_timeout(PATIENCE)
        page.goto(self._base)
        page.get_by_label(_say("door.key")).fill(stack.key)
        page.get_by_role("button", name=_say("door.enter")).click()
        self._settle(_say("page.start"))

    def turn_to(self, name: str) -> float:
        """Seconds from the click in the navigation until the page stands."""
        link = self._page.locator(f'[data-testid=stSidebarNavLink][href$="/{PATHS[name]}"]').first
        begun = perf_counter()
        link.click()
        self._settle(_say(f"page.{name}"))
        return perf_counter() - begun

    def open(self, address: str, title: str) -> None:
        """Load an address; not measured, for it loads Streamlit too."""
        self._page.goto(f"{self._base}/{address}")
        self._settle(title)

    def tab(self, name: str, title: str) -> float:
        """Seconds from the click on a part of a bot until it stands."""
        button = self._page.get_by_test_id("stMain").get_by_text(_say(f"tab.{name}"), exact=True).first
        button.wait_for()
        begun = perf_counter()
        button.click()
        self._page.wait_for_function(
            "(tab) => location.search.includes(tab)", arg=name if name != "overview" else "bot="
        )
        self._settle(title)
        return perf_counter() - begun

    def _settle(self, title: str) -> None:
        self._page.wait_for_function(SETTLED, arg=title, polling=20)


def _measured(operator: Operator, bot: UUID, title: str) -> dict[str, list[float]]:
    taken: dict[str, list[float]] = defaultdict(list)
    for round in range(ROUNDS + 1):
        began = perf_counter()
        for name in PATHS:
            seconds = operator.turn_to(name)
            if round:  # the first warms up
                taken[name].append(seconds)
        sleep(max(0.0, FRESH_SECONDS + 1 - (perf_counter() - began)))  # nothing is shown that was kept
    operator.open(f"bots?bot={bot}", title)
    for round in range(ROUNDS + 1):
        began = perf_counter()
        for name in TABS:
            seconds = operator.tab(name, title)
            if round:
                taken[f"a bot: {name}"].append(seconds)
        sleep(max(0.0, FRESH_SECONDS + 1 - (perf_counter() - began)))
    return taken


def _report(own: OwnStack) -> None:
    stack = own.stack
    workspace, bot = asyncio.run(_walk(stack))
    began = perf_counter()
    fill(own.configuration, stack, workspace, bot)
    filled = perf_counter() - began
    title = asyncio.run(Api(stack).get(f"/api/chatbots/{bot}"))["company_name"]
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox", "--disable-gpu"])
        tab = browser.new_context(viewport={"width": 1440, "height": 900}, locale="de-DE").new_page()
        taken = _measured(Operator(tab, stack), bot, title)
        browser.close()
    figures = [
        figure
        for name, seconds in taken.items()
        for figure in (
            Figure(f"{name}, p50", median(seconds), "s"),
            Figure(f"{name}, p95", quantile(seconds, 0.95), "s", TARGET_SECONDS),
        )
    ]
    size = f"{BOTS} bots, {LEADS} leads, {PROSPECTS} prospects, {CONVERSATIONS} conversations of one bot"
    show("console", [*figures, Figure("filling the stack", filled, "s", note=size)])


def run() -> None:
    """Measure and report."""
    if CHROMIUM is None:
        sys.exit("there is no Chromium: install it or name it in CHROMIUM")
    with (
        tempfile.TemporaryDirectory(prefix="empfang-bench-") as folder,
        own_stack(Path(folder), LOG_LEVEL="warning") as own,
    ):
        _report(own)
