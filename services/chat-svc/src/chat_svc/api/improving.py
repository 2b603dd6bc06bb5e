"""What helps an operator to make a bot better: the questions it left open, and what it finds for one."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated, Self
from uuid import UUID

from fastapi import APIRouter
from fastapi import Query as Parameter
from identity.text import AS_LINE
from knowledge import Passage, Verdict
from pydantic import BaseModel, Field, StringConstraints
from wording import Language

from chat_svc.answering.lookup import Lookup
from chat_svc.api.context import Context, Improver, Reader
from chat_svc.api.operators import bot_of
from chat_svc.models import QuestionGroupRow
from chat_svc.service.access import configuration_of

router = APIRouter(tags=["improving"])
Asked = Annotated[str, StringConstraints(min_length=1, max_length=500), AS_LINE]


class GapOut(BaseModel):
    """Questions of one meaning that were left open. The wording is the first one's, without what names a person."""

    group_id: UUID
    question: str
    language: Language
    asked: int
    answered: int
    last_unanswered_at: datetime

    @classmethod
    def of(cls, row: QuestionGroupRow) -> Self:
        """A row as callers see it."""
        return cls.model_validate({**row.__dict__, "group_id": row.id, "question": row.wording})


class PassageOut(BaseModel):
    """A passage found for a question, best first; its score is comparable inside one answer."""

    source_id: UUID
    title: str
    headings: list[str]
    text: str
    url: str
    page: int | None
    score: float
    nearness: float | None = Field(description="Cosine of the meanings; null without a vector. Nähe der Bedeutung.")
    words: float = Field(description="BM25; 0 when no word matches. Übereinstimmung der Wörter.")

    @classmethod
    def of(cls, passage: Passage) -> Self:
        """A passage as callers see it."""
        chunk, found = passage.chunk, passage.components
        return cls(
            source_id=chunk.source_id,
            title=chunk.title,
            headings=list(chunk.heading_path),
            text=chunk.text,
            url=chunk.url,
            page=chunk.page,
            score=passage.score,
            nearness=found.dense,
            words=found.lexical,
        )


class FoundOut(BaseModel):
    """What a bot finds for a question, and whether it would answer from that."""

    verdict: Verdict = Field(description="`answer`, `partial` or `refuse`. Antwort, teilweise oder keine.")
    confidence: float
    passages: list[PassageOut]


@router.get("/api/chatbots/{chatbot_id}/gaps", operation_id="listGaps")
async def list_gaps(
    chatbot_id: UUID, ctx: Context, principal: Reader, limit: Annotated[int, Parameter(ge=1, le=200)] = 100
) -> list[GapOut]:
    """Questions of visitors that the bot left open, the last one first."""
    bot = await bot_of(ctx, principal, chatbot_id)
    async with ctx.transaction() as unit:
        return [GapOut.of(row) for row in await unit.questions.gaps(bot.id, limit)]


@router.post("/api/chatbots/{chatbot_id}/gaps/{group_id}/close", status_code=204, operation_id="closeGap")
async def close_gap(chatbot_id: UUID, group_id: UUID, ctx: Context, principal: Improver) -> None:
    """Say that the bot knows the answer now; asked in vain again, the question is open again."""
    bot = await bot_of(ctx, principal, chatbot_id)
    async with ctx.transaction() as unit:
        await unit.questions.close(bot.id, group_id, unit.now())


@router.get("/api/chatbots/{chatbot_id}/search", operation_id="searchKnowledge")
async def search(
    chatbot_id: UUID,
    ctx: Context,
    principal: Reader,
    q: Annotated[Asked, Parameter(description="A question as a visitor asks it. Frage wie von einem Besucher.")],
) -> FoundOut:
    """The passages that a bot finds for a question, with their scores; nothing of it is counted."""
    bot = await bot_of(ctx, principal, chatbot_id)
    await ctx.resources.limiter.hit("search", str(principal.id), "60/minute")
    lookup = Lookup(ctx.resources, bot.id, q)
    judged = await lookup.judged(configuration_of(bot, "preview").company.company_name)
    return FoundOut(
        verdict=judged.verdict,
        confidence=judged.confidence,
        passages=[PassageOut.of(passage) for passage in await lookup.passages()],
    )
