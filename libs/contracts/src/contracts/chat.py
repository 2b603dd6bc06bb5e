"""chat-svc: conversations, without a word of what was said."""

from __future__ import annotations

from datetime import datetime
from typing import Literal
from uuid import UUID

from contracts.base import Event, Snapshot
from contracts.bots import Environment

EmailTrigger = Literal["initial", "follow_up", "technical"]


class BotVisited(Event, type="empfang.chat.BotVisited.v1"):
    """Somebody opened a bot. `visitor` is a hash salted anew each day, worthless the day after."""

    bot_id: UUID
    visit_id: UUID
    environment: Environment
    visitor: str
    at: datetime


class ConversationEvent(Event):
    """Something happened in a conversation."""

    bot_id: UUID
    conversation_id: UUID
    environment: Environment
    at: datetime


class ConversationStarted(ConversationEvent, type="empfang.chat.ConversationStarted.v1"):
    """A visitor wrote for the first time."""

    visit_id: UUID | None = None
    visitor: str
    language: str = "de"


class MessageSent(ConversationEvent, type="empfang.chat.MessageSent.v1"):
    """A message of the visitor or the bot. Times in milliseconds, on the bot's answers only. Turns count from 1."""

    message_id: UUID
    role: Literal["visitor", "assistant"]
    turn: int
    first_token_ms: int | None = None
    total_ms: int | None = None
    grounded: bool | None = None
    answered: bool | None = None
    citations: int = 0
    question_group_id: UUID | None = None
    topics: tuple[str, ...] = ()
    language: str = "de"
    mode: Literal["model", "quoted", "configured", "smalltalk"] | None = None


class ContactPersonsShown(ConversationEvent, type="empfang.chat.ContactPersonsShown.v1"):
    """Contact cards were shown."""

    person_ids: tuple[UUID, ...] = ()


class BookingOpened(ConversationEvent, type="empfang.chat.BookingOpened.v1"):
    """The visitor opened the page on which appointments with a contact person are booked."""

    person_id: UUID


class EmailPromptShown(ConversationEvent, type="empfang.chat.EmailPromptShown.v1"):
    """The e-mail form was shown."""

    trigger: EmailTrigger


class EmailPromptDeclined(ConversationEvent, type="empfang.chat.EmailPromptDeclined.v1"):
    """The visitor chose "Vielleicht später"."""


class AnswerRated(ConversationEvent, type="empfang.chat.AnswerRated.v1"):
    """Thumbs up (1) or down (-1) for an answer; a later rating replaces the earlier one."""

    message_id: UUID
    rating: Literal[-1, 1]
    previous: Literal[-1, 1] | None = None
    commented: bool = False


class ConversationEnded(ConversationEvent, type="empfang.chat.ConversationEnded.v1"):
    """A conversation is over: by the visitor or after 30 minutes of silence. `messages` counts both sides."""

    seconds: int
    messages: int
    visitor_messages: int
    reason: Literal["timeout", "visitor", "bot_closed"]
    topics: tuple[str, ...] = ()


class ConversationErased(ConversationEvent, type="empfang.chat.ConversationErased.v1"):
    """A visitor without a lead had the conversation deleted."""


class QuestionGroup(Snapshot):
    """Questions that mean the same. The label comes once three different visitors asked and it passed redaction."""

    bot_id: UUID
    label: str | None = None
    language: str = "de"
    asked: int = 0
    answered: int = 0
    first_asked_at: datetime
    last_asked_at: datetime


class QuestionGroupSaved(Event, type="empfang.chat.QuestionGroupSaved.v1"):
    """A group of questions was made or changed."""

    group: QuestionGroup

    @property
    def group_id(self) -> UUID:
        """The group's id."""
        return self.group.id

    @property
    def snapshot(self) -> QuestionGroup:
        return self.group
