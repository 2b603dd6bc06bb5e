"""Engagement of a bot: computed from its daily rows, published when it moved."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any
from uuid import UUID

from contracts.analytics import Contribution, EngagementScored, FollowUpAdvice, TalkingPoint
from contracts.bots import BotSnapshot
from openinghours import OpeningHours, next_slot

from analytics_svc.domain import engagement
from analytics_svc.domain.figures import Figures, local_day, peak_hour, total
from analytics_svc.messages import text
from analytics_svc.models import EngagementRow
from analytics_svc.repository import Unit


async def rescore(unit: Unit, row: EngagementRow, zone: str) -> None:
    """Compute the score of a bot whose row is locked, and publish it when it moved by 0.5 or over 5, 7 or 8."""
    today = local_day(unit.now(), zone)
    first = today - timedelta(days=engagement.WINDOW_DAYS - 1)
    days = (await unit.days([row.bot_id], first, today + timedelta(days=1))).get(row.bot_id, [])
    found = engagement.score([_day(max(0, (today - day).days), figures) for day, figures in days])
    row.score, row.computed_at = found.value, unit.now()
    if not engagement.worth_publishing(row.published, found.value):
        return
    event = EngagementScored(
        bot_id=row.bot_id,
        score=found.value,
        previous=row.published,
        crossed=engagement.crossed(row.published, found.value),
        contributions=tuple(Contribution(name=t.name, value=t.value, points=t.points) for t in found.terms),
        advice=await advice(unit, row.bot_id, found),
        talking_points=await talking_points(unit, row.bot_id, first, today, [f for _, f in days]),
        computed_at=unit.now(),
        revision=row.version + 1,
    )
    row.version += 1
    row.published = found.value
    row.detail = event.model_dump(mode="json")
    unit.publish(row, event)


async def current(unit: Unit, bot_id: UUID, zone: str) -> dict[str, Any]:
    """The score as of now with its contributions, advice and talking points; publishes nothing."""
    today = local_day(unit.now(), zone)
    first = today - timedelta(days=engagement.WINDOW_DAYS - 1)
    days = (await unit.days([bot_id], first, today + timedelta(days=1))).get(bot_id, [])
    found = engagement.score([_day(max(0, (today - day).days), figures) for day, figures in days])
    return {
        "score": found.value,
        "follow_up_recommended": found.recommended,
        "contributions": [Contribution(name=t.name, value=t.value, points=t.points) for t in found.terms],
        "advice": await advice(unit, bot_id, found),
        "talking_points": await talking_points(unit, bot_id, first, today, [f for _, f in days]),
        "window_days": engagement.WINDOW_DAYS,
        "computed_at": unit.now(),
    }


async def advice(unit: Unit, bot_id: UUID, score: engagement.Score) -> FollowUpAdvice:
    """Whether to follow up, and the next half hour inside the company's opening hours."""
    bot = await unit.replicas.get(BotSnapshot, bot_id)
    slot = None
    if bot is not None:
        hours = OpeningHours.parse((bot.published or bot.draft).opening_hours.model_dump(mode="json"))
        slot = next_slot(hours, unit.now() + timedelta(hours=1)) if hours.known else None
    strongest = max(score.terms, key=lambda term: term.points)
    reason = text(f"reason_{strongest.name}", value=f"{strongest.value:.1f}".replace(".", ","))
    return FollowUpAdvice(recommended=score.recommended, best_slot=slot, reason=reason)


async def talking_points(
    unit: Unit, bot_id: UUID, first: date, last: date, days: list[Figures]
) -> tuple[TalkingPoint, ...]:
    """Real questions with their counts, where they may be named; the busiest hour; leads."""
    points: list[TalkingPoint] = []
    for _, label, _, asked, _ in await unit.questions(bot_id, first, last, limit=20):
        if label and len(points) < 3:
            points.append(TalkingPoint(kind="top_question", label=label, count=asked))
    open_questions = [
        TalkingPoint(kind="unanswered_question", label=label, count=asked - answered)
        for _, label, _, asked, answered in await unit.questions(bot_id, first, last, limit=20, unanswered=True)
        if label
    ]
    points += open_questions[:3]
    sums = total(days)
    busiest = peak_hour(sums.hours)
    if busiest is not None:
        points.append(TalkingPoint(kind="peak_time", label=text("peak_time", hour=busiest[0]), count=busiest[1]))
    leads = sums.emails_captured + sums.contact_requests
    if leads:
        points.append(TalkingPoint(kind="lead", label=text("leads"), count=leads))
    return tuple(points)


async def rescore_all(unit: Unit, bot_ids: list[UUID]) -> None:
    """Recompute bots whose score only time has moved."""
    bots = await unit.bots(bot_ids)
    alive = {id: bot for id, bot in bots.items() if not bot.deleted}
    rows = await unit.lock_bots(alive.values())
    for id in sorted(rows):
        await rescore(unit, rows[id], alive[id].zone)


def _day(age: int, figures: Figures) -> engagement.Day:
    return engagement.Day(
        age=age,
        conversations=figures.conversations,
        messages=figures.messages,
        sessions=figures.sessions,
        session_seconds=figures.session_seconds,
        emails=figures.emails_captured,
        contact_requests=figures.contact_requests,
    )
