"""Servers and workers of a campaign's own, and who kills them: kill -9, freezes, and polite leaving and joining."""

from __future__ import annotations

import asyncio
import os
import random
import signal
import subprocess
import sys
from collections import Counter
from collections.abc import Mapping
from contextlib import suppress
from pathlib import Path
from time import monotonic

from local_stack.parts import Kafka, Postgres, free_port
from local_stack.parts.process import DidNotStart

WORKERS = 2
BLOWS = {"worker": 55, "both workers": 10, "broker": 12, "database": 13, "freeze": 5, "leave and join": 5}
LONGEST_PAUSE_SECONDS = 2.5
LONGEST_FREEZE_SECONDS = 12.0
"""Longer than the group's session time-out: the partitions move, and their old owner wakes up again."""
STARTS = 20


class Workers:
    """Worker processes, each started again when it ends, as a supervisor does."""

    def __init__(self, environment: Mapping[str, str], folder: Path) -> None:
        self._environment = dict(environment)
        self._folder = folder
        self._running: list[subprocess.Popen[bytes]] = []
        self._stopping = False

    def _start(self, number: int) -> subprocess.Popen[bytes]:
        own = {"PORT": str(free_port()), "FAUST_DATADIR": str(self._folder / f"worker-{number}")}
        with (self._folder / f"worker-{number}.log").open("ab") as log:
            return subprocess.Popen(
                [sys.executable, "-m", "analytics_svc", "serve", "--only", "worker"],
                env=self._environment | own,
                stdout=log,
                stderr=log,
            )

    async def supervise(self) -> None:
        """Keep them running until `stop`."""
        self._running = [self._start(number) for number in range(WORKERS)]
        while not self._stopping:
            for number, process in enumerate(self._running):
                if process.poll() is not None:
                    self._running[number] = self._start(number)
            await asyncio.sleep(0.1)

    def signal(self, number: int, what: signal.Signals) -> None:
        """Send a signal to one of them."""
        with suppress(ProcessLookupError):
            self._running[number].send_signal(what)

    def stop(self) -> None:
        """End all of them."""
        self._stopping = True
        for process in self._running:
            process.kill()
            process.wait()


class Nemesis:
    """Strikes until it has dealt so many blows; drawn from a seed."""

    def __init__(self, seed: int, workers: Workers, kafka: Kafka, postgres: Postgres) -> None:
        self._chance = random.Random(seed)
        self._workers = workers
        self._kafka = kafka
        self._postgres = postgres
        self.dealt: Counter[str] = Counter()

    async def strike(self, blows: int) -> None:
        """Deal the blows, one after the other."""
        for _ in range(blows):
            await asyncio.sleep(self._chance.random() * LONGEST_PAUSE_SECONDS)
            kind = self._chance.choices(list(BLOWS), list(BLOWS.values()))[0]
            await self._deal(kind)
            self.dealt[kind] += 1

    async def _deal(self, kind: str) -> None:
        victim = self._chance.randrange(WORKERS)
        if kind == "broker":
            await _kill_and_start(self._kafka)
        elif kind == "database":
            await _kill_and_start(self._postgres)
        elif kind == "both workers":
            for number in range(WORKERS):
                self._workers.signal(number, signal.SIGKILL)
        elif kind == "freeze":
            self._workers.signal(victim, signal.SIGSTOP)
            await asyncio.sleep(self._chance.uniform(1.0, LONGEST_FREEZE_SECONDS))
            self._workers.signal(victim, signal.SIGCONT)
        else:
            self._workers.signal(victim, signal.SIGKILL if kind == "worker" else signal.SIGTERM)


async def _kill_and_start(server: Kafka | Postgres) -> None:
    """Kill -9, and start it again; what a killed server leaves behind may need a moment to go."""
    process = server.process
    assert process is not None
    with suppress(ProcessLookupError):
        os.killpg(process.popen.pid, signal.SIGKILL)
    process.popen.wait()
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
