"""`python -m tests.faults --kills 20 --seed 7 --runs 3`: any number of kills, on stacks of their own."""

from __future__ import annotations

import argparse
import asyncio
import sys
import tempfile
from pathlib import Path

from tests.e2e.own_stack import own_stack
from tests.faults.campaign import chain_under_fire, note
from tests.faults.nemesis import STACK


def main() -> int:
    """Run the campaign; the exit code says whether every run ended right."""
    parser = argparse.ArgumentParser(prog="tests.faults")
    parser.add_argument("--kills", type=int, default=8, help="kills in each run")
    parser.add_argument("--seed", type=int, default=1, help="of the first run; each further one adds 1")
    parser.add_argument("--runs", type=int, default=1)
    options = parser.parse_args()
    wrong = 0
    for seed in range(options.seed, options.seed + options.runs):
        with tempfile.TemporaryDirectory(prefix="empfang-faults-") as folder, own_stack(Path(folder), **STACK) as found:
            run = asyncio.run(chain_under_fire(found.stack, found.configuration, seed=seed, kills=options.kills))
        note(run)
        wrong += not run.ok
        print(f"seed {seed}: {len(run.struck)} kills, {run.seconds:.0f} s, {'ok' if run.ok else 'WRONG'}")
        for line in [*(f"  {blow}" for blow in run.struck), *(f"  ! {failure}" for failure in run.failures)]:
            print(line, flush=True)
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main())
