"""Kafka clients as Empfang wants them, and the creation of topics."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Iterable
from contextlib import asynccontextmanager
from typing import Any, TypeVar

import aiokafka
import structlog
from aiokafka.admin import AIOKafkaAdminClient, NewTopic
from aiokafka.errors import KafkaConnectionError, KafkaError, TopicAlreadyExistsError, for_code
from aiokafka.helpers import create_ssl_context
from contracts.base import Topic

from servicekit.settings import KafkaSettings, ServiceSettings

log = structlog.get_logger(__name__)

ALONE_WAITS_MS = 5_000
GROUP_WAITS_MS = 1_000
"""So long the broker holds a fetch that finds nothing: it answers at once when something comes, and each empty answer
costs both sides. Meanwhile it answers nothing else on that connection: in a group a partition that is given to a
member, or read again, waits for the end of such a fetch, and so does whoever asks for offsets."""
START_SECONDS = 10.0
"""After this long without an answer the broker counts as away."""
STOP_SECONDS = 10.0

Client = TypeVar("Client", aiokafka.AIOKafkaConsumer, aiokafka.AIOKafkaProducer, AIOKafkaAdminClient)


def access(settings: KafkaSettings) -> dict[str, Any]:
    """What every client of aiokafka is told: the brokers, and how to get in."""
    told: dict[str, Any] = {
        "bootstrap_servers": settings.bootstrap_servers,
        "security_protocol": settings.security_protocol,
    }
    if settings.uses_tls:
        told["ssl_context"] = create_ssl_context(
            cafile=settings.ssl_cafile or None,
            certfile=settings.ssl_certfile or None,
            keyfile=settings.ssl_keyfile or None,
        )
    if settings.uses_sasl and settings.sasl_password is not None:
        told["sasl_mechanism"] = settings.sasl_mechanism
        told["sasl_plain_username"] = settings.sasl_username
        told["sasl_plain_password"] = settings.sasl_password.get_secret_value()
    return told


def producer(settings: ServiceSettings, *, client_id: str) -> aiokafka.AIOKafkaProducer:
    """An idempotent producer that waits for all replicas. Not started."""
    return aiokafka.AIOKafkaProducer(
        **access(settings.kafka),
        client_id=client_id,
        acks="all",
        enable_idempotence=True,
        linger_ms=2,
        max_batch_size=256 * 1024,
        max_request_size=1_048_576,
        request_timeout_ms=15_000,
        metadata_max_age_ms=30_000,
    )


def consumer(
    settings: ServiceSettings, *topics: str, group: str | None, waits_ms: int | None = None
) -> aiokafka.AIOKafkaConsumer:
    """A consumer that commits nothing by itself and reads new groups' topics from the start. Not started.

    `waits_ms`: how long the broker may hold a fetch, shorter for who asks for offsets between.
    """
    return aiokafka.AIOKafkaConsumer(
        *(settings.topic.prefix + topic for topic in topics),
        **access(settings.kafka),
        group_id=settings.topic.prefix + group if group else None,
        client_id=group or "reader",
        group_instance_id=f"{group}.{settings.instance_id}" if group and settings.instance_id else None,
        enable_auto_commit=False,
        auto_offset_reset="earliest",
        session_timeout_ms=10_000,
        heartbeat_interval_ms=2_000,
        max_poll_interval_ms=300_000,
        metadata_max_age_ms=30_000,
        fetch_max_wait_ms=waits_ms or (GROUP_WAITS_MS if group else ALONE_WAITS_MS),
        max_partition_fetch_bytes=2 * 1024 * 1024,
    )


def admin(settings: ServiceSettings) -> AIOKafkaAdminClient:
    """A client that asks about topics and groups. Not started."""
    return AIOKafkaAdminClient(**access(settings.kafka), client_id="admin")


@asynccontextmanager
async def running(client: Client) -> AsyncIterator[Client]:
    """Start a client, and stop it whatever happens, also when it could not start.

    Raises what starting raises, `KafkaConnectionError` when no broker can be reached.
    """
    try:
        try:
            async with asyncio.timeout(START_SECONDS):
                await client.start()
        except TimeoutError as error:
            raise KafkaConnectionError(f"no answer within {START_SECONDS:.0f} s") from error
        yield client
    finally:
        await _stop(client)


async def _stop(client: Any) -> None:
    """Stop a client, within bounds while the broker is away.

    aiokafka 0.14 then lets out the cancellation of its own fetches, which looks as if this task had been cancelled,
    and a producer waits for ever for what it has not delivered. Both leave their connections open.
    """
    stopping = asyncio.create_task(client.close() if isinstance(client, AIOKafkaAdminClient) else client.stop())
    try:
        await asyncio.wait({stopping}, timeout=STOP_SECONDS)
    finally:
        if not stopping.done() or stopping.cancelled():
            stopping.cancel()
            await asyncio.gather(stopping, return_exceptions=True)
            if isinstance(client, aiokafka.AIOKafkaProducer) and client._sender is not None:
                await asyncio.gather(client._sender.close(), return_exceptions=True)
            if not isinstance(client, AIOKafkaAdminClient):
                await (client.client if isinstance(client, aiokafka.AIOKafkaProducer) else client._client).close()
        elif (error := stopping.exception()) is not None:
            log.warning("a Kafka client did not stop cleanly", error=type(error).__name__)


async def create_topics(settings: ServiceSettings, topics: Iterable[Topic]) -> None:
    """Create the topics that are missing; those that exist stay as they are.

    Raises `KafkaError` when the broker refuses one.
    """
    async with running(admin(settings)) as client:
        existing = set(await client.list_topics())
        missing = [
            NewTopic(
                name=settings.topic.prefix + topic.name,
                num_partitions=topic.partitions,
                replication_factor=settings.topic.replication,
                topic_configs=topic.settings(),
            )
            for topic in topics
            if settings.topic.prefix + topic.name not in existing
        ]
        if not missing:
            return
        answer = await client.create_topics(missing)
        for name, code, *_ in answer.topic_errors:
            error = for_code(code)
            if code and error is not TopicAlreadyExistsError:
                raise error(name)


__all__ = ["KafkaError", "access", "admin", "consumer", "create_topics", "producer", "running"]
