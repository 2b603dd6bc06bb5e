"""Work by the clock."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any
from uuid import UUID

from servicekit.work.jobs import Job, Jobs

from analytics_svc.adapters.rendering.sentences import plain
from analytics_svc.adapters.resources import Resources
from analytics_svc.domain.anomalies import HISTORY_DAYS
from analytics_svc.domain.engagement import WINDOW_DAYS
from analytics_svc.domain.report import Kind, Span
from analytics_svc.repository import Unit
from analytics_svc.service import noticing, probing, reporting, scoring
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


@jobs.periodic("3 * * * *", "due_reports")
async def due_reports(job: Job[Settings, Unit, Resources]) -> None:
    """Have the reports made that are due by the clocks of their workspaces; hourly, since those differ."""
    async with job.transaction() as unit:
        wanted = await reporting.due(unit)
    for start in range(0, len(wanted), BATCH):
        async with job.transaction() as unit:
            await reporting.enqueue(unit, wanted[start : start + BATCH], places=start)


@jobs.task("make_report", retries=5, long=True)
async def make_report(job: Job[Settings, Unit, Resources], workspace_id: UUID, period: Kind, first_day: date) -> None:
    """Claim, render, store, record and announce."""
    async with job.transaction() as unit:
        claimed = await reporting.claim(
            unit, workspace_id, Span.of(period, first_day), public_url=job.settings.public_url
        )
    if claimed is None:
        return
    objects = job.resources.objects
    for key in claimed.stale:
        await objects.delete(key)
    rendered = await job.resources.renderer.render(claimed.report)
    await objects.put(claimed.html_key, rendered.html)
    await objects.put(claimed.excel_key, rendered.excel)
    await objects.put(claimed.text_key, plain(claimed.report).encode())
    # recorded without the job's fence: the attempt of the claim fences it
    async with job.kit.transaction() as unit:
        recorded = await reporting.record(unit, claimed)
    if not recorded:
        for key in (claimed.html_key, claimed.excel_key, claimed.text_key):
            await objects.delete(key)


@jobs.periodic("41 4 * * *", "purge_reports")
async def purge_reports(job: Job[Settings, Unit, Resources]) -> None:
    """Delete old reports."""
    async with job.transaction() as unit:
        await reporting.purge(unit)


@jobs.task("delete_objects", retries=10)
async def delete_objects(job: Job[Settings, Unit, Resources], keys: list[str]) -> None:
    """Delete the objects of reports that are gone."""
    for key in keys:
        await job.resources.objects.delete(key)
