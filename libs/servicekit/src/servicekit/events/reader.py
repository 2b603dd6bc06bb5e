"""The loop around the reactions: reads partitions side by side, holds one that cannot go on, commits what is done."""

from __future__ import annotations

import asyncio
from collections.abc import Iterable
from functools import partial
from time import monotonic
from typing import Any

import aiokafka
import structlog
from aiokafka import ConsumerRebalanceListener, TopicPartition
from aiokafka.errors import (
    CommitFailedError,
    IllegalStateError,
    KafkaError,
    KafkaTimeoutError,
    RebalanceInProgressError,
)
from prometheus_client import Gauge

from servicekit.events import kafka
from servicekit.events.inbox import Record
from servicekit.events.reactions import Consumers
from servicekit.events.reactor import Reactor
from servicekit.kit import Kit
from servicekit.work.parts import side_by_side
from servicekit.work.retry import cause_of, keep_up, passes

log = structlog.get_logger(__name__)

LAG = Gauge("consumer_lag", "Records behind the end of the partition", ["service", "topic", "partition"])

QUEUE = 1000
"""Records held per partition before it is paused. It goes on when half are done: until the request that was sent
without it ends (`fetch_max_wait_ms`), there is still something to do."""
TOGETHER = 30
"""Records that are worked on in one transaction at most: it holds locks that requests may wait for."""
POLL_SECONDS = 0.5
LOOK_SECONDS = 5.0
"""How often the broker is asked for the partitions' ends, which also tells whether it is there."""
RETRY_SECONDS = 1.0
COMMIT_SECONDS = 0.5


class _Partition:
    """One partition's records in order, and the position up to which they are done."""

    def __init__(self, position: int) -> None:
        self.queue: asyncio.Queue[Any] = asyncio.Queue()
        self.done = position
        self.committed = position
        self.paused = False
        self.task: asyncio.Task[None] | None = None

    async def take(self) -> list[Any] | None:
        """The next records, as far as they are there, at most `TOGETHER`; None when there shall be no more work."""
        records = [await self.queue.get()]
        while records[-1] is not None and len(records) < TOGETHER and not self.queue.empty():
            records.append(self.queue.get_nowait())
        if records[-1] is None:
            if records[:-1]:
                self.queue.put_nowait(None)
            return records[:-1] or None
        return records


class Reader(ConsumerRebalanceListener):  # type: ignore[misc]  # aiokafka has no types
    """Reads the topics of a service's reactions in its consumer group."""

    def __init__(self, kit: Kit[Any, Any, Any], consumers: Consumers) -> None:
        self._kit = kit
        self._reactor = Reactor(kit, consumers)
        self._consumers = consumers
        self._partitions: dict[TopicPartition, _Partition] = {}
        self._consumer: aiokafka.AIOKafkaConsumer | None = None
        self._measured: set[TopicPartition] = set()
        """Partitions whose lag stands in the metrics."""
        self._failed: asyncio.Future[None] | None = None

    async def run(self, stop: asyncio.Event) -> None:
        """Read until `stop` is set. Raises `TooManyDeadLetters`; waits through outages of broker and database."""
        self._failed = asyncio.get_running_loop().create_future()
        read = keep_up(partial(self._read, stop), health=self._kit.health, part="consumer", stop=stop)
        await side_by_side(stop, {"reading": read, "what is set aside": self._retry_set_aside(stop)})

    async def _read(self, stop: asyncio.Event) -> None:
        names = [topic.name for topic in self._consumers.topics]
        consumer = self._consumer = kafka.consumer(self._kit.settings, group=self._consumers.group)
        consumer.subscribe([self._kit.settings.topic.prefix + name for name in names], listener=self)
        async with kafka.running(consumer):
            self._kit.health.ok("consumer")
            last_commit = monotonic()
            look = asyncio.create_task(self._look_at_ends(consumer))
            try:
                while not stop.is_set():
                    paused = any(state.paused for state in self._partitions.values())
                    wait = POLL_SECONDS / 10 if paused else POLL_SECONDS
                    batches = await consumer.getmany(timeout_ms=int(wait * 1000), max_records=500)
                    for partition, records in batches.items():
                        self._enqueue(consumer, partition, records)
                    self._resume(consumer)
                    for ended in (self._failed, look):
                        if ended is not None and ended.done():
                            ended.result()
                    if monotonic() - last_commit > COMMIT_SECONDS:
                        await self._commit()
                        last_commit = monotonic()
            finally:
                look.cancel()
                await asyncio.gather(look, return_exceptions=True)
                await self._settle(list(self._partitions))
                await self._commit()
                self._partitions.clear()
                self._consumer = None
                self._forget_lag(self._measured)

    def _enqueue(self, consumer: aiokafka.AIOKafkaConsumer, partition: TopicPartition, records: list[Any]) -> None:
        if partition not in consumer.assignment():
            return  # fetched before a rebalance took it away
        state = self._partitions.get(partition)
        if state is None:
            state = self._partitions[partition] = _Partition(records[0].offset)
            state.task = asyncio.create_task(self._work(partition, state))
        for record in records:
            state.queue.put_nowait(record)
        if state.queue.qsize() > QUEUE and not state.paused:
            consumer.pause(partition)
            state.paused = True

    def _resume(self, consumer: aiokafka.AIOKafkaConsumer) -> None:
        for partition, state in self._partitions.items():
            if state.paused and state.queue.qsize() < QUEUE // 2:
                consumer.resume(partition)
                state.paused = False

    async def _look_at_ends(self, consumer: aiokafka.AIOKafkaConsumer) -> None:
        """Measure the lag by asking, so that it counts on while partitions are paused; the broker's absence shows."""
        while True:
            mine = consumer.assignment()
            try:
                async with asyncio.timeout(LOOK_SECONDS):
                    ends = await consumer.end_offsets(mine) if mine else {}
                    unread = {p: await consumer.position(p) for p in mine if p not in self._partitions}
            except TimeoutError:
                self._kit.health.degraded("consumer", cause_of(KafkaTimeoutError()))
            except KafkaError as error:
                if not isinstance(error, IllegalStateError):  # a partition has just been taken away
                    self._kit.health.degraded("consumer", cause_of(error))
            else:
                if mine:
                    self._kit.health.ok("consumer")
                held = mine & consumer.assignment()
                self._forget_lag(self._measured - held)
                for partition in held:
                    state = self._partitions.get(partition)
                    done = state.done if state is not None else unread.get(partition, ends[partition])
                    LAG.labels(*self._labels(partition)).set(max(0, ends[partition] - done))
                    self._measured.add(partition)
            await asyncio.sleep(LOOK_SECONDS)

    def _labels(self, partition: TopicPartition) -> tuple[str, str, str]:
        topic = partition.topic.removeprefix(self._kit.settings.topic.prefix)
        return self._kit.name, topic, str(partition.partition)

    def _forget_lag(self, partitions: Iterable[TopicPartition]) -> None:
        """What this process no longer holds must not stand in its metrics."""
        for partition in self._measured.intersection(partitions):
            LAG.remove(*self._labels(partition))
            self._measured.discard(partition)

    async def _work(self, partition: TopicPartition, state: _Partition) -> None:
        while True:
            records = await state.take()
            if records is None:
                return
            try:
                await self._reactor.react_to_all([Record.read(one, self._kit.settings.topic.prefix) for one in records])
            except asyncio.CancelledError:
                raise
            except Exception as error:
                if self._failed is not None and not self._failed.done():
                    self._failed.set_exception(error)
                return
            state.done = records[-1].offset + 1

    async def _commit(self) -> None:
        if self._consumer is None:
            return
        mine = self._consumer.assignment()
        positions = {p: s.done for p, s in self._partitions.items() if s.done > s.committed and p in mine}
        if not positions:
            return
        try:
            await self._consumer.commit(positions)
        except (CommitFailedError, RebalanceInProgressError, IllegalStateError) as error:
            log.info("commit left to the next owner", error=type(error).__name__)  # the inbox absorbs the repeats
            return
        for partition, position in positions.items():
            self._partitions[partition].committed = position

    async def _settle(self, partitions: list[TopicPartition]) -> None:
        """End the work on these partitions after the record each is working on, at most 10 s."""
        tasks = []
        for partition in partitions:
            state = self._partitions.get(partition)
            if state is not None and state.task is not None:
                while not state.queue.empty():
                    state.queue.get_nowait()
                state.queue.put_nowait(None)
                tasks.append(state.task)
        if tasks:
            _, late = await asyncio.wait(tasks, timeout=10)
            for task in late:
                task.cancel()
            await asyncio.gather(*tasks, return_exceptions=True)

    async def on_partitions_revoked(self, revoked: list[TopicPartition]) -> None:
        """Finish and commit what is under way before another process takes over."""
        await self._settle(list(revoked))
        await self._commit()
        for partition in revoked:
            self._partitions.pop(partition, None)
        self._forget_lag(revoked)

    async def on_partitions_assigned(self, assigned: list[TopicPartition]) -> None:
        """Partitions start with their first record."""

    async def _retry_set_aside(self, stop: asyncio.Event) -> None:
        while not stop.is_set():
            settled = 0
            try:
                settled = await self._reactor.retry_due()
            except Exception as error:
                if not passes(error):
                    raise
            await asyncio.sleep(0 if settled else RETRY_SECONDS)
