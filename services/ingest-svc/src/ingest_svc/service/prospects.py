"""What is found out about a prospect company."""

from __future__ import annotations

from dataclasses import asdict
from uuid import UUID

from contracts.outreach import ProspectSnapshot
from contracts.sources import CompanyFacts, ProspectResearched, ProspectResearchFailed

from ingest_svc.domain.imprint import Facts
from ingest_svc.domain.urls import settled_place
from ingest_svc.models import Research
from ingest_svc.repository import Unit


def company_facts(facts: Facts, *, logo_key: str | None = None) -> CompanyFacts:
    """The findings as they are published."""
    return CompanyFacts.model_validate({**asdict(facts), "logo_key": logo_key})


async def ask(unit: Unit, prospect: ProspectSnapshot) -> None:
    """Have a prospect researched when its research revision rose; anything else about it changes nothing here."""
    known = await unit.researches.locked(prospect.id)
    if known is not None and prospect.research_revision <= known.version:
        return
    if known is None:
        known = Research(
            id=prospect.id,
            workspace_id=prospect.workspace_id,
            website=prospect.website,
            version=prospect.research_revision,
            finished=0,
            state="waiting",
            started_at=unit.now(),
        )
        unit.researches.add(known)
    known.website, known.version = prospect.website, prospect.research_revision
    known.place = settled_place(prospect.website)
    known.state, known.started_at = "waiting", unit.now()
    await unit.enqueue(
        "research_prospect",
        workspace_id=prospect.workspace_id,
        prospect_id=prospect.id,
        revision=prospect.research_revision,
    )


async def begin(unit: Unit, prospect_id: UUID, revision: int) -> Research | None:
    """Start a research; None when it was answered, forgotten, or asked for anew."""
    found = await unit.researches.locked(prospect_id)
    if found is None or found.version != revision or found.finished >= revision:
        return None
    found.state = "reading"
    return found


async def researched(
    unit: Unit, prospect_id: UUID, revision: int, facts: CompanyFacts, pages: int, *, final_website: str
) -> None:
    """Announce what was found, unless the address led to the site of another prospect of the workspace."""
    found = await begin(unit, prospect_id, revision)
    if found is None:
        return
    place = settled_place(final_website)
    if same := await unit.researches.at(found, place):
        await failed(unit, prospect_id, revision, "same_company", same_as=same)
        return
    found.state, found.finished, found.place = "researched", revision, place
    unit.publish(
        found,
        ProspectResearched(
            prospect_id=prospect_id,
            research_revision=revision,
            website=found.website,
            final_website=final_website,
            facts=facts,
            pages=pages,
            seconds=max(0.0, (unit.now() - found.started_at).total_seconds()),
        ),
    )


async def failed(unit: Unit, prospect_id: UUID, revision: int, reason: str, *, same_as: UUID | None = None) -> None:
    """Announce that the company's pages could not be read, or that they are those of another prospect."""
    found = await begin(unit, prospect_id, revision)
    if found is None:
        return
    found.state, found.finished = "failed", revision
    unit.publish(
        found,
        ProspectResearchFailed(
            prospect_id=prospect_id,
            research_revision=revision,
            website=found.website,
            reason=reason,
            same_as=same_as,
        ),
    )
