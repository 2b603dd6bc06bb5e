"""What was changed about a lead, and who did."""

from __future__ import annotations

from lead_svc.models import Change, Lead, What
from lead_svc.repository import Unit


def note(unit: Unit, lead: Lead, what: What, before: object = None, after: object = None) -> None:
    """Keep that something was changed, by whoever this unit of work is for."""
    change = Change(
        id=unit.new_id(), lead_id=lead.id, at=unit.now(), what=what, before=_text(before), after=_text(after)
    )
    change.by(unit.actor)
    unit.leads.add(change)


def _text(value: object) -> str | None:
    return None if value is None else str(value)
