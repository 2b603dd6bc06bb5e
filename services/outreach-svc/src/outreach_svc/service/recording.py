"""What every use case does when something happened to a prospect: timeline, stage, events."""

from __future__ import annotations

from contracts.base import Event
from contracts.outreach import ProspectSaved, ProspectSnapshot

from outreach_svc.domain.stages import Stage, advanced
from outreach_svc.models import Prospect, Step
from outreach_svc.repository import Unit


def note(unit: Unit, prospect: Prospect, step: str, **detail: object) -> None:
    """Add an entry to the prospect's timeline, with who asked for it; `detail` fills the catalogue's text."""
    entry = Step(id=unit.new_id(), prospect_id=prospect.id, at=unit.now(), step=step, detail=dict(detail))
    entry.by(unit.actor)
    unit.prospects.note(entry)


def tell(unit: Unit, prospect: Prospect, event: Event) -> None:
    """Publish a fact about a locked prospect."""
    prospect.version += 1
    unit.publish(prospect, event)


def announce(unit: Unit, prospect: Prospect) -> None:
    """Publish the prospect as it is now."""
    prospect.version += 1
    snapshot = ProspectSnapshot(
        id=prospect.id,
        workspace_id=prospect.workspace_id,
        version=prospect.version,
        website=prospect.website,
        company_name=prospect.company,
        industry=prospect.field,
        research_revision=prospect.research_revision,
        stage=prospect.stage,
        stage_dates=prospect.stage_dates,
        bot_id=prospect.bot_id,
        created_at=prospect.created_at,
    )
    unit.publish(prospect, ProspectSaved(prospect=snapshot))


def put(unit: Unit, prospect: Prospect, stage: Stage) -> None:
    """Set the stage and its date, and announce it."""
    prospect.stage = stage
    prospect.stage_dates = {**prospect.stage_dates, stage: unit.now().isoformat()}
    announce(unit, prospect)


def advance(unit: Unit, prospect: Prospect, to: Stage) -> None:
    """Move on because something happened, when that is a step forward."""
    stage = advanced(prospect.stage, to)
    if stage != prospect.stage:
        put(unit, prospect, stage)
