"""The events of an answer's stream, as callers may rely on them. Tests hold every stream they read against this."""

from __future__ import annotations

from typing import Annotated, Any, Literal
from uuid import UUID

from fastapi.responses import StreamingResponse
from pydantic import BaseModel, ConfigDict, Field, RootModel
from wording import Language

from chat_svc.domain.draft import Mode
from chat_svc.domain.triggers import EmailTrigger
from chat_svc.service.cards import Cards

QUICK_REPLIES = (
    "Up to three messages a visitor may go on with, for the newest answer. Bis zu drei Vorschläge, wie es weitergeht."
)


class _Data(BaseModel):
    """What is not declared is not sent."""

    model_config = ConfigDict(extra="forbid")


class Started(_Data):
    """The answer has begun; `answer_id` is what it is rated by."""

    message_id: UUID
    answer_id: UUID
    conversation_id: UUID


class Waiting(_Data):
    """Many ask at the moment; worded for the visitor."""

    text: str


class TextPart(_Data):
    """Text of the answer. Only a model writes markup."""

    text: str
    mode: Mode


class CitationOut(_Data):
    """A passage behind an answer; `n` is the number in the answer's text, `page` one of a PDF."""

    n: int
    title: str
    url: str
    quote: str
    page: int | None = None


class EmailPrompt(_Data):
    """The form that asks for an address, with the text to agree to."""

    trigger: EmailTrigger
    prompt: str
    consent_text: str
    version: int
    language: Language
    privacy_url: str | None
    folded: bool = Field(
        default=False, description="Behind a button: it was there before, or the visitor did not want it then."
    )


class Notice(_Data):
    """A line of the platform itself."""

    kind: Literal["incomplete", "offline", "holiday"]
    text: str


class Usage(_Data):
    """What the answer used of the bot's daily budget."""

    total_tokens: int


class Done(_Data):
    """The answer is complete and kept."""

    grounded: bool | None
    answered: bool | None
    mode: Mode
    usage: Usage
    answer_id: UUID | None = None
    stopped: bool = False
    replayed: bool = False
    quick_replies: list[str] = Field(default=[], description=QUICK_REPLIES)


class ProblemPart(_Data):
    """What went wrong, worded for the visitor."""

    type: str
    status: int
    detail: str


class Failed(_Data):
    """The end of a stream whose answer could not be kept."""

    problem: ProblemPart


class StartEvent(BaseModel):
    """The answer begins."""

    event: Literal["start"]
    data: Started


class WaitingEvent(BaseModel):
    """The answer waits for its turn; at most once, before any text."""

    event: Literal["waiting"]
    data: Waiting


class DeltaEvent(BaseModel):
    """More text."""

    event: Literal["delta"]
    data: TextPart


class ReplaceEvent(BaseModel):
    """The text so far, anew."""

    event: Literal["replace"]
    data: TextPart


class CitationsEvent(BaseModel):
    """The passages behind the answer."""

    event: Literal["citations"]
    data: list[CitationOut]


class CardsEvent(BaseModel):
    """Contact persons after the answer."""

    event: Literal["cards"]
    data: Cards


class EmailPromptEvent(BaseModel):
    """The form for an address after the answer."""

    event: Literal["email_prompt"]
    data: EmailPrompt


class NoticeEvent(BaseModel):
    """A line after the answer."""

    event: Literal["notice"]
    data: Notice


class DoneEvent(BaseModel):
    """The end of an answer."""

    event: Literal["done"]
    data: Done


class ErrorEvent(BaseModel):
    """The end of an answer that could not be kept."""

    event: Literal["error"]
    data: Failed


class AnswerEvent(
    RootModel[
        Annotated[
            StartEvent
            | WaitingEvent
            | DeltaEvent
            | ReplaceEvent
            | CitationsEvent
            | CardsEvent
            | EmailPromptEvent
            | NoticeEvent
            | DoneEvent
            | ErrorEvent,
            Field(discriminator="event"),
        ]
    ]
):
    """One event of the stream: `start`, `waiting` when many ask at once, then `delta` (more text) and `replace` (the
    text so far, anew), `citations`, what follows the answer (`cards`, `email_prompt`, `notice`), and `done` or `error`.
    """


class EventStream(StreamingResponse):
    """Server-sent events."""

    media_type = "text/event-stream"


def described() -> dict[int | str, dict[str, Any]]:
    """For the `responses` of an endpoint that streams an answer: the schema is of one event."""
    return {200: {"model": AnswerEvent, "description": str(AnswerEvent.__doc__)}}
