"""What is asked for at each scrape."""

from __future__ import annotations

from collections.abc import Mapping

from servicekit.kit import Kit
from servicekit.measures import Measure

from outreach_svc.domain.stages import TIME_LIMITS, Stage
from outreach_svc.repository import Unit
from outreach_svc.settings import Resources, Settings

AUTOMATIC: tuple[Stage, ...] = ("new", "researched")
"""Stages that end without anybody's doing: a prospect that stays in one is stuck."""


async def _overdue(kit: Kit[Settings, Unit, Resources]) -> Mapping[tuple[str, ...], float]:
    async with kit.transaction() as unit:
        return {
            (stage,): await unit.prospects.in_stage_since_before(stage, unit.now() - TIME_LIMITS[stage][1])
            for stage in AUTOMATIC
        }


OVERDUE = Measure("outreach_overdue_prospects", "Prospects whose next automatic step is late", ("stage",), _overdue)
