"""Starts the process that renders, so that neither the API nor the worker ever carries a drawing library."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass

from pydantic import TypeAdapter
from servicekit.work import child

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
            try:
                ended = await child.run(
                    "analytics_svc.adapters.rendering.child",
                    given=REPORT.dump_json(report),
                    seconds=SECONDS,
                    environment={"OPENBLAS_NUM_THREADS": "1"},
                )
            except child.TookTooLong as error:
                raise RenderFailed(f"took longer than {SECONDS:.0f} s") from error
        if ended.code != 0:
            raise RenderFailed(f"exit {ended.code}, {ended.error}")
        length = int.from_bytes(ended.output[:LENGTH_BYTES], "big")
        return Rendered(ended.output[LENGTH_BYTES : LENGTH_BYTES + length], ended.output[LENGTH_BYTES + length :])
