"""A crowd of new visitors: every question from somebody who was never here, and what each process spends on it."""

from __future__ import annotations

import asyncio
import json
import os
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass
from time import perf_counter
from uuid import uuid4

import aiohttp
import psutil

from bench.chat import QUESTIONS, SCENARIO, Direct, Model, Visitor, live_bot, scripted_stack
from bench.load import database_seconds
from bench.peer import MODEL as PEERS_MODEL
from bench.peer import Peer, litellm
from bench.report import Figure, quantile, show
from tests.demo.client import Stack
from tests.e2e.own_stack import OwnStack

ANSWERS = {1: 60, 10: 200, 50: 600, 200: 800, 500: 1500}
"""Answers that are measured, by how many visitors ask at a time."""
TARGETS = {1: (12.0, 25.0), 10: (25.0, 60.0), 50: (100.0, 300.0)}
SETTLING_SECONDS = 6.0
"""So long what an answer leads to (events, counts, read models) still costs; and so long idling is watched."""
MOST_FOR_PEER = 50
"""Visitors at a time that the peer is measured with; with more it only queues."""
Try = Callable[[int], Awaitable[float]]


@dataclass
class Round:
    """What a number of visitors noticed who asked at the same time."""

    times: list[float]
    """Milliseconds to the first words."""
    seconds: float
    failures: list[str]

    @property
    def rate(self) -> float:
        """Answers a second."""
        return len(self.times) / self.seconds


async def round_of(clients: int, answers: int, ask: Try) -> Round:
    """So many clients ask one after the other until all answers are given; a failure is counted, not repeated."""
    numbers = iter(range(answers))
    found = Round([], 0.0, [])

    async def client() -> None:
        for number in numbers:
            try:
                found.times.append(await ask(number))
            except (aiohttp.ClientError, RuntimeError, TimeoutError) as error:
                found.failures.append(f"{type(error).__name__}: {error}")

    started = perf_counter()
    await asyncio.gather(*(client() for _ in range(clients)))
    found.seconds = perf_counter() - started
    return found


def spent(own: OwnStack, others: dict[str, int]) -> dict[str, float]:
    """Processor seconds so far, by part of the stack and of the load."""
    record = json.loads(own.configuration.record.read_text())
    pids = {name: child["pid"] for name, child in record["children"].items()} | others
    found = {name: _of_family(pid) for name, pid in pids.items() if name != "postgres"}
    return found | {"postgres": database_seconds(own.configuration.server)}


def _of_family(pid: int) -> float:
    process = psutil.Process(pid)
    times = process.cpu_times()
    total = times.user + times.system + times.children_user + times.children_system
    return float(total + sum(_of_family(child.pid) for child in process.children()))


def difference(after: dict[str, float], before: dict[str, float]) -> dict[str, float]:
    """What was spent in between."""
    return {name: seconds - before.get(name, 0.0) for name, seconds in after.items()}


class Crowd:
    """Visitors of one bot, each of whom comes, asks once and goes."""

    def __init__(self, http: aiohttp.ClientSession, stack: Stack, bot: str, token: str) -> None:
        self._http, self._bot, self._token = http, bot, token
        self._base = stack.base_url.replace("localhost", "127.0.0.1")

    async def ask(self, number: int) -> float:
        """Come in, then milliseconds from the question to the first words. Raises `RuntimeError`."""
        visitor = Visitor(self._http, self._base, self._bot, self._token, browser=f"bench {uuid4()}")
        await visitor.enter()
        return await visitor.ask(number % len(QUESTIONS))


@dataclass(frozen=True)
class Bench:
    """What a crowd is measured on."""

    own: OwnStack
    model: Model
    peer: Peer | None

    @property
    def others(self) -> dict[str, int]:
        """Processes that are no part of the platform."""
        return {"client": os.getpid(), "model": self.model.pid}

    async def measure(self, crowds: Sequence[int]) -> list[Figure]:
        """The floor, the peer and the platform in turn for every size of crowd, then the cost of an answer."""
        figures: list[Figure] = []
        async with aiohttp.ClientSession(
            connector=aiohttp.TCPConnector(limit=0), timeout=aiohttp.ClientTimeout(total=120)
        ) as http:
            crowd = Crowd(http, self.own.stack, *await live_bot(self.own.stack, http))
            await round_of(4, 40, crowd.ask)  # warm
            await asyncio.sleep(SETTLING_SECONDS)
            idle = await self._idle()
            resting = sum(cost for name, cost in idle.items() if name not in self.others)
            note = _named(idle, 100, 0.1)
            figures.append(Figure("the stack at rest, of one core", resting * 100, "%", 3.0, note=note))
            for clients in crowds:
                floor = await round_of(clients, min(ANSWERS[clients], 600), Direct(http, self.model.url).ask)
                if self.peer is not None and clients <= MOST_FOR_PEER:
                    figures += await self._peer(http, clients, floor)
                before, began = spent(self.own, self.others), perf_counter()
                found = await round_of(clients, ANSWERS[clients], crowd.ask)
                await asyncio.sleep(SETTLING_SECONDS)
                passed = perf_counter() - began
                cost = {
                    name: max(0.0, seconds - idle[name] * passed) / max(1, len(found.times)) * 1000
                    for name, seconds in difference(spent(self.own, self.others), before).items()
                }
                figures += _of_round(clients, floor, found, cost, set(self.others))
        return figures

    async def _idle(self) -> dict[str, float]:
        """Processor seconds a second of a stack that nobody asks."""
        before = spent(self.own, self.others)
        await asyncio.sleep(SETTLING_SECONDS)
        return {
            name: cost / SETTLING_SECONDS for name, cost in difference(spent(self.own, self.others), before).items()
        }

    async def _peer(self, http: aiohttp.ClientSession, clients: int, floor: Round) -> list[Figure]:
        assert self.peer is not None
        ask = Direct(http, self.peer.url, PEERS_MODEL).ask
        await round_of(clients, clients, ask)  # warm
        before = _of_family(self.peer.pid)
        found = await round_of(clients, ANSWERS[clients] // 2, ask)
        if not found.times:
            return [Figure(f"{_who(clients)}: LiteLLM, answers", 0, "", note=found.failures[0][:120])]
        cost = (_of_family(self.peer.pid) - before) / len(found.times) * 1000
        failed = f", {len(found.failures)} failed" if found.failures else ""
        return [
            Figure(
                f"{_who(clients)}: LiteLLM adds, p50",
                quantile(found.times, 0.5) - quantile(floor.times, 0.5),
                "ms",
                note=f"p95 {quantile(found.times, 0.95) - quantile(floor.times, 0.95):,.1f}, {found.rate:.1f}/s,"
                f" processor time {cost:.1f} ms{failed}",
            )
        ]


def _who(clients: int) -> str:
    return f"{clients} visitor{'s' if clients > 1 else ''}"


def _of_round(clients: int, floor: Round, found: Round, cost: dict[str, float], others: set[str]) -> list[Figure]:
    who = _who(clients)
    least, most = quantile(floor.times, 0.5), quantile(floor.times, 0.95)
    p50, p95 = TARGETS.get(clients, (None, None))
    own = sum(milliseconds for name, milliseconds in cost.items() if name not in others)
    wanted = (55.0, 40.0, 34.0) if clients == 50 else (None, None, None)
    return [
        Figure(f"{who}: model alone (floor), p50", least, "ms", note=f"p95 {most:.1f}, {floor.rate:.1f}/s"),
        Figure(f"{who}: added to the first token, p50", quantile(found.times, 0.5) - least, "ms", p50),
        Figure(f"{who}: added to the first token, p95", quantile(found.times, 0.95) - most, "ms", p95),
        Figure(f"{who}: answers per second", found.rate, "/s", wanted[2], at_most=False),
        Figure(f"{who}: failed", len(found.failures), "", 0, note=found.failures[0][:120] if found.failures else ""),
        Figure(f"{who}: processor time an answer, all", sum(cost.values()), "ms", wanted[0], note=_named(cost, 1, 0.5)),
        Figure(f"{who}: the same without client and model", own, "ms", wanted[1]),
    ]


def _named(cost: dict[str, float], factor: float, from_: float) -> str:
    largest = sorted(cost.items(), key=lambda pair: -pair[1])
    return ", ".join(f"{name} {value * factor:.1f}" for name, value in largest if value * factor >= from_)


def run() -> None:
    """Measure on a stack of its own and report. `CROWDS=1,10,50` names the sizes, `LITELLM` a peer's program."""
    crowds = [int(size) for size in os.environ.get("CROWDS", "1,10,50,200,500").split(",")]
    with scripted_stack(SCENARIO) as (own, model), litellm(model, SCENARIO) as peer:
        show("crowd", asyncio.run(Bench(own, model, peer).measure(crowds)))
