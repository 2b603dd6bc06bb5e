"""A bot's figures and engagement."""

from __future__ import annotations

import asyncio
from datetime import timedelta
from typing import Literal
from uuid import UUID

from fastapi import APIRouter
from fastapi.responses import Response
from wording import Language

from analytics_svc.adapters.tables import csv_file, xlsx_file
from analytics_svc.api.context import Context, Days, Reader, bot_of
from analytics_svc.api.schemas import AnalyticsOut, DayOut, EngagementOut, FiguresOut, QuestionOut
from analytics_svc.domain.figures import messages_by_hour, messages_by_weekday, named
from analytics_svc.domain.periods import Granularity, periods
from analytics_svc.service import reading, scoring

router = APIRouter(tags=["analytics"])
MOST_EXPORTED = 200
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


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
        messages_by_hour=messages_by_hour(summary),
        messages_by_weekday=messages_by_weekday(rows),
        days=[
            DayOut(date=period.first, last_day=period.last, **FiguresOut.of(period.figures).model_dump())
            for period in periods(rows, granularity)
        ],
        most_asked_questions=[QuestionOut.of(question) for question in questions],
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
    language: Language = "de",
) -> Response:
    """The same figures as a table; the workbook has the questions too."""
    _, _, today = await bot_of(ctx, principal, chatbot_id)
    first, last = days.resolve(today)
    async with ctx.transaction() as unit:
        _, found = await reading.range_of(unit, chatbot_id, first, last)
        asked = await unit.questions(chatbot_id, first, last, limit=MOST_EXPORTED)
    rows = [(one.first, one.last, named(one.figures)) for one in periods(found, granularity)]
    name = f"{chatbot_id}-{first.isoformat()}-{last.isoformat()}.{format}"
    headers = {"Content-Disposition": f'attachment; filename="{name}"'}
    if format == "csv":
        return Response(csv_file(rows, language), media_type="text/csv; charset=utf-8", headers=headers)
    questions = [(question.label, question.asked, question.answered) for question in asked]
    content = await asyncio.to_thread(xlsx_file, rows, questions, language)
    return Response(content, media_type=XLSX, headers=headers)


@router.get("/api/chatbots/{chatbot_id}/engagement", operation_id="getEngagement")
async def engagement(chatbot_id: UUID, ctx: Context, principal: Reader) -> EngagementOut:
    """The engagement of a demo as of now, with reasons."""
    _, zone, _ = await bot_of(ctx, principal, chatbot_id)
    async with ctx.transaction() as unit:
        found = await scoring.current(unit, chatbot_id, zone)
    return EngagementOut(chatbot_id=chatbot_id, **found)
