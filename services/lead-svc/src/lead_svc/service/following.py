"""Following conversations: what a lead's interest is estimated from."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import asdict
from datetime import datetime
from uuid import UUID

from contracts.chat import BookingOpened, ConversationEnded, ConversationEvent, MessageSent

from lead_svc.domain.interest import estimate_interest
from lead_svc.models import ConversationSummary
from lead_svc.repository import Unit


async def message_sent(unit: Unit, event: MessageSent) -> None:
    """Count a message, the first of which begins the summary; after the conversation's end the final figures stand."""
    with_leads = await unit.conversations.count_message(
        event.conversation_id,
        unit.meta.workspace_id,
        event.bot_id,
        by_visitor=event.role == "visitor",
        at=event.at,
        topics=(topic for topic in event.topics if topic != "other"),
    )
    summary = await unit.conversations.locked(event.conversation_id) if with_leads else None
    if summary is not None:
        await _review(unit, summary, unit.now())


async def booking_opened(unit: Unit, event: BookingOpened) -> None:
    """Take down that the visitor opened a page for appointments; once is as good as often."""
    summary = await _summary(unit, event)
    if summary is not None:
        summary.booked = True
        await _review(unit, summary, unit.now())


async def conversation_ended(unit: Unit, event: ConversationEnded) -> None:
    """Take over the final figures and estimate the interest of its leads anew."""
    summary = await _summary(unit, event)
    if summary is None:
        return
    summary.messages, summary.visitor_messages = event.messages, event.visitor_messages
    summary.seconds, summary.ended = event.seconds, True
    summary.last_at = max(summary.last_at, event.at)
    summary.topics = _merged(summary.topics, event.topics)
    await _review(unit, summary, unit.now())


async def conversation_erased(unit: Unit, conversation_id: UUID) -> None:
    """Forget a conversation that its visitor had deleted; a lead from it stays, without the tie."""
    await unit.conversations.bury("conversation", [conversation_id], unit.now())
    await unit.conversations.delete(ConversationSummary.id == conversation_id)
    await unit.conversations.forget_in_leads(conversation_id, unit.now())


async def _summary(unit: Unit, event: ConversationEvent) -> ConversationSummary | None:
    """The conversation's summary, made when it is new; None when the conversation or its bot is erased."""
    known = await unit.conversations.locked(event.conversation_id)
    if known is not None:
        return known
    if await unit.conversations.is_erased(event.conversation_id, event.bot_id, unit.meta.workspace_id):
        return None
    summary = ConversationSummary(
        id=event.conversation_id,
        workspace_id=unit.meta.workspace_id,
        bot_id=event.bot_id,
        messages=0,
        visitor_messages=0,
        seconds=0,
        topics=[],
        started_at=event.at,
        last_at=event.at,
        ended=False,
        booked=False,
    )
    unit.conversations.add(summary)
    return summary


def _merged(known: Iterable[str], more: Iterable[str]) -> list[str]:
    return list(dict.fromkeys((*known, *(topic for topic in more if topic != "other"))))


async def _review(unit: Unit, summary: ConversationSummary, now: datetime) -> None:
    for lead in await unit.leads.of_conversation(summary.id):
        interest = estimate_interest(lead.kind, summary.seen)
        lead.estimated_interest_level = interest.level
        lead.interest_reasons = [asdict(reason) for reason in interest.reasons]
        lead.topics_discussed = list(summary.topics)
        lead.session_duration, lead.message_count = summary.seconds, summary.messages
        lead.updated_at = now
