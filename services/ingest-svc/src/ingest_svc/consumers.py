"""Reactions to other services' events."""

from __future__ import annotations

import structlog
from contracts.bots import BotCreated, BotDeleted
from contracts.outreach import ProspectDeleted, ProspectSaved
from contracts.workspaces import WorkspaceDeleted
from servicekit.errors import Problem
from servicekit.events.reactions import Consumers

from ingest_svc.repository import Unit
from ingest_svc.service import prospects, sources

log = structlog.get_logger(__name__)
consumers = Consumers(group="ingest-svc")


@consumers.on(BotCreated)
async def add_sources(event: BotCreated, unit: Unit) -> None:
    """Take over the sources a bot was created with; one that cannot be taken is left out, the others count."""
    for asked in event.sources:
        new = sources.NewSource(kind=asked.kind, title=asked.title, url=asked.url, text=asked.text or None)
        try:
            await sources.add(unit, event.bot_id, event.bot.workspace_id, new)
        except Problem as problem:
            log.warning("source not taken", bot=str(event.bot_id), kind=asked.kind, problem=problem.slug)


@consumers.on(BotDeleted)
async def forget_bot(event: BotDeleted, unit: Unit) -> None:
    """Remove what a deleted bot knew."""
    await sources.forget_bot(unit, event.bot_id, unit.meta.workspace_id)


@consumers.on(ProspectSaved)
async def research(event: ProspectSaved, unit: Unit) -> None:
    """Research a prospect when that is asked for."""
    await prospects.ask(unit, event.prospect)


@consumers.on(ProspectDeleted)
async def forget_prospect(event: ProspectDeleted, unit: Unit) -> None:
    """Forget a prospect."""
    await unit.researches.delete(event.prospect_id)


@consumers.on(WorkspaceDeleted)
async def forget_workspace(event: WorkspaceDeleted, unit: Unit) -> None:
    """Remove all that a workspace's sources left here."""
    await sources.forget_workspace(unit, event.workspace_id)
