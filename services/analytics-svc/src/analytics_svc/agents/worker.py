"""The Faust worker: its settings, its agents, its watchdog, and how it ends."""

from __future__ import annotations

import asyncio
import os
from collections import Counter
from collections.abc import Awaitable, Callable, Iterable
from functools import partial
from time import monotonic
from typing import Any

import faust
import structlog
from aiokafka import TopicPartition
from aiokafka.errors import KafkaError
from contracts.base import Topic
from prometheus_client import Gauge
from servicekit.database import is_transient
from servicekit.events import kafka
from servicekit.events.inbox import Record
from servicekit.kit import Kit
from servicekit.settings import KafkaSettings
from servicekit.work.retry import keep_up

from analytics_svc.agents import GROUP, TOPICS
from analytics_svc.agents.batches import Batches
from analytics_svc.agents.intake import Transport
from analytics_svc.repository import Unit
from analytics_svc.settings import Settings

log = structlog.get_logger(__name__)

LAG = Gauge("analytics_lag", "Records behind the end of the partition", ["topic", "partition"])
STOP_SECONDS = 8.0
LOOK_SECONDS = 5.0
GROUP_PATIENCE = 3
"""So many times the watchdog's patience, a topic may stand still that is in other hands, or in nobody's."""
BUFFERED_BATCHES = 4
"""Events in memory while a batch is counted or waits for the database."""


class Worker:
    """One Faust application in this process; any number of processes share the partitions."""

    def __init__(self, kit: Kit[Settings, Unit, Any]) -> None:
        self._kit = kit
        self._signs = {topic.name: monotonic() for topic in TOPICS}
        """The last sign of life of this process, by topic."""
        self._moved = dict(self._signs)
        """When any process of the group last got on with a topic, or had nothing to do."""
        self._app = self._application()

    def _alive(self, names: Iterable[str]) -> None:
        signs = dict.fromkeys(names, monotonic())
        self._signs.update(signs)
        self._moved.update(signs)

    def _application(self) -> Any:
        settings = self._kit.settings
        settings.faust_datadir.mkdir(parents=True, exist_ok=True)
        app = faust.App(
            settings.topic.prefix + GROUP,
            broker=[f"kafka://{server}" for server in settings.kafka.bootstrap_servers.split(",")],
            broker_credentials=_credentials(settings.kafka),
            datadir=str(settings.faust_datadir),
            store="memory://",
            key_serializer="raw",
            value_serializer="raw",
            web_enabled=False,
            topic_allow_declare=False,
            topic_disable_leader=True,
            consumer_auto_offset_reset="earliest",
            broker_commit_interval=1.0,
            broker_session_timeout=10.0,
            broker_heartbeat_interval=2.0,
            broker_request_timeout=30.0,
            stream_wait_empty=True,
            stream_buffer_maxsize=BUFFERED_BATCHES * settings.batch.size,  # then its partitions are not read on
        )
        app.transport = Transport(app.conf.broker_consumer, app)

        def counter(topic: Topic) -> Callable[[Any], Awaitable[None]]:
            batches = Batches(self._kit, alive=partial(self._alive, (topic.name,)))

            async def count(stream: Any) -> None:
                async for batch in stream.noack_take(settings.batch.size, within=settings.batch.seconds):
                    try:
                        await batches.count([Record.read(event.message, settings.topic.prefix) for event in batch])
                    except Exception as error:
                        # Faust would restart the agent behind this batch; ending the process brings it again instead
                        log.critical("batch cannot be counted", exc_info=error)
                        os._exit(1)
                    for event in batch:
                        await stream.ack(event)

            return count

        for topic in TOPICS:  # an agent each: what holds one topic up does not hold up the others
            app.agent(app.topic(settings.topic.prefix + topic.name), name=f"count {topic.name}")(counter(topic))
        return app

    async def run(self, stop: asyncio.Event) -> None:
        """Work until `stop` is set. Ends the process when Faust crashed or lag stands still."""
        self._app.finalize()
        await self._app.start()
        self._kit.health.ok("worker")
        tasks = [asyncio.create_task(self._watch(stop)), asyncio.create_task(self._retry(stop))]
        try:
            while not stop.is_set():
                if self._app._crashed.is_set():
                    log.critical("the stream processor crashed")
                    os._exit(1)
                for task in tasks:
                    if task.done():  # they end only when stopped: the supervisor starts a fresh process
                        error = None if task.cancelled() else task.exception()
                        log.critical("a part of the worker ended", exc_info=error)
                        os._exit(1)
                await asyncio.sleep(0.2)
        finally:
            for task in tasks:
                task.cancel()
            await asyncio.gather(*tasks, return_exceptions=True)
            # Faust swallows cancellation, so the stop is bounded by waiting, not by cancelling
            await asyncio.wait({asyncio.create_task(self._app.stop())}, timeout=STOP_SECONDS)

    async def _retry(self, stop: asyncio.Event) -> None:
        batches = Batches(self._kit)
        while not stop.is_set():
            due = 0
            try:
                due = await batches.retry_due()
            except Exception as error:
                if not is_transient(error):
                    raise
            await asyncio.sleep(0 if due else 0.5)

    async def _watch(self, stop: asyncio.Event) -> None:
        """End the process when a topic has lag here and no sign of life: the supervisor starts a fresh one.

        So does lag anywhere that nobody works on, later: a group whose leader saw no topics, because the broker had
        only just started, gives out no partitions, and nobody would notice.
        """
        while not stop.is_set():
            try:
                await self._watch_connected(stop)
            except (KafkaError, OSError, TimeoutError):
                self._alive(self._signs)  # an unreachable broker is not this process's fault
                self._kit.health.degraded("watchdog", "broker")
                LAG.clear()  # how much comes in meanwhile cannot be known
                await asyncio.sleep(2)

    async def _watch_connected(self, stop: asyncio.Event) -> None:
        settings = self._kit.settings
        committed_before: dict[TopicPartition, int] = {}
        async with (
            kafka.running(kafka.consumer(settings, *(topic.name for topic in TOPICS), group=None)) as reader,
            kafka.running(kafka.admin(settings)) as admin,
        ):
            while not stop.is_set():
                partitions = sorted(reader.assignment())  # without a group these are all
                reader.pause(*partitions)  # only their ends are of interest
                async with asyncio.timeout(LOOK_SECONDS):  # else a look that hangs through an outage makes signs old
                    ends = await reader.end_offsets(partitions)
                    offsets = await admin.list_consumer_group_offsets(settings.topic.prefix + GROUP)
                self._kit.health.ok("watchdog")
                committed = {p: max(0, offsets[p].offset) if p in offsets else 0 for p in partitions}
                own = self._app.assignor.assigned_actives()  # what others are slow at is not this process's fault
                behind: Counter[str] = Counter()
                behind_anywhere: Counter[str] = Counter()
                for partition in partitions:
                    lag = max(0, ends[partition] - committed[partition])
                    topic = partition.topic[len(settings.topic.prefix) :]
                    LAG.labels(topic, str(partition.partition)).set(lag)
                    behind_anywhere[topic] += lag
                    moved = committed[partition] != committed_before.get(partition)
                    if partition in own:
                        behind[topic] += lag
                        if moved:
                            self._alive((topic,))
                    elif moved:
                        self._moved[topic] = monotonic()
                now = monotonic()
                self._signs.update({topic: now for topic in self._signs if not behind[topic]})
                self._moved.update({topic: now for topic in self._moved if not behind_anywhere[topic]})
                committed_before = committed
                for topic in self._signs:
                    stuck = now - self._signs[topic] > settings.watchdog_seconds
                    if stuck or now - self._moved[topic] > settings.watchdog_seconds * GROUP_PATIENCE:
                        log.critical("no progress", topic=topic, lag=behind[topic], anywhere=behind_anywhere[topic])
                        os._exit(1)
                await asyncio.sleep(2)


def _credentials(settings: KafkaSettings) -> faust.auth.Credentials | None:
    """How to get into the broker, in Faust's words."""
    told = kafka.access(settings)
    context = told.get("ssl_context")
    if settings.uses_sasl:
        return faust.SASLCredentials(
            username=told["sasl_plain_username"],
            password=told["sasl_plain_password"],
            mechanism=told["sasl_mechanism"],
            ssl_context=context,
        )
    return faust.SSLCredentials(context) if context is not None else None


async def run_worker(kit: Kit[Settings, Unit, Any], stop: asyncio.Event) -> None:
    """The worker process's main part."""
    kit.health.bad("worker", "starting")
    # topics that are missing when Faust starts would be ignored for good
    create = partial(kafka.create_topics, kit.settings, TOPICS)
    await keep_up(create, health=kit.health, part="worker", stop=stop)
    if not stop.is_set():
        await Worker(kit).run(stop)
