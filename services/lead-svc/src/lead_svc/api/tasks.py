"""What is to be done about leads, over HTTP. A lead lists its own."""

from __future__ import annotations

from uuid import UUID

from fastapi import APIRouter, Response
from servicekit.errors import Conflict
from servicekit.http import etag

from lead_svc.api.context import Context, Writer
from lead_svc.api.schemas.leads import TaskIn, TaskOut
from lead_svc.service import tasks
from lead_svc.service.reading import open_task, person_key

router = APIRouter(tags=["leads"], prefix="/api/admin/leads/{lead_id}/tasks")


@router.post("", status_code=201, operation_id="addLeadTask")
async def add(lead_id: UUID, body: TaskIn, principal: Writer, ctx: Context) -> TaskOut:
    """Aufgabe anlegen. Put something on the lead's list."""
    vault = ctx.resources.vault
    async with ctx.transaction() as unit:
        lead = await unit.leads.locked(lead_id, principal.workspace_id, principal.bots)
        known = await ctx.idempotency.claim(unit)
        if known is not None:
            found = next((task for task in await unit.leads.tasks([lead.id]) if task.id == known), None)
            if found is None:
                raise Conflict("What this Idempotency-Key made is gone.")
            return TaskOut.of(open_task(found, await person_key(unit, lead), vault))
        made = await tasks.add(unit, lead, _wanted(body), vault=vault)
        await ctx.idempotency.record(unit, made.task.id)
    return TaskOut.of(made)


@router.put("/{task_id}", operation_id="changeLeadTask")
async def change(
    lead_id: UUID, task_id: UUID, body: TaskIn, principal: Writer, ctx: Context, response: Response
) -> TaskOut:
    """Aufgabe ändern oder erledigen. Put a task otherwise, or tick it off."""
    async with ctx.transaction() as unit:
        lead = await unit.leads.locked(lead_id, principal.workspace_id, principal.bots)
        found = await tasks.change(
            unit, lead, task_id, _wanted(body), vault=ctx.resources.vault, expected=ctx.if_match()
        )
    response.headers["ETag"] = etag(found.task.version)
    return TaskOut.of(found)


@router.delete("/{task_id}", status_code=204, operation_id="deleteLeadTask")
async def drop(lead_id: UUID, task_id: UUID, principal: Writer, ctx: Context) -> None:
    """Aufgabe löschen. Take a task off the list."""
    async with ctx.transaction() as unit:
        lead = await unit.leads.locked(lead_id, principal.workspace_id, principal.bots)
        await tasks.drop(unit, lead, task_id)


def _wanted(body: TaskIn) -> tasks.Wanted:
    return tasks.Wanted(body.text, body.due, body.done, body.charge)
