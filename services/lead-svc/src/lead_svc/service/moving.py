"""Moving leads on: status and notes, and the owner's confirmation."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from uuid import UUID

from contracts.lead import LeadConfirmed, LeadStatusChanged
from servicekit.errors import Conflict, NotFound, check_version

from lead_svc.domain.status import LeadStatus, may_become, next_statuses
from lead_svc.models import Lead
from lead_svc.repository import Unit
from lead_svc.service import charge, trail
from lead_svc.service.charge import Charge

CONFIRMATION_LASTS = timedelta(days=14)


@dataclass(frozen=True, slots=True)
class Change:
    """What an operator changes; None leaves it as it is."""

    status: LeadStatus | None = None
    notes: str | None = None
    charge: Charge | None = None


@dataclass(frozen=True, slots=True)
class Moved:
    """What came of one lead of a bulk change; `problem` is None when it was moved or stood there already."""

    lead_id: UUID
    problem: str | None = None


async def change(
    unit: Unit,
    id: UUID,
    workspace_id: UUID,
    bots: frozenset[UUID] | None,
    wanted: Change,
    *,
    expected: int | None = None,
) -> Lead:
    """Change a lead.

    Raises `NotFound`, `LostUpdate` at another version than `expected`, `Conflict` on a wrong way, and `Invalid` for
    somebody in charge who is no member.
    """
    lead = await unit.leads.locked(id, workspace_id, bots)
    check_version(lead.version, expected)
    status, notes, assigned_to = lead.status, lead.notes, lead.assigned_to
    if wanted.status is not None and wanted.status != status and not may_become(status, wanted.status):
        ways = ", ".join(next_statuses(status))
        raise Conflict(f"A lead that is {status} may become {ways}, not {wanted.status}.")
    lead.status = wanted.status or status
    lead.notes = notes if wanted.notes is None else wanted.notes
    lead.assigned_to = await charge.given(unit, workspace_id, assigned_to, wanted.charge)
    if (lead.status, lead.notes, lead.assigned_to) == (status, notes, assigned_to):
        return lead
    lead.version, lead.updated_at = lead.version + 1, unit.now()
    if lead.assigned_to != assigned_to:
        trail.note(unit, lead, "assigned_to", assigned_to, lead.assigned_to)
    if lead.notes != notes:
        trail.note(unit, lead, "notes")
    if lead.status != status:
        trail.note(unit, lead, "status", status, lead.status)
        event = LeadStatusChanged(
            lead_id=lead.id, bot_id=lead.bot_id, status=lead.status, previous=status, at=lead.updated_at
        )
        unit.publish(lead, event)
    return lead


async def change_many(
    unit: Unit, ids: list[UUID], workspace_id: UUID, bots: frozenset[UUID] | None, status: LeadStatus
) -> list[Moved]:
    """Move many leads to one status; those that cannot be moved say why and stop none of the others."""
    found: dict[UUID, Moved] = {}
    for id in sorted(set(ids)):  # one order of locks for everybody
        try:
            await change(unit, id, workspace_id, bots, Change(status))
            found[id] = Moved(id)
        except (NotFound, Conflict) as error:
            found[id] = Moved(id, error.detail)
    return [found[id] for id in dict.fromkeys(ids)]


async def confirm(unit: Unit, id: UUID) -> Lead:
    """The owner of the address confirmed it; again changes nothing. Raises `NotFound`, also when it is too late."""
    lead = await unit.leads.find_locked(id)
    if lead is None or (lead.confirmed_at is None and lead.captured_at + CONFIRMATION_LASTS < unit.now()):
        raise NotFound("This confirmation is over.")
    if lead.confirmed_at is None:
        lead.confirmed_at = lead.updated_at = unit.now()
        lead.version += 1
        unit.publish(lead, LeadConfirmed(lead_id=lead.id, bot_id=lead.bot_id, at=lead.confirmed_at))
    return lead
