"""Readers of an answer get all of it, a few of them at once, a crowd in larger pieces."""

from __future__ import annotations

import asyncio
from typing import Any

import pytest
from chat_svc.adapters.live import LONGEST_PAUSE, LiveAnswer, Pace
from hypothesis import given, settings
from hypothesis import strategies as st
from servicekit.http import SseEvent

events = st.one_of(
    st.builds(
        lambda text, mode: ("delta", {"text": text, "mode": mode}),
        st.text("ab ", max_size=4),
        st.sampled_from(["model", "quoted"]),
    ),
    st.builds(lambda text: ("replace", {"text": text, "mode": "model"}), st.text("xy", max_size=3)),
    st.just(("citations", [{"n": 1}])),
)


def screen(read: list[tuple[str, Any]]) -> list[Any]:
    """What stands on a reader's screen after each event that is no text, and at the end."""
    text, seen = "", []
    for event, data in read:
        if event == "delta":
            text += data["text"]
        elif event == "replace":
            text = data["text"]
        else:
            seen += [text, (event, data)]
    return [*seen, text]


async def read(answer: LiveAnswer) -> list[SseEvent]:
    return [event async for event in answer.follow()]


async def told(sent: list[tuple[str, Any]], readers: int, pause: float) -> list[list[SseEvent]]:
    pace = Pace()
    pace.readers = readers
    answer = LiveAnswer(pace)
    tasks = [asyncio.create_task(read(answer)) for _ in range(2)]
    for event, data in sent:
        answer.emit(event, data)
        await asyncio.sleep(pause)
    answer.finish()
    late = await read(answer)
    return [*(await asyncio.gather(*tasks)), late]


@settings(max_examples=60)
@given(st.lists(events, max_size=12), st.sampled_from([0, 3, 400]))
def test_every_reader_sees_what_was_written(sent: list[tuple[str, Any]], readers: int) -> None:
    for found in asyncio.run(told(sent, readers, 0.0)):
        assert screen([(event.event, event.data) for event in found]) == screen(sent)


PIECES = [("start", {}), *(("delta", {"text": f"{number} ", "mode": "model"}) for number in range(12))]


async def test_a_few_readers_get_every_piece_by_itself() -> None:
    found, _, _ = await told(PIECES, 0, 0.01)
    assert len(found) == len(PIECES)


async def test_a_crowd_gets_the_first_piece_at_once_and_the_others_together() -> None:
    found, _, late = await told(PIECES, 400, 0.01)
    assert [event.data["text"] for event in found[1:2]] == ["0 "]
    assert len(found) <= 2 + 12 * 0.01 / LONGEST_PAUSE + 2
    assert len(late) == 2, "whoever comes later reads it in one piece"


@pytest.mark.parametrize(("readers", "seconds"), [(0, 0.0), (6, 0.02), (15, 0.05), (1000, LONGEST_PAUSE)])
def test_the_pace_keeps_to_a_number_of_writes(readers: int, seconds: float) -> None:
    pace = Pace()
    pace.readers = readers
    assert pace.seconds == seconds
