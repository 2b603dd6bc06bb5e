"""Reports: which are due, what goes into one, and that each is made and announced once.

Making one is claim, render, store, record. The claim raises the attempt; only the last attempt may record, and
recording publishes in the same transaction. So a crash anywhere, or two workers, give one report and one event.
"""

from __future__ import annotations

import secrets
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from uuid import UUID

from contracts.analytics import ReportReady
from contracts.workspaces import WorkspaceSnapshot
from servicekit.errors import Invalid, NotFound

from analytics_svc.domain.figures import Figures, local_day, total
from analytics_svc.domain.report import (
    KINDS,
    BotLine,
    Day,
    Group,
    Kind,
    Report,
    Span,
    Unnamed,
    by_engagement,
    last_due,
    leads,
)
from analytics_svc.models import ReportRow
from analytics_svc.repository import Unit
from analytics_svc.repository.reports import KnownBot

KEPT = timedelta(days=400)
MOST_QUESTIONS = 100
STUCK_AFTER = timedelta(hours=1)
SPACING = timedelta(seconds=5)
"""About as long as one report takes."""
OBJECTS_A_JOB = 500


@dataclass(frozen=True, slots=True)
class Claimed:
    """A report to be made: what goes into it, where its objects go, and what earlier attempts may have left."""

    id: UUID
    attempt: int
    report: Report
    html_key: str
    excel_key: str
    text_key: str
    stale: tuple[str, ...]


async def due(unit: Unit) -> list[tuple[UUID, Span]]:
    """The reports that are to be made now: the last due week and month of each workspace, unless there is one.

    A period before a workspace's first bot gets none.
    """
    found: dict[tuple[UUID, Kind, date], Span] = {}
    for row in await unit.reports.workspaces():
        for kind in KINDS:
            span = last_due(kind, unit.now(), row.zone)
            if local_day(row.first_bot_at, row.zone) <= span.last:
                found[row.id, kind, span.first] = span
    for late in await unit.reports.unfinished(unit.now() - STUCK_AFTER):
        found[late.workspace_id, late.period, late.first_day] = Span.of(late.period, late.first_day)
    there = await unit.reports.ready(found)
    return [(key[0], span) for key, span in found.items() if key not in there]


async def enqueue(unit: Unit, wanted: Iterable[tuple[UUID, Span]], *, places: int | None = None) -> None:
    """Have reports made; one that already waits is not added again.

    At once, or with `places` taken already one after the other, so that a Monday morning leaves room for other jobs.
    """
    for number, (workspace_id, span) in enumerate(wanted, start=places or 0):
        await unit.enqueue(
            "make_report",
            at=None if places is None else unit.now() + number * SPACING,
            key=f"report:{workspace_id}:{span.kind}:{span.first.isoformat()}",
            workspace_id=workspace_id,
            period=span.kind,
            first_day=span.first,
        )


async def request(unit: Unit, workspace_id: UUID, kind: Kind, first_day: date) -> tuple[ReportRow, bool]:
    """The report of a period, to be made unless there is one; whether it is new.

    Raises `Invalid` for a day on which no such period begins, a period that has not ended, and one before any bot.
    """
    workspace = await unit.replicas.require(WorkspaceSnapshot, workspace_id)
    zone = workspace.sending_window.time_zone
    try:
        span = Span.of(kind, first_day)
    except (ValueError, OverflowError) as error:
        named = "a Monday" if kind == "week" else "the first of a month"
        raise Invalid.field("/first_day", f"must be {named}") from error
    if not span.ended(unit.now(), zone):
        raise Invalid.field("/first_day", f"the {kind} has not ended yet")
    if not _before_its_end(await unit.reports.bots(workspace_id), span, zone):
        raise Invalid.field("/first_day", f"there was no bot in this {kind}")
    row, new = await _row(unit, workspace_id, span)
    if row.state != "ready":
        await enqueue(unit, [(workspace_id, span)])
    return row, new


async def find(unit: Unit, id: UUID, workspace_id: UUID) -> ReportRow:
    """A report. Raises `NotFound`, also for another workspace's."""
    found = await unit.reports.find(id, workspace_id)
    if found is None:
        raise NotFound(f"There is no report {id}.")
    return found


async def claim(unit: Unit, workspace_id: UUID, span: Span, *, public_url: str) -> Claimed | None:
    """Begin an attempt at a report; None when it is there already or the workspace has nothing to report."""
    workspace = await unit.replicas.get(WorkspaceSnapshot, workspace_id)
    if workspace is None or await unit.erased([workspace_id]):
        return None
    bots = _before_its_end(await unit.reports.bots(workspace_id), span, workspace.sending_window.time_zone)
    if not bots:
        return None
    row, _ = await _row(unit, workspace_id, span)
    if row.state == "ready":
        return None
    stale = tuple(row.all_keys())
    report = await _gather(unit, workspace, bots, span, public_url)
    row.attempt += 1
    row.language = report.language
    html_key, excel_key, text_key = row.keys()
    return Claimed(row.id, row.attempt, report, html_key, excel_key, text_key, stale)


async def record(unit: Unit, claimed: Claimed) -> bool:
    """The objects are stored: the report is ready, and everyone hears of it. False when another attempt took over."""
    row = await unit.reports.locked_by_id(claimed.id)
    if row is None or row.state == "ready" or row.attempt != claimed.attempt:
        return False
    figures = claimed.report.figures
    row.state, row.ready_at = "ready", unit.now()
    row.conversations, row.leads = figures.conversations, leads(figures)
    row.version += 1
    unit.publish(
        row,
        ReportReady(
            workspace_id=row.workspace_id,
            report_id=row.id,
            period=row.period,
            first_day=row.first_day,
            last_day=row.last_day,
            html_key=claimed.html_key,
            excel_key=claimed.excel_key,
            text_key=claimed.text_key,
            language=row.language,
            conversations=row.conversations,
            leads=row.leads,
        ),
    )
    return True


async def forget_workspace(unit: Unit, workspace_id: UUID) -> None:
    """Delete a workspace's reports with their objects."""
    await _delete_objects(unit, await unit.reports.forget(workspace_id=workspace_id))


async def purge(unit: Unit) -> None:
    """Delete reports older than 400 days with their objects."""
    await _delete_objects(unit, await unit.reports.forget(before=unit.now() - KEPT))


async def _delete_objects(unit: Unit, found: Mapping[UUID, list[str]]) -> None:
    for workspace_id, keys in found.items():
        for start in range(0, len(keys), OBJECTS_A_JOB):
            batch = keys[start : start + OBJECTS_A_JOB]
            await unit.enqueue("delete_objects", workspace_id=workspace_id, keys=batch)


async def _row(unit: Unit, workspace_id: UUID, span: Span) -> tuple[ReportRow, bool]:
    return await unit.reports.locked(workspace_id, span, id=unit.new_id(), token=secrets.token_hex(16), now=unit.now())


def _before_its_end(bots: Iterable[KnownBot], span: Span, zone: str) -> list[KnownBot]:
    return [bot for bot in bots if local_day(bot.created_at, zone) <= span.last]


async def _gather(
    unit: Unit, workspace: WorkspaceSnapshot, bots: list[KnownBot], span: Span, public_url: str
) -> Report:
    names = {bot.id: bot.name for bot in bots}
    found = await unit.days(names, span.first, span.last)
    earlier = await unit.days(names, span.before.first, span.before.last)
    scores = await unit.reports.scores(names)
    asked = await unit.reports.questions(names, span.first, span.last, most=MOST_QUESTIONS)
    lines = [
        BotLine(id, name, total(figures for _, figures in found.get(id, [])), scores.get(id))
        for id, name in names.items()
    ]
    by_day: dict[date, list[Figures]] = {}
    for days in found.values():
        for day, figures in days:
            by_day.setdefault(day, []).append(figures)
    whole = [span.first + timedelta(days=number) for number in range((span.last - span.first).days + 1)]
    return Report(
        workspace=workspace.name,
        language=workspace.locale,
        span=span,
        figures=total(line.figures for line in lines),
        before=total(figures for days in earlier.values() for _, figures in days),
        days=tuple(Day(day, total(by_day.get(day, []))) for day in whole),
        bots=by_engagement(lines),
        asked=_groups(asked.most, names),
        gaps=_groups(asked.gaps, names),
        unnamed=Unnamed(*asked.unnamed),
        probes=await unit.probes(workspace.id, span.first, span.last),
        probes_before=await unit.probes(workspace.id, span.before.first, span.before.last),
        console_url=f"{public_url.rstrip('/')}/analytics",
    )


def _groups(rows: Iterable[tuple[UUID, str, int, int]], names: dict[UUID, str]) -> tuple[Group, ...]:
    return tuple(Group(label, names[bot], asked, open) for bot, label, asked, open in rows)
