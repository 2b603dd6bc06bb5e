"""What is to be done about a lead."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from servicekit.errors import Conflict, check_version

from lead_svc.adapters.vault import Vault
from lead_svc.models import Lead, Task, What
from lead_svc.repository import Unit
from lead_svc.service import trail
from lead_svc.service.reading import TASK, OpenTask, open_task, person_key

MOST = 50


@dataclass(frozen=True, slots=True)
class Wanted:
    """What an operator says of a task, whole."""

    text: str
    due: date | None = None
    done: bool = False


async def add(unit: Unit, lead: Lead, wanted: Wanted, *, vault: Vault) -> OpenTask:
    """Put something on the list of a locked lead. Raises `Conflict` when the list is full."""
    if len(await unit.leads.tasks([lead.id])) >= MOST:
        raise Conflict(f"A lead has at most {MOST} tasks.")
    id, key = unit.new_id(), await person_key(unit, lead)
    sealed = vault.seal(key, id, TASK, wanted.text)
    task = Task(
        id=id, lead_id=lead.id, version=1, text_sealed=sealed, due=wanted.due, done=wanted.done, created_at=unit.now()
    )
    unit.leads.add(task)
    trail.note(unit, lead, "task_added")
    await unit.session.flush()
    return open_task(task, key, vault)


async def change(unit: Unit, lead: Lead, id: UUID, wanted: Wanted, *, vault: Vault, expected: int | None) -> OpenTask:
    """Put a task otherwise. Raises `NotFound` and `LostUpdate`."""
    task, key = await unit.leads.task(id, lead), await person_key(unit, lead)
    check_version(task.version, expected)
    trail.note(unit, lead, _what(task, wanted))
    task.text_sealed = vault.seal(key, task.id, TASK, wanted.text)
    task.due, task.done, task.version = wanted.due, wanted.done, task.version + 1
    return open_task(task, key, vault)


async def drop(unit: Unit, lead: Lead, id: UUID) -> None:
    """Take a task off the list. Raises `NotFound`."""
    await unit.session.delete(await unit.leads.task(id, lead))
    trail.note(unit, lead, "task_dropped")


def _what(task: Task, wanted: Wanted) -> What:
    if task.done == wanted.done:
        return "task_changed"
    return "task_done" if wanted.done else "task_reopened"
