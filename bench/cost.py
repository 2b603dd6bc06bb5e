"""What the platform's processor time comes to in money: for a page, a prospect and a thousand conversations.

Everything that the stack runs counts, from /proc: services, ingress, PostgreSQL, Kafka, Valkey, the mail sink. What it
takes at rest is taken off, the sites and the client that watches are left out, and so is the model that writes answers;
the local embedder is part of ingest-svc and chat-svc.
"""

from __future__ import annotations

import asyncio
import os
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from pathlib import Path
from time import perf_counter

import aiohttp
from aiohttp import web

from bench.chat import SCENARIO, Visitor, scripted_stack
from bench.crowd import difference, round_of, spent
from bench.prospect import QUESTIONS, SITE, Prospect
from bench.report import Figure, show
from tests.demo import arriving
from tests.demo.site import served_site
from tests.demo.walk import Walk
from tests.e2e.own_stack import OwnStack
from tests.sites.serve import site_app

EURO_PER_CORE_HOUR = 0.04
"""Assumed: about what a virtual core costs by the hour, without a contract, where most people rent one."""
SETTLING_SECONDS = 10.0
"""So long what something leads to (events, vectors, figures) still costs; and so long idling is watched."""
CONVERSATIONS, TOGETHER, QUESTIONS_EACH = 100, 20, 3
Spent = dict[str, float]


@dataclass
class Meter:
    """Processor seconds of the stack, above what it takes at rest."""

    own: OwnStack
    idle: Spent = field(default_factory=dict)

    async def settle(self) -> None:
        """Watch the stack idle."""
        before, began = spent(self.own, {}), perf_counter()
        await asyncio.sleep(SETTLING_SECONDS)
        passed = perf_counter() - began
        self.idle = {name: used / passed for name, used in difference(spent(self.own, {}), before).items()}

    async def of(self, work: Callable[[], Awaitable[None]]) -> Spent:
        """What some work took, and what came of it."""
        before, began = spent(self.own, {}), perf_counter()
        await work()
        await asyncio.sleep(SETTLING_SECONDS)
        passed = perf_counter() - began
        used = difference(spent(self.own, {}), before)
        return {name: max(0.0, seconds - self.idle.get(name, 0.0) * passed) for name, seconds in used.items()}


@asynccontextmanager
async def serving(own: OwnStack, site: Path) -> AsyncIterator[str]:
    """A site on the port that the stack may fetch from: its address."""
    runner = web.AppRunner(site_app(root=site), access_log=None)
    await runner.setup()
    try:
        await web.TCPSite(runner, own.stack.site_host, own.stack.site_port).start()
        yield own.stack.site_url
    finally:
        await runner.cleanup()


async def first_mail(own: OwnStack, prospect: Prospect) -> None:
    """An address becomes a demo, and its company gets the first mail, as in the demonstration."""
    walk = Walk(own.stack)
    try:
        async with served_site(own.stack):
            await arriving.prospect_becomes_a_demo(walk)
            await arriving.consent_is_given(walk)
            await arriving.first_message_is_sent(walk)
            await prospect.vectors(walk.prospect["bot_id"])
    finally:
        await walk.close()


async def measure(own: OwnStack) -> list[Figure]:
    """A site read for a live bot, conversations with it, and a prospect up to its first mail."""
    meter, pages, bot, token = Meter(own), 0, "", ""
    async with aiohttp.ClientSession(connector=aiohttp.TCPConnector(limit=0)) as http:
        prospect = Prospect(http, own.stack)
        base = own.stack.base_url.replace("localhost", "127.0.0.1")

        async def read_site() -> None:
            nonlocal pages, bot, token
            async with serving(own, SITE) as site:
                body = {"name": "Bench", "data_sources": [{"kind": "url", "url": site}]}
                made = await prospect.call("POST", "/api/chatbots/create-extended", body)
                bot, token = made["id"], made["links"]["production"]["token"]
                pages = int((await prospect.vectors(bot))["pages_indexed"])

        async def converse(_: int) -> float:
            visitor = Visitor(http, base, bot, token, QUESTIONS, browser=f"bench {os.urandom(8).hex()}")
            await visitor.enter()
            return sum([await visitor.ask(number) for number in range(QUESTIONS_EACH)])

        async def conversations() -> None:
            found = await round_of(TOGETHER, CONVERSATIONS, converse)
            if found.failures:
                raise RuntimeError(found.failures[0])

        await meter.settle()
        reading = await meter.of(read_site)
        await prospect.unlimited(bot)
        await prospect.call("POST", f"/api/chatbots/{bot}/activate")
        await round_of(4, 8, converse)  # warm
        await asyncio.sleep(SETTLING_SECONDS)
        talking = await meter.of(conversations)
        arriving_there = await meter.of(lambda: first_mail(own, prospect))
    return [
        *priced("a page read, cut, embedded and searchable", reading, pages, f"{pages} pages"),
        *priced("a prospect, from the address to the first mail", arriving_there, 1, "the sample company's site"),
        *priced(f"a conversation of {QUESTIONS_EACH} questions", talking, CONVERSATIONS, f"{TOGETHER} at a time"),
        Figure("the stack at rest for a month", sum(meter.idle.values()) * 730 * EURO_PER_CORE_HOUR, "€"),
    ]


def priced(name: str, used: Spent, count: int, note: str) -> list[Figure]:
    """Processor time of one, who spent it, and the price of a thousand."""
    milliseconds = {part: seconds / count * 1000 for part, seconds in used.items()}
    most = sorted(milliseconds.items(), key=lambda pair: -pair[1])[:5]
    shares = ", ".join(f"{part} {one:,.0f}" for part, one in most if one >= 1)
    each = sum(milliseconds.values())
    cent = each / 3600 * EURO_PER_CORE_HOUR * 100
    return [
        Figure(f"{name}: processor time", each, "ms", note=f"{note}: {shares}"),
        Figure(f"{name}: a thousand of them", cent, "cent", note=f"at {EURO_PER_CORE_HOUR} € a core-hour"),
    ]


def run() -> None:
    """Measure on a stack of its own and report."""
    with scripted_stack(SCENARIO, own_embedder=True) as (own, _):
        show("cost", asyncio.run(measure(own)))
