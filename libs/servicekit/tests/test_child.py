"""Work in a limited process: what comes back, and that nothing is left of it."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Coroutine
from pathlib import Path
from typing import Any

import psutil
import pytest
from servicekit.work import child

Run = Callable[..., Coroutine[Any, Any, child.Ended]]
PROGRAMS = {
    "revealing": "import os; print(os.environ.get('A_KEY'), end='')",
    "echoing": "sys.stdout.buffer.write(sys.stdin.buffer.read()[::-1])",
    "sleeping": "import time; time.sleep(60)",
    "failing": "raise ValueError('Erika Mustermann')",
    "gluttonous": "limit(memory_bytes=200_000_000, cpu_seconds=5); bytearray(400_000_000)",
    "busy": "limit(memory_bytes=500_000_000, cpu_seconds=1)\nwhile True: pass",
    "writing": "limit(memory_bytes=500_000_000, cpu_seconds=5); open(sys.argv[1], 'w').write('x' * 9999)",
    "opening": "limit(memory_bytes=500_000_000, cpu_seconds=5, files='none'); open('/etc/hostname')",
}


@pytest.fixture
def run(tmp_path: Path) -> Run:
    for name, text in PROGRAMS.items():
        program = f"import sys\nfrom servicekit.work.limits import limit\n{text}\n"
        (tmp_path / f"{name}_program.py").write_text(program)

    async def run(name: str, *arguments: str, seconds: float = 20.0) -> child.Ended:
        path = {"PYTHONPATH": str(tmp_path)}
        return await child.run(f"{name}_program", *arguments, given=b"abc", seconds=seconds, environment=path)

    return run


def children() -> list[psutil.Process]:
    return [one for one in psutil.Process().children() if any("_program" in part for part in one.cmdline())]


async def test_bytes_go_in_and_come_out(run: Run) -> None:
    assert await run("echoing") == child.Ended(0, b"cba", "no error")


async def test_the_services_keys_stay_with_the_service(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("A_KEY", "secret")
    assert (await run("revealing")).output == b"None"


async def test_what_is_too_slow_is_ended(run: Run) -> None:
    with pytest.raises(child.TookTooLong):
        await run("sleeping", seconds=0.5)
    assert children() == []


async def test_who_gives_up_leaves_no_process_behind(run: Run) -> None:
    task = asyncio.create_task(run("sleeping"))
    async with asyncio.timeout(10):
        while not children():  # noqa: ASYNC110  (there is nothing to wait for but the process table)
            await asyncio.sleep(0.02)
    task.cancel()
    with pytest.raises(asyncio.CancelledError):
        await task
    assert children() == []


@pytest.mark.parametrize(
    ("name", "code", "error"),
    [("failing", 1, "ValueError"), ("gluttonous", 1, "MemoryError"), ("opening", 1, "OSError")],
)
async def test_an_error_is_named_by_its_class_only(run: Run, name: str, code: int, error: str) -> None:
    ended = await run(name)
    assert (ended.code, ended.error) == (code, error)


async def test_time_for_computing_ends(run: Run) -> None:
    assert (await run("busy")).code < 0


async def test_files_cannot_be_filled(run: Run, tmp_path: Path) -> None:
    target = tmp_path / "out"
    assert (await run("writing", str(target))).code != 0
    assert target.stat().st_size == 0
