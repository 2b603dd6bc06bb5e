"""The types of chat-svc. Generated from its OpenAPI document by `make schemas`; not to be edited."""

from __future__ import annotations

from typing import Any, Literal, NotRequired, TypedDict


class ConversationOut(TypedDict):
    """A conversation without what was said."""

    bot_id: str
    end_reason: str | None
    ended_at: str | None
    environment: str
    form_stopped: str | None
    id: str
    language: str
    last_message_at: str
    messages: int
    questions: int
    started_at: str
    topics: list[str]


class DeadLetterOut(TypedDict):
    """An event that could not be worked on. Its content is not shown."""

    attempts: int
    created_at: str
    error: str
    id: str
    key: str
    state: str
    topic: str
    type: str


class FeedbackIn(TypedDict):
    """A visitor's judgement of an answer."""

    comment: NotRequired[str | None]
    message_id: str
    rating: Literal[-1, 1]


class FieldProblem(TypedDict):
    """What is wrong with one field."""

    message: str
    pointer: str


class HealthOut(TypedDict):
    """The state of the process that answered; `problems` names each part that is not well.

    A process may be ready with problems: an API answers while the broker is away, and its events wait.
    """

    problems: dict[str, str]
    ready: bool
    service: str


class JobOut(TypedDict):
    """A job that waits, runs or failed."""

    attempts: int
    id: int
    scheduled_at: str | None
    status: str
    task: str


class MessageIn(TypedDict):
    """What a visitor says."""

    message_id: NotRequired[str]
    text: str


class PageConversationOut(TypedDict):
    items: list[ConversationOut]
    next: NotRequired[str | None]


class PageDeadLetterOut(TypedDict):
    items: list[DeadLetterOut]
    next: NotRequired[str | None]


class PageJobOut(TypedDict):
    items: list[JobOut]
    next: NotRequired[str | None]


class ProblemOut(TypedDict):
    """An error as callers see it (RFC 9457)."""

    detail: str
    errors: NotRequired[list[FieldProblem]]
    status: int
    title: str
    trace_id: NotRequired[str | None]
    type: str


class SaidOut(TypedDict):
    """One message of a conversation."""

    answered: NotRequired[bool | None]
    at: str
    citations: NotRequired[list[dict[str, Any]]]
    comment: NotRequired[str | None]
    extras: NotRequired[list[dict[str, Any]]]
    grounded: NotRequired[bool | None]
    id: str
    language: str
    message_id: str
    mode: NotRequired[str | None]
    rating: NotRequired[int | None]
    role: Literal["visitor", "assistant"]
    text: str
    turn: int


class SessionIn(TypedDict):
    """What opens a session."""

    conversation: NotRequired[str | None]
    token: str


class SessionOut(TypedDict):
    """A visitor's session."""

    appearance: dict[str, Any]
    contact: dict[str, Any]
    conversation_id: str
    environment: Literal["production", "staging", "preview"]
    limits: dict[str, int]
    opening_status: dict[str, Any]
    privacy: dict[str, Any]
    suggested_questions: list[str]
    visitor_token: str


class StopIn(TypedDict):
    """Which answer is to end."""

    message_id: str


class TranscriptOut(TypedDict):
    """A conversation as its visitor sees it."""

    conversation_id: str
    ended: bool
    messages: list[SaidOut]


class ConversationWithMessages(TypedDict):
    """A conversation with what was said."""

    bot_id: str
    end_reason: str | None
    ended_at: str | None
    environment: str
    form_stopped: str | None
    id: str
    language: str
    last_message_at: str
    messages: int
    questions: int
    started_at: str
    topics: list[str]
    transcript: list[SaidOut]
