"""A bot's figures, engagement and questions."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from datetime import date, datetime, timedelta
from typing import Annotated, Literal
from uuid import UUID

from contracts.analytics import Contribution, FollowUpAdvice, TalkingPoint
from fastapi import APIRouter, Query
from fastapi.responses import Response, StreamingResponse
from pydantic import BaseModel, Field
from servicekit.http import SseEvent, sse

from analytics_svc.api import Context, Days, Reader, bot_of
from analytics_svc.domain.figures import Figures, named
from analytics_svc.domain.periods import Granularity, periods
from analytics_svc.service import reading, scoring
from analytics_svc.tables import csv_file, xlsx_file

router = APIRouter(tags=["analytics"])
LIVE_SECONDS = 0.5
MOST_EXPORTED = 200
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


class FiguresOut(BaseModel):
    """Figures of a day or a range; ratios are null where nothing was counted."""

    visits: int
    total_conversations: int = Field(description="Gespräche mit mindestens einer Nachricht. Conversations.")
    unique_visitors: int = Field(description="Besucher je Tag, im Zeitraum Besuchertage. Visitor-days in a range.")
    messages: int
    visitor_messages: int
    messages_per_conversation: float | None
    average_session_duration: float | None = Field(description="Sekunden. Seconds.")
    bounce_rate: float | None = Field(description="Anteil der Gespräche mit einer einzigen Besuchernachricht.")
    emails_captured: int
    contact_requests: int
    conversion_rate: float | None = Field(description="Anteil der Gespräche mit Lead. Conversations with a lead.")
    response_time: float | None = Field(description="Mittlere Antwortzeit in ms. Mean answer time, ms.")
    response_time_p50: float | None
    response_time_p95: float | None
    first_token_p50: float | None
    first_token_p95: float | None
    user_satisfaction: float | None = Field(description="Anteil der Daumen nach oben. Share of thumbs up.")
    ratings: int
    unanswered_questions: int

    @classmethod
    def of(cls, figures: Figures) -> FiguresOut:
        """From sums."""
        return cls.model_validate(named(figures))


class DayOut(FiguresOut):
    """A local day of the bot, or the part of a week or month that lies in the range; `date` is its first day."""

    last_day: date
    date: date


class QuestionOut(BaseModel):
    """A group of questions with the same meaning; the label is null until it may be named."""

    group_id: UUID
    label: str | None
    language: str
    asked: int
    answered: int


class AnalyticsOut(BaseModel):
    """A range of days, combined and one by one."""

    chatbot_id: UUID
    time_zone: str
    first_day: date
    last_day: date
    granularity: Granularity
    summary: FiguresOut
    previous: FiguresOut = Field(description="Der gleich lange Zeitraum davor. The period of the same length before.")
    days: list[DayOut] = Field(description="Tage, Wochen (ab Montag) oder Monate. Days, weeks or months.")
    most_asked_questions: list[QuestionOut]


class EngagementOut(BaseModel):
    """The engagement score and what it is made of; contributions add up to the score."""

    chatbot_id: UUID
    score: float
    follow_up_recommended: bool
    contributions: list[Contribution]
    advice: FollowUpAdvice
    talking_points: list[TalkingPoint]
    window_days: int
    computed_at: datetime


@router.get("/api/chatbots/{chatbot_id}/analytics", operation_id="getAnalytics")
async def analytics(
    chatbot_id: UUID, ctx: Context, principal: Reader, days: Days, granularity: Granularity = "day"
) -> AnalyticsOut:
    """Figures of a bot in its local days, weeks or months."""
    _, zone, today = await bot_of(ctx, principal, chatbot_id)
    first, last = days.resolve(today)
    length = last - first + timedelta(days=1)
    async with ctx.transaction() as unit:
        summary, rows = await reading.range_of(unit, chatbot_id, first, last)
        before, _ = await reading.range_of(unit, chatbot_id, first - length, last - length)
        questions = await unit.questions(chatbot_id, first, last, limit=10)
    return AnalyticsOut(
        chatbot_id=chatbot_id,
        time_zone=zone,
        first_day=first,
        last_day=last,
        granularity=granularity,
        summary=FiguresOut.of(summary),
        previous=FiguresOut.of(before),
        days=[
            DayOut(date=period.first, last_day=period.last, **FiguresOut.of(period.figures).model_dump())
            for period in periods(rows, granularity)
        ],
        most_asked_questions=[_question(row) for row in questions],
    )


@router.get(
    "/api/chatbots/{chatbot_id}/analytics/export",
    operation_id="exportAnalytics",
    response_class=Response,
    responses={200: {"content": {"text/csv": {}, XLSX: {}}, "description": "The file."}},
)
async def export(
    chatbot_id: UUID,
    ctx: Context,
    principal: Reader,
    days: Days,
    granularity: Granularity = "day",
    format: Literal["csv", "xlsx"] = "csv",
    language: Literal["de", "en"] = "de",
) -> Response:
    """The same figures as a table; the workbook has the questions too."""
    _, _, today = await bot_of(ctx, principal, chatbot_id)
    first, last = days.resolve(today)
    async with ctx.transaction() as unit:
        _, found = await reading.range_of(unit, chatbot_id, first, last)
        asked = await unit.questions(chatbot_id, first, last, limit=MOST_EXPORTED)
    rows = [(one.first, one.last, FiguresOut.of(one.figures).model_dump()) for one in periods(found, granularity)]
    name = f"{chatbot_id}-{first.isoformat()}-{last.isoformat()}.{format}"
    headers = {"Content-Disposition": f'attachment; filename="{name}"', "X-Content-Type-Options": "nosniff"}
    if format == "csv":
        return Response(csv_file(rows, language), media_type="text/csv; charset=utf-8", headers=headers)
    questions = [(label, count, answered) for _, label, _, count, answered in asked]
    content = await asyncio.to_thread(xlsx_file, rows, questions, language)
    return Response(content, media_type=XLSX, headers=headers)


@router.get("/api/chatbots/{chatbot_id}/engagement", operation_id="getEngagement")
async def engagement(chatbot_id: UUID, ctx: Context, principal: Reader) -> EngagementOut:
    """The engagement of a demo as of now, with reasons."""
    _, zone, _ = await bot_of(ctx, principal, chatbot_id)
    async with ctx.transaction() as unit:
        found = await scoring.current(unit, chatbot_id, zone)
    return EngagementOut(chatbot_id=chatbot_id, **found)


@router.get("/api/chatbots/{chatbot_id}/questions", operation_id="listQuestions")
async def questions(
    chatbot_id: UUID,
    ctx: Context,
    principal: Reader,
    days: Days,
    unanswered: Annotated[bool, Query(description="Nur Lücken. Only what was not answered.")] = False,
    limit: Annotated[int, Query(ge=1, le=200)] = 50,
) -> list[QuestionOut]:
    """Questions by meaning: the most asked, or the gaps."""
    _, _, today = await bot_of(ctx, principal, chatbot_id)
    first, last = days.resolve(today)
    async with ctx.transaction() as unit:
        rows = await unit.questions(chatbot_id, first, last, limit=limit, unanswered=unanswered)
    return [_question(row) for row in rows]


@router.get("/api/chatbots/{chatbot_id}/analytics/events", operation_id="streamAnalytics")
async def live(chatbot_id: UUID, ctx: Context, principal: Reader) -> StreamingResponse:
    """Today's figures as they change."""
    _, zone, _ = await bot_of(ctx, principal, chatbot_id)

    async def events() -> AsyncIterator[SseEvent]:
        last: FiguresOut | None = None
        while True:
            today = (await bot_of(ctx, principal, chatbot_id))[2]
            async with ctx.transaction() as unit:
                summary, _ = await reading.range_of(unit, chatbot_id, today, today)
            current = FiguresOut.of(summary)
            if current != last:
                yield SseEvent("figures", {"date": today.isoformat(), "time_zone": zone, **current.model_dump()})
                last = current
            await asyncio.sleep(LIVE_SECONDS)

    return sse(events())


def _question(row: tuple[UUID, str | None, str, int, int]) -> QuestionOut:
    group, label, language, asked, answered = row
    return QuestionOut(group_id=group, label=label, language=language, asked=asked, answered=answered)
