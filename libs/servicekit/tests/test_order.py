"""Order within a key holds through parking, retry, replay of dead letters and restart."""

from __future__ import annotations

import asyncio
import random
import runpy
from collections import defaultdict
from collections.abc import Callable
from contextlib import asynccontextmanager
from datetime import timedelta
from typing import Any
from uuid import UUID

import asyncpg
import pytest
from contracts.topics import CONVERSATIONS
from procrastinate.schema import SchemaManager
from servicekit import migrations
from servicekit.events import inbox, reactor
from servicekit.events.reader import Reader
from servicekit.ids import new_id
from servicekit.testing import Bus, eventually
from sqlalchemy import text

from .happenings import WORKSPACE, effects, message, parent_of, set_aside, turns

pytestmark = pytest.mark.integration
FAMILY = UUID(int=9)


@asynccontextmanager
async def reading(service: Any, kit: Any) -> Any:
    """The service's reactions at work, and nothing else."""
    stop = asyncio.Event()
    task = asyncio.create_task(Reader(kit, service.consumers).run(stop))
    yield task
    stop.set()
    await task


def since(age: timedelta) -> str:
    """A statement that makes everything set aside so old, and due."""
    return f"UPDATE set_aside SET created_at = now() - interval '{age.total_seconds()} seconds', next_try = now()"


async def execute(kit: Any, statement: str) -> None:
    async with kit.database.sessions() as session, session.begin():
        await session.execute(text(statement))


@pytest.mark.parametrize("orphans", [(1,), (1, 2, 3), (1, 3), (2,)])
async def test_nothing_overtakes_an_event_that_waits_for_its_parent(
    running: Any, bus: Bus, orphans: tuple[int, ...]
) -> None:
    events = [message(turn, conversation=FAMILY, topics=("orphan",) * (turn in orphans)) for turn in (1, 2, 3)]
    for event in events:
        await bus.publish(event, workspace_id=WORKSPACE)
    await bus.publish(message(1, conversation=UUID(int=10)), workspace_id=WORKSPACE)
    waiting = 4 - min(orphans)
    await eventually(lambda: set_aside(running), until=lambda found: len(found) == waiting)
    await asyncio.sleep(2.5)  # they are tried again, and again wait
    assert (await turns(running))[FAMILY] == list(range(1, min(orphans)))
    assert (await turns(running))[UUID(int=10)] == [1], "another key does not wait"

    await bus.publish(parent_of(events[0]), workspace_id=WORKSPACE)
    await bus.publish(message(4, conversation=FAMILY), workspace_id=WORKSPACE)
    await eventually(lambda: effects(running), until=lambda count: count == 5, timeout=20)
    assert (await turns(running))[FAMILY] == [1, 2, 3, 4]
    assert await set_aside(running) == []


async def test_what_waits_keeps_its_order_through_a_restart(service: Any, kit: Any, bus: Bus, topics: None) -> None:
    events = [message(turn, conversation=FAMILY, topics=("orphan",) * (turn == 1)) for turn in (1, 2, 3)]
    for event in events:
        await bus.publish(event, workspace_id=WORKSPACE)
    async with reading(service, kit):
        await eventually(lambda: set_aside(kit), until=lambda found: len(found) == 3)
    await execute(kit, f"INSERT INTO parents VALUES ('{FAMILY}')")
    await bus.publish(message(4, conversation=FAMILY), workspace_id=WORKSPACE)
    async with reading(service, kit):
        await eventually(lambda: effects(kit), until=lambda count: count == 4)
    assert (await turns(kit))[FAMILY] == [1, 2, 3, 4]


async def test_replayed_dead_letters_keep_their_order_and_newer_events_wait_for_them(
    service: Any, kit: Any, bus: Bus, topics: None
) -> None:
    for turn in (1, 2, 3):
        await bus.publish(message(turn, conversation=FAMILY, topics=("poison",)), workspace_id=WORKSPACE)
    async with reading(service, kit):
        await eventually(lambda: set_aside(kit), until=lambda found: [s for s, _ in found] == ["dead"] * 3, timeout=30)
    # the letters are asked for in the wrong order, and the replay of the first is not due yet
    await execute(kit, "INSERT INTO antidote VALUES (1)")
    await execute(kit, "UPDATE set_aside SET state = 'replay', next_try = now() - position * interval '1 minute'")
    await execute(kit, "UPDATE set_aside SET next_try = now() + interval '2 seconds' WHERE position = 0")
    await bus.publish(message(4, conversation=FAMILY), workspace_id=WORKSPACE)
    async with reading(service, kit):
        await eventually(lambda: effects(kit), until=lambda count: count == 4)
    assert (await turns(kit))[FAMILY] == [1, 2, 3, 4]


async def test_only_what_others_wait_for_overtakes_them(running: Any, bus: Bus) -> None:
    """The parent comes with the key of those that wait for it, after another that has no part in it."""
    await bus.publish(message(1, conversation=FAMILY, topics=("orphan",)), workspace_id=WORKSPACE)
    await bus.publish(
        parent_of(message(conversation=new_id())).model_copy(update={"bot_id": FAMILY}), workspace_id=WORKSPACE
    )
    await bus.publish(message(2, conversation=FAMILY, topics=("poison",)), workspace_id=WORKSPACE)
    await eventually(lambda: set_aside(running), until=lambda found: len(found) == 3)
    await bus.publish(parent_of(message(conversation=FAMILY)), workspace_id=WORKSPACE)
    await bus.publish(message(3, conversation=FAMILY), workspace_id=WORKSPACE)
    await eventually(lambda: effects(running), until=lambda count: count == 2)
    assert (await turns(running))[FAMILY] == [1, 3]
    assert [state for state, _ in await set_aside(running)] == ["dead"], "the poison, when its turn came"


async def test_a_letter_that_dies_again_holds_nobody_up(service: Any, kit: Any, bus: Bus, topics: None) -> None:
    await bus.publish(message(1, conversation=FAMILY, topics=("poison",)), workspace_id=WORKSPACE)
    async with reading(service, kit):
        await eventually(lambda: set_aside(kit))
        await execute(kit, "UPDATE set_aside SET state = 'replay', next_try = now()")
        await bus.publish(message(2, conversation=FAMILY), workspace_id=WORKSPACE)
        await eventually(lambda: effects(kit))
    assert [state for state, _ in await set_aside(kit)] == ["dead"]
    assert (await turns(kit))[FAMILY] == [2]


async def test_an_event_nobody_listens_to_any_more_is_not_kept(service: Any, kit: Any, bus: Bus, topics: None) -> None:
    await bus.publish(message(1, conversation=FAMILY, topics=("orphan",)), workspace_id=WORKSPACE)
    async with reading(service, kit):
        await eventually(lambda: set_aside(kit))
        await execute(kit, "UPDATE set_aside SET type = 'empfang.gone.Gone.v1'")
        await eventually(lambda: set_aside(kit), until=lambda found: not found)


async def test_an_event_whose_parent_never_arrives_becomes_a_dead_letter(
    service: Any, kit: Any, bus: Bus, topics: None
) -> None:
    for turn, topics_of in ((1, ("orphan",)), (2, ())):
        await bus.publish(message(turn, conversation=FAMILY, topics=topics_of), workspace_id=WORKSPACE)
    async with reading(service, kit):
        await eventually(lambda: set_aside(kit), until=lambda found: len(found) == 2)
        limit = inbox.PARK_LIMIT.total_seconds()
        await execute(
            kit, f"UPDATE set_aside SET created_at = now() - interval '{limit - 60} seconds', next_try = now()"
        )
        await asyncio.sleep(1.5)
        assert [state for state, _ in await set_aside(kit)] == ["parked", "parked"]
        await execute(
            kit, f"UPDATE set_aside SET created_at = now() - interval '{limit + 60} seconds', next_try = now()"
        )
        await eventually(lambda: effects(kit))
    assert [state for state, _ in await set_aside(kit)] == ["dead"]
    assert (await turns(kit))[FAMILY] == [2], "what waited behind it goes on"


@pytest.mark.parametrize("seed", [1, 2])
async def test_order_holds_whatever_is_parked_killed_and_replayed(
    service: Any, kit: Any, bus: Bus, topics: None, seed: int
) -> None:
    chance = random.Random(seed)
    families = [UUID(int=100 + number) for number in range(6)]
    sent: dict[UUID, list[int]] = defaultdict(list)
    orphaned = {family: parent_of(message(conversation=family)) for family in families}
    for turn in range(1, 21):
        for family in families:
            kind = chance.choice([(), (), ("orphan",)])
            await bus.publish(message(turn, conversation=family, topics=kind), workspace_id=WORKSPACE)
            sent[family].append(turn)
        if turn > 8 and orphaned:
            await bus.publish(orphaned.pop(chance.choice(list(orphaned))), workspace_id=WORKSPACE)
        if turn % 5 == 0:
            task = asyncio.create_task(Reader(kit, service.consumers).run(asyncio.Event()))
            await asyncio.sleep(chance.uniform(0.4, 1.5))
            task.cancel()
            await asyncio.gather(task, return_exceptions=True)
    async with reading(service, kit):
        await eventually(lambda: set_aside(kit), until=lambda found: not found, timeout=40)
        await eventually(lambda: effects(kit), until=lambda count: count == 120, timeout=40)
    assert await turns(kit) == sent


async def test_poison_can_always_be_stored(running: Any, bus: Bus) -> None:
    """A null character or half a character in the error, the key or the type must not make setting aside fail."""
    await bus.publish_raw(CONVERSATIONS, "a\0b", b'{"data": "\\u0000 \\ud800"}')
    await bus.publish_raw(CONVERSATIONS, "k", b"\xff\x00", type="")
    await bus.publish(message(1, topics=("null",)), workspace_id=WORKSPACE)
    await bus.publish(message(2), workspace_id=WORKSPACE)
    found = await eventually(lambda: set_aside(running), until=lambda found: len(found) == 3)
    assert {state for state, _ in found} == {"dead"}
    await eventually(lambda: effects(running), until=lambda count: count == 1)


async def test_too_many_dead_letters_stop_the_service(
    service: Any, kit: Any, bus: Bus, topics: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(reactor, "DEAD_LETTERS_PER_WINDOW", 3)
    for number in range(6):
        await bus.publish_raw(CONVERSATIONS, f"k{number}", b"not an event")
    with pytest.raises(reactor.TooManyDeadLetters):
        async with asyncio.timeout(15):
            await Reader(kit, service.consumers).run(asyncio.Event())
    assert 4 <= len(await set_aside(kit)) <= 5, "it stops rather than set aside everything"


async def test_databases_of_the_kits_own_statements_are_taken_over(make_database: Callable[[str | None], str]) -> None:
    """Before Alembic made these tables, `kit_schema` said how far a database was."""
    url = make_database(None)
    first = runpy.run_path(str(migrations.folder_of(migrations.KIT) / "versions" / "0001_tables.py"))["TABLES"]
    connection = await asyncpg.connect(url)
    await connection.execute(
        first + "CREATE TABLE kit_schema (version int NOT NULL); INSERT INTO kit_schema VALUES (1)"
    )
    await connection.execute(SchemaManager.get_schema())
    await connection.execute("INSERT INTO inbox VALUES ('c', '00000000-0000-0000-0000-000000000001')")

    await asyncio.gather(*(migrations.apply(migrations.KIT, url) for _ in range(2)))

    index = await connection.fetchval("SELECT indexdef FROM pg_indexes WHERE indexname = 'set_aside_in_order'")
    assert '(consumer, topic, key, "position")' in index
    assert await connection.fetchval("SELECT count(*) FROM inbox") == 1, "nothing was made anew"
    assert await connection.fetchval("SELECT to_regclass('kit_schema')") is None
    await connection.close()
