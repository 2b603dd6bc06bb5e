"""What is to be done about a lead."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from servicekit.errors import Conflict, check_version

from lead_svc.adapters.vault import Vault
from lead_svc.models import Lead, Task
from lead_svc.repository import Unit
from lead_svc.service import charge, trail
from lead_svc.service.charge import Charge
from lead_svc.service.reading import TASK, OpenTask, open_task, person_key

MOST = 50


@dataclass(frozen=True, slots=True)
class Wanted:
    """What an operator says of a task, whole but for who does it, which None leaves as it is."""

    text: str
    due: date | None = None
    done: bool = False
    charge: Charge | None = None


async def add(unit: Unit, lead: Lead, wanted: Wanted, *, vault: Vault) -> OpenTask:
    """Put something on the list of a locked lead. Raises `Conflict` when the list is full, and `Invalid`."""
    if len(await unit.leads.tasks([lead.id])) >= MOST:
        raise Conflict(f"A lead has at most {MOST} tasks.")
    id, key = unit.new_id(), await person_key(unit, lead)
    task = Task(
        id=id,
        lead_id=lead.id,
        version=1,
        text_sealed=vault.seal(key, id, TASK, wanted.text),
        due=wanted.due,
        done=wanted.done,
        assigned_to=await charge.given(unit, lead.workspace_id, None, wanted.charge),
        created_at=unit.now(),
    )
    unit.leads.add(task)
    trail.note(unit, lead, "task_added", after=task.assigned_to)
    await unit.session.flush()
    return open_task(task, key, vault)


async def change(unit: Unit, lead: Lead, id: UUID, wanted: Wanted, *, vault: Vault, expected: int | None) -> OpenTask:
    """Put a task otherwise. Raises `NotFound`, `LostUpdate` and `Invalid`."""
    task, key = await unit.leads.task(id, lead), await person_key(unit, lead)
    check_version(task.version, expected)
    text, due, done, assigned_to = open_task(task, key, vault).text, task.due, task.done, task.assigned_to
    task.due, task.done = wanted.due, wanted.done
    task.assigned_to = await charge.given(unit, lead.workspace_id, assigned_to, wanted.charge)
    if (wanted.text, task.due, task.done, task.assigned_to) == (text, due, done, assigned_to):
        return open_task(task, key, vault)
    task.text_sealed, task.version = vault.seal(key, task.id, TASK, wanted.text), task.version + 1
    if (wanted.text, task.due) != (text, due):
        trail.note(unit, lead, "task_changed")
    if task.assigned_to != assigned_to:
        trail.note(unit, lead, "task_assigned", assigned_to, task.assigned_to)
    if task.done != done:
        trail.note(unit, lead, "task_done" if task.done else "task_reopened")
    return open_task(task, key, vault)


async def drop(unit: Unit, lead: Lead, id: UUID) -> None:
    """Take a task off the list. Raises `NotFound`."""
    await unit.session.delete(await unit.leads.task(id, lead))
    trail.note(unit, lead, "task_dropped")
