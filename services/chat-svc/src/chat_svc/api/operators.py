"""Conversations for the operator."""

from __future__ import annotations

from typing import Annotated, Literal, Self
from uuid import UUID

from contracts.bots import BotSnapshot, Environment
from fastapi import APIRouter
from fastapi import Query as Parameter
from identity.text import AS_LINE
from pydantic import Field, StringConstraints
from servicekit.errors import NotFound
from servicekit.http import Page, Principal

from chat_svc.api.context import Context, Query, Reader
from chat_svc.api.schemas import ConversationOut, SaidOut
from chat_svc.models import Conversation
from chat_svc.repository import Listed, Wanted

router = APIRouter(tags=["conversations"])
Search = Annotated[str, StringConstraints(max_length=200), AS_LINE]


class ConversationListed(ConversationOut):
    """A conversation in a list, with what tells it apart."""

    first_question: str
    unanswered: int
    liked: int
    disliked: int
    comments: list[str] = Field(description="What visitors wrote to a thumb, in order. Worte zu Bewertungen.")

    @classmethod
    def of(cls, found: Listed) -> Self:
        """A row as callers see it."""
        told = found._asdict()
        return cls(**ConversationOut.model_validate(told.pop("conversation")).model_dump(), **told)


class ConversationWithMessages(ConversationOut):
    """A conversation with what was said."""

    transcript: list[SaidOut]


async def bot_of(ctx: Context, principal: Principal, id: UUID) -> BotSnapshot:
    """The principal's bot. Raises `NotFound`."""
    principal.require_bot(id)
    return await ctx.replicated(BotSnapshot, id, principal.workspace_id)


@router.get("/api/chatbots/{chatbot_id}/conversations", operation_id="listConversations")
async def list_conversations(
    chatbot_id: UUID,
    ctx: Context,
    principal: Reader,
    query: Query,
    environment: Environment | None = None,
    search: Annotated[Search | None, Parameter(description="Words that were said. Gesagte Worte.")] = None,
    rating: Annotated[Literal["1", "-1"] | None, Parameter(description="With an answer rated so. Bewertung.")] = None,
    unanswered: Annotated[bool, Parameter(description="Only with an open question. Nur mit offener Frage.")] = False,
    commented: Annotated[bool, Parameter(description="Only with a comment. Nur mit einem Kommentar.")] = False,
) -> Page[ConversationListed]:
    """A bot's conversations, newest first."""
    bot = await bot_of(ctx, principal, chatbot_id)
    wanted = Wanted(bot.id, environment, search, int(rating) if rating else None, unanswered, commented)
    async with ctx.transaction() as unit:
        rows = await unit.conversations.list(wanted, query.after_id, query.limit + 1)
    return Page.of(rows, query, key=lambda row: [row.conversation.id], item=ConversationListed.of)


@router.get("/api/chatbots/{chatbot_id}/conversations/{conversation_id}", operation_id="getConversation")
async def get_conversation(
    chatbot_id: UUID, conversation_id: UUID, ctx: Context, principal: Reader
) -> ConversationWithMessages:
    """One conversation with everything said."""
    bot = await bot_of(ctx, principal, chatbot_id)
    async with ctx.transaction() as unit:
        found: Conversation | None = await unit.conversations.get(conversation_id)
        if found is None or found.bot_id != bot.id:
            raise NotFound(f"There is no conversation {conversation_id}.")
        said = await unit.conversations.messages(conversation_id)
    return ConversationWithMessages(
        **ConversationOut.model_validate(found).model_dump(), transcript=[SaidOut.of(message) for message in said]
    )
