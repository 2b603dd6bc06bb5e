"""Rating, declining, ending and erasing conversations."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta
from typing import Any, Literal, cast
from uuid import UUID

from contracts.bots import ContactPersons
from contracts.chat import AnswerRated, BookingOpened, ConversationEnded, ConversationErased, EmailPromptDeclined
from contracts.lead import ErasureCompleted, ErasureRequested
from contracts.topics import QUESTIONS
from servicekit.auth.visitor import VisitorClaims
from servicekit.errors import NotFound
from servicekit.unit import About

from chat_svc.models import Conversation, Message
from chat_svc.repository import Unit
from chat_svc.service import grouping

SILENCE = timedelta(minutes=30)
Rating = Literal[-1, 1]


async def of_visitor(unit: Unit, claims: VisitorClaims) -> Conversation:
    """The visitor's conversation, locked. Raises `NotFound` before the first message and after an erasure."""
    conversation = await unit.conversations.lock(claims.conversation_id)
    if conversation is None or conversation.bot_id != claims.bot_id:
        raise NotFound("There is no such conversation.")
    return conversation


async def rate(unit: Unit, claims: VisitorClaims, message_id: UUID, rating: Rating, comment: str | None) -> Message:
    """Keep a visitor's judgement of an answer; a later one replaces it. Raises `NotFound`."""
    conversation = await of_visitor(unit, claims)
    answer = await unit.conversations.answer(conversation.id, message_id)
    if answer is None:
        raise NotFound("There is no such answer.")
    if (answer.rating, answer.comment) == (rating, comment):
        return answer
    previous, answer.rating = answer.rating, rating
    answer.comment = comment
    conversation.version += 1
    event = AnswerRated(
        **_about(unit, conversation),
        message_id=answer.id,
        rating=rating,
        previous=cast("Rating | None", previous),
        commented=bool(comment),
    )
    await unit.conversations.save(conversation)
    unit.publish(conversation, event)
    return answer


async def decline_form(unit: Unit, claims: VisitorClaims) -> None:
    """No e-mail form in this conversation any more, because the visitor said so."""
    conversation = await of_visitor(unit, claims)
    if conversation.form_stopped is None:
        conversation.form_stopped = "declined"
        conversation.version += 1
        await unit.conversations.save(conversation)
        unit.publish(conversation, EmailPromptDeclined(**_about(unit, conversation)))


async def open_booking(unit: Unit, claims: VisitorClaims, persons: ContactPersons, person_id: UUID) -> None:
    """Say that a visitor is about to book. Raises `NotFound` for a person who cannot be booked."""
    if not any(person.id == person_id and person.booking_url for person in persons.persons):
        raise NotFound("There is nobody to book.")
    conversation = await of_visitor(unit, claims)
    conversation.version += 1
    await unit.conversations.save(conversation)
    unit.publish(conversation, BookingOpened(**_about(unit, conversation), person_id=person_id))


async def end(unit: Unit, conversation: Conversation, reason: Literal["timeout", "visitor", "bot_closed"]) -> None:
    """End a locked conversation; nothing happens to one that has ended."""
    if conversation.ended_at is not None:
        return
    conversation.ended_at = unit.now()
    conversation.end_reason = reason
    conversation.answering = None
    conversation.version += 1
    await unit.conversations.save(conversation)
    unit.publish(
        conversation,
        ConversationEnded(
            **_about(unit, conversation),
            seconds=max(0, int((conversation.last_message_at - conversation.started_at).total_seconds())),
            messages=conversation.messages,
            visitor_messages=conversation.questions,
            reason=reason,
            topics=tuple(conversation.topics),
        ),
    )


async def end_silent(unit: Unit, id: UUID) -> None:
    """End a conversation after 30 minutes without a message."""
    conversation = await unit.conversations.lock(id)
    if conversation is not None and conversation.last_message_at <= unit.now() - SILENCE:
        await end(unit, conversation, "timeout")


async def erase(unit: Unit, claims: VisitorClaims) -> None:
    """Delete the visitor's conversation for good. It is remembered as erased even before its first message."""
    conversation = await unit.conversations.lock(claims.conversation_id)
    if conversation is not None:
        if conversation.bot_id != claims.bot_id:
            raise NotFound("There is no such conversation.")
        conversation.version += 1
        unit.publish(conversation, ConversationErased(**_about(unit, conversation)))
    await grouping.forget_wordings(unit, [claims.conversation_id])
    await unit.conversations.erase([claims.conversation_id], unit.now())


async def erase_requested(unit: Unit, request: ErasureRequested) -> None:
    """Forget what an erasure names, and say so; also when there was nothing."""
    of_bots = await unit.conversations.ids_of_bots(request.bot_ids) if request.bot_ids else []
    ids = list(dict.fromkeys([*request.conversation_ids, *of_bots]))
    wordings = await grouping.forget_wordings(unit, ids) if ids else 0
    mails = await unit.transcripts.delete_of(ids) if ids else 0
    counts = await unit.conversations.erase(ids, unit.now())
    unit.publish(
        About(request.erasure_id, unit.meta.workspace_id),
        ErasureCompleted(
            erasure_id=request.erasure_id,
            service="chat-svc",
            counts={**counts, "question_wordings": wordings, "transcript_mails": mails},
            completed_at=unit.now(),
        ),
    )


async def forget_bot(unit: Unit, bot_id: UUID) -> None:
    """Delete everything of a bot."""
    await unit.conversations.delete_of_bot(bot_id)
    _forget_groups(unit, await unit.questions.delete_of_bot(bot_id))


async def forget_workspace(unit: Unit, workspace_id: UUID) -> None:
    """Delete everything of a workspace."""
    await unit.conversations.delete_of_workspace(workspace_id)
    _forget_groups(unit, await unit.questions.delete_of_workspace(workspace_id))


def _forget_groups(unit: Unit, ids: Sequence[UUID]) -> None:
    for id in ids:
        unit.forget(QUESTIONS, id)


def _about(unit: Unit, conversation: Conversation) -> dict[str, Any]:
    return {
        "bot_id": conversation.bot_id,
        "conversation_id": conversation.id,
        "environment": conversation.environment,
        "at": unit.now(),
    }
