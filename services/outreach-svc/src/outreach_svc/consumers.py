"""What outreach-svc does when something happened elsewhere."""

from __future__ import annotations

from contracts.analytics import AnomalyNoticed, EngagementScored, ReportReady
from contracts.bots import (
    BotCreated,
    BotDeactivated,
    BotDeleted,
    BotDeployed,
    BotDeploymentFailed,
    BotUpdated,
    DemoEnding,
)
from contracts.lead import ErasureRequested, LeadCaptured
from contracts.sources import ProspectResearched, ProspectResearchFailed, SourceFailed, SourceSearchable
from contracts.workspaces import MemberInvited, WorkspaceDeleted
from servicekit.events.reactions import Consumers

from outreach_svc.adapters.resources import Resources
from outreach_svc.domain.following import Point
from outreach_svc.repository import Unit
from outreach_svc.service import demos, engagement, forgetting, invitations, reports

consumers = Consumers(group="outreach-svc")


@consumers.on(ProspectResearched)
async def keep_research(event: ProspectResearched, unit: Unit, resources: Resources) -> None:
    """Show what the company publishes about itself."""
    await demos.researched(
        unit,
        event.prospect_id,
        event.research_revision,
        event.facts.model_dump(mode="json", exclude_none=True),
        pages=event.pages,
        seconds=event.seconds,
        erasure_key=resources.keys.erasure,
    )


@consumers.on(ProspectResearchFailed)
async def note_failed_research(event: ProspectResearchFailed, unit: Unit) -> None:
    """A site that cannot be read ends in a clear state."""
    await demos.research_failed(unit, event.prospect_id, event.research_revision, event.reason, same_as=event.same_as)


@consumers.on(BotCreated)
async def note_bot(event: BotCreated, unit: Unit) -> None:
    """A prospect has its bot."""
    await demos.bot_created(unit, event.bot)


@consumers.on(BotDeployed)
async def draft_first_message(event: BotDeployed, unit: Unit) -> None:
    """The demo is live: write to the company."""
    await demos.deployed(unit, event.bot)


@consumers.on(BotDeploymentFailed)
async def note_failed_deployment(event: BotDeploymentFailed, unit: Unit) -> None:
    """The demo did not come about."""
    await demos.deployment_failed(unit, event.bot, event.reason)


@consumers.on(BotUpdated)
async def follow_bot(event: BotUpdated, unit: Unit) -> None:
    """Link or end of a demo changed."""
    await demos.updated(unit, event.bot)


@consumers.on(DemoEnding)
async def draft_reminder(event: DemoEnding, unit: Unit) -> None:
    """Remind of a demo's end."""
    await demos.ending(unit, event.bot, event.days_left)


@consumers.on(BotDeactivated)
async def end_demo(event: BotDeactivated, unit: Unit) -> None:
    """A demo whose time is over ends the follow-ups."""
    if event.reason == "demo_expired":
        await demos.expired(unit, event.bot)


@consumers.on(BotDeleted)
async def forget_bot(event: BotDeleted, unit: Unit) -> None:
    """A deleted bot's link is not sent."""
    await demos.bot_deleted(unit, event.bot_id)


@consumers.on(SourceSearchable)
async def note_source(event: SourceSearchable, unit: Unit) -> None:
    """A source of a demo can be asked."""
    await demos.source_searchable(unit, event.bot_id, pages=event.pages, chunks=event.chunks)


@consumers.on(SourceFailed)
async def note_failed_source(event: SourceFailed, unit: Unit) -> None:
    """A source of a demo could not be read."""
    await demos.source_failed(unit, event.bot_id, event.reason)


@consumers.on(EngagementScored)
async def follow_up_on_interest(event: EngagementScored, unit: Unit, resources: Resources) -> None:
    """Great interest brings a follow-up at once."""
    await engagement.scored(
        unit,
        event.bot_id,
        score=event.score,
        crossed=event.crossed,
        points=[Point(point.kind, point.label, point.count, point.hour) for point in event.talking_points],
        slot=event.advice.best_slot,
        revision=event.revision,
        public_url=resources.keys.public_url,
    )


@consumers.on(LeadCaptured)
async def tell_operator_of_lead(event: LeadCaptured, unit: Unit, resources: Resources) -> None:
    """The operator hears of a new contact; the operator's own tests do not count."""
    if event.environment == "production":
        await engagement.lead_captured(
            unit,
            event.bot_id,
            event.lead_id,
            kind=event.kind,
            level=event.interest_level,
            at=event.at,
            public_url=resources.keys.public_url,
        )


@consumers.on(AnomalyNoticed)
async def tell_operator_of_anomaly(event: AnomalyNoticed, unit: Unit, resources: Resources) -> None:
    """The operator hears when something about a bot looks wrong."""
    await engagement.anomaly_noticed(
        unit,
        event.bot_id,
        kind=event.kind,
        seen=event.detail.get("seen", 0.0),
        expected=event.detail.get("expected", 0.0),
        public_url=resources.keys.public_url,
    )


@consumers.on(ReportReady)
async def mail_report(event: ReportReady, unit: Unit, resources: Resources) -> None:
    """The operator gets the report of a week or month."""
    await reports.report_ready(unit, event, public_url=resources.keys.public_url)


@consumers.on(ErasureRequested)
async def erase(event: ErasureRequested, unit: Unit, resources: Resources) -> None:
    """Forget a person and answer for it."""
    await forgetting.erase(
        unit,
        event.erasure_id,
        unit.meta.workspace_id,
        lead_ids=event.lead_ids,
        address_hash=event.address_hash,
        suppression_key=resources.keys.suppression,
    )


@consumers.on(WorkspaceDeleted)
async def forget_workspace(event: WorkspaceDeleted, unit: Unit) -> None:
    """Forget a workspace."""
    await forgetting.delete_workspace(unit, event.workspace_id)


@consumers.on(MemberInvited)
async def mail_invitation(event: MemberInvited, unit: Unit) -> None:
    """A new member is told where the console is, once more each time that they are invited again."""
    await invitations.invited(unit, unit.meta.workspace_id, event)
