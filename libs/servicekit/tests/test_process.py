"""The process around a service: every part is watched, the parts stop in order, and what must end, ends."""

from __future__ import annotations

import asyncio
from datetime import timedelta
from typing import Any
from uuid import UUID

import pytest
from servicekit.events import inbox
from servicekit.events.reader import Reader
from servicekit.ids import new_id
from servicekit.testing import Bus, eventually
from servicekit.unit import About, EventTooLarge
from servicekit.work.parts import PartEnded, side_by_side
from sqlalchemy import text

from .happenings import WORKSPACE, effects, lead_event, message, turns

pytestmark = pytest.mark.integration


async def forever() -> None:
    await asyncio.Event().wait()


async def fail() -> None:
    await asyncio.sleep(0.01)
    raise RuntimeError("a part fails")


async def end() -> None:
    await asyncio.sleep(0.01)


async def cancelled_by_nobody() -> None:
    raise asyncio.CancelledError


@pytest.mark.parametrize(
    ("part", "expected"), [(fail, RuntimeError), (end, PartEnded), (cancelled_by_nobody, PartEnded)]
)
async def test_no_part_ends_unnoticed(part: Any, expected: type[Exception]) -> None:
    async with asyncio.timeout(2):
        with pytest.raises(expected):
            await side_by_side(asyncio.Event(), {"good": forever(), "bad": part()})


async def test_parts_that_end_when_told_end_well() -> None:
    stop = asyncio.Event()
    ended: list[str] = []

    async def part(name: str, after: float) -> None:
        await stop.wait()
        await asyncio.sleep(after)
        ended.append(name)

    asyncio.get_running_loop().call_later(0.05, stop.set)
    await side_by_side(stop, {"slow": part("slow", 0.1), "quick": part("quick", 0)})
    assert ended == ["quick", "slow"], "each is waited for"


async def test_an_error_among_what_is_set_aside_ends_the_service(
    service: Any, kit: Any, topics: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The retries run beside the reading: when they end, events that wait would do so for ever."""

    async def broken(*_: Any) -> None:
        raise LookupError("a defect")

    monkeypatch.setattr(inbox, "first_due", broken)
    changed = kit.settings.model_copy(update={"port": 0})
    well = await asyncio.wait_for(service.serve(changed, stop=asyncio.Event()), 30)
    assert well is False


async def test_what_is_under_way_at_the_end_still_leaves(service: Any, kit: Any, bus: Bus, topics: None) -> None:
    """The relay stops last: a reaction that was running when the service was told to stop is published too."""
    stop = asyncio.Event()
    changed = kit.settings.model_copy(update={"port": 0})
    process = asyncio.create_task(service.serve(changed, stop=stop))
    await bus.publish(message(1), workspace_id=WORKSPACE)
    await eventually(lambda: effects(kit), timeout=20)
    async with kit.database.sessions() as session:
        await session.execute(text("LOCK TABLE effects IN ACCESS EXCLUSIVE MODE"))
        await bus.publish(message(2), workspace_id=WORKSPACE)
        await asyncio.sleep(1)
        stop.set()
        await asyncio.sleep(0.5)
        await session.rollback()
    assert await asyncio.wait_for(process, 30)
    assert await effects(kit) == 2
    async with kit.database.sessions() as session:
        assert (await session.execute(text("SELECT count(*) FROM outbox"))).scalar_one() == 0


async def test_partitions_that_move_take_nothing_along(service: Any, kit: Any, bus: Bus, topics: None) -> None:
    """Readers join and leave while events flow: each effect once and in order, and what is under way is finished."""
    stops = [asyncio.Event() for _ in range(4)]
    tasks = [asyncio.create_task(Reader(kit, service.consumers).run(stops[0]))]
    sent = 0
    for joining in range(1, 4):
        for _ in range(60):
            sent += 1
            await bus.publish(message(sent, conversation=UUID(int=sent % 5 + 1)), workspace_id=WORKSPACE)
        tasks.append(asyncio.create_task(Reader(kit, service.consumers).run(stops[joining])))
        await asyncio.sleep(1.5)
        stops[joining - 1].set()  # the others take its partitions over
    await eventually(lambda: effects(kit), until=lambda count: count == sent, timeout=40)
    for stop in stops:
        stop.set()
    await asyncio.gather(*tasks)
    assert await effects(kit) == sent
    assert all(order == sorted(order) for order in (await turns(kit)).values())


async def test_ids_are_forgotten_only_when_no_topic_can_bring_them_again(kit: Any) -> None:
    old, new = new_id(), new_id()
    async with kit.transaction() as unit:
        insert = text(
            "INSERT INTO inbox (consumer, event_id, received_at) VALUES ('c', :id, now() - CAST(:age AS interval))"
        )
        await unit.session.execute(insert, {"id": old, "age": timedelta(days=inbox.KEEP_DAYS + 1)})
        await unit.session.execute(insert, {"id": new, "age": timedelta(days=inbox.KEEP_DAYS - 1)})
        await inbox.purge(unit.session)
        assert list(await unit.session.scalars(text("SELECT event_id FROM inbox"))) == [new]


async def test_an_event_that_no_broker_would_take_is_a_defect_of_the_use_case(kit: Any) -> None:
    with pytest.raises(EventTooLarge):
        async with kit.transaction() as unit:
            unit.publish(About(UUID(int=1), WORKSPACE), lead_event(1))
            huge = message(1).model_copy(update={"topics": ("x" * 1_000_000,)})
            unit._service = "chat-svc"
            unit.publish(About(UUID(int=1), WORKSPACE), huge)
    async with kit.transaction() as unit:
        assert (await unit.session.execute(text("SELECT count(*) FROM outbox"))).scalar_one() == 0
