"""What config-svc does about the other services' events."""

from __future__ import annotations

from contracts.outreach import HostOptOutSaved, InvitationSettled, MessageDispatched
from contracts.sources import ProspectResearched, SourceFailed, SourceSearchable
from servicekit.events.reactions import Consumers

from config_svc.adapters.resources import Resources
from config_svc.repository import Unit
from config_svc.service import demo, members, prospects

consumers = Consumers(group="config-svc")


@consumers.on(ProspectResearched)
async def build_bot(event: ProspectResearched, unit: Unit, resources: Resources) -> None:
    """A company is known: configure its bot."""
    await prospects.build_bot(unit, event, linker=resources.linker)


@consumers.on(SourceSearchable)
async def deploy(event: SourceSearchable, unit: Unit, resources: Resources) -> None:
    """A bot can answer: it is ready, and live when it is a prospect's."""
    await demo.source_searchable(unit, event.bot_id, linker=resources.linker)


@consumers.on(SourceFailed)
async def fail_deployment(event: SourceFailed, unit: Unit, resources: Resources) -> None:
    """The last source of a bot failed: it cannot be deployed."""
    if event.remaining_sources == 0:
        await demo.sources_failed(unit, event.bot_id, event.reason, linker=resources.linker)


@consumers.on(MessageDispatched)
async def start_demo_clock(event: MessageDispatched, unit: Unit, resources: Resources) -> None:
    """The first contact went out: the demo's 30 days count from now."""
    if event.first_contact:
        await demo.first_contact(
            unit, event.bot_id, event.prospect_id, event.at, event.demo_ends_at, linker=resources.linker
        )


@consumers.on(HostOptOutSaved)
async def end_demos(event: HostOptOutSaved, unit: Unit, resources: Resources) -> None:
    """A company wants to be left alone: nobody is shown a bot of it that it did not ask for."""
    await demo.opted_out(unit, event.opt_out, linker=resources.linker)


@consumers.on(InvitationSettled)
async def note_invitation(event: InvitationSettled, unit: Unit) -> None:
    """The mail to a new member went out, or did not."""
    await members.invitation_settled(unit, event.member_id, unit.meta.workspace_id, event.outcome, event.number)
