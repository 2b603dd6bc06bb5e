"""Records reach Faust's streams in order, without tasks while there is room; without room a rebalance is heard."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Coroutine, Generator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import faust
import pytest
from analytics_svc.agents.intake import Transport
from faust.types import TP
from faust.types.tuples import ConsumerMessage
from servicekit.testing import eventually

BUFFER = 20
PLACE = TP("events", 0)


@dataclass(frozen=True)
class Flow:
    """A Faust application that is not connected: its consumer, its one stream, and how a record is handed on."""

    app: Any
    stream: Any
    hand: Any

    async def put(self, offset: int) -> None:
        """What Faust does with each record that it has read."""
        message = ConsumerMessage(*PLACE, offset, 1.0, 0, [], b"", b"", None, 0, 0, PLACE, generation_id=0)
        await self.app.consumer.wait_first(self.hand(message), self.app.consumer.suspend_flow.wait())


@asynccontextmanager
async def flowing(folder: Path) -> AsyncIterator[Flow]:
    app: Any = faust.App(
        "intake",
        broker="kafka://127.0.0.1:1",
        datadir=str(folder),
        store="memory://",
        key_serializer="raw",
        value_serializer="raw",
        stream_buffer_maxsize=BUFFER,
    )
    app.transport = Transport(app.conf.broker_consumer, app)
    app.finalize()
    channel = aiter(app.topic("events"))
    app.topics.acking_topics.add("events")
    app.consumer.app.consumer_generation_id = 0
    app.consumer._committed_offset[PLACE] = None
    app.flow_control.resume()
    yield Flow(app, app.stream(channel), app.topics._compiler.build(app.topics, PLACE, {channel}))


async def test_records_arrive_in_order_though_the_buffer_is_full_again_and_again(tmp_path: Path) -> None:
    async with flowing(tmp_path) as flow:
        seen: list[int] = []

        async def read() -> None:
            async for batch in flow.stream.noack_take(7, within=0.05):
                await asyncio.sleep(0.002)  # slower than they come
                seen.extend(event.message.offset for event in batch)

        reading = asyncio.create_task(read())
        for offset in range(300):
            await asyncio.wait_for(flow.put(offset), 10)
        await eventually(lambda: asyncio.sleep(0, len(seen)), until=(300).__eq__, timeout=10)
        reading.cancel()

    assert seen == list(range(300))


async def test_a_record_that_finds_room_makes_no_task(tmp_path: Path) -> None:
    async with flowing(tmp_path) as flow:
        loop, made = asyncio.get_running_loop(), 0

        def counting(
            loop: asyncio.AbstractEventLoop, coro: Coroutine[Any, Any, Any] | Generator[Any, None, Any]
        ) -> asyncio.Future[Any]:
            nonlocal made
            made += 1
            return asyncio.Task(coro, loop=loop)

        loop.set_task_factory(counting)
        try:
            for offset in range(BUFFER - 1):
                await flow.put(offset)
        finally:
            loop.set_task_factory(None)

    assert made == 0


@pytest.mark.parametrize("ending", ["rebalance", "stop"])
async def test_who_waits_for_room_hears_of_a_rebalance_and_of_the_end(tmp_path: Path, ending: str) -> None:
    async with flowing(tmp_path) as flow:
        for offset in range(BUFFER):
            await flow.put(offset)
        waiting = asyncio.create_task(flow.put(BUFFER))
        await asyncio.sleep(0.05)
        assert not waiting.done()

        (flow.app.consumer.suspend_flow if ending == "rebalance" else flow.app.consumer._stopped).set()

        await asyncio.wait_for(waiting, 2)
        assert flow.app.consumer.app.topics._topics.pop().queue.qsize() == BUFFER
