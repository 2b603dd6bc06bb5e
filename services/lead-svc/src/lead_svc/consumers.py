"""What lead-svc reacts to."""

from __future__ import annotations

from contracts.bots import BotDeleted
from contracts.chat import BookingOpened, ConversationEnded, ConversationErased, MessageSent
from contracts.lead import ErasureCompleted, ErasureRequested
from contracts.workspaces import WorkspaceDeleted
from servicekit.events.reactions import Consumers

from lead_svc.repository import Unit
from lead_svc.service import erasing, following, forgetting

consumers = Consumers(group="lead-svc")


@consumers.on(MessageSent)
async def count_message(event: MessageSent, unit: Unit) -> None:
    """Interest grows with the conversation."""
    await following.message_sent(unit, event)


@consumers.on(BookingOpened)
async def count_booking(event: BookingOpened, unit: Unit) -> None:
    """Whoever looks for an appointment is interested."""
    await following.booking_opened(unit, event)


@consumers.on(ConversationEnded)
async def review_interest(event: ConversationEnded, unit: Unit) -> None:
    """The conversation's final figures give the final estimate."""
    await following.conversation_ended(unit, event)


@consumers.on(ConversationErased)
async def forget_conversation(event: ConversationErased, unit: Unit) -> None:
    """A visitor had the conversation deleted."""
    await following.conversation_erased(unit, event.conversation_id)


@consumers.on(ErasureRequested)
async def erase(event: ErasureRequested, unit: Unit) -> None:
    """Our own request: read again after a restore it erases what the backup brought back."""
    await erasing.replay(unit, event)


@consumers.on(ErasureCompleted)
async def certify(event: ErasureCompleted, unit: Unit) -> None:
    """One service has forgotten."""
    await erasing.answered(unit, event)


@consumers.on(BotDeleted)
async def forget_bot(event: BotDeleted, unit: Unit) -> None:
    """A bot's leads go with it."""
    await forgetting.delete_bot(unit, event.bot_id)


@consumers.on(WorkspaceDeleted)
async def forget_workspace(event: WorkspaceDeleted, unit: Unit) -> None:
    """All of a workspace goes with it."""
    await forgetting.delete_workspace(unit, event.workspace_id)
