"""Fills the read models from compacted topics."""

from __future__ import annotations

import asyncio
import json
from functools import partial
from typing import Any
from uuid import UUID

import aiokafka
import structlog
from aiokafka import TopicPartition
from contracts.base import Topic
from contracts.envelope import DecodeError, UnknownEvent, decode
from prometheus_client import Counter
from sqlalchemy import text

from servicekit.events import kafka
from servicekit.kit import Kit
from servicekit.work.retry import keep_up

log = structlog.get_logger(__name__)

APPLIED = Counter("replica_records_total", "Records of compacted topics by outcome", ["service", "topic", "outcome"])

_SAVE = text(
    """
    INSERT INTO replicas (kind, id, workspace_id, version, deleted, snapshot)
    VALUES (:kind, :id, :workspace, :version, :deleted, CAST(:snapshot AS jsonb))
    ON CONFLICT (kind, id) DO UPDATE
    SET workspace_id = coalesce(excluded.workspace_id, replicas.workspace_id), version = excluded.version,
        deleted = excluded.deleted, snapshot = excluded.snapshot
    WHERE replicas.version < excluded.version
    """
)
# A null value comes after the last event of a key; it carries no version and wins over all.
_REMOVE = text(
    """
    INSERT INTO replicas (kind, id, version, deleted) VALUES (:kind, :id, 9223372036854775807, true)
    ON CONFLICT (kind, id) DO UPDATE SET version = excluded.version, deleted = true, snapshot = NULL
    """
)
_POSITION = text(
    """
    INSERT INTO replica_positions (topic, partition, position) VALUES (:topic, :partition, :position)
    ON CONFLICT (topic, partition) DO UPDATE SET position = excluded.position
    """
)
_LEADER = "SELECT pg_try_advisory_lock(hashtext('replica feed'))"
_POSITIONS = text("SELECT topic, partition, position FROM replica_positions")
_WAKE = text("UPDATE set_aside SET next_try = now() WHERE state = 'parked' AND parent_id = ANY(CAST(:ids AS uuid[]))")
PATIENCE_SECONDS = 3.0
"""For what is under way once the service is to stop. Whatever is given up then was not committed, and is read again."""


class ReplicaFeed:
    """Keeps `(id, version, deleted, snapshot)` of every object; an older snapshot never replaces a newer one.

    One process of a service is active, the holder of an advisory lock, so that another takes over at once when it
    dies. Positions live in the database beside the rows, written by the same transaction: a database that was
    restored or emptied reads again from where it stands. It publishes nothing.
    """

    def __init__(self, kit: Kit[Any, Any, Any], topics: tuple[Topic, ...]) -> None:
        self._kit = kit
        self._topics = {kit.settings.topic.prefix + topic.name: topic for topic in topics}

    async def run(self, stop: asyncio.Event) -> None:
        """Follow the topics until `stop` is set. The service is ready once the ends seen at the start are reached.

        While the broker is away it is ready with what the database holds.
        """
        self._kit.health.bad("replicas", "catching up")
        work = keep_up(partial(self._take_part, stop), health=self._kit.health, part="replicas", stop=stop)
        following = asyncio.create_task(work)
        stopped = asyncio.create_task(stop.wait())
        try:
            await asyncio.wait((following, stopped), return_when=asyncio.FIRST_COMPLETED)
            await asyncio.wait_for(following, PATIENCE_SECONDS)
        except TimeoutError:
            log.info("read models left off", waited=PATIENCE_SECONDS)  # it waits for a broker that is away
        finally:
            stopped.cancel()
            following.cancel()

    async def _take_part(self, stop: asyncio.Event) -> None:
        prefix = len(self._kit.settings.topic.prefix)
        connection = await self._kit.database.connect_raw()
        names = [name[prefix:] for name in self._topics]
        try:
            async with kafka.running(kafka.consumer(self._kit.settings, *names, group=None)) as consumer:
                partitions = await self._partitions(consumer, stop)
                consumer.pause(*partitions)  # a broker answers nothing behind a fetch that waits for something new
                wanted: dict[TopicPartition, int] | None = await consumer.end_offsets(partitions)
                while not stop.is_set() and not await connection.fetchval(_LEADER):
                    if wanted is not None and self._reached(await self._positions(), wanted):
                        self._kit.health.ok("replicas")
                        wanted = None
                    await asyncio.sleep(0.5)
                await self._follow(consumer, partitions, wanted, stop)
        finally:
            await connection.close(timeout=5)

    async def _partitions(self, consumer: aiokafka.AIOKafkaConsumer, stop: asyncio.Event) -> list[TopicPartition]:
        """Every partition of the topics, once all topics are there; without a group the consumer has them all."""
        while not stop.is_set():
            found = sorted(consumer.assignment())
            if {partition.topic for partition in found} == set(self._topics):
                return found
            await asyncio.sleep(0.1)
        return []

    async def _follow(
        self,
        consumer: aiokafka.AIOKafkaConsumer,
        partitions: list[TopicPartition],
        wanted: dict[TopicPartition, int] | None,
        stop: asyncio.Event,
    ) -> None:
        positions = await self._seek(consumer, partitions)
        while not stop.is_set():
            if wanted is not None and self._reached(positions, wanted):
                self._kit.health.ok("replicas")
                wanted = None
            for partition, records in (await consumer.getmany(timeout_ms=500, max_records=500)).items():
                await self._apply(partition, records)
                positions[partition] = records[-1].offset + 1

    async def _seek(
        self, consumer: aiokafka.AIOKafkaConsumer, partitions: list[TopicPartition]
    ) -> dict[TopicPartition, int]:
        """Start each partition where the database stands."""
        known = await self._positions()
        beginnings = await consumer.beginning_offsets(partitions)
        ends = await consumer.end_offsets(partitions)
        positions: dict[TopicPartition, int] = {}
        for partition in partitions:
            at = max(known.get(partition, 0), beginnings[partition])
            # beyond the end: the topic was made anew, so it is read from its start
            positions[partition] = beginnings[partition] if at > ends[partition] else at
            consumer.seek(partition, positions[partition])
        consumer.resume(*partitions)
        return positions

    async def _positions(self) -> dict[TopicPartition, int]:
        prefix = self._kit.settings.topic.prefix
        async with self._kit.database.sessions() as session:
            rows = await session.execute(_POSITIONS)
            return {TopicPartition(prefix + row.topic, row.partition): row.position for row in rows}

    @staticmethod
    def _reached(positions: dict[TopicPartition, int], wanted: dict[TopicPartition, int]) -> bool:
        return all(positions.get(partition, 0) >= end for partition, end in wanted.items())

    async def _apply(self, partition: TopicPartition, records: list[Any]) -> None:
        topic = self._topics[partition.topic]
        rows: list[dict[str, Any]] = []
        removed: list[dict[str, Any]] = []
        for record in records:
            row = self._row(topic, record)
            if row is not None:
                (removed if row.get("removed") else rows).append(row)
        position = {"topic": topic.name, "partition": partition.partition, "position": records[-1].offset + 1}
        async with self._kit.database.sessions() as session, session.begin():
            if rows:
                await session.execute(_SAVE, rows)
                await session.execute(_WAKE, {"ids": [row["id"] for row in rows]})
            if removed:
                await session.execute(_REMOVE, [{"kind": row["kind"], "id": row["id"]} for row in removed])
            await session.execute(_POSITION, position)
        self._kit.snapshots.changed()
        APPLIED.labels(self._kit.name, topic.name, "applied").inc(len(rows) + len(removed))

    def _row(self, topic: Topic, record: Any) -> dict[str, Any] | None:
        try:
            id = UUID(record.key.decode())
            if record.value is None:
                return {"kind": topic.name, "id": id, "removed": True}
            envelope = decode(record.value)
        except UnknownEvent:
            return None
        except (DecodeError, ValueError, AttributeError) as error:
            APPLIED.labels(self._kit.name, topic.name, "undecodable").inc()
            log.error("replica record skipped", topic=topic.name, position=record.offset, error=str(error)[:200])
            return None
        snapshot = envelope.event.snapshot
        return {
            "kind": topic.name,
            "id": id,
            "workspace": envelope.workspace_id,
            "version": snapshot.version if snapshot is not None else envelope.sequence,
            "deleted": snapshot is None,
            "snapshot": json.dumps(snapshot.model_dump(mode="json")) if snapshot is not None else None,
        }
