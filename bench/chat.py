"""Time to first token that the platform adds, through the ingress, beside the scripted model called directly."""

from __future__ import annotations

import asyncio
import json
import subprocess
import sys
import tempfile
from collections.abc import Awaitable, Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from time import perf_counter
from typing import Any
from uuid import uuid4

import aiohttp
from local_stack.parts import answers, free_port

from bench.report import Figure, quantile, show
from tests.demo.client import Stack
from tests.demo.site import served_site
from tests.e2e.own_stack import OwnStack, own_stack

SCENARIO = "quote,tokens=60,delay=20"
QUESTIONS = (
    "Was kostet eine Küche mit Insel?",
    "Wie lange ist die Lieferzeit für eine Küche?",
    "Welche Garantie geben Sie auf Möbel?",
    "Bieten Sie Haustüren mit Einbruchschutz an?",
)
LIMITS = {"messages_per_minute": 600, "tokens_per_day": 10_000_000}
ONE_VISITOR = 60
PER_CLIENT = 6

Ask = Callable[[int], Awaitable[float]]


@dataclass(frozen=True)
class Model:
    """The scripted model that runs: its base URL and its process."""

    url: str
    pid: int


@contextmanager
def scripted_model() -> Iterator[Model]:
    """The scripted model in a process of its own."""
    port = free_port()
    process = subprocess.Popen(
        [sys.executable, "-m", "tests.fakes.model", "--port", str(port), "--scenario", SCENARIO],
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    try:
        while not answers(port):
            if process.poll() is not None:
                raise RuntimeError("the scripted model did not start")
        yield Model(f"http://127.0.0.1:{port}/v1", process.pid)
    finally:
        process.terminate()
        process.wait()


async def live_bot(
    stack: Stack, http: aiohttp.ClientSession, origins: Sequence[str] = (), **configuration: Any
) -> tuple[str, str]:
    """A live bot over the sample site with all vectors: its id and link token."""
    headers = {"Authorization": f"Bearer {stack.key}"}
    async with served_site(stack) as site:
        body = {
            "name": "Bench",
            "data_sources": [{"kind": "url", "url": site}],
            "limits": LIMITS | {"allowed_origins": list(origins)},
            **configuration,
        }
        url = f"{stack.base_url}/api/chatbots"
        async with http.post(f"{url}/create-extended", json=body, headers=headers) as answer:
            bot = await answer.json()
            if answer.status != 201:
                raise RuntimeError(f"create-extended: {bot}")
        while True:
            async with http.get(f"{url}/{bot['id']}/sources", headers=headers) as answer:
                sources = (await answer.json())["items"]
            if sources and all(source["state"] in ("ingested", "ready", "complete") for source in sources):
                break
            if any(source["state"] == "failed" for source in sources):
                raise RuntimeError(f"sources: {sources}")
            await asyncio.sleep(0.5)
        for step in ("publish", "activate"):
            async with http.post(f"{url}/{bot['id']}/{step}", headers=headers) as answer:
                if answer.status >= 400:
                    raise RuntimeError(f"{step}: {await answer.text()}")
    return bot["id"], bot["links"]["production"]["token"]


@dataclass(frozen=True)
class Answer:
    """What a visitor noticed of an answer."""

    milliseconds: float
    """To the first words."""
    grounded: bool


class Visitor:
    """A visitor who asks through the ingress."""

    def __init__(
        self,
        http: aiohttp.ClientSession,
        base_url: str,
        bot: str,
        token: str,
        questions: Sequence[str] = QUESTIONS,
        browser: str = "bench",
    ) -> None:
        """Whoever comes from the same address with the same `browser` is the same visitor to the limits."""
        self._http, self._base, self._bot, self._token = http, base_url, bot, token
        self._questions = questions
        self._headers: dict[str, str] = {"User-Agent": browser}

    @property
    def headers(self) -> dict[str, str]:
        """The visitor's token, once entered."""
        return self._headers

    async def enter(self) -> None:
        """Exchange the link token, as soon as chat-svc knows that the bot is live. Raises `RuntimeError`."""
        url = f"{self._base}/api/chat/{self._bot}/sessions"
        for _ in range(100):
            async with self._http.post(url, json={"token": self._token}, headers=self._headers) as answer:
                if answer.status < 300:
                    self._headers["X-Visitor-Token"] = (await answer.json())["visitor_token"]
                    return
                refused = f"{answer.status} {await answer.text()}"
            await asyncio.sleep(0.1)
        raise RuntimeError(refused)

    async def ask(self, number: int) -> float:
        """Milliseconds to the first words; reads the answer to its end. Raises `RuntimeError` on an error."""
        return (await self.answer(number)).milliseconds

    async def answer(self, number: int) -> Answer:
        """An answer read to its end. Raises `RuntimeError` on an error."""
        body = {"message_id": str(uuid4()), "text": self._questions[number % len(self._questions)]}
        started, first, grounded = perf_counter(), 0.0, False
        url = f"{self._base}/api/chat/{self._bot}/messages"
        async with self._http.post(url, json=body, headers=self._headers) as answer:
            if answer.status != 200:
                raise RuntimeError(f"{answer.status} {await answer.text()}")
            event = b""
            async for line in answer.content:
                if line.startswith(b"event:"):
                    event = line[6:].strip()
                elif line.startswith(b"data:") and event == b"delta" and not first:
                    first = perf_counter()
                elif line.startswith(b"data:") and event == b"error":
                    raise RuntimeError(line.decode())
                elif line.startswith(b"data:") and event == b"done":
                    grounded = bool(json.loads(line[5:])["grounded"])
        if not first:
            raise RuntimeError("an answer without words")
        return Answer((first - started) * 1000, grounded)


class Direct:
    """The floor: the scripted model itself, with a prompt of the same size."""

    def __init__(self, http: aiohttp.ClientSession, base_url: str, model: str = SCENARIO) -> None:
        self._http, self._url = http, f"{base_url}/chat/completions"
        passages = "\n".join(
            f"[{n}] Eine Küche mit Insel kostet bei uns ab 18.900 Euro mit Einbau." for n in range(1, 7)
        )
        self._body: dict[str, Any] = {
            "model": model,
            "stream": True,
            "messages": [{"role": "system", "content": passages}, {"role": "user", "content": QUESTIONS[0]}],
        }

    async def ask(self, _: int) -> float:
        """Milliseconds to the first chunk with words. Raises `RuntimeError`."""
        started, first = perf_counter(), 0.0
        async with self._http.post(self._url, json=self._body) as answer:
            if answer.status != 200:
                raise RuntimeError(f"{answer.status} {await answer.text()}")
            async for line in answer.content:
                if line.startswith(b"data:") and b'"content"' in line and not first:
                    choice = json.loads(line[5:])["choices"][0]["delta"].get("content")
                    first = perf_counter() if choice else 0.0
        if not first:
            raise RuntimeError("an answer without words")
        return (first - started) * 1000


async def closed_loop(asks: list[Ask], each: int) -> tuple[list[float], float]:
    """Every client asks `each` questions one after the other: times to the first words, and answers per second."""
    times: list[float] = []

    async def client(ask: Ask) -> None:
        for number in range(each):
            times.append(await ask(number))

    started = perf_counter()
    await asyncio.gather(*(client(ask) for ask in asks))
    return times, len(times) / (perf_counter() - started)


async def measure(stack: Stack, model: str) -> list[Figure]:
    """One visitor, ten, fifty; each beside the model alone."""
    figures: list[Figure] = []
    connector = aiohttp.TCPConnector(limit=0)
    async with aiohttp.ClientSession(connector=connector) as http:
        bot, token = await live_bot(stack, http)
        base = stack.base_url.replace("localhost", "127.0.0.1")
        targets = {1: (12.0, 25.0), 10: (25.0, None), 50: (100.0, 300.0)}
        for clients, (p50, p95) in targets.items():
            each = ONE_VISITOR if clients == 1 else PER_CLIENT
            visitors = [Visitor(http, base, bot, token) for _ in range(clients)]
            for visitor in visitors:
                await visitor.enter()
            await closed_loop([visitor.ask for visitor in visitors], 1)  # warm
            floor, floor_rate = await closed_loop([Direct(http, model).ask for _ in range(clients)], each)
            times, rate = await closed_loop([visitor.ask for visitor in visitors], each)
            who = f"{clients} visitor{'s' if clients > 1 else ''}"
            base_p50, base_p95 = quantile(floor, 0.5), quantile(floor, 0.95)
            figures += [
                Figure(
                    f"{who}: model alone (floor), p50", base_p50, "ms", note=f"p95 {base_p95:.1f}, {floor_rate:.1f}/s"
                ),
                Figure(f"{who}: added to the first token, p50", quantile(times, 0.5) - base_p50, "ms", p50),
                Figure(f"{who}: added to the first token, p95", quantile(times, 0.95) - base_p95, "ms", p95),
            ]
            if clients == 50:
                figures.append(Figure(f"{who}: answers per second", rate, "/s", 36, at_most=False))
    return figures


@contextmanager
def scripted_stack(scenario: str, *, own_embedder: bool = False) -> Iterator[tuple[OwnStack, Model]]:
    """A stack of its own and the scripted model that makes its answers and, unless it has its own embedder, vectors."""
    with scripted_model() as model, tempfile.TemporaryDirectory(prefix="empfang-bench-") as folder:
        extra = {
            "MODEL_BASE_URL": model.url,
            "MODEL_API_KEY": "scripted",
            "MODEL_NAME": scenario,
            "MESSAGES_PER_ADDRESS": "100000/minute",
            "SESSIONS_PER_ADDRESS": "100000/minute",
            "LOG_LEVEL": "warning",
        }
        if not own_embedder:
            extra |= {
                "EMBEDDINGS_BASE_URL": model.url,
                "EMBEDDINGS_API_KEY": "scripted",
                "EMBEDDINGS_MODEL": "scripted",
            }
        with own_stack(Path(folder), **extra) as found:
            yield found, model


def run() -> None:
    """Measure on a stack of its own and report."""
    with scripted_stack(SCENARIO) as (own, model):
        show("chat", asyncio.run(measure(own.stack, model.url)))
