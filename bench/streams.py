"""Answers that are open at the same time on one chat-svc process, through the ingress."""

from __future__ import annotations

import asyncio
from time import perf_counter
from urllib.parse import quote_plus
from uuid import uuid4

import aiohttp

from bench.chat import Visitor, live_bot, scripted_stack
from bench.report import Figure, show
from tests.demo.client import Stack

STREAMS = 300
ARRIVALS = 20
"""New questions a second."""
PAUSE = 0.6
SAID = "Auf alle Möbel und Küchen aus unserer Werkstatt geben wir fünf Jahre Garantie. "
QUESTION = "Welche Garantie geben Sie auf Möbel?"
SCENARIO = f"say={quote_plus(SAID)},tokens=60,delay={PAUSE * 1000:.0f}"
"""An answer lasts 36 s: the first are still being written when the last begin. It is a sentence of the pages, so that
nothing of it waits to be checked."""


class Watched:
    """What a visitor noticed of a long answer."""

    def __init__(self) -> None:
        self.began = self.ended = 0.0
        self.longest = 0.0
        """Seconds between two events, without the model's own pause."""
        self.error: str | None = None


async def watch(http: aiohttp.ClientSession, base: str, bot: str, token: str, number: int) -> Watched:
    """Ask, and time every event of the answer."""
    found = Watched()
    await asyncio.sleep(number / ARRIVALS)
    visitor = Visitor(http, base, bot, token)
    try:
        await visitor.enter()
        found.began = last = perf_counter()
        body = {"message_id": str(uuid4()), "text": QUESTION}
        url = f"{base}/api/chat/{bot}/messages"
        done = False
        async with http.post(url, json=body, headers=visitor.headers) as answer:
            answer.raise_for_status()
            async for line in answer.content:
                if line.startswith(b"event:"):
                    found.longest = max(found.longest, perf_counter() - last - PAUSE)
                    last = perf_counter()
                    done = done or line.startswith(b"event: done")
        if not done:
            found.error = "no end"
    except (aiohttp.ClientError, RuntimeError, TimeoutError) as error:
        found.error = f"{type(error).__name__}: {error}"
    found.ended = perf_counter()
    return found


async def measure(stack: Stack) -> list[Figure]:
    """All of them, and how many were open at once."""
    connector = aiohttp.TCPConnector(limit=0)
    async with aiohttp.ClientSession(connector=connector, timeout=aiohttp.ClientTimeout(total=None)) as http:
        bot, token = await live_bot(stack, http)
        base = stack.base_url.replace("localhost", "127.0.0.1")
        streams = await asyncio.gather(*(watch(http, base, bot, token, number) for number in range(STREAMS)))
    errors = [stream.error for stream in streams if stream.error]
    moments = sorted([(stream.began, 1) for stream in streams] + [(stream.ended, -1) for stream in streams])
    running = most = 0
    for _, change in moments:
        running += change
        most = max(most, running)
    return [
        Figure("answers open at once", most, "", STREAMS, at_most=False),
        Figure("of them broken", len(errors), "", 0, note=errors[0] if errors else ""),
        Figure("longest stall of any", max(stream.longest for stream in streams), "s", 1.0),
    ]


def run() -> None:
    """Measure on a stack of its own and report."""
    with scripted_stack(SCENARIO) as (own, _):
        show("streams", asyncio.run(measure(own.stack)))
