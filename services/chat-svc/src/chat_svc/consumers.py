"""What chat-svc does about the other services' events."""

from __future__ import annotations

from contracts.bots import BotDeactivated, BotDeleted
from contracts.lead import ErasureRequested, LeadCaptured
from contracts.workspaces import WorkspaceDeleted
from servicekit.events.reactions import Consumers

from chat_svc.repository import Unit
from chat_svc.service import conversations

consumers = Consumers(group="chat-svc")


@consumers.on(LeadCaptured)
async def stop_form(event: LeadCaptured, unit: Unit) -> None:
    """The visitor left an address: the form does not come again."""
    if event.conversation_id is not None:
        await unit.conversations.stop_forms(event.conversation_id, "captured")


@consumers.on(BotDeactivated)
async def close_conversations(event: BotDeactivated, unit: Unit) -> None:
    """The bot is switched off: who talks to it is told so by the next request."""
    for conversation in await unit.conversations.open_of_bot(event.bot_id):
        if conversation.environment == "production":
            await conversations.end(unit, conversation, "bot_closed")


@consumers.on(ErasureRequested)
async def erase(event: ErasureRequested, unit: Unit) -> None:
    """A person wants to be forgotten."""
    await conversations.erase_requested(unit, event)


@consumers.on(BotDeleted)
async def forget_bot(event: BotDeleted, unit: Unit) -> None:
    """A bot is gone with all that was said to it."""
    await conversations.forget_bot(unit, event.bot_id)


@consumers.on(WorkspaceDeleted)
async def forget_workspace(event: WorkspaceDeleted, unit: Unit) -> None:
    """A workspace is gone with all that was said to its bots."""
    await conversations.forget_workspace(unit, event.workspace_id)
