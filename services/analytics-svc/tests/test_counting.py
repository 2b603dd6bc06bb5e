"""Counts are exact: whatever comes twice, late, in other order, from two workers at once, or after a crash."""

from __future__ import annotations

import asyncio
import itertools
import random
from collections import Counter
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from typing import Any
from uuid import UUID

import httpx
import pytest
from analytics_svc.agents.batches import Batches
from analytics_svc.consumers import consumers
from analytics_svc.service import counting
from analytics_svc.service.counting import COUNTED_TYPES
from contracts.analytics import EngagementScored
from contracts.bots import BotSnapshot
from contracts.chat import AnswerRated, ConversationEnded, ConversationErased, ConversationStarted
from contracts.envelope import decode
from contracts.topics import ENGAGEMENT
from servicekit.events import dead_letters
from servicekit.events.inbox import Record
from servicekit.events.reactor import Reactor
from servicekit.ids import new_id
from servicekit.kit import Kit
from servicekit.testing import Bus, eventually
from sqlalchemy import text

from .conftest import bot
from .journal import ZONES, absurd, envelopes, generate, mixed, poison, records
from .recount import expected, expected_questions, questions, rows, set_aside

pytestmark = pytest.mark.integration

AnyKit = Kit[Any, Any, Any]


@pytest.fixture
async def bots(replicate: Any, workspace_id: UUID) -> list[tuple[UUID, str]]:
    found = [(new_id(), zone) for zone in ZONES for _ in range(2)]
    for id, zone in found:
        await replicate(bot(workspace_id, zone=zone, id=id))
    return found


@pytest.mark.parametrize("seed", range(4))
async def test_figures_equal_a_recomputation_from_the_journal(
    kit: AnyKit, bots: list[tuple[UUID, str]], workspace_id: UUID, seed: int
) -> None:
    ordered = seed % 2 == 0
    events = generate(seed, bots, 120, erasing={id for id, _ in bots} if ordered else ())
    chance = random.Random(seed)
    good = records(envelopes(events, workspace_id))
    bad = records(envelopes(absurd(seed, bots, 12), workspace_id)) + poison(bots, 10)
    # positions are what the dead letters are told apart by
    found = [replace(record, position=place) for place, record in enumerate(mixed(good, bad, seed))]
    stream = found + chance.sample(found, len(found) // 3)
    if not ordered:
        chance.shuffle(stream)  # far more disorder than Kafka allows
    batches = Batches(kit)
    while stream:
        size = chance.randrange(1, 80)
        await batches.count(stream[:size])
        stream = stream[size:]
    assert await rows(kit) == expected(events, bots)
    assert await questions(kit) == expected_questions(events, bots)
    assert await set_aside(kit, "dead") == Counter(record.value for record in bad)


async def test_workers_side_by_side_count_like_one(
    kit: AnyKit, bots: list[tuple[UUID, str]], workspace_id: UUID
) -> None:
    events = generate(7, bots, 150)
    found = records(envelopes(events, workspace_id))
    batches = Batches(kit)

    async def work(seed: int) -> None:
        stream = found.copy()
        random.Random(seed).shuffle(stream)
        for start in range(0, len(stream), 40):
            await batches.count(stream[start : start + 40])

    await asyncio.gather(*(work(seed) for seed in range(4)))
    assert await rows(kit) == expected(events, bots)


async def test_a_crash_between_any_two_steps_counts_once(
    kit: AnyKit, bots: list[tuple[UUID, str]], workspace_id: UUID
) -> None:
    events = generate(3, bots, 40)
    found = records(envelopes(events, workspace_id))
    for name in ("claim_all", "lock_bots", "save_conversations", "add_figures", "flush"):
        original = getattr(kit.unit_type, name)

        async def dies(self: Any, *arguments: Any, _original: Any = original, **named: Any) -> Any:
            await _original(self, *arguments, **named)
            raise SystemError("killed here")

        setattr(kit.unit_type, name, dies)
        try:
            with pytest.raises(SystemError):
                await counting.apply(kit, found)
        finally:
            setattr(kit.unit_type, name, original)
        assert await rows(kit) == {}
    await counting.apply(kit, found)
    await counting.apply(kit, found)
    assert await rows(kit) == expected(events, bots)


async def test_poison_in_a_batch_is_set_aside_alone(
    kit: AnyKit, bots: list[tuple[UUID, str]], workspace_id: UUID
) -> None:
    events = generate(5, bots, 30)
    found = records(envelopes(events, workspace_id))
    poison = Record("chat.conversations", 0, 10_000, "k", "", b"{no event")
    await Batches(kit).count([*found[:20], poison, *found[20:]])
    assert await rows(kit) == expected(events, bots)
    async with kit.database.sessions() as session:
        states = (await session.execute(text("SELECT state, position FROM set_aside"))).all()
    assert [tuple(row) for row in states] == [("dead", 10_000)]


async def test_events_of_unknown_bots_wait_for_their_bot(kit: AnyKit, replicate: Any, workspace_id: UUID) -> None:
    id = new_id()
    events = generate(2, [(id, "Europe/Berlin")], 20)
    batches = Batches(kit)
    await batches.count(records(envelopes(events, workspace_id)))
    assert await rows(kit) == {}
    await replicate(bot(workspace_id, id=id))
    async with kit.transaction() as unit:
        await unit.arrived(id)

    async def due() -> int:
        return await batches.retry_due()

    await eventually(due, until=lambda count: count == 0)
    assert await rows(kit) == expected(events, [(id, "Europe/Berlin")])


async def test_a_bot_that_never_comes_does_not_hold_up_those_that_do(
    kit: AnyKit, replicate: Any, workspace_id: UUID
) -> None:
    never, late = new_id(), new_id()
    waiting = generate(3, [(never, "Europe/Berlin")], 60)
    events = generate(4, [(late, "Europe/Berlin")], 20)
    batches = Batches(kit)
    await batches.count(records(envelopes([*waiting, *events], workspace_id)))
    await replicate(bot(workspace_id, id=late))
    async with kit.transaction() as unit:
        await unit.arrived(late)

    async def figures() -> Any:
        await batches.retry_due()
        return await rows(kit)

    wanted = expected(events, [(late, "Europe/Berlin")])
    await eventually(figures, until=wanted.__eq__, timeout=60, every=0.5)
    counted = [
        e for e in waiting if getattr(e, "environment", "production") == "production" and e.TYPE in COUNTED_TYPES
    ]
    assert (await set_aside(kit, "parked")).total() == len(counted) > 200


async def test_reactions_leave_what_the_worker_set_aside(kit: AnyKit, replicate: Any, workspace_id: UUID) -> None:
    """Both retry what is due; the service's reactions hear of none of the events that the worker counts."""
    id = new_id()
    events = generate(5, [(id, "Europe/Berlin")], 30)
    batches, reactor = Batches(kit), Reactor(kit, consumers)
    await batches.count(records(envelopes(events, workspace_id)))
    parked = await set_aside(kit, "parked")
    await replicate(bot(workspace_id, id=id))
    async with kit.transaction() as unit:
        await unit.arrived(id)
    assert await reactor.retry_due() == 0
    assert await set_aside(kit, "parked") == parked

    async def due() -> int:
        return await batches.retry_due()

    await eventually(due, until=lambda count: count == 0)
    assert await rows(kit) == expected(events, [(id, "Europe/Berlin")])


async def test_a_replayed_letter_that_is_still_bad_holds_nobody_up(
    kit: AnyKit, replicate: Any, workspace_id: UUID
) -> None:
    id = new_id()
    batches = Batches(kit)
    await batches.count([Record("chat.conversations", 0, 10_000, "k", "", b"{no event")])
    events = generate(2, [(id, "Europe/Berlin")], 20)
    await batches.count(records(envelopes(events, workspace_id)))
    await replicate(bot(workspace_id, id=id))
    async with kit.transaction() as unit:
        await dead_letters.replay_all(unit.session)
        await unit.arrived(id)
    while await batches.retry_due():
        pass
    assert await rows(kit) == expected(events, [(id, "Europe/Berlin")])
    async with kit.database.sessions() as session:
        assert (await session.execute(text("SELECT state FROM set_aside"))).scalars().all() == ["dead"]


async def test_events_of_deleted_bots_are_dropped(kit: AnyKit, replicate: Any, workspace_id: UUID) -> None:
    id = new_id()
    await replicate(bot(workspace_id, id=id))
    async with kit.database.sessions() as session, session.begin():
        await session.execute(text("UPDATE replicas SET deleted = true, snapshot = NULL WHERE id = :id"), {"id": id})
    outcome = await counting.apply(kit, records(envelopes(generate(1, [(id, "UTC")], 10), workspace_id)))
    assert outcome["dropped"] > 0
    assert outcome["counted"] == 0
    assert await rows(kit) == {}


async def test_late_events_of_an_erased_conversation_change_nothing(
    kit: AnyKit, bots: list[tuple[UUID, str]], workspace_id: UUID
) -> None:
    events = generate(9, bots[:1], 1)
    started = next(event for event in events if isinstance(event, ConversationStarted))
    erased = ConversationErased(
        bot_id=started.bot_id, conversation_id=started.conversation_id, environment="production", at=started.at
    )
    await counting.apply(kit, records(envelopes([erased], workspace_id)))
    outcome = await counting.apply(kit, records(envelopes(events, workspace_id)))
    dropped = [event for event in events if getattr(event, "conversation_id", None) and event.TYPE in COUNTED_TYPES]
    assert outcome["dropped"] == len(dropped) > 1


async def test_engagement_is_published_when_it_crosses(
    kit: AnyKit, replicate: Any, workspace_id: UUID, client: httpx.AsyncClient, api_key: Any
) -> None:
    from datetime import timedelta

    from contracts.chat import ConversationStarted, MessageSent
    from contracts.lead import LeadCaptured

    id = new_id()
    await replicate(bot(workspace_id, id=id))
    at = kit.clock.now() - timedelta(minutes=5)
    events: list[Any] = []
    for number in range(4):
        common: dict[str, Any] = {"bot_id": id, "conversation_id": new_id(), "environment": "production", "at": at}
        events.append(ConversationStarted(**common, visitor=f"v{number}"))
        events += [
            MessageSent(**common, message_id=new_id(), role=role, turn=turn)
            for turn, role in enumerate(("visitor", "assistant") * 4, start=1)
        ]
        for kind in ("email", "contact_request"):
            events.append(LeadCaptured(lead_id=new_id(), **common, kind=kind, interest_level=8))
    await counting.apply(kit, records(envelopes(events, workspace_id)))

    async with kit.database.sessions() as session:
        values = (await session.execute(text("SELECT value FROM outbox ORDER BY id"))).scalars().all()
    published = [decode(bytes(value)).event for value in values]
    assert len(published) == 1
    scored = published[0]
    assert isinstance(scored, EngagementScored)
    assert scored.score > 7
    assert scored.crossed == (5.0, 7.0) + ((8.0,) if scored.score >= 8 else ())
    assert scored.score == pytest.approx(sum(item.points for item in scored.contributions))
    assert scored.advice.recommended
    assert scored.advice.best_slot is not None
    assert scored.advice.because in {"emails", "contact_requests", "conversations"}
    assert scored.advice.value
    assert scored.advice.reason == "", "events carry no wording"
    assert all(point.kind.endswith("question") or point.label == "" for point in scored.talking_points)
    assert all((point.kind == "peak_time") == (point.hour is not None) for point in scored.talking_points)

    headers = await api_key("analytics:read")
    answer = (await client.get(f"/api/chatbots/{id}/engagement", headers=headers)).json()
    assert answer["follow_up_recommended"] is True
    figures = (await client.get(f"/api/chatbots/{id}/analytics", headers=headers)).json()
    assert figures["summary"]["total_conversations"] == 4
    assert figures["summary"]["emails_captured"] == 4
    assert len(figures["days"]) == 30
    assert (
        await client.get(f"/api/chatbots/{id}/analytics?from=2026-02-01&to=2026-01-01", headers=headers)
    ).status_code == 422
    assert (await client.get("/api/admin/kpis", headers=headers)).status_code == 200
    foreign = await api_key("analytics:read", workspace_id=new_id())
    for path in ("analytics", "engagement", "questions"):
        assert (await client.get(f"/api/chatbots/{id}/{path}", headers=foreign)).status_code == 404


async def test_the_worker_counts_from_kafka_and_survives_kill_9(
    kit: AnyKit, bus: Bus, bots: list[tuple[UUID, str]], workspace_id: UUID, settings: Any, tmp_path: Any
) -> None:
    import os
    import signal
    import subprocess
    import sys

    from contracts.topics import CONVERSATIONS, LEADS

    events = generate(11, bots, 60)
    environment = {
        **os.environ,
        "DATABASE_URL": settings.database.url.get_secret_value(),
        "KAFKA_BOOTSTRAP_SERVERS": settings.kafka.bootstrap_servers,
        "TOPIC_PREFIX": settings.topic.prefix,
        "FAUST_DATADIR": str(tmp_path / "faust-worker"),
        "LOG_LEVEL": "warning",
    }

    def start(port: int) -> subprocess.Popen[bytes]:
        from local_stack.parts import free_port

        command = [sys.executable, "-m", "analytics_svc", "serve", "--only", "worker"]
        return subprocess.Popen(command, env={**environment, "PORT": str(free_port() or port)})

    async def send(part: list[Any]) -> None:
        for event in part:
            topic = LEADS if event.TYPE.startswith("empfang.lead") else CONVERSATIONS
            await bus.publish(event, workspace_id=workspace_id, topic=topic)

    async def counted() -> int:
        return sum(row.get("visits", 0) for row in (await rows(kit)).values())

    worker = start(0)
    try:
        await send(events[: len(events) // 2])
        await eventually(counted, timeout=30)
        worker.send_signal(signal.SIGKILL)
        worker.wait()
        await send(events[len(events) // 2 :])
        worker = start(0)
        await eventually(lambda: rows(kit), until=lambda found: found == expected(events, bots), timeout=45)
        worker.send_signal(signal.SIGTERM)
        assert await asyncio.to_thread(worker.wait, 20) == 0
    finally:
        if worker.poll() is None:
            worker.kill()
            worker.wait()
    scored = await bus.records(ENGAGEMENT, count=0, timeout=0.1)
    assert scored == [] or all(value for _, value in scored)
    assert isinstance(await kit.replica(BotSnapshot, bots[0][0]), BotSnapshot)


async def test_a_change_of_mind_moves_a_thumb_and_a_second_end_counts_once(
    kit: AnyKit, replicate: Any, workspace_id: UUID
) -> None:
    """On another day too, and in whatever order it comes."""
    at = datetime(2026, 9, 30, 12, tzinfo=UTC)
    for order in random.Random(1).sample(list(itertools.permutations(range(6))), 40):
        id = new_id()
        await replicate(bot(workspace_id, id=id))
        common: dict[str, Any] = {"bot_id": id, "conversation_id": new_id(), "environment": "production"}
        answer = {"message_id": new_id()}
        ended = {"messages": 2, "visitor_messages": 1, "reason": "timeout"}
        events: list[Any] = [
            ConversationStarted(**common, at=at, visitor="v"),
            AnswerRated(**common, **answer, at=at, rating=-1),
            AnswerRated(**common, **answer, at=at + timedelta(days=1), rating=1, previous=-1),
            AnswerRated(**common, message_id=new_id(), at=at, rating=-1),
            ConversationEnded(**common, **ended, at=at, seconds=60),
            ConversationEnded(**common, **ended, at=at + timedelta(days=1), seconds=90),
        ]
        found = records(envelopes(events, workspace_id))
        for number in order[:3]:
            await counting.apply(kit, [found[number]])
        await counting.apply(kit, [found[number] for number in order[3:]])
        await counting.apply(kit, found)
        figures = {key[1]: row for key, row in (await rows(kit)).items() if key[0] == id}
        assert figures == {
            date(2026, 9, 30): {
                "conversations": 1,
                "unique_visitors": 1,
                "sessions": 1,
                "session_seconds": 90,
                "ratings_down": 1,
            },
            date(2026, 10, 1): {"ratings_up": 1},
        }, order
