"""A part is waited for while it works, and given up when it stands still."""

from __future__ import annotations

import sys
from pathlib import Path
from time import monotonic

import pytest
from local_stack.parts import DidNotStart, Process

WORKS = """
import time
end = time.monotonic() + 4
while time.monotonic() < end: pass
print('ready', flush=True)
time.sleep(60)
"""
SPEAKS = """
import time
for number in range(8):
    time.sleep(.5)
    print(number, flush=True)
print('ready', flush=True)
time.sleep(60)
"""


def started(tmp_path: Path, program: str) -> Process:
    return Process("part", [sys.executable, "-c", program], log=tmp_path / "log")


@pytest.mark.parametrize("program", [WORKS, SPEAKS], ids=["works", "speaks"])
def test_what_moves_may_take_longer(program: str, tmp_path: Path) -> None:
    process = started(tmp_path, program)
    try:
        assert process.wait_until(lambda: process.last_line == "ready", seconds=2.5) > 3
    finally:
        process.kill()


def test_what_stands_still_is_given_up(tmp_path: Path) -> None:
    process, began = started(tmp_path, "import time; print('begun', flush=True); time.sleep(60)"), monotonic()
    try:
        with pytest.raises(DidNotStart, match="still for 2 s") as given_up:
            process.wait_until(lambda: False, seconds=2)
        assert given_up.value.lines == ("begun",)
        assert 2 < monotonic() - began < 15
    finally:
        process.kill()
