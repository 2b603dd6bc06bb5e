"""Days rebuilt from the topics: equal to the journal whatever the tables held, and nothing changes when it fails."""

from __future__ import annotations

import asyncio
import random
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from typing import Any
from uuid import UUID

import pytest
from aiokafka import TopicPartition
from analytics_svc.agents import GROUP
from analytics_svc.agents import replay as replaying
from analytics_svc.agents.batches import Batches
from analytics_svc.agents.replay import CannotReplay, Outcome, Wish, replay
from analytics_svc.domain.retention import first_whole_day
from analytics_svc.repository import shadow
from contracts.chat import BotVisited, ConversationErased, ConversationStarted
from contracts.envelope import TYPE_HEADER, Envelope, encode
from contracts.topics import CONVERSATIONS, LEADS
from hypothesis import given
from hypothesis import strategies as st
from servicekit.events import kafka
from servicekit.events.inbox import Record
from servicekit.ids import new_id
from servicekit.kit import Kit
from servicekit.testing import eventually
from sqlalchemy import text

from .conftest import bot
from .journal import ZONES, envelopes, generate, records
from .recount import expected, expected_questions, questions, rows

AnyKit = Kit[Any, Any, Any]
EVER = Wish(first=date(2026, 1, 1))
"""Nothing was ever deleted from the tests' topics, so every day may be asked for."""


@given(st.integers(0, 366 * 24 * 3600), st.integers(-12 * 60, 14 * 60))
def test_a_day_is_whole_when_it_begins_a_day_after_the_horizon_everywhere(seconds: int, offset: int) -> None:
    horizon = datetime(2026, 1, 1, tzinfo=UTC) + timedelta(seconds=seconds)
    day = first_whole_day(horizon)
    begins = datetime(day.year, day.month, day.day, tzinfo=UTC) - timedelta(minutes=offset)
    assert begins >= horizon + timedelta(days=1), "a clock may be a day ahead"
    assert begins <= horizon + timedelta(days=4), "and no day is left out without need"


@pytest.fixture
async def bots(replicate: Any, workspace_id: UUID) -> list[tuple[UUID, str]]:
    found = [(new_id(), zone) for zone in ZONES for _ in range(2)]
    for id, zone in found:
        await replicate(bot(workspace_id, zone=zone, id=id))
    return found


@pytest.fixture
async def figures_topics(kit: AnyKit, topics: None) -> None:
    """The topics of the figures, which other services own."""
    await kafka.create_topics(kit.settings, [replace(topic, partitions=3) for topic in (CONVERSATIONS, LEADS)])


async def put(kit: AnyKit, found: list[Envelope]) -> list[Record]:
    """Put events on their topics; returns them as a worker reads them."""
    producer = kafka.producer(kit.settings, client_id="journal")
    await producer.start()
    read = []
    for envelope in found:
        topic = LEADS if envelope.type.startswith("empfang.lead") else CONVERSATIONS
        key = str(envelope.event.bot_id)  # type: ignore[attr-defined]  # every event of both topics has one
        value, headers = encode(envelope), [(TYPE_HEADER, envelope.type.encode())]
        at = await producer.send_and_wait(
            kit.settings.topic.prefix + topic.name, value, key=key.encode(), headers=headers
        )
        read.append(Record(topic.name, at.partition, at.offset, key, envelope.type, value))
    await producer.stop()
    return read


async def committed(kit: AnyKit, read: list[Record]) -> None:
    """The workers' group has got so far."""
    consumer = kafka.consumer(kit.settings, CONVERSATIONS.name, LEADS.name, group=GROUP)
    await consumer.start()
    places: dict[TopicPartition, int] = {}
    for record in read:
        place = TopicPartition(kit.settings.topic.prefix + record.topic, record.partition)
        places[place] = max(places.get(place, 0), record.position + 1)
    await consumer.commit(places)
    await consumer.stop()


async def damage(kit: AnyKit) -> None:
    """What a defect may have done: wrong sums, lost days, ghosts, wrong conversations."""
    async with kit.database.sessions() as session, session.begin():
        for statement in (
            "UPDATE chatbot_analytics SET messages = messages + 3, response_sketch = '{\"7\": 1}' WHERE visits > 3",
            "DELETE FROM chatbot_analytics WHERE date = '2026-03-29'",
            "UPDATE conversations SET visitor_messages = 1, seconds = 5",
            "UPDATE question_days SET asked = asked + 1",
            "DELETE FROM visitors",
            "INSERT INTO chatbot_analytics (chatbot_id, workspace_id, date, visits)"
            " SELECT bot_id, workspace_id, '2026-07-07', 99 FROM engagement",
        ):
            await session.execute(text(statement))


@pytest.mark.integration
async def test_days_are_rebuilt_and_counting_goes_on_from_there(
    kit: AnyKit, figures_topics: None, bots: list[tuple[UUID, str]], workspace_id: UUID
) -> None:
    events = generate(5, bots, 80)
    journal = envelopes(events, workspace_id)
    first, later = journal[: len(journal) // 2], journal[len(journal) // 2 :]
    read = await put(kit, first + random.Random(1).sample(first, 40))
    batches = Batches(kit)
    await batches.count(read)
    right = await rows(kit)
    await damage(kit)
    assert await rows(kit) != right

    told: list[str] = []
    outcome = await replay(kit, EVER, tell=told.append)
    assert await rows(kit) == right
    assert outcome.changed > 0
    assert outcome.read == len(read)
    assert any("2026-07-07" in line for line in told), "what was wrong is told"

    await batches.count(read)
    await batches.count(await put(kit, later))
    assert await rows(kit) == expected(events, bots), "conversations begun before go on"
    assert await questions(kit) == expected_questions(events, bots)
    assert (await replay(kit, EVER)).changed == 0
    async with kit.database.sessions() as session:
        assert (await session.execute(text("SELECT to_regnamespace('shadow')"))).scalar() is None


@pytest.mark.integration
async def test_a_comparison_tells_and_changes_nothing(
    kit: AnyKit, figures_topics: None, bots: list[tuple[UUID, str]], workspace_id: UUID
) -> None:
    read = await put(kit, envelopes(generate(6, bots, 30), workspace_id))
    await Batches(kit).count(read)
    await damage(kit)
    wrong = await rows(kit)
    outcome = await replay(kit, Wish(first=EVER.first, compare=True))
    assert outcome.changed > 0
    assert await rows(kit) == wrong


@pytest.mark.integration
async def test_events_that_come_while_days_are_rebuilt_count_once(
    kit: AnyKit, figures_topics: None, bots: list[tuple[UUID, str]], workspace_id: UUID, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A worker counts beside the rebuild, behind it and ahead of it; another batch waits in front of the swap."""
    monkeypatch.setattr(replaying, "BATCH", 50)
    events = generate(7, bots, 150)
    journal = envelopes(events, workspace_id)
    third = len(journal) // 3
    await put(kit, journal[:third])  # nobody counted these before the swap
    batches = Batches(kit)
    rebuilding = asyncio.create_task(replay(kit, EVER))

    async def work(part: list[Envelope]) -> None:
        for start in range(0, len(part), 20):
            await batches.count(await put(kit, part[start : start + 20]))

    await asyncio.gather(work(journal[third : 2 * third]), work(journal[2 * third :]))
    await rebuilding
    everything = records(journal)
    random.Random(7).shuffle(everything)
    await batches.count(everything)
    assert await rows(kit) == expected(events, bots)
    assert await questions(kit) == expected_questions(events, bots)


@pytest.mark.integration
async def test_a_batch_that_comes_while_days_are_swapped_waits(
    kit: AnyKit,
    figures_topics: None,
    bots: list[tuple[UUID, str]],
    workspace_id: UUID,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    events = generate(14, bots, 40)
    batches = Batches(kit)
    read = await put(kit, envelopes(events, workspace_id))
    await batches.count(read)
    await committed(kit, read)
    original, waiting = shadow.take_over, list[asyncio.Task[None]]()

    async def take_over(session: Any) -> None:
        waiting.append(asyncio.create_task(batches.count(records(envelopes([visit], workspace_id)))))
        await asyncio.sleep(0.5)
        assert not waiting[0].done()
        await original(session)

    day = datetime(2026, 3, 29, 12, tzinfo=UTC)
    visit = BotVisited(bot_id=bots[0][0], visit_id=new_id(), environment="production", visitor="v0", at=day)
    monkeypatch.setattr(shadow, "take_over", take_over)
    await replay(kit, EVER)
    await waiting[0]
    assert await rows(kit) == expected([*events, visit], bots)


@pytest.mark.integration
@pytest.mark.parametrize("where", ["build", "fill", "take_over", "own_figures"])
async def test_a_rebuild_that_dies_changes_nothing(
    kit: AnyKit,
    figures_topics: None,
    bots: list[tuple[UUID, str]],
    workspace_id: UUID,
    where: str,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    events = generate(8, bots, 30)
    await Batches(kit).count(await put(kit, envelopes(events, workspace_id)))

    async def dies(*arguments: Any, **named: Any) -> Any:
        raise SystemError("killed here")

    owner: Any = kit.unit_type if where == "own_figures" else replaying.Rebuild if where == "fill" else shadow
    with monkeypatch.context() as patched:
        patched.setattr(owner, where, dies)
        with pytest.raises(SystemError):
            await replay(kit, EVER)
    assert await rows(kit) == expected(events, bots)
    await damage(kit)
    await replay(kit, EVER)
    assert await rows(kit) == expected(events, bots)


@pytest.mark.integration
async def test_what_was_set_aside_and_rebuilt_is_not_counted_again(
    kit: AnyKit, figures_topics: None, replicate: Any, workspace_id: UUID
) -> None:
    """Events parked for their bot, and dead letters that a defect made, are on the topic: the rebuild counts them."""
    id = new_id()
    events = generate(9, [(id, "Europe/Berlin")], 20)
    read = await put(kit, envelopes(events, workspace_id))
    batches = Batches(kit)
    await batches.count(read)  # the bot is not known: parked
    await committed(kit, read)
    await replicate(bot(workspace_id, id=id))
    async with kit.database.sessions() as session, session.begin():
        await session.execute(text("UPDATE set_aside SET state = 'dead' WHERE position % 2 = 0"))
    await replay(kit, EVER)
    wanted = expected(events, [(id, "Europe/Berlin")])
    assert await rows(kit) == wanted
    async with kit.database.sessions() as session, session.begin():
        await session.execute(text("UPDATE set_aside SET state = 'replay', next_try = now()"))

    async def due() -> int:
        return await batches.retry_due()

    await eventually(due, until=lambda count: count == 0)
    assert await rows(kit) == wanted


@pytest.mark.integration
async def test_erasures_and_deleted_bots_stay_forgotten(
    kit: AnyKit, figures_topics: None, bots: list[tuple[UUID, str]], workspace_id: UUID
) -> None:
    """Sums of days name nobody and keep what an erased conversation had added; its row does not come back."""
    events = generate(10, bots, 40)
    chosen = next(e for e in events if isinstance(e, ConversationStarted) and e.environment == "production")
    erased: UUID = chosen.conversation_id
    last = ConversationErased(
        bot_id=chosen.bot_id,
        conversation_id=erased,
        environment="production",
        at=datetime(2026, 10, 27, tzinfo=UTC),
    )
    batches = Batches(kit)
    await batches.count(await put(kit, envelopes([*events, last], workspace_id)))
    gone = bots[-1][0] if bots[-1][0] != last.bot_id else bots[0][0]
    async with kit.transaction() as unit:
        await unit.forget_bot(gone)
    wanted = {key: row for key, row in expected(events, bots).items() if key[0] != gone}
    assert await rows(kit) == wanted
    await damage(kit)
    await replay(kit, EVER)
    assert await rows(kit) == wanted
    async with kit.database.sessions() as session:
        left = await session.execute(text("SELECT count(*) FROM conversations WHERE id = :id"), {"id": erased})
        assert left.scalar_one() == 0
        left = await session.execute(text("SELECT count(*) FROM conversations WHERE bot_id = :id"), {"id": gone})
        assert left.scalar_one() == 0


@pytest.mark.integration
async def test_one_bot_alone_and_only_from_a_day_on(
    kit: AnyKit, figures_topics: None, bots: list[tuple[UUID, str]], workspace_id: UUID
) -> None:
    events = generate(11, bots, 60)
    await Batches(kit).count(await put(kit, envelopes(events, workspace_id)))
    right = await rows(kit)
    async with kit.database.sessions() as session, session.begin():
        await session.execute(text("UPDATE chatbot_analytics SET visits = 1000"))
    one = bots[0][0]
    await replay(kit, Wish(first=date(2026, 10, 1), bot_id=one))
    for (id, day), row in (await rows(kit)).items():
        mended = id == one and day >= date(2026, 10, 1)
        assert row["visits"] == (right[id, day].get("visits", 0) if mended else 1000)


@pytest.mark.integration
async def test_days_that_the_topic_may_not_hold_in_full_are_left_alone(
    kit: AnyKit, figures_topics: None, bots: list[tuple[UUID, str]], workspace_id: UUID
) -> None:
    """Without a day to start from, only what is surely whole is rebuilt: here nothing, the topic is a minute old."""
    events = generate(12, bots, 20)
    await Batches(kit).count(await put(kit, envelopes(events, workspace_id)))
    await damage(kit)
    wrong = await rows(kit)
    told: list[str] = []
    outcome = await replay(kit, Wish(), tell=told.append)
    assert outcome == Outcome(read=outcome.read, changed=0, days=0)
    assert await rows(kit) == wrong
    assert any("from" in line for line in told)


@pytest.mark.integration
async def test_two_at_once_and_a_worker_far_behind_are_refused(
    kit: AnyKit, figures_topics: None, bots: list[tuple[UUID, str]], workspace_id: UUID, monkeypatch: pytest.MonkeyPatch
) -> None:
    await put(kit, envelopes(generate(13, bots, 40), workspace_id))
    monkeypatch.setattr(replaying, "MOST_UNCOUNTED", 10)
    monkeypatch.setattr(replaying, "PATIENCE_SECONDS", 0.5)
    with pytest.raises(CannotReplay, match="behind"):
        await replay(kit, EVER)
    monkeypatch.setattr(replaying, "MOST_UNCOUNTED", 10_000)
    async with replaying.alone(kit):
        with pytest.raises(CannotReplay, match="already"):
            await replay(kit, EVER)
    await replay(kit, EVER)


@pytest.mark.integration
async def test_late_visits_of_a_known_visitor_are_not_new(kit: AnyKit, replicate: Any, workspace_id: UUID) -> None:
    """An event may come as late as the topic keeps it; the visitor is still known then."""
    from analytics_svc.jobs import VISITORS_KEPT

    assert CONVERSATIONS.retention is not None
    assert CONVERSATIONS.retention < VISITORS_KEPT
    id = new_id()
    await replicate(bot(workspace_id, id=id))
    day = kit.clock.now() - timedelta(days=29)
    visit: dict[str, Any] = {"bot_id": id, "environment": "production", "visitor": "v1", "at": day}
    batches = Batches(kit)
    for _ in range(2):
        await batches.count(records(envelopes([BotVisited(**visit, visit_id=new_id())], workspace_id)))
        async with kit.transaction() as unit:
            await unit.forget_visitors((unit.now() - VISITORS_KEPT).date())
    found = await rows(kit)
    assert [(row["visits"], row["unique_visitors"]) for row in found.values()] == [(2, 1)]
