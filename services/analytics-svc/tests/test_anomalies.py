"""Anomalies: what is odd, what is not, and that each is told once."""

from __future__ import annotations

import random
from datetime import UTC, date, datetime, timedelta
from typing import Any
from uuid import UUID

import pytest
from analytics_svc.domain.anomalies import Anomaly, anomalies
from analytics_svc.domain.figures import Figures, implausible
from analytics_svc.service import counting, noticing
from contracts.analytics import AnomalyNoticed
from contracts.chat import ConversationEnded, ConversationStarted, MessageSent
from contracts.envelope import decode
from hypothesis import given
from hypothesis import strategies as st
from servicekit.ids import new_id
from servicekit.kit import Kit
from sqlalchemy import text

from .conftest import bot
from .journal import envelopes, records

DAY = date(2026, 9, 30)


def history(day: Figures, *, days: int = 35) -> dict[date, Figures]:
    return {DAY - timedelta(days=number): day for number in range(1, days + 1)}


def test_silence_is_odd_where_there_is_always_somebody() -> None:
    days = history(Figures(visits=20, conversations=9))
    assert anomalies(days, DAY) == [Anomaly("silence", 0.0, 9.0)]
    assert anomalies(days | {DAY: Figures(visits=1)}, DAY) == [], "somebody came, so it can be reached"
    assert anomalies(history(Figures(visits=5, conversations=3)), DAY) == [], "three may well stay away"


def test_weekends_may_be_silent() -> None:
    sunday = date(2026, 9, 27)
    days = {
        one: Figures(visits=30, conversations=20)
        for one in (sunday - timedelta(days=number) for number in range(1, 36))
        if one.weekday() < 5
    }
    assert anomalies(days, sunday) == []


def test_more_unanswered_questions_are_odd() -> None:
    usual = Figures(visits=9, conversations=9, responses=50, unanswered=4)
    today = Figures(visits=9, conversations=9, responses=50, unanswered=18)
    [found] = anomalies(history(usual) | {DAY: today}, DAY)
    assert (found.kind, found.seen, found.expected) == ("unanswered_jump", 0.36, 0.08)
    assert anomalies(history(usual) | {DAY: usual}, DAY) == []
    few = Figures(visits=9, conversations=2, responses=4, unanswered=4)
    assert anomalies(history(usual) | {DAY: few}, DAY) == [], "four questions prove nothing"


def test_falling_satisfaction_is_odd() -> None:
    good = Figures(visits=9, conversations=9, ratings_up=9, ratings_down=1)
    bad = Figures(visits=9, conversations=9, ratings_up=3, ratings_down=7)
    days = history(good) | {DAY - timedelta(days=number): bad for number in range(7)}
    [found] = anomalies(days, DAY)
    assert (found.kind, found.seen, found.expected) == ("satisfaction_drop", 0.3, 0.9)
    assert anomalies(history(good) | {DAY: good}, DAY) == []


def test_a_bot_that_goes_on_as_before_is_left_alone() -> None:
    chance = random.Random(5)
    days: dict[date, Figures] = {}
    noticed = 0
    for number in range(1000):
        conversations = sum(chance.random() < 0.5 for _ in range(24))
        responses = 3 * conversations
        rated = sum(chance.random() < 0.2 for _ in range(responses))
        up = sum(chance.random() < 0.8 for _ in range(rated))
        days[DAY + timedelta(days=number)] = Figures(
            visits=2 * conversations,
            conversations=conversations,
            responses=responses,
            unanswered=sum(chance.random() < 0.1 for _ in range(responses)),
            ratings_up=up,
            ratings_down=rated - up,
        )
        noticed += len(anomalies(days, DAY + timedelta(days=number)))
    assert noticed <= 10


@given(st.dictionaries(st.integers(0, 40), st.tuples(*[st.integers(0, 50)] * 5), max_size=41))
def test_any_figures_can_be_looked_at(found: dict[int, tuple[int, int, int, int, int]]) -> None:
    days = {
        DAY - timedelta(days=number): Figures(
            visits=values[0],
            conversations=values[1],
            responses=values[2] + values[3],
            unanswered=values[2],
            ratings_up=values[3],
            ratings_down=values[4],
        )
        for number, values in found.items()
    }
    assert all(one.seen >= 0 for one in anomalies(days, DAY))


@pytest.mark.integration
async def test_an_anomaly_is_told_once(kit: Kit[Any, Any, Any], replicate: Any, workspace_id: UUID) -> None:
    id = new_id()
    await replicate(bot(workspace_id, id=id))
    today = kit.clock.now().date()
    async with kit.database.sessions() as session, session.begin():
        for number in range(2, 36):
            await session.execute(
                text(
                    "INSERT INTO chatbot_analytics (chatbot_id, date, workspace_id, visits, conversations)"
                    " VALUES (:bot, :day, :workspace, 20, 12)"
                ),
                {"bot": id, "day": today - timedelta(days=number), "workspace": workspace_id},
            )
    for _ in range(3):
        async with kit.transaction() as unit:
            await noticing.notice(unit, [id])
    async with kit.database.sessions() as session:
        values = (await session.execute(text("SELECT value FROM outbox"))).scalars().all()
    events = [decode(bytes(value)).event for value in values]
    assert [type(event) for event in events] == [AnomalyNoticed]
    assert isinstance(events[0], AnomalyNoticed)
    assert (events[0].kind, events[0].detail) == ("silence", {"seen": 0.0, "expected": 12.0})


@pytest.mark.integration
async def test_what_cannot_be_true_is_set_aside_and_counts_nothing(
    kit: Kit[Any, Any, Any], replicate: Any, workspace_id: UUID
) -> None:
    from analytics_svc.agents.batches import Batches

    id = new_id()
    await replicate(bot(workspace_id, id=id))
    now = kit.clock.now()
    common: dict[str, Any] = {"bot_id": id, "conversation_id": new_id(), "environment": "production"}
    answer: dict[str, Any] = {"message_id": new_id(), "role": "assistant", "turn": 1}
    events = [
        ConversationStarted(**common, visitor="v", at=now),
        MessageSent(**common, **answer, at=now, total_ms=900, first_token_ms=40),
        MessageSent(**common, **answer, at=now + timedelta(days=400), total_ms=900),
        MessageSent(**common, **answer, at=now, total_ms=10**15),
        MessageSent(**common, **answer, at=now, total_ms=-5),
        ConversationEnded(**common, at=now, seconds=10**18, messages=2, visitor_messages=1, reason="timeout"),
    ]
    await Batches(kit).count(records(envelopes(events, workspace_id)))
    async with kit.database.sessions() as session:
        row = (await session.execute(text("SELECT responses, response_ms, sessions FROM chatbot_analytics"))).one()
        errors = (await session.execute(text("SELECT error FROM set_aside ORDER BY position"))).scalars().all()
    assert tuple(row) == (1, 900, 0)
    assert errors == ["it lies in the future", f"total_ms is {10**15}", "total_ms is -5", f"seconds is {10**18}"]
    assert counting.CONSUMER == "analytics-svc"


def test_a_clock_may_be_a_little_ahead() -> None:
    now = datetime(2026, 5, 1, 12, tzinfo=UTC)
    event = ConversationStarted(
        bot_id=new_id(), conversation_id=new_id(), environment="production", visitor="v", at=now + timedelta(hours=3)
    )
    assert implausible(event, now) is None
    assert implausible(event, now - timedelta(days=2)) == "it lies in the future"
