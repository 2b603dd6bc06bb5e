"""A company's address in, a live demo out, with the local embedder; and how questions fare meanwhile and afterwards."""

from __future__ import annotations

import asyncio
from pathlib import Path
from time import perf_counter
from typing import Any

import aiohttp
from aiohttp import web

from bench.chat import LIMITS, SCENARIO, Direct, Visitor, closed_loop, scripted_stack
from bench.report import Figure, quantile, show
from tests.demo.client import Stack
from tests.sites.serve import site_app

SITE = Path(__file__).parent / "answers" / "sites" / "sonnleitner"
QUESTIONS = (
    "Was kostet eine Photovoltaikanlage mit 8 kWp?",
    "Wie lange ist die Garantie auf den Stromspeicher?",
    "Wann hat der Schauraum offen?",
    "Bauen Sie auch Wärmepumpen ein?",
)
LEXICAL, COMPLETE = 15.0, 60.0
AFTERWARDS = 60


class Prospect:
    """The demo that is made of a site's address, watched through the public APIs."""

    def __init__(self, http: aiohttp.ClientSession, stack: Stack) -> None:
        self._http = http
        self._base = stack.base_url.replace("localhost", "127.0.0.1")
        self._headers = {"Authorization": f"Bearer {stack.key}"}

    async def call(self, method: str, path: str, body: Any = None, headers: dict[str, str] | None = None) -> Any:
        """One request with the operator's key. Raises `RuntimeError`."""
        sent = self._headers | (headers or {})
        async with self._http.request(method, f"{self._base}{path}", json=body, headers=sent) as answer:
            if answer.status >= 400:
                raise RuntimeError(f"{path}: {answer.status} {await answer.text()}")
            return await answer.json()

    async def live(self, website: str) -> dict[str, Any]:
        """The prospect as soon as its demo has a link."""
        made = await self.call("POST", "/api/prospects", {"website": website})
        while True:
            seen = await self.call("GET", f"/api/prospects/{made['id']}")
            if seen["stage"] == "failed":
                raise RuntimeError(seen["timeline"][-1]["text"])
            if seen.get("demo_link"):
                return dict(seen)
            await asyncio.sleep(0.1)

    async def unlimited(self, bot: str) -> None:
        """Let a single visitor ask as much as a benchmark does."""
        url = f"/api/chatbots/{bot}"
        await self.call("PATCH", url, {"limits": LIMITS}, {"If-Match": f'"{(await self.call("GET", url))["version"]}"'})
        await self.call("POST", f"{url}/publish")

    async def source(self, bot: str) -> dict[str, Any]:
        """The bot's site as a source."""
        found = await self._source_or_none(bot)
        if found is None:
            raise RuntimeError(f"{bot} has no source yet")
        return found

    async def _source_or_none(self, bot: str) -> dict[str, Any] | None:
        items = (await self.call("GET", f"/api/chatbots/{bot}/sources"))["items"]
        return dict(items[0]) if items else None

    async def vectors(self, bot: str) -> dict[str, Any]:
        """The bot's source once every chunk of it has vectors. Raises `RuntimeError` when it cannot be read."""
        while (source := await self._source_or_none(bot)) is None or source["state"] != "ready":
            if source is not None and source["state"] == "failed":
                raise RuntimeError(str(source))
            await asyncio.sleep(1)
        return source

    async def visitor(self, seen: dict[str, Any]) -> Visitor:
        """A visitor who came by the demo's link."""
        token = seen["demo_link"].partition("token=")[2]
        visitor = Visitor(self._http, self._base, seen["bot_id"], token, QUESTIONS)
        await visitor.enter()
        return visitor


async def measure(stack: Stack, model: str, site: str) -> list[Figure]:
    """The way to the demo, questions while vectors are made, questions afterwards."""
    async with aiohttp.ClientSession(connector=aiohttp.TCPConnector(limit=0)) as http:
        prospect = Prospect(http, stack)
        floor = quantile((await closed_loop([Direct(http, model).ask], 30))[0], 0.5)
        began = perf_counter()
        seen = await prospect.live(site)
        bot = seen["bot_id"]
        await prospect.unlimited(bot)
        visitor = await prospect.visitor(seen)
        while not (await visitor.answer(0)).grounded:  # noqa: ASYNC110  # a visitor has nothing to wait for
            await asyncio.sleep(0.1)
        lexical = perf_counter() - began
        meanwhile: list[float] = []
        while (source := await prospect.source(bot))["state"] != "ready":
            if source["state"] == "failed":
                raise RuntimeError(str(source))
            meanwhile.append(await visitor.ask(len(meanwhile)))
            await asyncio.sleep(0.5)
        complete = perf_counter() - began
        afterwards, _ = await closed_loop([visitor.ask], AFTERWARDS)
    size = f"{source['pages_indexed']} pages, {source['chunks']} chunks"
    return [
        Figure("address to the first answer with a source", lexical, "s", LEXICAL, note=size),
        Figure("address to all vectors", complete, "s", COMPLETE, note="questions asked meanwhile"),
        Figure("meanwhile: added to the first token, p50", quantile(meanwhile, 0.5) - floor, "ms", 45),
        Figure("meanwhile: added to the first token, p95", quantile(meanwhile, 0.95) - floor, "ms", 80),
        Figure("afterwards: added to the first token, p50", quantile(afterwards, 0.5) - floor, "ms", 45),
        Figure("afterwards: added to the first token, p95", quantile(afterwards, 0.95) - floor, "ms", 80),
    ]


async def served(stack: Stack, model: str) -> list[Figure]:
    """Measure with the site served on the port that the stack may fetch from."""
    runner = web.AppRunner(site_app(root=SITE), access_log=None)
    await runner.setup()
    try:
        await web.TCPSite(runner, stack.site_host, stack.site_port).start()
        return await measure(stack, model, stack.site_url)
    finally:
        await runner.cleanup()


def run() -> None:
    """Measure on a stack of its own and report."""
    with scripted_stack(SCENARIO, own_embedder=True) as (own, model):
        show("prospect", asyncio.run(served(own.stack, model.url)))
