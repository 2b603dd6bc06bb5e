"""One piece of dangerous or heavy work in a process of its own: what it breaks or fills up is gone with it.

The module that is run limits itself first (`servicekit.work.limits`), reads what it is given from its standard input
and writes its result to its standard output.
"""

from __future__ import annotations

import asyncio
import contextlib
import sys
from asyncio.subprocess import PIPE
from collections.abc import Mapping
from dataclasses import dataclass


class TookTooLong(Exception):
    """The process was killed at the end of its time."""


@dataclass(frozen=True, slots=True)
class Ended:
    """How a process ended: its exit code (negative: a signal), what it wrote, the class of the error it ended with."""

    code: int
    output: bytes
    error: str


async def run(
    module: str, *arguments: str, given: bytes, seconds: float, environment: Mapping[str, str] | None = None
) -> Ended:
    """Run a module of ours on some bytes. Raises `TookTooLong`; no process is left, whatever happens.

    The process gets `environment` alone: the service's own holds keys, and the bytes may take the process over.
    """
    process = await asyncio.create_subprocess_exec(
        sys.executable,
        "-P",
        "-m",
        module,
        *arguments,
        stdin=PIPE,
        stdout=PIPE,
        stderr=PIPE,
        env=dict(environment or {}),
    )
    try:
        async with asyncio.timeout(seconds):
            output, complaint = await process.communicate(given)
    except TimeoutError as error:
        raise TookTooLong(module) from error
    finally:
        if process.returncode is None:
            with contextlib.suppress(ProcessLookupError):
                process.kill()
            await process.wait()
    return Ended(process.returncode or 0, output, _class_of(complaint))


def _class_of(complaint: bytes) -> str:
    """The class of the error alone: its message may hold names."""
    last = complaint.decode(errors="replace").strip().rpartition("\n")[2]
    return last.partition(":")[0][:80] or "no error"
