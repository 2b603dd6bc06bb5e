"""The loop around the reactions: reads partitions side by side, holds one that cannot go on, commits what is done."""

from __future__ import annotations

import asyncio
from collections import deque
from time import monotonic
from typing import Any

import aiokafka
import structlog
from aiokafka import ConsumerRebalanceListener, TopicPartition
from aiokafka.errors import CommitFailedError, IllegalStateError, KafkaError, RebalanceInProgressError
from contracts.envelope import TYPE_HEADER
from prometheus_client import Gauge

from servicekit.database import is_transient
from servicekit.events import kafka
from servicekit.events.inbox import Record
from servicekit.events.reactions import Consumers, Reactor
from servicekit.kit import Kit

log = structlog.get_logger(__name__)

LAG = Gauge("consumer_lag", "Records behind the end of the partition", ["service", "topic", "partition"])

POISON_RETRIES = (0.05, 0.2, 1.0)
"""Pauses before an error that may be the event's own fault is believed."""
QUEUE = 200
"""Records held per partition before it is paused."""
DEAD_LETTERS_PER_WINDOW = 50
WINDOW_SECONDS = 600.0
RETRY_SECONDS = 0.5


class TooManyDeadLetters(Exception):
    """So many events failed that the service itself is likely at fault: it stops rather than set aside everything."""


class _Partition:
    """One partition's records in order, and the position up to which they are done."""

    def __init__(self, position: int) -> None:
        self.queue: asyncio.Queue[Any] = asyncio.Queue()
        self.done = position
        self.committed = position
        self.paused = False
        self.task: asyncio.Task[None] | None = None


class Reader(ConsumerRebalanceListener):  # type: ignore[misc]  # aiokafka has no types
    """Reads the topics of a service's reactions in its consumer group."""

    def __init__(self, kit: Kit[Any, Any, Any], consumers: Consumers) -> None:
        self._kit = kit
        self._reactor = Reactor(kit, consumers)
        self._consumers = consumers
        self._partitions: dict[TopicPartition, _Partition] = {}
        self._consumer: aiokafka.AIOKafkaConsumer | None = None
        self._deaths: deque[float] = deque()
        self._failed: asyncio.Future[None] | None = None

    async def run(self, stop: asyncio.Event) -> None:
        """Read until `stop` is set. Raises `TooManyDeadLetters`; waits through outages of broker and database."""
        self._failed = asyncio.get_running_loop().create_future()
        retries = asyncio.create_task(self._retry_set_aside(stop))
        try:
            while not stop.is_set():
                try:
                    await self._read(stop)
                except (KafkaError, OSError) as error:
                    self._kit.health.bad("consumer", type(error).__name__)
                    log.warning("consumer interrupted", error=type(error).__name__)
                    await asyncio.sleep(1)
        finally:
            retries.cancel()
            await asyncio.gather(retries, return_exceptions=True)

    async def _read(self, stop: asyncio.Event) -> None:
        names = [topic.name for topic in self._consumers.topics]
        consumer = self._consumer = kafka.consumer(self._kit.settings, group=self._consumers.group)
        consumer.subscribe([self._kit.settings.topic_prefix + name for name in names], listener=self)
        async with kafka.running(consumer):
            self._kit.health.ok("consumer")
            last_commit = monotonic()
            try:
                while not stop.is_set():
                    batches = await consumer.getmany(timeout_ms=100, max_records=500)
                    for partition, records in batches.items():
                        self._enqueue(consumer, partition, records)
                    self._steer(consumer)
                    if self._failed is not None and self._failed.done():
                        self._failed.result()
                    if monotonic() - last_commit > 0.5:
                        await self._commit()
                        last_commit = monotonic()
            finally:
                await self._settle(list(self._partitions))
                await self._commit()
                self._partitions.clear()
                self._consumer = None

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

    def _steer(self, consumer: aiokafka.AIOKafkaConsumer) -> None:
        prefix = len(self._kit.settings.topic_prefix)
        for partition, state in self._partitions.items():
            if state.paused and state.queue.qsize() < QUEUE // 4:
                consumer.resume(partition)
                state.paused = False
            end = consumer.highwater(partition)
            if end is not None:
                lag = max(0, end - state.done)
                LAG.labels(self._kit.name, partition.topic[prefix:], str(partition.partition)).set(lag)

    async def _work(self, partition: TopicPartition, state: _Partition) -> None:
        while True:
            record = await state.queue.get()
            if record is None:
                return
            try:
                await self._react(self._record(partition, record))
            except asyncio.CancelledError:
                raise
            except Exception as error:
                if self._failed is not None and not self._failed.done():
                    self._failed.set_exception(error)
                return
            state.done = record.offset + 1

    async def _react(self, record: Record) -> None:
        """One record, until it is done, parked or dead; an outage only makes it wait."""
        pause, poison = 0.1, 0
        while True:
            try:
                await self._reactor.react(record)
                self._kit.health.ok("consumer")
                return
            except Exception as error:
                if is_transient(error):
                    self._kit.health.bad("consumer", type(error).__name__)
                    log.warning("reaction waits", type=record.type, error=type(error).__name__, again_in=pause)
                    await asyncio.sleep(pause)
                    pause = min(pause * 2, 5.0)
                elif poison < len(POISON_RETRIES):
                    await asyncio.sleep(POISON_RETRIES[poison])
                    poison += 1
                else:
                    await self._bury(record, error)
                    return

    async def _bury(self, record: Record, error: Exception) -> None:
        log.error("reaction failed", type=record.type, exc_info=error)
        pause = 0.1
        while True:
            try:
                await self._reactor.bury(record, f"{type(error).__name__}: {error}")
                break
            except Exception as trouble:
                if not is_transient(trouble):
                    raise
                await asyncio.sleep(pause)
                pause = min(pause * 2, 5.0)
        now = monotonic()
        self._deaths.append(now)
        while self._deaths and now - self._deaths[0] > WINDOW_SECONDS:
            self._deaths.popleft()
        if len(self._deaths) > DEAD_LETTERS_PER_WINDOW:
            self._kit.health.bad("consumer", "too many dead letters")
            raise TooManyDeadLetters(f"{len(self._deaths)} dead letters within {WINDOW_SECONDS:.0f} s")

    def _record(self, partition: TopicPartition, raw: Any) -> Record:
        headers = dict(raw.headers)
        return Record(
            topic=partition.topic[len(self._kit.settings.topic_prefix) :],
            partition=partition.partition,
            position=raw.offset,
            key=(raw.key or b"").decode(errors="replace"),
            type=headers.get(TYPE_HEADER, b"").decode(errors="replace"),
            value=raw.value,
        )

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

    async def on_partitions_assigned(self, assigned: list[TopicPartition]) -> None:
        """Partitions start with their first record."""

    async def _retry_set_aside(self, stop: asyncio.Event) -> None:
        while not stop.is_set():
            try:
                due = await self._reactor.retry_due()
            except Exception as error:
                if not is_transient(error):
                    raise
                due = 0
            await asyncio.sleep(0 if due >= 50 else RETRY_SECONDS)
