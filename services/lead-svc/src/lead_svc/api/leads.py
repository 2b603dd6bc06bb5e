"""Leads for the operator: list, look, move on, export."""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta
from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Depends, Query, Response
from fastapi.responses import StreamingResponse
from identity.address import LONGEST
from identity.moments import Day, Moment, within
from identity.text import AS_LINE
from pydantic import AfterValidator, BeforeValidator, StringConstraints, TypeAdapter
from servicekit.http import Page, PageQuery, Principal, etag, no_cursor

from lead_svc.adapters.vault import Vault
from lead_svc.api.context import Context, Exporter, Reader, Writer
from lead_svc.api.schemas.leads import (
    BulkResultOut,
    BulkStatusIn,
    BulkStatusOut,
    ExportIn,
    LeadChangeIn,
    LeadHistoryOut,
    LeadOut,
)
from lead_svc.api.tables import FILES, Called, FileFormat
from lead_svc.domain.interest import LeadKind
from lead_svc.domain.status import LeadStatus
from lead_svc.models import Environment
from lead_svc.repository.leads import LeadFilter, Sort
from lead_svc.service import moving
from lead_svc.service.reading import OpenLead, all_leads, open_leads, position, search_indexes

router = APIRouter(tags=["leads"], prefix="/api/admin/leads")


def _day_or_moment(value: object) -> object:
    """Ten characters are a day; left to themselves unions take midnight for one as well."""
    if isinstance(value, str):
        return date.fromisoformat(value) if len(value) == 10 else datetime.fromisoformat(value)
    return value


DayOrMoment = Annotated[date | datetime, BeforeValidator(_day_or_moment), AfterValidator(within)]
Search = Annotated[str, StringConstraints(strip_whitespace=True, max_length=LONGEST), AS_LINE]
_MOMENT: TypeAdapter[datetime] = TypeAdapter(Moment)
Level = Annotated[int, Query(ge=1, le=10)]


class LeadQuery:
    """A dependency: which leads, in which order."""

    def __init__(
        self,
        chatbot_id: Annotated[UUID | None, Query(description="Assistent. Bot.")] = None,
        since: Annotated[DayOrMoment | None, Query(alias="from", description="Ab diesem Tag. From.")] = None,
        until: Annotated[DayOrMoment | None, Query(alias="to", description="Bis, Tage ganz. Up to.")] = None,
        interest_min: Level | None = None,
        interest_max: Level | None = None,
        status: Annotated[list[LeadStatus] | None, Query(description="Mehrere möglich. Any of these.")] = None,
        kind: LeadKind | None = None,
        environment: Environment | None = None,
        text: Annotated[
            Search | None, Query(description="Ganze Adresse oder Rufnummer, oder Teil der Notizen. Exact or notes.")
        ] = None,
        sort: Sort = "-captured_at",
        assigned_to: Annotated[UUID | None, Query(description="Zuständiges Mitglied. Member in charge.")] = None,
        due_by: Annotated[Day | None, Query(description="Mit offener Aufgabe bis dahin. With a task due by.")] = None,
        task_assigned_to: Annotated[
            UUID | None, Query(description="Mit offener Aufgabe dieses Mitglieds. With a task of this member.")
        ] = None,
    ) -> None:
        self.assigned_to, self.due_by, self.task_assigned_to = assigned_to, due_by, task_assigned_to
        self.chatbot_id, self.kind, self.environment, self.sort = chatbot_id, kind, environment, sort
        self.since, self.until = _start(since), _end(until)
        self.interest_min, self.interest_max = interest_min, interest_max
        self.statuses = tuple(status or ())
        self.text = text

    def filter(self, principal: Principal, vault: Vault) -> LeadFilter:
        """What the database is asked for; never more than the key may see."""
        return LeadFilter(
            principal.workspace_id,
            principal.bots,
            self.chatbot_id,
            self.since,
            self.until,
            self.interest_min,
            self.interest_max,
            self.statuses,
            self.kind,
            self.environment,
            search_indexes(vault, principal.workspace_id, self.text) if self.text else (),
            self.text or None,
            self.assigned_to,
            self.due_by,
            self.task_assigned_to,
        )


Wanted = Annotated[LeadQuery, Depends()]


@router.get("", operation_id="listLeads")
async def list_leads(
    principal: Reader, wanted: Wanted, page: Annotated[PageQuery, Depends()], ctx: Context
) -> Page[LeadOut]:
    """Leads auflisten. List leads, newest first unless sorted otherwise."""
    after = _after(page, wanted.sort)
    vault = ctx.resources.vault
    async with ctx.transaction() as unit:
        found = await unit.leads.page(
            wanted.filter(principal, vault), sort=wanted.sort, after=after, limit=page.limit + 1
        )
        leads = await open_leads(unit, found, vault)

    def key(found: OpenLead) -> list[object]:
        value, id = position(found.lead, wanted.sort)
        return [value.isoformat() if isinstance(value, datetime) else value, str(id)]

    return Page.of(leads, page, key=key, item=LeadOut.of)


@router.get("/export", operation_id="exportLeads", response_class=StreamingResponse)
async def export_leads(
    principal: Exporter, wanted: Wanted, ctx: Context, format: FileFormat = "csv"
) -> StreamingResponse:
    """Leads als CSV, Excel oder JSON. All leads that fit, with their tasks, streamed; no cell is a formula."""
    return _file(principal, wanted, ctx, format, None)


@router.post("/export", operation_id="exportLeadsWithNames", response_class=StreamingResponse)
async def export_leads_with_names(
    body: ExportIn, principal: Exporter, wanted: Wanted, ctx: Context, format: FileFormat = "csv"
) -> StreamingResponse:
    """Wie GET, mit den Namen der Mitglieder. Like GET, with members' names as the caller gives them; kept nowhere."""
    return _file(principal, wanted, ctx, format, body.called)


@router.post("/bulk-status", operation_id="changeManyLeads")
async def bulk_status(body: BulkStatusIn, principal: Writer, ctx: Context) -> BulkStatusOut:
    """Status vieler Leads setzen. Move many leads; each says what came of it."""
    async with ctx.transaction() as unit:
        moved = await moving.change_many(unit, body.ids, principal.workspace_id, principal.bots, body.status)
    return BulkStatusOut(
        results=[BulkResultOut(id=one.lead_id, changed=one.problem is None, problem=one.problem) for one in moved]
    )


@router.get("/{lead_id}", operation_id="getLead")
async def get_lead(lead_id: UUID, principal: Reader, ctx: Context, response: Response) -> LeadOut:
    """Einen Lead lesen. One lead."""
    async with ctx.transaction() as unit:
        lead = await unit.leads.get(lead_id, principal.workspace_id, principal.bots)
        (found,) = await open_leads(unit, [lead], ctx.resources.vault)
    response.headers["ETag"] = etag(found.lead.version)
    return LeadOut.of(found)


@router.get("/{lead_id}/history", operation_id="listLeadHistory")
async def history(
    lead_id: UUID, principal: Reader, page: Annotated[PageQuery, Depends()], ctx: Context
) -> Page[LeadHistoryOut]:
    """Was geändert wurde und von wem, Neuestes zuerst. What was changed and by whom, newest first."""
    after = page.after_id
    async with ctx.transaction() as unit:
        lead = await unit.leads.get(lead_id, principal.workspace_id, principal.bots)
        rows = await unit.leads.changes(lead, after, page.limit + 1)
    return Page.of(rows, page, key=lambda change: [str(change.id)], item=LeadHistoryOut.of)


@router.patch("/{lead_id}", operation_id="changeLead")
async def change_lead(
    lead_id: UUID, body: LeadChangeIn, principal: Writer, ctx: Context, response: Response
) -> LeadOut:
    """Status, Notizen oder Zuständigkeit ändern. Change status, notes, or who is in charge."""
    async with ctx.transaction() as unit:
        lead = await moving.change(
            unit,
            lead_id,
            principal.workspace_id,
            principal.bots,
            moving.Change(body.status, body.notes, body.charge),
            expected=ctx.if_match(),
        )
        (found,) = await open_leads(unit, [lead], ctx.resources.vault)
    response.headers["ETag"] = etag(found.lead.version)
    return LeadOut.of(found)


def _file(
    principal: Principal, wanted: LeadQuery, ctx: Context, format: FileFormat, called: Called | None
) -> StreamingResponse:
    vault = ctx.resources.vault
    batches = all_leads(ctx.transaction, wanted.filter(principal, vault), sort=wanted.sort, vault=vault)
    writer, media_type = FILES[format]
    headers = {"Content-Disposition": f'attachment; filename="leads.{format}"', "Cache-Control": "no-store"}
    return StreamingResponse(writer(batches, called), media_type=media_type, headers=headers)


def _start(moment: date | datetime | None) -> datetime | None:
    if moment is None:
        return None
    if not isinstance(moment, datetime):
        return datetime.combine(moment, time(), UTC)
    return moment.astimezone(UTC) if moment.tzinfo else moment.replace(tzinfo=UTC)


def _end(moment: date | datetime | None) -> datetime | None:
    return _start(moment if moment is None or isinstance(moment, datetime) else moment + timedelta(days=1))


def _after(page: PageQuery, sort: Sort) -> tuple[int | datetime, UUID] | None:
    if page.after is None:
        return None
    try:
        value, id = page.after
        if sort.endswith("interest"):
            level = int(value)
            if not 1 <= level <= 10:
                raise ValueError("no level")
            return level, UUID(id)
        return _MOMENT.validate_strings(value), UUID(id)
    except (ValueError, TypeError, AttributeError) as error:
        raise no_cursor() from error
