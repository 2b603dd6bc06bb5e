"""A visitor's message arrives."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from typing import Literal, cast
from uuid import UUID

from contracts.bots import BotConfiguration, BotSnapshot
from contracts.chat import ConversationStarted, MessageSent
from servicekit.auth.visitor import VisitorClaims
from servicekit.errors import NotFound
from sqlalchemy import func

from chat_svc.domain.language import Language, answer_language
from chat_svc.domain.topics import topics_of
from chat_svc.messages import say
from chat_svc.models import Conversation, Message
from chat_svc.repository import Unit
from chat_svc.service.errors import ConversationErased, ConversationOver, StillAnswering

LEASE_SECONDS = 15
"""How long a process may be silent about an answer it gives before another may give it."""
HISTORY = 6


@dataclass(frozen=True)
class Asked:
    """A question that must be answered, and what is needed for it once no transaction is open."""

    bot: BotSnapshot
    configuration: BotConfiguration
    claims: VisitorClaims
    request_id: UUID
    answer_id: UUID
    text: str
    language: Language
    turn: int
    topics: tuple[str, ...]
    history: tuple[tuple[str, str], ...] = ()
    """(role, text) of what was said before, oldest first."""

    @property
    def previous(self) -> str | None:
        """The question before this one."""
        return next((text for role, text in reversed(self.history) if role == "user"), None)


@dataclass(frozen=True)
class Arrival:
    """What a message meets: a stored answer, one being given, or the need for one."""

    state: Literal["answered", "running", "new"]
    stored: Message | None = None
    asked: Asked | None = None


async def receive(
    unit: Unit, bot: BotSnapshot, configuration: BotConfiguration, claims: VisitorClaims, request_id: UUID, text: str
) -> Arrival:
    """Take a message down, unless it was sent before.

    Raises `StillAnswering` while another one is being answered, `ConversationOver` and `ConversationErased`.
    """
    now = unit.now()
    language = answer_language(configuration.custom_prompts.language, text)
    conversation = await _open(unit, bot, claims, language)
    said = await unit.conversations.around(conversation.id, request_id, conversation.questions - HISTORY // 2 + 1)
    stored = next((one for one in said if one.request_id == request_id and one.role == "assistant"), None)
    if stored is not None:
        return Arrival("answered", stored=stored)
    if conversation.ended_at is not None:
        raise ConversationOver(say("conversation_over", language))
    if await unit.conversations.lease_is_held(conversation):
        if conversation.answering == request_id:
            return Arrival("running")
        raise StillAnswering(say("still_answering", language))
    history = tuple(
        ("user" if one.role == "visitor" else "assistant", one.text) for one in said if one.request_id != request_id
    )
    question = next((one for one in said if one.request_id == request_id), None)
    if question is None:
        question = _take_down(unit, conversation, request_id, text, language)
    conversation.answering = request_id
    conversation.answering_until = func.clock_timestamp() + timedelta(seconds=LEASE_SECONDS)
    conversation.last_message_at = now
    asked = Asked(
        bot=bot,
        configuration=configuration,
        claims=claims,
        request_id=request_id,
        answer_id=unit.new_id(),
        text=question.text,
        language=cast("Language", question.language),
        turn=question.turn,
        topics=tuple(question.topics),
        history=history[-HISTORY:],
    )
    return Arrival("new", asked=asked)


async def _open(unit: Unit, bot: BotSnapshot, claims: VisitorClaims, language: Language) -> Conversation:
    conversation = await unit.conversations.lock(claims.conversation_id)
    if conversation is None:
        now = unit.now()
        values = {
            "workspace_id": bot.workspace_id,
            "bot_id": bot.id,
            "environment": claims.environment,
            "visit_id": claims.visit_id,
            "visitor": claims.visitor,
            "language": language,
            "started_at": now,
            "last_message_at": now,
        }
        conversation = await unit.conversations.add(claims.conversation_id, values)
    if conversation is None:
        raise ConversationErased(say("conversation_erased", language))
    if conversation.bot_id != bot.id:
        raise NotFound("There is no such conversation.")
    return conversation


def _take_down(unit: Unit, conversation: Conversation, request_id: UUID, text: str, language: Language) -> Message:
    now = unit.now()
    conversation.questions += 1
    conversation.messages += 1
    conversation.version += 1
    topics = topics_of(text)
    question = Message(
        id=unit.new_id(),
        conversation_id=conversation.id,
        request_id=request_id,
        role="visitor",
        turn=conversation.questions,
        text=text,
        language=language,
        at=now,
        topics=list(topics),
    )
    unit.conversations.add_message(question)
    about = {
        "bot_id": conversation.bot_id,
        "conversation_id": conversation.id,
        "environment": conversation.environment,
        "at": now,
    }
    if conversation.questions == 1:
        unit.publish(
            conversation,
            ConversationStarted(
                **about, visit_id=conversation.visit_id, visitor=conversation.visitor, language=language
            ),
        )
    unit.publish(
        conversation,
        MessageSent(
            **about,
            message_id=question.id,
            role="visitor",
            turn=question.turn,
            topics=topics,
            language=language,
        ),
    )
    return question
