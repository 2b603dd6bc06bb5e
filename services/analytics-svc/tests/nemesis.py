"""Servers and workers of a campaign's own, and who kills them: kill -9, outages, freezes, leaving and joining."""

from __future__ import annotations

import asyncio
import os
import random
import signal
import subprocess
import sys
from collections import Counter, defaultdict
from collections.abc import Mapping
from contextlib import suppress
from pathlib import Path
from time import monotonic

from local_stack.parts import Kafka, Postgres, answers, free_port
from local_stack.parts.process import DidNotStart
from servicekit.testing import eventually

WORKERS = 2
OUTAGE_SECONDS = float(os.environ.get("OUTAGE", "4"))
"""How long a broker or database is away when it does not come back at once."""
BLOWS = {
    "worker": 50,
    "broker away": 2,
    "database away": 2,
    "join and leave": 5,
    "both workers": 10,
    "broker": 10,
    "database": 11,
    "leave and join": 5,
    "freeze": 5,
}
"""How often which blow; a campaign begins with one of each of the `FIRST`."""
FIRST = 4
LONGEST_PAUSE_SECONDS = 2.5
LONGEST_FREEZE_SECONDS = 12.0
"""Longer than the group's session time-out: the partitions move, and their old owner wakes up again."""
STARTS = 20


def worker(
    environment: Mapping[str, str], folder: Path, name: str = "worker", script: str | None = None
) -> subprocess.Popen[bytes]:
    """Start a worker process with these settings beside those of this process; its log is in the folder.

    `script` is run in place of the worker's own command.
    """
    command = ["-c", script] if script else ["-m", "analytics_svc", "serve", "--only", "worker"]
    own = {"PORT": str(free_port()), "FAUST_DATADIR": str(folder / name), "LOG_LEVEL": "warning"}
    with (folder / f"{name}.log").open("ab") as log:
        return subprocess.Popen(
            [sys.executable, *command],
            env={**os.environ, **own, **environment},
            stdout=log,
            stderr=log,
        )


class Workers:
    """Worker processes, each started again when it ends, as a supervisor does."""

    def __init__(self, environment: Mapping[str, str], folder: Path) -> None:
        self._environment = dict(environment)
        self._folder = folder
        self._running: list[subprocess.Popen[bytes]] = []
        self._guest: subprocess.Popen[bytes] | None = None
        self._stopping = False
        self.ended: Counter[int] = Counter()
        """How often with which exit code; minus the signal's number for those that were killed."""

    def _start(self, number: int) -> subprocess.Popen[bytes]:
        return worker(self._environment, self._folder, f"worker-{number}")

    async def supervise(self) -> None:
        """Keep them running until `stop`."""
        self._running = [self._start(number) for number in range(WORKERS)]
        while not self._stopping:
            for number, process in enumerate(self._running):
                if (code := process.poll()) is not None:
                    self.ended[code] += 1
                    self._running[number] = self._start(number)
            await asyncio.sleep(0.1)

    def signal(self, number: int, what: signal.Signals) -> None:
        """Send a signal to one of them."""
        with suppress(ProcessLookupError):
            self._running[number].send_signal(what)

    async def join_and_leave(self, seconds: float) -> None:
        """One more works along for some seconds, from when it serves, and leaves politely."""
        port = free_port()
        guest = self._guest = worker({**self._environment, "PORT": str(port)}, self._folder, "guest")

        async def there() -> bool:
            return guest.poll() is not None or answers(port)

        await eventually(there, timeout=120)
        await asyncio.sleep(seconds)
        guest.terminate()
        self.ended[await asyncio.to_thread(guest.wait, 60)] += 1

    def stop(self) -> None:
        """End all of them."""
        self._stopping = True
        for process in [*self._running, *([self._guest] if self._guest else [])]:
            process.kill()
            process.wait()


class Nemesis:
    """Strikes until it has killed so many processes with kill -9; drawn from a seed."""

    def __init__(self, seed: int, workers: Workers, kafka: Kafka, postgres: Postgres) -> None:
        self._chance = random.Random(seed)
        self._workers = workers
        self._kafka = kafka
        self._postgres = postgres
        self.dealt: Counter[str] = Counter()
        self.killed = 0
        self.seconds: dict[str, float] = defaultdict(float)

    async def strike(self, kills: int) -> None:
        """Deal blows, one after the other: first one of each of the first kinds, then by their weights."""
        first = list(BLOWS)[:FIRST]
        self._chance.shuffle(first)
        while self.killed < kills or first:
            kind = first.pop() if first else self._chance.choices(list(BLOWS), list(BLOWS.values()))[0]
            await asyncio.sleep(self._chance.random() * LONGEST_PAUSE_SECONDS)
            started = monotonic()
            await self._deal(kind)
            self.dealt[kind] += 1
            self.seconds[kind] += monotonic() - started

    async def _deal(self, kind: str) -> None:
        victim = self._chance.randrange(WORKERS)
        if kind.startswith(("broker", "database")):
            server = self._kafka if kind.startswith("broker") else self._postgres
            kill(server)
            self.killed += 1
            if kind.endswith("away"):
                await asyncio.sleep(OUTAGE_SECONDS)
            await start(server)
        elif kind == "join and leave":
            await self._workers.join_and_leave(self._chance.uniform(1.0, 5.0))
        elif kind == "both workers":
            for number in range(WORKERS):
                self._workers.signal(number, signal.SIGKILL)
            self.killed += WORKERS
        elif kind == "freeze":
            self._workers.signal(victim, signal.SIGSTOP)
            await asyncio.sleep(self._chance.uniform(1.0, LONGEST_FREEZE_SECONDS))
            self._workers.signal(victim, signal.SIGCONT)
        elif kind == "leave and join":
            self._workers.signal(victim, signal.SIGTERM)
        else:
            self._workers.signal(victim, signal.SIGKILL)
            self.killed += 1


def kill(server: Kafka | Postgres) -> None:
    """Kill -9."""
    process = server.process
    assert process is not None
    with suppress(ProcessLookupError):
        os.killpg(process.popen.pid, signal.SIGKILL)
    process.popen.wait()


async def start(server: Kafka | Postgres) -> None:
    """Start a killed server again; what it left behind may need a moment to go."""
    until = monotonic() + 60
    for attempt in range(STARTS):
        try:
            await asyncio.to_thread(server.start)
            await asyncio.to_thread(server.wait_ready)
            return
        except DidNotStart:
            if monotonic() > until or attempt == STARTS - 1:
                raise
            await asyncio.sleep(0.5)
