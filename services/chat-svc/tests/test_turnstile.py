"""Many visitors at once: who waits, who is next, and what the one who waits is told."""

from __future__ import annotations

import asyncio
from uuid import UUID, uuid4

import pytest
from chat_svc.adapters.turnstile import PLACES, Turn, Turnstile
from hypothesis import given
from hypothesis import strategies as st
from servicekit.testing import eventually

from .conftest import ChatKit, Visitor

BOTS = [UUID(int=number) for number in range(3)]


@given(
    places=st.integers(1, 4),
    steps=st.lists(st.tuples(st.sampled_from(["enter", "leave"]), st.integers(0, 40)), max_size=60),
)
def test_no_more_are_let_in_than_there_are_places_and_nobody_is_forgotten(
    places: int, steps: list[tuple[str, int]]
) -> None:
    async def live_through() -> None:
        turnstile = Turnstile(places)
        there: list[Turn] = []
        for step, number in steps:
            if step == "enter":
                there.append(turnstile.enter(BOTS[number % len(BOTS)]))
            elif there:
                there.pop(number % len(there)).leave()
            let_in = [turn for turn in there if turn.has_come]
            assert len(let_in) == min(places, len(there))
            for bot in BOTS:
                line = [turn.has_come for turn in there if turn.of == bot]
                assert line == sorted(line, reverse=True), "in the order of coming within a bot"
        while there:
            there.remove(turn := next(turn for turn in there if turn.has_come))
            turn.leave()
        assert turnstile.enter(BOTS[0]).has_come

    asyncio.run(live_through())


async def test_a_crowd_at_one_bot_does_not_hold_up_the_visitor_of_another() -> None:
    turnstile = Turnstile(1)
    crowd = [turnstile.enter(BOTS[0]) for _ in range(50)]
    other = turnstile.enter(BOTS[1])

    crowd[0].leave()
    assert crowd[1].has_come
    crowd[1].leave()
    assert other.has_come
    assert not crowd[2].has_come


async def test_a_turn_is_left_once() -> None:
    turnstile = Turnstile(1)
    first, *others = (turnstile.enter(BOTS[0]) for _ in range(3))

    first.leave()
    first.leave()

    assert [turn.has_come for turn in others] == [True, False]


@pytest.mark.integration
async def test_who_has_to_wait_is_told_and_then_answered(visitor: Visitor, kit: ChatKit) -> None:
    held = [kit.resources.turnstile.enter(uuid4()) for _ in range(PLACES)]
    asking = asyncio.create_task(visitor.ask("Was kostet eine Küche mit Insel?"))

    async def in_line() -> int:
        return kit.resources.turnstile.waiting

    await eventually(in_line)
    await asyncio.sleep(0.3)
    assert not asking.done()
    for turn in held:
        turn.leave()
    answer = await asking

    assert answer.names[:2] == ["start", "waiting"]
    assert "Sie sind gleich an der Reihe" in answer.one("waiting")["text"]
    assert "22.000 Euro" in answer.text
    assert "Reihe" not in answer.text
    assert (await visitor.ask("Und wie lange dauert es?")).names[1] != "waiting"


@pytest.mark.integration
async def test_a_stored_answer_and_a_refused_message_take_no_place(visitor: Visitor, kit: ChatKit) -> None:
    for _ in range(PLACES + 1):
        id = uuid4()
        await visitor.ask("Was kostet eine Küche?", id)
        await visitor.ask("Was kostet eine Küche?", id)
    held = [kit.resources.turnstile.enter(uuid4()) for _ in range(PLACES)]

    assert all(turn.has_come for turn in held)
