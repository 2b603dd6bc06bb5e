"""Who is killed when: drawn from a seed, so that a run can be repeated."""

from __future__ import annotations

import asyncio
import os
import random
import signal
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass
from time import monotonic

from local_stack.configuration import Configuration
from local_stack.owners import started_at
from local_stack.record import running

VICTIMS = (
    "config-svc",
    "ingest-svc",
    "chat-svc",
    "chat-svc-2",
    "lead-svc",
    "analytics-svc",
    "analytics-worker",
    "outreach-svc",
)
STACK = {"CHAT_PROCESSES": "2"}
"""The stack has all of them, whatever machine it runs on."""
LONGEST_DELAY_SECONDS = 2.5
"""Most kills come much sooner: steps of the chain take tenths of a second."""
PATIENCE_SECONDS = 60.0


@dataclass(frozen=True, slots=True)
class Kill:
    """A process to be killed with -9, `delay` seconds into a step of the chain."""

    step: int
    delay: float
    victim: str


def plan(seed: int, kills: int, steps: int) -> list[Kill]:
    """That many kills over that many steps."""
    chance = random.Random(seed)
    found = [
        Kill(chance.randrange(steps), chance.random() ** 2 * LONGEST_DELAY_SECONDS, chance.choice(VICTIMS))
        for _ in range(kills)
    ]
    return sorted(found, key=lambda kill: (kill.step, kill.delay))


async def strike(configuration: Configuration, kills: Sequence[Kill]) -> None:
    """Carry out the kills of one step, at their times; returns when all are done."""
    began = monotonic()
    for kill in kills:
        await asyncio.sleep(max(0.0, began + kill.delay - monotonic()))
        await _kill(configuration, kill.victim)


async def _kill(configuration: Configuration, victim: str) -> None:
    """Kill the victim as soon as it runs; one that is being started again is waited for."""
    until = monotonic() + PATIENCE_SECONDS
    while monotonic() < until:
        record = running(configuration)
        if record is None:
            raise RuntimeError("the stack itself is gone")
        child = record["children"].get(victim)
        if child is not None and started_at(child["pid"]) == child["started"]:
            with suppress(ProcessLookupError):  # it ended by itself at this moment and is started again
                os.killpg(child["pid"], signal.SIGKILL)
                return
        await asyncio.sleep(0.05)
    raise RuntimeError(f"{victim} was not started again")
