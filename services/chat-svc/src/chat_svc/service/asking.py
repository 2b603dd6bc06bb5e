"""A visitor's message arrives."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Literal
from uuid import UUID

from contracts.bots import BotConfiguration, BotSnapshot
from contracts.chat import ConversationStarted, MessageSent
from servicekit.auth.visitor import VisitorClaims
from servicekit.errors import NotFound
from wording import Language

from chat_svc.domain.following import doubts, is_follow_up
from chat_svc.domain.questions import to_search
from chat_svc.domain.smalltalk import kind_of, without_greeting
from chat_svc.domain.topics import topics_of
from chat_svc.domain.understanding import Understood, understand
from chat_svc.models import Conversation, Message
from chat_svc.repository import Said, Unit
from chat_svc.service.errors import ConversationErased, ConversationOver, StillAnswering
from chat_svc.texts import say

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
    understood: Understood
    turn: int
    topics: tuple[str, ...]
    history: tuple[tuple[str, str], ...] = ()
    """(role, text) of what was said before, oldest first."""
    pages_before: frozenset[str] = frozenset()
    """Addresses of the pages that the last answer cites."""
    within_budget: bool = True
    """Whether a model may write the answer."""

    @property
    def text(self) -> str:
        """The message as it was written."""
        return self.understood.text

    @property
    def language(self) -> Language:
        """The language of the answer."""
        return self.understood.language

    @property
    def query(self) -> str:
        """What to search for, with what it leans on; the question before it when its answer is doubted."""
        if self.doubted:
            return to_search(self.earlier[-1], self.earlier[:-1], self.understood.company)
        return self.understood.query(self.earlier)

    @property
    def doubted(self) -> bool:
        """Whether the visitor doubts the last answer."""
        return bool(self.earlier) and doubts(self.text)

    @property
    def leans(self) -> bool:
        """Whether the question leans on what was asked before."""
        return bool(self.earlier) and is_follow_up(self.understood.question)

    @cached_property
    def earlier(self) -> tuple[str, ...]:
        """What the visitor asked before, oldest first; no small talk, nor any in front of it."""
        asked = (text for role, text in self.history if role == "user" and kind_of(text) is None)
        return tuple(without_greeting(text) for text in asked)

    @property
    def answer_before(self) -> str | None:
        """What the bot said last."""
        return next((text for role, text in reversed(self.history) if role == "assistant"), None)


@dataclass(frozen=True)
class Arrival:
    """What a message meets: a stored answer, one being given, or the need for one."""

    state: Literal["answered", "running", "new"]
    stored: Message | None = None
    asked: Asked | None = None


async def receive(
    unit: Unit,
    bot: BotSnapshot,
    configuration: BotConfiguration,
    claims: VisitorClaims,
    request_id: UUID,
    understood: Understood,
) -> Arrival:
    """Take a message down, unless it was sent before: then what was taken down counts.

    Raises `StillAnswering` while another one is being answered, `ConversationOver` and `ConversationErased`.
    """
    language = understood.language
    first, question = _first(unit, bot, claims, request_id, understood)
    taken = await unit.conversations.take_or_begin(first, question, unit.now().date(), lease=LEASE_SECONDS)
    if taken is None:
        raise ConversationErased(say("conversation_erased", language))
    conversation = taken.conversation
    if conversation.bot_id != bot.id:
        raise NotFound("There is no such conversation.")
    within_budget = taken.tokens_used < configuration.limits.tokens_per_day
    if taken.begun:
        _announce(unit, conversation, question)
        asked = _asked(unit, bot, configuration, claims, question, understood, within_budget=within_budget)
        return Arrival("new", asked=asked)
    since = conversation.questions - HISTORY // 2 + 1
    said = await unit.conversations.said(conversation.id, request_id, since)
    if any(one.request_id == request_id and one.role == "assistant" for one in said):
        return Arrival("answered", stored=await unit.conversations.answered(conversation.id, request_id))
    if conversation.ended_at is not None:
        raise ConversationOver(say("conversation_over", language))
    if taken.being_answered:
        if conversation.answering == request_id:
            return Arrival("running")
        raise StillAnswering(say("still_answering", language))
    known = next((one for one in said if one.request_id == request_id), None)
    conversation.answering = request_id
    conversation.last_message_at = unit.now()
    if known is None:
        question = _take_down(unit, conversation, request_id, understood)
        _announce(unit, conversation, question)
    await unit.conversations.save(conversation, question if known is None else None, lease=LEASE_SECONDS)
    asked = _asked(unit, bot, configuration, claims, known or question, understood, said, within_budget=within_budget)
    return Arrival("new", asked=asked)


def _asked(
    unit: Unit,
    bot: BotSnapshot,
    configuration: BotConfiguration,
    claims: VisitorClaims,
    question: Message | Said,
    understood: Understood,
    said: Sequence[Said] = (),
    *,
    within_budget: bool,
) -> Asked:
    before = [one for one in said if one.request_id != question.request_id]
    history = tuple(("user" if one.role == "visitor" else "assistant", one.text) for one in before)
    return Asked(
        bot=bot,
        configuration=configuration,
        claims=claims,
        request_id=question.request_id,
        answer_id=unit.new_id(),
        understood=understood if question.text == understood.text else _again(question.text, configuration, understood),
        turn=question.turn,
        topics=tuple(question.topics),
        history=history[-HISTORY:],
        pages_before=frozenset(next((one.pages for one in reversed(said) if one.role == "assistant"), ())),
        within_budget=within_budget,
    )


def _first(
    unit: Unit, bot: BotSnapshot, claims: VisitorClaims, request_id: UUID, understood: Understood
) -> tuple[Conversation, Message]:
    """The visitor's conversation and question, as they are if this is the first one."""
    now = unit.now()
    new = Conversation(
        id=claims.conversation_id,
        workspace_id=bot.workspace_id,
        bot_id=bot.id,
        version=1,
        environment=claims.environment,
        visit_id=claims.visit_id,
        visitor=claims.visitor,
        language=understood.language,
        started_at=now,
        last_message_at=now,
        questions=0,
        messages=0,
        forms_shown=0,
        cards_shown=0,
        answering=request_id,
    )
    return new, _take_down(unit, new, request_id, understood)


def _again(text: str, configuration: BotConfiguration, sent: Understood) -> Understood:
    own = configuration.custom_prompts.language
    return understand(text, configured_language=own, company=sent.company, chosen=sent.language)


def _take_down(unit: Unit, conversation: Conversation, request_id: UUID, understood: Understood) -> Message:
    conversation.questions += 1
    conversation.messages += 1
    conversation.version += 1
    return Message(
        id=unit.new_id(),
        conversation_id=conversation.id,
        request_id=request_id,
        role="visitor",
        turn=conversation.questions,
        text=understood.text,
        language=understood.language,
        at=unit.now(),
        topics=list(topics_of(understood.text)),
        tokens=0,
    )


def _announce(unit: Unit, conversation: Conversation, question: Message) -> None:
    about = {
        "bot_id": conversation.bot_id,
        "conversation_id": conversation.id,
        "environment": conversation.environment,
        "at": question.at,
    }
    if conversation.questions == 1:
        unit.publish(
            conversation,
            ConversationStarted(
                **about, visit_id=conversation.visit_id, visitor=conversation.visitor, language=question.language
            ),
        )
    unit.publish(
        conversation,
        MessageSent(
            **about,
            message_id=question.id,
            role="visitor",
            turn=question.turn,
            topics=tuple(question.topics),
            language=question.language,
        ),
    )
