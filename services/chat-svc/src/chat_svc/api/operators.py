"""Conversations for the operator."""

from __future__ import annotations

from uuid import UUID

from contracts.bots import BotSnapshot
from fastapi import APIRouter
from servicekit.errors import NotFound
from servicekit.http import Page

from chat_svc.api.context import Context, Query, Reader
from chat_svc.api.schemas import ConversationOut, SaidOut
from chat_svc.models import Conversation

router = APIRouter(tags=["conversations"])


class ConversationWithMessages(ConversationOut):
    """A conversation with what was said."""

    transcript: list[SaidOut]


async def _bot(ctx: Context, principal: Reader, id: UUID) -> BotSnapshot:
    principal.require_bot(id)
    return await ctx.replicated(BotSnapshot, id, principal.workspace_id)


@router.get("/api/chatbots/{chatbot_id}/conversations", operation_id="listConversations")
async def list_conversations(chatbot_id: UUID, ctx: Context, principal: Reader, query: Query) -> Page[ConversationOut]:
    """A bot's conversations, newest first."""
    bot = await _bot(ctx, principal, chatbot_id)
    async with ctx.transaction() as unit:
        rows = await unit.conversations.list(bot.id, query.after_id, query.limit + 1)
    return Page.of(rows, query, key=lambda row: [row.id], item=ConversationOut.model_validate)


@router.get("/api/chatbots/{chatbot_id}/conversations/{conversation_id}", operation_id="getConversation")
async def get_conversation(
    chatbot_id: UUID, conversation_id: UUID, ctx: Context, principal: Reader
) -> ConversationWithMessages:
    """One conversation with everything said."""
    bot = await _bot(ctx, principal, chatbot_id)
    async with ctx.transaction() as unit:
        found: Conversation | None = await unit.conversations.get(conversation_id)
        if found is None or found.bot_id != bot.id:
            raise NotFound(f"There is no conversation {conversation_id}.")
        said = await unit.conversations.messages(conversation_id)
    return ConversationWithMessages(
        **ConversationOut.model_validate(found).model_dump(), transcript=[SaidOut.of(message) for message in said]
    )
