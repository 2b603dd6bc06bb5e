"""What visitors ask a bot, grouped by meaning."""

from __future__ import annotations

from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Query

from analytics_svc.api.context import Context, Days, Reader, bot_of
from analytics_svc.api.schemas import QuestionOut

router = APIRouter(tags=["analytics"])


@router.get("/api/chatbots/{chatbot_id}/questions", operation_id="listQuestions")
async def questions(
    chatbot_id: UUID,
    ctx: Context,
    principal: Reader,
    days: Days,
    unanswered: Annotated[bool, Query(description="Nur Lücken. Only what was not answered.")] = False,
    language: Annotated[
        str | None, Query(pattern="^[a-z]{2}$", description="Nur Fragen in dieser Sprache. Only this language.")
    ] = None,
    limit: Annotated[int, Query(ge=1, le=200)] = 50,
) -> list[QuestionOut]:
    """Questions by meaning with their trend: the most asked, or the gaps, those left open most first."""
    _, _, today = await bot_of(ctx, principal, chatbot_id)
    first, last = days.resolve(today)
    async with ctx.transaction() as unit:
        found = await unit.questions(chatbot_id, first, last, limit=limit, unanswered=unanswered, language=language)
    return [QuestionOut.of(question) for question in found]
