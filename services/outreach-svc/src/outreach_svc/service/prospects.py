"""Prospects: taken in, moved on by hand, researched again."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from identity.address import parse
from identity.hosts import place_of
from servicekit.errors import Conflict, check_version
from wording import Language

from outreach_svc.domain.planning import Standing
from outreach_svc.domain.stages import CLOSED, Stage
from outreach_svc.models import Prospect
from outreach_svc.repository import Unit
from outreach_svc.service import optouts
from outreach_svc.service.drafting import stop_follow_ups
from outreach_svc.service.recording import announce, note, put


@dataclass(frozen=True, slots=True)
class NewProspect:
    """What an operator knows about a company; only the address is needed."""

    website: str
    company_name: str = ""
    contact_person: str = ""
    industry: str = ""
    note: str = ""
    email: str | None = None
    language: Language = "de"


def add(unit: Unit, workspace_id: UUID, new: NewProspect, *, erasure_key: str, now: datetime) -> Prospect:
    """Take in a company; its research starts with the event."""
    prospect = Prospect(
        id=unit.new_id(),
        workspace_id=workspace_id,
        version=0,
        website=new.website,
        place=place_of(new.website),
        given_name=new.company_name,
        contact_person=new.contact_person,
        industry=new.industry,
        note=new.note,
        language=new.language,
        stage="new",
        stage_dates={"new": now.isoformat()},
        research_revision=1,
        facts={},
        points=[],
        score=0.0,
        score_revision=0,
        follow_ups=0,
        demo_link="",
        created_at=now,
    )
    unit.prospects.add(prospect)
    if new.email:
        address(prospect, new.email, erasure_key)
    note(unit, prospect, "added")
    announce(unit, prospect)
    return prospect


async def take_in(
    unit: Unit,
    workspace_id: UUID,
    new: NewProspect,
    *,
    erasure_key: str,
    now: datetime,
    batch_id: UUID | None = None,
) -> tuple[Prospect, bool]:
    """Take in a company, unless the workspace has its address in any spelling: then that one. Whether it is new.

    Raises `OptedOut` for one that wants to be left alone.
    """
    await optouts.refuse(unit, workspace_id, [new.website, *([new.email] if new.email else [])])
    known = await unit.prospects.at(workspace_id, place_of(new.website))
    if known is not None:
        return known, False
    prospect = add(unit, workspace_id, new, erasure_key=erasure_key, now=now)
    prospect.batch_id = batch_id
    await unit.session.flush()
    return prospect, True


def address(prospect: Prospect, email: str, erasure_key: str) -> None:
    """Set where mail to the company goes. Raises `NoAddress`."""
    found = parse(email)
    prospect.email = found.comparable
    prospect.erasure_hash = found.hashed(erasure_key)


async def set_stage(
    unit: Unit, prospect_id: UUID, workspace_id: UUID, stage: Stage, *, expected: int | None = None
) -> Prospect:
    """Move a prospect by hand. A won or lost one gets no more follow-ups and reminders.

    Raises `LostUpdate` at another version than `expected`, unless it is there already.
    """
    prospect = await unit.prospects.locked(prospect_id, workspace_id)
    if prospect.stage == stage:
        return prospect
    check_version(prospect.version, expected)
    put(unit, prospect, stage)
    note(unit, prospect, "stage", stage=stage)
    if stage in CLOSED:
        await stop_follow_ups(unit, prospect, stage, kinds=("follow_up", "reminder"))
    elif stage in ("replied", "demo_requested"):
        await stop_follow_ups(unit, prospect, "reply", kinds=("follow_up",))
    return prospect


async def set_value(
    unit: Unit, prospect_id: UUID, workspace_id: UUID, value: int | None, expected: int | None
) -> Prospect:
    """Say what winning a prospect would be worth; None when nobody knows. Raises `LostUpdate`."""
    prospect = await unit.prospects.locked(prospect_id, workspace_id)
    check_version(prospect.version, expected)
    if prospect.value != value:
        prospect.value, prospect.version = value, prospect.version + 1
        if value is None:
            note(unit, prospect, "value_gone")
        else:
            note(unit, prospect, "value", value=value)
    return prospect


def standing(prospect: Prospect, *, first_waits: bool) -> Standing:
    """What the plan for a prospect depends on."""
    return Standing(
        stage=prospect.stage,
        live=bool(prospect.demo_link),
        first_contact_at=prospect.first_contact_at,
        follow_ups=prospect.follow_ups,
        stopped=prospect.stopped_reason,
        demo_ends_at=prospect.demo_ends_at,
        demo_over=prospect.demo_over_at is not None,
        score=prospect.score,
        first_waits=first_waits,
    )


async def retry(unit: Unit, prospect_id: UUID, workspace_id: UUID) -> Prospect:
    """Research again after a failure, or when the research got lost. Raises `Conflict` once there is a demo."""
    prospect = await unit.prospects.locked(prospect_id, workspace_id)
    await optouts.refuse(unit, workspace_id, [prospect.website])
    if prospect.stage not in ("failed", "new", "researched"):
        raise Conflict("The prospect has a demo already; there is nothing to try again.")
    prospect.research_revision += 1
    prospect.same_as = None
    note(unit, prospect, "retried")
    put(unit, prospect, "new")
    return prospect
