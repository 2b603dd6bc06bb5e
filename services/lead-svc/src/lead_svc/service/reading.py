"""Looking at leads: opened for those who may."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import AsyncIterator, Callable, Sequence
from contextlib import AbstractAsyncContextManager, suppress
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from identity import address, phone

from lead_svc.adapters.vault import Vault, WrappedKey
from lead_svc.models import Consent, Lead, Task
from lead_svc.repository import Unit
from lead_svc.repository.leads import LeadFilter, Sort

BATCH = 500
TASK = "task"
"""The field that a task's text is sealed for."""


@dataclass(frozen=True, slots=True)
class Unsealed:
    """What a person left, readable."""

    email: str | None
    phone: str | None
    name: str | None
    message: str | None


@dataclass(frozen=True, slots=True)
class OpenTask:
    """A task, readable."""

    task: Task
    text: str


def open_task(task: Task, key: WrappedKey, vault: Vault) -> OpenTask:
    """A task with its text. Raises `Tampered`."""
    return OpenTask(task, vault.open(key, task.id, TASK, task.text_sealed))


@dataclass(frozen=True, slots=True)
class OpenLead:
    """A lead with its readable details and its consent."""

    lead: Lead
    details: Unsealed
    consent: Consent
    tasks: tuple[OpenTask, ...] = ()


async def person_key(unit: Unit, lead: Lead) -> WrappedKey:
    """The key a lead is sealed under."""
    person = await unit.leads.person(lead.person_id)
    return WrappedKey(person.id, person.master, person.wrapped_key)


def unsealed(lead: Lead, key: WrappedKey, vault: Vault) -> Unsealed:
    """A lead's details. Raises `Tampered` when the database holds something else than was stored."""

    def opened(field: str, sealed: bytes | None) -> str | None:
        return vault.open(key, lead.id, field, sealed) if sealed is not None else None

    return Unsealed(
        opened("email", lead.email_sealed),
        opened("phone", lead.phone_sealed),
        opened("name", lead.name_sealed),
        opened("message", lead.message_sealed),
    )


async def open_leads(unit: Unit, leads: Sequence[Lead], vault: Vault) -> list[OpenLead]:
    """Leads with everything that belongs to them, in the same order."""
    persons = await unit.leads.persons(lead.person_id for lead in leads)
    consents = await unit.leads.consents(lead.id for lead in leads)
    keys = {id: WrappedKey(id, person.master, person.wrapped_key) for id, person in persons.items()}
    tasks: dict[UUID, list[OpenTask]] = defaultdict(list)
    person_of = {lead.id: lead.person_id for lead in leads}
    for task in await unit.leads.tasks(person_of):
        tasks[task.lead_id].append(open_task(task, keys[person_of[task.lead_id]], vault))
    return [
        OpenLead(lead, unsealed(lead, keys[lead.person_id], vault), consents[lead.id], tuple(tasks[lead.id]))
        for lead in leads
    ]


def search_indexes(vault: Vault, workspace_id: UUID, words: str) -> tuple[bytes, ...]:
    """Blind indexes of what might be a whole address in a search; none when it is neither address nor number."""
    found: list[bytes] = []
    with suppress(ValueError):
        found.append(vault.index(workspace_id, "email", address.parse(words).text))
    with suppress(ValueError):
        found.append(vault.index(workspace_id, "phone", phone.parse(words)))
    return tuple(found)


def position(lead: Lead, sort: Sort) -> tuple[int | datetime, UUID]:
    """Where a lead stands in an order."""
    return (lead.estimated_interest_level if sort.endswith("interest") else lead.captured_at), lead.id


async def all_leads(
    transaction: Callable[[], AbstractAsyncContextManager[Unit]], wanted: LeadFilter, *, sort: Sort, vault: Vault
) -> AsyncIterator[list[OpenLead]]:
    """Every lead that fits, batch by batch; no connection is held between batches."""
    after: tuple[int | datetime, UUID] | None = None
    while True:
        async with transaction() as unit:
            leads = await unit.leads.page(wanted, sort=sort, after=after, limit=BATCH)
            batch = await open_leads(unit, leads, vault)
        if batch:
            yield batch
        if len(leads) < BATCH:
            return
        after = position(leads[-1], sort)
