"""The promises about events, on real Kafka and PostgreSQL: nothing lost, nothing doubled, order kept."""

from __future__ import annotations

import asyncio
from collections import defaultdict
from typing import Any
from uuid import UUID

import httpx
import pytest
from contracts.chat import MessageSent
from contracts.envelope import decode
from contracts.topics import CONVERSATIONS, DEAD_LETTERS, LEADS
from local_stack.parts import free_port
from servicekit import telemetry
from servicekit.auth.keys import PLATFORM
from servicekit.events import outbox
from servicekit.events.outbox import Relay
from servicekit.events.reader import Reader
from servicekit.ids import new_id
from servicekit.settings import KafkaSettings
from servicekit.testing import Bus, eventually
from servicekit.unit import About
from sqlalchemy import text

from .happenings import NOW, WORKSPACE, effects, lead_event, message, metric, turns

pytestmark = pytest.mark.integration


async def publish(kit: Any, *numbers: int) -> None:
    async with kit.transaction() as unit:
        for number in numbers:
            unit.publish(About(UUID(int=number), WORKSPACE), lead_event(number))


async def test_an_event_leaves_only_with_its_transaction(running: Any, bus: Bus) -> None:
    with pytest.raises(RuntimeError, match="no"):
        async with running.transaction() as unit:
            unit.publish(About(UUID(int=1), WORKSPACE), lead_event(1))
            raise RuntimeError("no")
    await publish(running, 2)

    found = await bus.events(LEADS, count=1)
    assert [envelope.event for envelope in found] == [lead_event(2)]
    assert found[0].source == "/lead-svc"
    assert found[0].workspace_id == WORKSPACE


async def test_a_transaction_that_commits_late_is_sent_late_not_skipped(running: Any, bus: Bus) -> None:
    async with running.database.sessions() as slow:
        await slow.begin()
        late = running.unit(slow)
        late.publish(About(UUID(int=1), WORKSPACE), lead_event(1))
        await late.flush()  # has its place in the outbox, is not committed
        await publish(running, 2, 3)
        assert len(await bus.events(LEADS, count=2)) == 2
        await slow.commit()

    found = await bus.events(LEADS, count=3)
    assert {envelope.event.lead_id.int for envelope in found} == {1, 2, 3}  # type: ignore[attr-defined]


@pytest.mark.parametrize("where", ["relay.taken", "relay.sent"])
async def test_a_relay_that_dies_between_any_two_steps_sends_everything(
    kit: Any, bus: Bus, topics: None, where: str
) -> None:
    died: list[str] = []

    def fail_once(point: str) -> None:
        if point == where and not died:
            died.append(point)
            raise SystemError("killed here")

    def relay() -> Relay:
        return Relay.of(kit, failpoint=fail_once)

    await publish(kit, *range(40))
    with pytest.raises(SystemError):
        await relay().run(asyncio.Event())
    stop = asyncio.Event()
    stop.set()
    await relay().run(stop)

    found = await bus.events(LEADS, count=40 if where == "relay.taken" else 80)
    assert {envelope.event.lead_id.int for envelope in found} == set(range(40))  # type: ignore[attr-defined]
    assert len({envelope.id for envelope in found}) == 40, "a repeat keeps its id, so that readers can drop it"


async def test_order_holds_within_a_key(running: Any, bus: Bus) -> None:
    for start in range(0, 300, 10):
        await publish(running, *range(start, start + 10))
    found = await bus.events(LEADS, count=300)
    by_bot: dict[UUID, list[int]] = defaultdict(list)
    for envelope in found:
        by_bot[envelope.event.bot_id].append(envelope.event.lead_id.int)  # type: ignore[attr-defined]
    assert all(numbers == sorted(numbers) for numbers in by_bot.values())


async def test_only_one_relay_of_a_service_is_active(kit: Any, bus: Bus, topics: None) -> None:
    stop = asyncio.Event()
    relays = [
        asyncio.create_task(Relay(kit.name, kit.settings, kit.database, filled, kit.health).run(stop))
        for filled in (asyncio.Event(), kit.outbox_filled, asyncio.Event())
    ]
    await publish(kit, *range(100))
    found = await bus.events(LEADS, count=100)
    stop.set()
    await asyncio.gather(*relays)
    assert len(found) == 100


async def test_an_active_relay_hears_of_another_process_at_once(
    kit: Any, bus: Bus, topics: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(outbox, "LOOK_SECONDS", 60.0)
    stop = asyncio.Event()
    await publish(kit, 1)  # before it begins: nobody would tell it
    active = asyncio.create_task(Relay(kit.name, kit.settings, kit.database, asyncio.Event(), kit.health).run(stop))
    await bus.events(LEADS, count=1)  # it holds the lock, and has looked for the last time
    other = asyncio.create_task(Relay.of(kit).run(stop))
    await publish(kit, 2)
    found = await bus.events(LEADS, count=2)
    stop.set()
    await asyncio.gather(active, other)
    assert {envelope.event.lead_id.int for envelope in found} == {1, 2}  # type: ignore[attr-defined]


async def test_waiting_events_are_seen_while_the_broker_is_away(
    kit: Any, topics: None, client: httpx.AsyncClient
) -> None:
    async def oldest() -> float:
        return metric((await client.get("/metrics")).text, "outbox_oldest_seconds", service=kit.name) or 0.0

    settings = kit.settings.model_copy(update={"kafka": KafkaSettings(bootstrap_servers=f"127.0.0.1:{free_port()}")})
    stop = asyncio.Event()
    await publish(kit, 1)
    relay = asyncio.create_task(Relay(kit.name, settings, kit.database, kit.outbox_filled, kit.health).run(stop))
    await eventually(oldest, until=lambda age: age > 0.5)
    assert kit.health.degraded_parts["relay"] == "broker"
    stop.set()
    await relay


async def test_a_repeated_event_has_one_effect(running: Any, bus: Bus) -> None:
    event, id = message(), new_id()
    for _ in range(5):
        await bus.publish(event, workspace_id=WORKSPACE, id=id)
    last = message()
    await bus.publish(last, workspace_id=WORKSPACE)
    await eventually(lambda: effects(running), until=lambda count: count >= 2)
    assert await effects(running) == 2
    assert len(await bus.events(LEADS, count=2)) == 2, "the reaction's own event left once"


async def test_a_reader_killed_again_and_again_gives_each_event_one_effect(
    service: Any, kit: Any, bus: Bus, topics: None
) -> None:
    events = [message(turn=turn, conversation=UUID(int=turn % 4 + 1)) for turn in range(200)]
    for event in events:
        await bus.publish(event, workspace_id=WORKSPACE)
    for patience in (0.6, 0.9, 1.2):
        task = asyncio.create_task(Reader(kit, service.consumers).run(asyncio.Event()))
        await asyncio.sleep(patience)
        task.cancel()  # nothing is committed to Kafka beyond the last regular commit
        await asyncio.gather(task, return_exceptions=True)
    stop = asyncio.Event()
    task = asyncio.create_task(Reader(kit, service.consumers).run(stop))
    await eventually(lambda: effects(kit), until=lambda count: count >= 200, timeout=30)
    stop.set()
    await task
    assert await effects(kit) == 200
    assert all(order == sorted(order) for order in (await turns(kit)).values())


async def test_a_poison_event_is_set_aside_and_replayed(
    running: Any, bus: Bus, client: httpx.AsyncClient, api_key: Any
) -> None:
    conversation = UUID(int=7)
    await bus.publish(message(1, conversation=conversation), workspace_id=WORKSPACE)
    await bus.publish(message(2, conversation=conversation, topics=("poison",)), workspace_id=WORKSPACE)
    await bus.publish_raw(CONVERSATIONS, str(conversation), b"not an event at all")
    await bus.publish(message(3, conversation=conversation), workspace_id=WORKSPACE)
    await eventually(lambda: effects(running), until=lambda count: count == 2)

    headers = await api_key(PLATFORM)
    letters = (await client.get("/api/ops/lead-svc/dead-letters", headers=headers)).json()["items"]
    assert {letter["type"] for letter in letters} == {MessageSent.TYPE, ""}
    poisoned = next(letter for letter in letters if letter["type"])
    assert "this event is poison" in poisoned["error"]
    on_topic = await bus.records(DEAD_LETTERS["lead-svc"], count=2)
    assert sorted(value == b"not an event at all" for _, value in on_topic) == [False, True]

    async with running.transaction() as unit:
        await unit.session.execute(text("INSERT INTO antidote VALUES (1)"))
    answer = await client.post(f"/api/ops/lead-svc/dead-letters/{poisoned['id']}/replay", headers=headers)
    assert answer.status_code == 202
    await eventually(lambda: effects(running), until=lambda count: count == 3)
    left = (await client.get("/api/ops/lead-svc/dead-letters", headers=headers)).json()["items"]
    assert [letter["type"] for letter in left] == [""]


async def test_events_of_a_newer_version_are_ignored(running: Any, bus: Bus) -> None:
    newer = decode_replace_type(message())
    await bus.publish_raw(CONVERSATIONS, "k", newer)
    await bus.publish(message(), workspace_id=WORKSPACE)
    await eventually(lambda: effects(running), until=lambda count: count == 1)
    async with running.transaction() as unit:
        assert (await unit.session.execute(text("SELECT count(*) FROM set_aside"))).scalar() == 0


def decode_replace_type(event: MessageSent) -> bytes:
    from contracts.envelope import Envelope, encode

    value = encode(Envelope(new_id(), "/chat-svc", "x", NOW, WORKSPACE, 1, event))
    assert decode(value).event == event
    return value.replace(b"empfang.chat.MessageSent.v1", b"empfang.chat.MessageSung.v9")


async def test_a_trace_goes_on_through_the_events(running: Any, bus: Bus) -> None:
    telemetry.configure("lead-svc")  # a tracer that makes real spans; nothing leaves the process
    with telemetry.span("request"):
        began = telemetry.current_trace_id()
        async with running.transaction() as unit:
            unit.publish(About(UUID(int=1), WORKSPACE), lead_event(1))
    first = (await bus.events(LEADS, count=1))[0]
    assert first.traceparent is not None
    assert first.traceparent.split("-")[1] == began

    parent = first.traceparent
    await bus.publish(message(), workspace_id=WORKSPACE, traceparent=parent)
    answer = (await bus.events(LEADS, count=2))[-1]
    assert answer.traceparent is not None
    assert answer.traceparent.split("-")[1] == began, "the reaction's own event belongs to the same trace"
