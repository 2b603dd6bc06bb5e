"""Engagement of a bot: computed from its daily rows, published when it moved."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID

from contracts.analytics import Contribution, EngagementScored, FollowUpAdvice, TalkingPoint
from openinghours import OpeningHours, next_slot
from servicekit.telemetry import span

from analytics_svc.domain import engagement
from analytics_svc.domain.figures import Figures, local_day, peak_hour, total
from analytics_svc.repository import Asked, Engagement, Unit

MOST_QUESTIONS = 3


async def rescore(
    unit: Unit,
    rows: Mapping[UUID, Engagement],
    zones: Mapping[UUID, str],
    causes: Mapping[UUID, str | None] | None = None,
) -> None:
    """Compute the scores of bots whose rows are locked, and publish those that moved by 0.5 or over 5, 7 or 8.

    `causes` has the traceparent of the event that moved a bot's score: what comes of it belongs to that trace.

    What is read is read for all of them at once, so that the cost of a batch depends little on how many bots are in it.
    """
    if not rows:
        return
    windows = {id: _window(unit.now(), zones[id]) for id in rows}
    first = min(start for start, _ in windows.values())
    last = max(today for _, today in windows.values()) + timedelta(days=1)
    days = await unit.days(list(rows), first, last)
    moved: dict[UUID, tuple[engagement.Score, list[Figures]]] = {}
    for id in sorted(rows):
        start, today = windows[id]
        own = [(day, figures) for day, figures in days.get(id, []) if start <= day <= today + timedelta(days=1)]
        found = engagement.score([_day(max(0, (today - day).days), figures) for day, figures in own])
        rows[id].score, rows[id].computed_at = found.value, unit.now()
        if engagement.worth_publishing(rows[id].published, found.value):
            moved[id] = (found, [figures for _, figures in own])
    if moved:
        await _tell(unit, rows, moved, first, last, causes or {})
    await unit.save_engagement(rows.values())


async def _tell(
    unit: Unit,
    rows: Mapping[UUID, Engagement],
    moved: Mapping[UUID, tuple[engagement.Score, list[Figures]]],
    first: date,
    last: date,
    causes: Mapping[UUID, str | None],
) -> None:
    hours = await unit.opening_hours(list(moved))
    asked = await unit.questions_of(list(moved), first, last)
    for id, (found, figures) in moved.items():
        with span("score", traceparent=causes.get(id), bot=str(id)):
            advised = advice(unit.now(), hours.get(id), found)
            _publish(unit, rows[id], found, advised, talking_points(asked[id], figures))


def _publish(
    unit: Unit, row: Engagement, found: engagement.Score, advised: FollowUpAdvice, points: tuple[TalkingPoint, ...]
) -> None:
    event = EngagementScored(
        bot_id=row.bot_id,
        score=found.value,
        previous=row.published,
        crossed=engagement.crossed(row.published, found.value),
        contributions=tuple(Contribution(name=t.name, value=t.value, points=t.points) for t in found.terms),
        advice=advised,
        talking_points=points,
        computed_at=unit.now(),
        revision=row.version + 1,
    )
    row.version += 1
    row.published = found.value
    row.detail = event.model_dump(mode="json")
    unit.publish(row, event)


async def current(unit: Unit, bot_id: UUID, zone: str) -> dict[str, Any]:
    """The score as of now with its contributions, advice and talking points; publishes nothing."""
    first, today = _window(unit.now(), zone)
    days = (await unit.days([bot_id], first, today + timedelta(days=1))).get(bot_id, [])
    found = engagement.score([_day(max(0, (today - day).days), figures) for day, figures in days])
    hours = await unit.opening_hours([bot_id])
    asked = await unit.questions_of([bot_id], first, today + timedelta(days=1))
    return {
        "score": found.value,
        "follow_up_recommended": found.recommended,
        "contributions": [Contribution(name=t.name, value=t.value, points=t.points) for t in found.terms],
        "advice": advice(unit.now(), hours.get(bot_id), found),
        "talking_points": talking_points(asked[bot_id], [figures for _, figures in days]),
        "window_days": engagement.WINDOW_DAYS,
        "computed_at": unit.now(),
    }


def _window(now: datetime, zone: str) -> tuple[date, date]:
    """The first day that counts, and today, by the bot's calendar."""
    today = local_day(now, zone)
    return today - timedelta(days=engagement.WINDOW_DAYS - 1), today


def advice(now: datetime, hours: dict[str, Any] | None, score: engagement.Score) -> FollowUpAdvice:
    """Whether to follow up, and the next half hour inside the company's opening hours, when they are known."""
    parsed = OpeningHours.parse(hours) if hours is not None else None
    slot = next_slot(parsed, now + timedelta(hours=1)) if parsed is not None and parsed.known else None
    strongest = max(score.terms, key=lambda term: term.points)
    said = {"because": strongest.name, "value": strongest.value} if strongest.points else {}
    return FollowUpAdvice(recommended=score.recommended, best_slot=slot, **said)


def talking_points(asked: Sequence[Asked], days: list[Figures]) -> tuple[TalkingPoint, ...]:
    """Real questions with their counts, where they may be named; the busiest hour; leads."""
    named = [(question.label, question) for question in asked if question.label]
    often = sorted(named, key=lambda pair: -pair[1].asked)[:MOST_QUESTIONS]
    unanswered = sorted((pair for pair in named if pair[1].open), key=lambda pair: -pair[1].open)[:MOST_QUESTIONS]
    points = [TalkingPoint(kind="top_question", label=label, count=question.asked) for label, question in often]
    points += [TalkingPoint(kind="unanswered_question", label=label, count=q.open) for label, q in unanswered]
    sums = total(days)
    busiest = peak_hour(sums.hours)
    if busiest is not None:
        points.append(TalkingPoint(kind="peak_time", label="", hour=busiest[0], count=busiest[1]))
    leads = sums.emails_captured + sums.contact_requests
    if leads:
        points.append(TalkingPoint(kind="lead", label="", count=leads))
    return tuple(points)


async def rescore_all(unit: Unit, bot_ids: list[UUID]) -> None:
    """Recompute bots whose score only time has moved."""
    bots = await unit.bots(bot_ids)
    alive = {id: bot for id, bot in bots.items() if not bot.deleted}
    rows = await unit.lock_bots(alive.values())
    await rescore(unit, rows, {id: bot.zone for id, bot in alive.items()})


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
