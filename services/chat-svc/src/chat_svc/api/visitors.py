"""What a visitor may do with their conversation."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated, Any, Literal
from uuid import UUID

from contracts.bots import BotSnapshot
from fastapi import APIRouter
from identity.text import AS_TEXT
from pydantic import BaseModel, Field, StringConstraints

from chat_svc.api.context import Context, Visitor, limited
from chat_svc.models import Message
from chat_svc.service import conversations
from chat_svc.service.access import language_of

router = APIRouter(tags=["chat"])


class FeedbackIn(BaseModel):
    """A visitor's judgement of an answer."""

    message_id: UUID = Field(description="The message's or the answer's id. Kennung der Nachricht oder Antwort.")
    rating: Literal[-1, 1] = Field(description="1 thumbs up, -1 thumbs down. 1 hilfreich, -1 nicht hilfreich.")
    comment: Annotated[str, StringConstraints(strip_whitespace=True, max_length=2000), AS_TEXT] | None = None


class SaidOut(BaseModel):
    """One message of a conversation."""

    id: UUID
    message_id: UUID = Field(description="The id the visitor's client gave; question and answer share it.")
    role: Literal["visitor", "assistant"]
    turn: int
    text: str
    language: str
    at: datetime
    mode: str | None = None
    answered: bool | None = None
    grounded: bool | None = None
    citations: list[dict[str, Any]] = []
    extras: list[dict[str, Any]] = Field(default=[], description="Cards, form and notices shown after the answer.")
    rating: int | None = None
    comment: str | None = None

    @classmethod
    def of(cls, message: Message) -> SaidOut:
        """A stored message as callers see it."""
        citations = [data for event, data in message.extras if event == "citations"]
        return cls.model_validate(
            {
                "id": message.id,
                "message_id": message.request_id,
                "role": message.role,
                "turn": message.turn,
                "text": message.text,
                "language": message.language,
                "at": message.at,
                "mode": message.mode,
                "answered": message.answered,
                "grounded": message.grounded,
                "citations": citations[0] if citations else [],
                "extras": [{"event": event, "data": data} for event, data in message.extras if event != "citations"],
                "rating": message.rating,
                "comment": message.comment,
            }
        )


class TranscriptOut(BaseModel):
    """A conversation as its visitor sees it."""

    conversation_id: UUID
    ended: bool
    messages: list[SaidOut]


async def _limited(ctx: Context, bot: UUID) -> None:
    found = await ctx.replicated(BotSnapshot, bot)
    await limited(ctx, "visitor", ctx.client_address, ctx.settings.messages_per_address, language_of(found))


@router.post("/api/chat/{bot}/feedback", status_code=204, operation_id="rateAnswer")
async def rate(bot: UUID, body: FeedbackIn, ctx: Context, claims: Visitor) -> None:
    """Thumbs up or down for an answer, with an optional comment; a later one replaces it."""
    await _limited(ctx, bot)
    async with ctx.transaction() as unit:
        await conversations.rate(unit, claims, body.message_id, body.rating, body.comment or None)


@router.post("/api/chat/{bot}/email-prompt/decline", status_code=204, operation_id="declineEmailPrompt")
async def decline(bot: UUID, ctx: Context, claims: Visitor) -> None:
    """Maybe later: the e-mail form does not come again in this conversation."""
    await _limited(ctx, bot)
    async with ctx.transaction() as unit:
        await conversations.decline_form(unit, claims)


@router.post("/api/chat/{bot}/end", status_code=204, operation_id="endConversation")
async def end(bot: UUID, ctx: Context, claims: Visitor) -> None:
    """End the conversation; nothing happens when none was begun."""
    await _limited(ctx, bot)
    async with ctx.transaction() as unit:
        conversation = await unit.conversations.lock(claims.conversation_id)
        if conversation is not None:
            await conversations.end(unit, conversation, "visitor")


@router.get("/api/chat/{bot}/transcript", operation_id="transcript")
async def transcript(bot: UUID, ctx: Context, claims: Visitor) -> TranscriptOut:
    """Everything said so far."""
    await _limited(ctx, bot)
    async with ctx.transaction() as unit:
        conversation = await unit.conversations.get(claims.conversation_id)
        said = await unit.conversations.messages(claims.conversation_id)
    return TranscriptOut(
        conversation_id=claims.conversation_id,
        ended=conversation is not None and conversation.ended_at is not None,
        messages=[SaidOut.of(message) for message in said],
    )


@router.delete("/api/chat/{bot}/conversation", status_code=204, operation_id="eraseConversation")
async def erase(bot: UUID, ctx: Context, claims: Visitor) -> None:
    """Delete the conversation for good."""
    await _limited(ctx, bot)
    async with ctx.transaction() as unit:
        await conversations.erase(unit, claims)
