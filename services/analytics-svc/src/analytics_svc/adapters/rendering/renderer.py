"""Starts the process that renders, so that neither the API nor the worker ever carries a drawing library."""

from __future__ import annotations

import asyncio
import contextlib
import os
import sys
from asyncio.subprocess import PIPE
from dataclasses import dataclass

from pydantic import TypeAdapter

from analytics_svc.domain.report import Report

SECONDS = 120.0
REPORT = TypeAdapter(Report)
LENGTH_BYTES = 8
"""What comes back: the page's length in so many bytes, the page, the workbook."""


class RenderFailed(Exception):
    """The process ended without a report; says how."""


@dataclass(frozen=True, slots=True)
class Rendered:
    """A report as files."""

    html: bytes
    excel: bytes


class Renderer:
    """Renders reports, one at a time."""

    def __init__(self) -> None:
        self._gate = asyncio.Semaphore(1)

    async def render(self, report: Report) -> Rendered:
        """The page and the workbook of a report. Raises `RenderFailed`."""
        async with self._gate:
            process = await asyncio.create_subprocess_exec(
                sys.executable,
                "-m",
                "analytics_svc.adapters.rendering.child",
                stdin=PIPE,
                stdout=PIPE,
                stderr=PIPE,
                env={**os.environ, "OPENBLAS_NUM_THREADS": "1"},
            )
            try:
                async with asyncio.timeout(SECONDS):
                    output, complaint = await process.communicate(REPORT.dump_json(report))
            except TimeoutError as error:
                raise RenderFailed(f"took longer than {SECONDS:.0f} s") from error
            finally:
                if process.returncode is None:
                    with contextlib.suppress(ProcessLookupError):
                        process.kill()
                    await process.wait()
        if process.returncode != 0:
            raise RenderFailed(f"exit {process.returncode}, {_kind_of(complaint)}")
        length = int.from_bytes(output[:LENGTH_BYTES], "big")
        page = output[LENGTH_BYTES : LENGTH_BYTES + length]
        return Rendered(page, output[LENGTH_BYTES + length :])


def _kind_of(complaint: bytes) -> str:
    """The class of the error alone: its message may hold names."""
    last = complaint.decode(errors="replace").strip().rpartition("\n")[2]
    return last.partition(":")[0][:80] or "no error"
