"""How records get from the consumer into Faust's streams: at once while there is room, in bursts when there is none."""

from __future__ import annotations

import asyncio
from typing import Any

from faust.transport.drivers import aiokafka
from mode.services import WaitResults

LOOK_SECONDS = 0.01
"""How often a full buffer is looked at: it holds several batches, each of which takes ten times as long to count."""


class Intake(aiokafka.Consumer):
    """Faust's consumer, which itself makes four tasks for every record, to hear of a rebalance while a buffer is full.

    While nothing is full nothing has to be waited for, so a record is handed on as it is. When something is full, half
    of it is waited for, and the rebalance is listened for once for all records that find room then.
    """

    async def wait_first(self, *coros: Any, timeout: Any = None) -> WaitResults:
        """Hand a record on, or hear of a rebalance before; anything else is waited for as Faust does."""
        if len(coros) != 2:
            return await super().wait_first(*coros, timeout=timeout)
        handing, suspended = coros
        full = self._is_full()
        if full:
            await super().wait_first(self._room(), self.suspend_flow.wait())
            full = self._is_full()
        if full or not self.app.flow_control.is_active() or self.should_stop:
            return await super().wait_first(handing, suspended, timeout=timeout)
        suspended.close()
        return WaitResults([handing], [await handing], False)

    def _is_full(self) -> bool:
        return any(topic.queue.full() for topic in self.app.topics)

    async def _room(self) -> None:
        while any(topic.queue.qsize() * 2 > topic.queue.maxsize for topic in self.app.topics):  # noqa: ASYNC110
            await asyncio.sleep(LOOK_SECONDS)


class Transport(aiokafka.Transport):
    """Faust's way to Kafka with that consumer."""

    Consumer = Intake
