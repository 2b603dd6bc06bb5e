"""Processes are killed with -9 all along the chain; the demo still ends right, nothing doubled, nothing lost."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from tests.demo.chain import STEPS
from tests.e2e.own_stack import own_stack
from tests.faults.campaign import chain_under_fire, note
from tests.faults.nemesis import STACK, VICTIMS, plan

pytestmark = [pytest.mark.faults, pytest.mark.timeout(560)]
KILLS = int(os.environ.get("FAULT_KILLS", "8"))
SEED = int(os.environ.get("FAULT_SEED", "1"))


def test_a_seed_gives_the_same_kills_again() -> None:
    assert plan(5, 20, len(STEPS)) == plan(5, 20, len(STEPS))
    assert plan(5, 20, len(STEPS)) != plan(6, 20, len(STEPS))
    assert {kill.victim for kill in plan(5, 200, len(STEPS))} == set(VICTIMS)


async def test_the_chain_survives_kills(tmp_path: Path) -> None:
    with own_stack(tmp_path, **STACK) as found:
        run = await chain_under_fire(found.stack, found.configuration, seed=SEED, kills=KILLS)
    note(run)
    assert run.failures == [], run.struck
    assert len(run.struck) == KILLS
