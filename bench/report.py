"""What a benchmark found: rows beside their targets and floors, as a table and as JSON."""

from __future__ import annotations

import json
import os
import platform
import statistics
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from datetime import UTC, datetime
from pathlib import Path
from time import perf_counter
from typing import Any

OUT = Path(".local/bench")
HISTORY = OUT / "history.jsonl"
"""Every run, with the machine's floor, so that a slower machine is not read as a slower program."""


@dataclass(frozen=True)
class Figure:
    """One measured figure. `target` is the bound; `at_most` says on which side of it the figure should be."""

    name: str
    value: float
    unit: str
    target: float | None = None
    at_most: bool = True
    note: str = ""

    @property
    def met(self) -> bool | None:
        """Whether the target is met; None without one."""
        if self.target is None:
            return None
        return self.value <= self.target if self.at_most else self.value >= self.target


def quantile(values: Sequence[float], q: float) -> float:
    """The q-quantile (0 to 1) of measured values, by nearest rank."""
    ordered = sorted(values)
    return ordered[min(len(ordered) - 1, int(q * len(ordered)))]


def median(values: Sequence[float]) -> float:
    """The median."""
    return statistics.median(values)


def machine() -> dict[str, str]:
    """The machine that the figures belong to."""
    memory = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") / 2**30
    return {
        "cores": str(os.cpu_count()),
        "memory": f"{memory:.0f} GiB",
        "system": f"{platform.system()} {platform.machine()}",
        "python": platform.python_version(),
        "load": f"{os.getloadavg()[0]:.1f}",
        "floor": f"{floor_milliseconds():.0f} ms",
    }


def floor_milliseconds() -> float:
    """What a fixed piece of arithmetic takes on this machine now: the least of five times."""

    def once() -> float:
        started, total = perf_counter(), 0
        for number in range(1_000_000):
            total += number * number % 7
        return (perf_counter() - started) * 1000

    return min(once() for _ in range(5))


def last_of(name: str) -> dict[str, float]:
    """The figures of the run before, by name; empty without one."""
    if not HISTORY.exists():
        return {}
    runs: list[dict[str, Any]] = [json.loads(line) for line in HISTORY.read_text().splitlines()]
    found: dict[str, Any] = next((run for run in reversed(runs) if run["bench"] == name), {"figures": []})
    return {figure["name"]: figure["value"] for figure in found["figures"]}


def show(name: str, figures: Sequence[Figure]) -> None:
    """Print a table and keep the figures under `.local/bench`."""
    on, before = machine(), last_of(name)
    print(f"\n{name}   ({', '.join(f'{key} {value}' for key, value in on.items())})")
    width = max(len(figure.name) for figure in figures)
    for figure in figures:
        sign = {True: "met   ", False: "MISSED", None: "      "}[figure.met]
        bound = "" if figure.target is None else f"{'≤' if figure.at_most else '≥'} {figure.target:g}"
        was = f"(was {before[figure.name]:,.1f})" if figure.name in before else ""
        value = f"{figure.value:>12,.1f} {figure.unit:<9} {was:<16}"
        print(f"  {sign} {figure.name:<{width}}  {value} {bound:<10} {figure.note}")
    OUT.mkdir(parents=True, exist_ok=True)
    record = {
        "bench": name,
        "at": datetime.now(UTC).isoformat(timespec="seconds"),
        "machine": on,
        "figures": [{**asdict(figure), "met": figure.met} for figure in figures],
    }
    (OUT / f"{name}.json").write_text(json.dumps(record, indent=2, ensure_ascii=False) + "\n")
    with HISTORY.open("a") as history:
        history.write(json.dumps(record, ensure_ascii=False) + "\n")
