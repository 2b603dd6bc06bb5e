"""What a visitor may do with their conversation."""

from __future__ import annotations

from uuid import UUID

from fastapi import APIRouter
from servicekit.mail.capture import must_be_address

from chat_svc.api.context import Context, Visitor, limited, opened_for
from chat_svc.api.schemas import BookingIn, FeedbackIn, RecalledOut, SaidOut, TranscriptIn
from chat_svc.domain.language import base_language
from chat_svc.service import conversations, transcripts

router = APIRouter(tags=["chat"])


@router.post("/api/chat/{bot}/feedback", status_code=204, operation_id="rateAnswer")
async def rate(bot: UUID, body: FeedbackIn, ctx: Context, claims: Visitor) -> None:
    """Thumbs up or down for an answer, with an optional comment; a later one replaces it."""
    async with ctx.transaction() as unit:
        await conversations.rate(unit, claims, body.message_id, body.rating, body.comment or None)


@router.post("/api/chat/{bot}/email-prompt/decline", status_code=204, operation_id="declineEmailPrompt")
async def decline(bot: UUID, ctx: Context, claims: Visitor) -> None:
    """Maybe later: the e-mail form does not come again in this conversation."""
    async with ctx.transaction() as unit:
        await conversations.decline_form(unit, claims)


@router.post("/api/chat/{bot}/bookings", status_code=204, operation_id="openBooking")
async def book(bot: UUID, body: BookingIn, ctx: Context, claims: Visitor) -> None:
    """Say that the visitor opened a contact person's page for appointments."""
    configuration = (await opened_for(ctx, claims, bot)).configuration
    async with ctx.transaction() as unit:
        await conversations.open_booking(unit, claims, configuration.contact_persons, body.person_id)


@router.post("/api/chat/{bot}/end", status_code=204, operation_id="endConversation")
async def end(bot: UUID, ctx: Context, claims: Visitor) -> None:
    """End the conversation; nothing happens when none was begun."""
    async with ctx.transaction() as unit:
        conversation = await unit.conversations.lock(claims.conversation_id)
        if conversation is not None:
            await conversations.end(unit, conversation, "visitor")


@router.post("/api/chat/{bot}/transcript-mails", status_code=202, operation_id="mailTranscript")
async def mail_transcript(bot: UUID, body: TranscriptIn, ctx: Context, claims: Visitor) -> None:
    """Have the conversation mailed to an address, once each; the address is deleted when it has been."""
    own = (await opened_for(ctx, claims, bot)).configuration.custom_prompts.language
    language = base_language(own, body.language)
    per_visitor = f"{bot}:{claims.visitor}"
    await limited(ctx, "transcripts", per_visitor, ctx.settings.transcripts_per_visitor, language)
    await limited(ctx, "transcripts-of-address", ctx.client_address, ctx.settings.transcripts_per_address, language)
    must_be_address("/email", body.email, ctx.settings.smtp)
    async with ctx.transaction() as unit:
        await transcripts.request(unit, claims, body.email, language, ctx.resources.addresses)


@router.get("/api/chat/{bot}/transcript", operation_id="transcript", deprecated=True)
@router.get("/api/chat/{bot}/conversation", operation_id="recallConversation")
async def recall(bot: UUID, ctx: Context, claims: Visitor) -> RecalledOut:
    """Everything said so far. `/transcript` is the former name of `/conversation`."""
    async with ctx.transaction() as unit:
        conversation = await unit.conversations.get(claims.conversation_id)
        said = await unit.conversations.messages(claims.conversation_id)
    return RecalledOut(
        conversation_id=claims.conversation_id,
        ended=conversation is not None and conversation.ended_at is not None,
        messages=[SaidOut.of(message) for message in said],
    )


@router.delete("/api/chat/{bot}/conversation", status_code=204, operation_id="eraseConversation")
async def erase(bot: UUID, ctx: Context, claims: Visitor) -> None:
    """Delete the conversation for good."""
    async with ctx.transaction() as unit:
        await conversations.erase(unit, claims)
