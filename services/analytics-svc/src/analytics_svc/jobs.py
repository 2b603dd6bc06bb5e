"""Work by the clock."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from servicekit.jobs import Job, Jobs

from analytics_svc.domain.anomalies import HISTORY_DAYS
from analytics_svc.domain.engagement import WINDOW_DAYS
from analytics_svc.repository import Unit
from analytics_svc.service import noticing, probing, scoring
from analytics_svc.settings import Settings

jobs = Jobs()
BATCH = 100
VISITORS_KEPT = timedelta(days=32)
"""Longer than the topic keeps events: whoever comes late, or again by a replay, is known as long as they can come.
The salt behind the hashes is gone after their day, so that a row says nothing of a person."""


@jobs.periodic("7 * * * *", "decay_engagement")
async def decay(job: Job[Settings, Unit, Any]) -> None:
    """Engagement fades by itself: recompute every bot that has any, in small transactions; forget old visitors."""
    async with job.transaction() as unit:
        await unit.forget_visitors((unit.now() - VISITORS_KEPT).date())
        bots = await unit.lively_bots((unit.now() - timedelta(days=WINDOW_DAYS + 1)).date())
    for start in range(0, len(bots), BATCH):
        async with job.transaction() as unit:
            await scoring.rescore_all(unit, bots[start : start + BATCH])


@jobs.periodic("23 * * * *", "notice_anomalies")
async def notice_anomalies(job: Job[Settings, Unit, Any]) -> None:
    """Look at the last whole day of every bot that has figures; hourly, since days end at different times."""
    async with job.transaction() as unit:
        bots = await unit.lively_bots((unit.now() - timedelta(days=HISTORY_DAYS)).date())
    for start in range(0, len(bots), BATCH):
        async with job.transaction() as unit:
            await noticing.notice(unit, bots[start : start + BATCH])


@jobs.periodic("* * * * *", "probe_pages")
async def probe_pages(job: Job[Settings, Unit, Any]) -> None:
    """Open the public pages of live bots, as a visitor would."""
    await probing.probe_round(job.kit)
