"""Kafka as a part: kept over a kill -9."""

import asyncio
from pathlib import Path

import pytest
from aiokafka import AIOKafkaConsumer, AIOKafkaProducer
from aiokafka.admin import AIOKafkaAdminClient, NewTopic
from local_stack.parts import Kafka

pytestmark = pytest.mark.integration


async def _write(bootstrap: str) -> None:
    admin = AIOKafkaAdminClient(bootstrap_servers=bootstrap)
    await admin.start()
    await admin.create_topics([NewTopic("kept", 1, 1)])
    await admin.close()
    async with AIOKafkaProducer(bootstrap_servers=bootstrap) as producer:
        await producer.send_and_wait("kept", b"7")


async def _read(bootstrap: str) -> bytes | None:
    consumer = AIOKafkaConsumer("kept", bootstrap_servers=bootstrap, auto_offset_reset="earliest")
    async with consumer:
        value: bytes | None = (await asyncio.wait_for(consumer.getone(), 20)).value
        return value


def test_kafka_keeps_what_was_acknowledged_over_a_kill(tmp_path: Path) -> None:
    with Kafka(data=tmp_path) as broker:
        asyncio.run(_write(broker.bootstrap))
        assert broker.process is not None
        broker.process.kill()
        broker.start()
        broker.wait_ready()
        assert asyncio.run(_read(broker.bootstrap)) == b"7"
