"""One run: a stack of its own, the chain, the kills, the comparison, a line in the ledger."""

from __future__ import annotations

import asyncio
import json
from dataclasses import asdict, dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from time import monotonic

from local_stack.configuration import Configuration

from tests.demo.chain import STEPS, opened
from tests.demo.client import PATIENCE, Stack, StepFailed
from tests.demo.site import served_site
from tests.faults.effects import wrong_effects
from tests.faults.nemesis import plan, strike

UNDER_FIRE = 4.0
"""A process that is killed again and again is started again after ever longer pauses."""
LEDGER = Path(".local/faults/ledger.jsonl")


@dataclass
class Run:
    """What happened in one run."""

    seed: int
    kills: int
    seconds: float = 0.0
    failures: list[str] = field(default_factory=list)
    struck: list[str] = field(default_factory=list)

    @property
    def ok(self) -> bool:
        """Whether the demo ended right, with nothing doubled and nothing lost."""
        return not self.failures


async def chain_under_fire(stack: Stack, configuration: Configuration, *, seed: int, kills: int) -> Run:
    """Walk the demo chain while processes are killed as the seed says, then compare."""
    run, began = Run(seed, kills), monotonic()
    PATIENCE.set(UNDER_FIRE)
    targets = plan(seed, kills, len(STEPS))
    try:
        async with served_site(stack), opened(stack) as walk:
            for number, step in enumerate(STEPS):
                now = [kill for kill in targets if kill.step == number]
                await asyncio.gather(strike(configuration, now), step(walk))
                run.struck += [f"{step.__name__}+{kill.delay:.1f}s {kill.victim}" for kill in now]
            run.failures += await wrong_effects(walk, configuration)
    except (StepFailed, TimeoutError, RuntimeError) as error:
        run.failures.append(f"{type(error).__name__}: {error}")
    run.seconds = monotonic() - began
    return run


def note(run: Run) -> None:
    """Add the run to the ledger."""
    LEDGER.parent.mkdir(parents=True, exist_ok=True)
    entry = {"at": datetime.now(UTC).isoformat(timespec="seconds"), "ok": run.ok, **asdict(run)}
    with LEDGER.open("a", encoding="utf-8") as ledger:
        ledger.write(json.dumps(entry, ensure_ascii=False) + "\n")
