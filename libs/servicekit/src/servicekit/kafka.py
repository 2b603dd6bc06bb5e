"""Kafka clients as Empfang wants them, and the creation of topics."""

from __future__ import annotations

from collections.abc import Iterable

import aiokafka
from aiokafka.admin import AIOKafkaAdminClient, NewTopic
from aiokafka.errors import KafkaError, TopicAlreadyExistsError, for_code
from contracts.topics import Topic

from servicekit.settings import ServiceSettings


def producer(settings: ServiceSettings, *, client_id: str) -> aiokafka.AIOKafkaProducer:
    """An idempotent producer that waits for all replicas. Not started."""
    return aiokafka.AIOKafkaProducer(
        bootstrap_servers=settings.kafka_bootstrap_servers,
        client_id=client_id,
        acks="all",
        enable_idempotence=True,
        linger_ms=2,
        max_batch_size=256 * 1024,
        max_request_size=1_048_576,
        request_timeout_ms=15_000,
        metadata_max_age_ms=30_000,
    )


def consumer(settings: ServiceSettings, *topics: str, group: str | None) -> aiokafka.AIOKafkaConsumer:
    """A consumer that commits nothing by itself and reads new groups' topics from the start. Not started."""
    return aiokafka.AIOKafkaConsumer(
        *(settings.topic_prefix + topic for topic in topics),
        bootstrap_servers=settings.kafka_bootstrap_servers,
        group_id=settings.topic_prefix + group if group else None,
        client_id=group or "reader",
        group_instance_id=f"{group}.{settings.instance_id}" if group and settings.instance_id else None,
        enable_auto_commit=False,
        auto_offset_reset="earliest",
        session_timeout_ms=10_000,
        heartbeat_interval_ms=2_000,
        max_poll_interval_ms=300_000,
        metadata_max_age_ms=30_000,
        fetch_max_wait_ms=100,
        max_partition_fetch_bytes=2 * 1024 * 1024,
    )


async def create_topics(settings: ServiceSettings, topics: Iterable[Topic]) -> None:
    """Create the topics that are missing; those that exist stay as they are.

    Raises `KafkaError` when the broker refuses one.
    """
    admin = AIOKafkaAdminClient(bootstrap_servers=settings.kafka_bootstrap_servers, client_id="init")
    await admin.start()
    try:
        existing = set(await admin.list_topics())
        missing = [
            NewTopic(
                name=settings.topic_prefix + topic.name,
                num_partitions=topic.partitions,
                replication_factor=settings.topic_replication,
                topic_configs=topic.settings(),
            )
            for topic in topics
            if settings.topic_prefix + topic.name not in existing
        ]
        if not missing:
            return
        answer = await admin.create_topics(missing)
        for name, code, *_ in answer.topic_errors:
            error = for_code(code)
            if code and error is not TopicAlreadyExistsError:
                raise error(name)
    finally:
        await admin.close()


__all__ = ["KafkaError", "consumer", "create_topics", "producer"]
