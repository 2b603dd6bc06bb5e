"""config-svc under fifty uploads at once of the largest picture it takes, and how other requests fare meanwhile."""

from __future__ import annotations

import asyncio
import io
import re
from collections import Counter
from pathlib import Path
from random import Random
from time import perf_counter

import aiohttp
import psutil
from PIL import Image

from bench.create_extended import BODY, Running, ready, service
from bench.report import Figure, quantile, show
from bench.servers import servers

UPLOADS = 50
SIDE = 4_000
MOST_BYTES = 2 * 1024 * 1024
PAUSE = 0.02
MEGABYTE = 1_000_000


def worst() -> bytes:
    """16 million pixels of four bytes each, in nearly as many bytes as an upload may have."""
    image = Image.new("RGBA", (SIDE, SIDE), "#1f4e79")
    image.paste(Image.frombytes("RGBA", (680, 720), Random(18).randbytes(680 * 720 * 4)))
    target = io.BytesIO()
    image.save(target, "PNG")
    if not 0.9 * MOST_BYTES < target.tell() <= MOST_BYTES:
        raise ValueError(f"a picture of {target.tell()} bytes is not the worst that is taken")
    return target.getvalue()


class Memory:
    """The memory of a service's process and of those it starts, watched; bytes."""

    def __init__(self, pid: int) -> None:
        self._process = psutil.Process(pid)
        self.largest_child = self.children = 0

    def own(self) -> int:
        """The most that the process itself ever held."""
        status = Path(f"/proc/{self._process.pid}/status").read_text()
        return int(re.search(r"VmHWM:\s+(\d+)", status)[1]) * 1024  # type: ignore[index]  # Linux always has it

    async def watch(self) -> None:
        """Until cancelled."""
        while True:
            found = [_held(child) for child in self._process.children(recursive=True)]
            self.children = max(self.children, sum(found))
            self.largest_child = max(self.largest_child, *found, 0)
            await asyncio.sleep(PAUSE)


def _held(process: psutil.Process) -> int:
    try:
        return int(process.memory_info().rss)
    except psutil.NoSuchProcess:
        return 0


async def measure(running: Running) -> list[Figure]:
    """Upload, watch, ask for something else meanwhile."""
    content = worst()
    headers = {"Authorization": f"Bearer {running.key}"}
    connector = aiohttp.TCPConnector(limit=0)
    async with aiohttp.ClientSession(running.url, headers=headers, connector=connector) as session:
        await ready(session)
        async with session.post("/api/chatbots/create-extended", json=BODY) as answer:
            bot = (await answer.json())["id"]
        memory = Memory(running.pid)
        before = memory.own()
        watching = asyncio.create_task(memory.watch())

        async def upload() -> tuple[int, float]:
            start = perf_counter()
            async with session.put(f"/api/chatbots/{bot}/logo", data=content) as answer:
                await answer.read()
                return answer.status, perf_counter() - start

        async def others(taken: list[float]) -> None:
            while True:
                start = perf_counter()
                async with session.get("/api/workspaces") as answer:
                    answer.raise_for_status()
                taken.append(perf_counter() - start)
                await asyncio.sleep(PAUSE)

        meanwhile: list[float] = []
        asking = asyncio.create_task(others(meanwhile))
        answers = await asyncio.gather(*(upload() for _ in range(UPLOADS)))
        for task in (asking, watching):
            task.cancel()
        await asyncio.gather(asking, watching, return_exceptions=True)
    found = Counter(status for status, _ in answers)
    slowest = max(seconds for _, seconds in answers)
    size = f"{UPLOADS} at once of {SIDE}x{SIDE}, {len(content) / MEGABYTE:.1f} MB"
    return [
        Figure("memory of the service", memory.own() / MEGABYTE, "MB", 250, note=f"{before / MEGABYTE:.0f} before"),
        Figure("memory of a decoding process", memory.largest_child / MEGABYTE, "MB"),
        Figure("memory of all decoding processes", memory.children / MEGABYTE, "MB"),
        Figure("taken", found[200], "uploads", note=size),
        Figure("sent away with 429", found[429], "uploads"),
        Figure("answered otherwise or not at all", UPLOADS - found[200] - found[429], "uploads", 0),
        Figure("slowest answer", slowest, "s"),
        Figure("another request meanwhile, p95", quantile(meanwhile, 0.95) * 1000, "ms"),
    ]


def run() -> None:
    """Measure and report."""
    with servers() as found, service(found) as running:
        show("images", asyncio.run(measure(running)))
