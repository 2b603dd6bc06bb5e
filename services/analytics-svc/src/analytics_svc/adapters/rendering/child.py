"""The limited process: a report as JSON on standard input, its page and workbook on standard output."""

from __future__ import annotations

import sys
from collections.abc import Mapping
from typing import TYPE_CHECKING

from servicekit.work.limits import limit

from analytics_svc.adapters.rendering.page import page
from analytics_svc.adapters.rendering.renderer import LENGTH_BYTES, REPORT
from analytics_svc.adapters.rendering.workbook import workbook
from analytics_svc.domain.report import Report

if TYPE_CHECKING:
    from analytics_svc.adapters.rendering.charts import Chart

MEMORY_BYTES = 1024 * 1024 * 1024
CPU_SECONDS = 100


def main() -> None:
    """Render one report."""
    limit(memory_bytes=MEMORY_BYTES, cpu_seconds=CPU_SECONDS, files="write")
    report = REPORT.validate_json(sys.stdin.buffer.read())
    html = page(report, _charts(report)).encode()
    sys.stdout.buffer.write(len(html).to_bytes(LENGTH_BYTES, "big") + html + workbook(report))


def _charts(report: Report) -> Mapping[str, Chart]:
    if report.empty:
        return {}
    from analytics_svc.adapters.rendering.charts import charts  # loading the drawing library takes longer than drawing

    return charts(report)


if __name__ == "__main__":
    main()
