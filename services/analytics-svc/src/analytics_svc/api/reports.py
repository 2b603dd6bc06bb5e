"""Weekly and monthly reports of a workspace."""

from __future__ import annotations

from datetime import date, datetime
from typing import Annotated, Literal
from uuid import UUID

from fastapi import APIRouter, Depends, Query, Response
from identity.moments import Day
from pydantic import BaseModel, Field
from servicekit.errors import Conflict, NotFound
from servicekit.http import Page, PageQuery, Principal
from wording import Language

from analytics_svc.api.context import Context, WorkspaceReader
from analytics_svc.api.figures import XLSX
from analytics_svc.domain.report import Kind
from analytics_svc.models import ReportRow
from analytics_svc.service import reporting

router = APIRouter(prefix="/api/admin/reports", tags=["reports"])
POLICY = (
    "default-src 'none'; img-src data:; style-src 'unsafe-inline'; "
    "base-uri 'none'; form-action 'none'; frame-ancestors 'self'"
)


Paging = Annotated[PageQuery, Depends()]


class ReportIn(BaseModel):
    """A week or month that has ended."""

    period: Kind = Field(description="Woche oder Monat. Week or month.")
    first_day: Day = Field(description="Montag oder Monatserster. A Monday, or the first of a month.")


class ReportOut(BaseModel):
    """A report; its files are there once it is `ready`."""

    id: UUID
    period: Kind
    first_day: date
    last_day: date
    state: Literal["making", "ready"] = Field(description="In Arbeit oder fertig. Being made, or ready.")
    language: Language
    conversations: int | None = Field(description="Gespräche; null, bis er fertig ist. Null until it is ready.")
    leads: int | None = Field(description="Kontakte; null, bis er fertig ist. Contacts, null until it is ready.")
    html: str | None = Field(description="Pfad der Seite. Path of the page.")
    excel: str | None = Field(description="Pfad der Excel-Datei. Path of the Excel file.")
    created_at: datetime
    ready_at: datetime | None

    @classmethod
    def of(cls, row: ReportRow) -> ReportOut:
        """As it is stored."""
        ready = row.state == "ready"
        path = f"{router.prefix}/{row.id}"
        return cls(
            id=row.id,
            period=row.period,
            first_day=row.first_day,
            last_day=row.last_day,
            state=row.state,
            language=row.language,
            conversations=row.conversations if ready else None,
            leads=row.leads if ready else None,
            html=f"{path}/html" if ready else None,
            excel=f"{path}/excel" if ready else None,
            created_at=row.created_at,
            ready_at=row.ready_at,
        )


@router.get("", operation_id="listReports")
async def list_reports(
    ctx: Context, principal: WorkspaceReader, paging: Paging, period: Annotated[Kind | None, Query()] = None
) -> Page[ReportOut]:
    """Die Berichte des Arbeitsbereichs, neueste zuerst. The workspace's reports, newest first."""
    async with ctx.transaction() as unit:
        rows = await unit.reports.page(
            principal.workspace_id, period=period, after=paging.after_id, limit=paging.limit + 1
        )
    return Page.of(rows, paging, key=lambda row: [str(row.id)], item=ReportOut.of)


@router.post(
    "",
    status_code=202,
    operation_id="requestReport",
    responses={200: {"model": ReportOut, "description": "There was one already."}},
)
async def request_report(body: ReportIn, ctx: Context, principal: WorkspaceReader, response: Response) -> ReportOut:
    """Einen Bericht anfordern. Have the report of a past week or month made; 200 with the one there is, if any."""
    async with ctx.transaction() as unit:
        known = await ctx.idempotency.claim(unit)
        if known is not None:
            row = await unit.reports.find(known, principal.workspace_id)
            if row is None:
                raise Conflict("What this Idempotency-Key made is gone.")
            return ReportOut.of(row)
        row, new = await reporting.request(unit, principal.workspace_id, body.period, body.first_day)
        await ctx.idempotency.record(unit, row.id)
    if not new:
        response.status_code = 200
    return ReportOut.of(row)


@router.get("/{report_id}", operation_id="getReport")
async def get_report(report_id: UUID, ctx: Context, principal: WorkspaceReader) -> ReportOut:
    """Ein Bericht ohne seine Dateien. A report without its files."""
    async with ctx.transaction() as unit:
        return ReportOut.of(await reporting.find(unit, report_id, principal.workspace_id))


@router.get(
    "/{report_id}/html",
    operation_id="getReportPage",
    response_class=Response,
    responses={200: {"content": {"text/html": {}}, "description": "The page, which stands alone."}},
)
async def get_page(report_id: UUID, ctx: Context, principal: WorkspaceReader) -> Response:
    """Der Bericht als Seite. The report as a page that fetches nothing."""
    row = await _ready(ctx, principal, report_id)
    headers = {"Content-Security-Policy": POLICY, "Cache-Control": "private, no-cache"}
    return Response(await _content(ctx, row.keys()[0]), media_type="text/html; charset=utf-8", headers=headers)


@router.get(
    "/{report_id}/excel",
    operation_id="getReportWorkbook",
    response_class=Response,
    responses={200: {"content": {XLSX: {}}, "description": "The workbook."}},
)
async def get_workbook(report_id: UUID, ctx: Context, principal: WorkspaceReader) -> Response:
    """Der Bericht als Excel-Datei. The report as an Excel workbook."""
    row = await _ready(ctx, principal, report_id)
    name = f"empfang-{row.period}-{row.first_day.isoformat()}.xlsx"
    headers = {"Content-Disposition": f'attachment; filename="{name}"', "Cache-Control": "private, no-cache"}
    return Response(await _content(ctx, row.keys()[1]), media_type=XLSX, headers=headers)


async def _ready(ctx: Context, principal: Principal, report_id: UUID) -> ReportRow:
    async with ctx.transaction() as unit:
        row = await reporting.find(unit, report_id, principal.workspace_id)
    if row.state != "ready":
        raise Conflict("The report is still being made.")
    return row


async def _content(ctx: Context, key: str) -> bytes:
    try:
        return await ctx.resources.objects.get(key)
    except FileNotFoundError as error:
        raise NotFound("The file of this report is gone.") from error
