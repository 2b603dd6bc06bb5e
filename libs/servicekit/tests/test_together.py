"""Records that piled up are worked on in one transaction, with the effects of one after the other."""

from __future__ import annotations

import asyncio
import random
from collections.abc import Sequence
from time import monotonic
from typing import Any
from uuid import UUID

import pytest
from contracts.chat import MessageSent
from contracts.envelope import Envelope, encode
from contracts.topics import CONVERSATIONS
from servicekit.events import reactor
from servicekit.events.inbox import Record
from servicekit.events.reactor import Reactor
from servicekit.ids import new_id
from sqlalchemy import text

from .happenings import NOW, WORKSPACE, effects, message, set_aside, turns

pytestmark = pytest.mark.integration
FAMILIES = [UUID(int=number) for number in (1, 2, 3)]


@pytest.fixture(autouse=True)
def _short_pauses(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(reactor, "POISON_PAUSES", (0.0,))


def records(events: Sequence[MessageSent], *, first: int = 0) -> list[Record]:
    """As they lie in one partition from a position on."""
    return [
        Record(
            CONVERSATIONS.name,
            0,
            position,
            str(event.bot_id),
            event.TYPE,
            encode(Envelope(new_id(), "/chat-svc", str(event.bot_id), NOW, WORKSPACE, 1, event)),
        )
        for position, event in enumerate(events, first)
    ]


def talk(*topics: str) -> list[MessageSent]:
    """Twelve messages in three conversations by turns; the seventh is as `topics` say."""
    return [
        message(turn // 3 + 1, conversation=FAMILIES[turn % 3], topics=topics if turn == 6 else ())
        for turn in range(12)
    ]


async def transactions(kit: Any) -> int:
    """How many made the effects that there are."""
    async with kit.database.sessions() as session:
        return int((await session.execute(text("SELECT count(DISTINCT xmin::text) FROM effects"))).scalar_one())


async def published(kit: Any) -> int:
    async with kit.database.sessions() as session:
        return int((await session.execute(text("SELECT count(*) FROM outbox"))).scalar_one())


async def test_what_piled_up_takes_effect_in_its_order_in_one_transaction(service: Any, kit: Any) -> None:
    await Reactor(kit, service.consumers).react_to_all(records(talk()))

    assert await turns(kit) == {family: [1, 2, 3, 4] for family in FAMILIES}
    assert await transactions(kit) == 1
    assert await published(kit) == 12


@pytest.mark.parametrize("sequence", range(8))
async def test_what_is_sent_again_has_no_effect_again(service: Any, kit: Any, sequence: int) -> None:
    chance = random.Random(sequence)
    sent = records(talk())
    reacting = Reactor(kit, service.consumers)
    position = 0
    while position < len(sent):
        position = max(0, position - chance.randrange(6))  # what was not committed comes again
        end = min(len(sent), position + chance.randrange(1, 9))
        batch = sent[position:end]
        await reacting.react_to_all([*batch, *chance.sample(batch, chance.randrange(len(batch) + 1))])
        position = end

    assert await turns(kit) == {family: [1, 2, 3, 4] for family in FAMILIES}
    assert await published(kit) == 12


async def test_poison_costs_the_others_nothing(service: Any, kit: Any) -> None:
    await Reactor(kit, service.consumers).react_to_all(records(talk("poison")))

    assert await turns(kit) == {FAMILIES[0]: [1, 2, 4], FAMILIES[1]: [1, 2, 3, 4], FAMILIES[2]: [1, 2, 3, 4]}
    assert await set_aside(kit) == [("dead", 6)]


async def test_what_cannot_be_read_costs_the_others_nothing(service: Any, kit: Any) -> None:
    sent = records(talk())
    sent[6] = Record(CONVERSATIONS.name, 0, 6, sent[6].key, sent[6].type, b"{")
    await Reactor(kit, service.consumers).react_to_all(sent)

    assert (await turns(kit))[FAMILIES[0]] == [1, 2, 4]
    assert await effects(kit) == 11
    assert await set_aside(kit) == [("dead", 6)]


async def test_what_waits_for_its_parent_is_not_overtaken_by_later_batches(service: Any, kit: Any) -> None:
    reacting = Reactor(kit, service.consumers)
    await reacting.react_to_all(records(talk("orphan")))
    later = [message(5, conversation=family) for family in FAMILIES]
    await reacting.react_to_all(records(later, first=12))

    assert await turns(kit) == {FAMILIES[0]: [1, 2], FAMILIES[1]: [1, 2, 3, 4, 5], FAMILIES[2]: [1, 2, 3, 4, 5]}
    async with kit.transaction() as unit:
        await unit.session.execute(text("INSERT INTO parents VALUES (:id)"), {"id": FAMILIES[0]})
        await unit.arrived(FAMILIES[0])
    while await reacting.retry_due():
        pass
    assert (await turns(kit))[FAMILIES[0]] == [1, 2, 3, 4, 5]
    assert await set_aside(kit) == []


async def test_work_together_gives_way_to_who_holds_a_row_for_long(service: Any, kit: Any) -> None:
    async with kit.database.sessions() as holder:
        await holder.begin()
        await holder.execute(text("LOCK TABLE effects IN EXCLUSIVE MODE"))
        began = monotonic()
        work = asyncio.create_task(Reactor(kit, service.consumers).react_to_all(records(talk())))
        await asyncio.sleep(0.8)
        assert not work.done()
        await holder.rollback()
    await work

    assert await turns(kit) == {family: [1, 2, 3, 4] for family in FAMILIES}
    assert await transactions(kit) == 12, "it gave up, and each has its own"
    assert monotonic() - began < 10
