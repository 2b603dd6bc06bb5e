"""What analytics-svc reacts to beside the stream of facts."""

from __future__ import annotations

from contracts.bots import BotDeleted
from contracts.lead import ErasureRequested
from contracts.workspaces import WorkspaceDeleted
from servicekit.events.reactions import Consumers

from analytics_svc.repository import Unit
from analytics_svc.service import forgetting

INBOX = "analytics-svc.reactions"
"""The worker's events lie aside under the service's name: it counts them, reactions would drop them."""
consumers = Consumers(group="analytics-svc", inbox=INBOX)


@consumers.on(BotDeleted)
async def forget_bot(event: BotDeleted, unit: Unit) -> None:
    """A bot's figures go with it."""
    await forgetting.delete_bot(unit, event.bot_id)


@consumers.on(WorkspaceDeleted)
async def forget_workspace(event: WorkspaceDeleted, unit: Unit) -> None:
    """All figures of a workspace go with it."""
    await forgetting.delete_workspace(unit, event.workspace_id)


@consumers.on(ErasureRequested)
async def erase(event: ErasureRequested, unit: Unit) -> None:
    """Single conversations are forgotten."""
    await forgetting.erase(unit, event)
