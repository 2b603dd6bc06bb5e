"""What the topics still hold: read from the beginning to the end, beside the workers and without a group."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Mapping
from contextlib import AsyncExitStack
from dataclasses import dataclass
from datetime import UTC, datetime
from types import TracebackType
from typing import Any
from uuid import UUID

import aiokafka
from aiokafka import TopicPartition
from aiokafka.partitioner import DefaultPartitioner
from contracts.base import Topic
from servicekit.events import kafka
from servicekit.events.inbox import Record
from servicekit.settings import ServiceSettings

from analytics_svc.agents import FIGURES, GROUP

QUIET_MS = 200
TAIL_SECONDS = 20.0
"""How long the workers may have to wait for the reading of what is left."""


@dataclass(frozen=True, slots=True)
class Beginning:
    """Where a partition begins: whether older records were deleted, and when its first one, if any, was sent."""

    cut: bool
    at: datetime | None


class Retained:
    """Reads the topics of the figures once; with a bot's id only its records."""

    def __init__(self, settings: ServiceSettings, bot_id: UUID | None = None) -> None:
        self._settings = settings
        self._prefix = settings.topic.prefix
        self._key = str(bot_id) if bot_id is not None else None
        self._consumer = kafka.consumer(settings, *(topic.name for topic in FIGURES), group=None, waits_ms=QUIET_MS)
        self._admin = kafka.admin(settings)
        self._clients = AsyncExitStack()
        self._partitions: list[TopicPartition] = []
        self._done: dict[TopicPartition, int] = {}
        self._beginnings: dict[TopicPartition, Beginning] = {}

    async def __aenter__(self) -> Retained:
        for client in (self._consumer, self._admin):
            await self._clients.enter_async_context(kafka.running(client))
        self._partitions = sorted(self._consumer.assignment())
        begins = await self._consumer.beginning_offsets(self._partitions)
        firsts = await self._consumer.offsets_for_times(dict.fromkeys(self._partitions, 0))
        for partition in self._partitions:
            first = firsts.get(partition)
            at = datetime.fromtimestamp(first.timestamp / 1000, UTC) if first is not None else None
            self._beginnings[partition] = Beginning(begins[partition] > 0, at)
            self._done[partition] = begins[partition]
            self._consumer.seek(partition, begins[partition])
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        await self._clients.aclose()

    def beginning_of(self, topic: Topic, key: str) -> Beginning:
        """Where the partition begins that records with this key are on."""
        name = self._settings.topic.prefix + topic.name
        numbers = [partition.partition for partition in self._partitions if partition.topic == name]
        number = DefaultPartitioner()(key.encode(), numbers, numbers)
        return self._beginnings[TopicPartition(name, number)]

    async def left(self) -> int:
        """How many records come after those that were read."""
        ends = await self._consumer.end_offsets(self._partitions)
        return sum(max(0, ends[partition] - self._done[partition]) for partition in self._partitions)

    async def read(self, most: int) -> AsyncIterator[list[Record]]:
        """What comes next, up to the end as it is now, in lists of at most `most` records."""
        ends = await self._consumer.end_offsets(self._partitions)
        while any(self._done[partition] < ends[partition] for partition in self._partitions):
            found = await self._consumer.getmany(timeout_ms=QUIET_MS, max_records=most)
            for partition, raw in found.items():
                self._done[partition] = raw[-1].offset + 1
            if records := [record for raw in found.values() for one in raw if (record := self._record(one))]:
                yield records

    async def committed(self) -> dict[TopicPartition, int]:
        """Up to where the workers have committed; where they never did, the beginning."""
        offsets = await self._admin.list_consumer_group_offsets(self._settings.topic.prefix + GROUP)
        begins = await self._consumer.beginning_offsets(self._partitions)
        return {p: max(offsets[p].offset if p in offsets else 0, begins[p]) for p in self._partitions}

    async def behind(self) -> int:
        """How many records the workers have not committed."""
        committed, ends = await self.committed(), await self._consumer.end_offsets(self._partitions)
        return sum(max(0, ends[partition] - committed[partition]) for partition in self._partitions)

    async def tail(self, committed: Mapping[TopicPartition, int]) -> tuple[list[Record], list[Record]]:
        """Everything up to the end that the workers have not committed, and everything that was not read here.

        Raises `TimeoutError` when it does not come in time.
        """
        ends = await self._consumer.end_offsets(self._partitions)
        at = {partition: min(committed[partition], self._done[partition]) for partition in self._partitions}
        for partition, position in at.items():
            self._consumer.seek(partition, position)
        uncounted: list[Record] = []
        unread: list[Record] = []
        async with asyncio.timeout(TAIL_SECONDS):
            while any(at[partition] < ends[partition] for partition in self._partitions):
                found = await self._consumer.getmany(timeout_ms=QUIET_MS)
                for partition, raw in found.items():
                    at[partition] = raw[-1].offset + 1
                    for one in raw:
                        if (record := self._record(one)) is None or one.offset >= ends[partition]:
                            continue
                        if one.offset >= committed[partition]:
                            uncounted.append(record)
                        if one.offset >= self._done[partition]:
                            unread.append(record)
        self._done = {partition: max(self._done[partition], ends[partition]) for partition in self._partitions}
        return uncounted, unread

    def _record(self, raw: aiokafka.ConsumerRecord[Any, Any]) -> Record | None:
        record = Record.read(raw, self._prefix)
        return record if self._key in (None, record.key) else None
