"""What is asked for at each scrape."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import timedelta

from servicekit.kit import Kit
from servicekit.measures import Measure

from lead_svc.repository import Unit
from lead_svc.settings import Resources, Settings

ANSWERED_WITHIN = timedelta(days=1)


async def _overdue(kit: Kit[Settings, Unit, Resources]) -> Mapping[tuple[str, ...], float]:
    async with kit.transaction() as unit:
        return {(kit.name,): await unit.privacy.open_since_before(unit.now() - ANSWERED_WITHIN)}


OVERDUE = Measure(
    "lead_overdue_erasures", "Erasures that wait for an answer for more than a day", ("service",), _overdue
)
