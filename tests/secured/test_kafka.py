"""A Kafka that demands TLS and a user: every client of the kit comes in, and nobody without."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from aiokafka import TopicPartition
from aiokafka.errors import KafkaError
from analytics_svc.agents import GROUP
from contracts.base import Topic
from contracts.topics import TOPICS
from local_stack.parts import Kafka, Process, free_port
from pydantic import ValidationError
from servicekit import migrations
from servicekit.events import kafka
from servicekit.settings import DatabaseSettings, KafkaSettings, ServiceSettings
from servicekit.testing.waiting import eventually

from tests.secured.authority import Authority
from tests.secured.servers import PLAIN_PASSWORD

pytestmark = pytest.mark.integration


def settings(broker: Kafka, authority: Authority, **changed: Any) -> ServiceSettings:
    values = {
        "bootstrap_servers": f"localhost:{broker.port}",
        "security_protocol": "SASL_SSL",
        "sasl_username": "empfang",
        "sasl_password": PLAIN_PASSWORD,
        "ssl_cafile": str(authority.certificate),
    }
    return ServiceSettings(
        database=DatabaseSettings.model_validate({"url": "postgresql://nobody@nowhere/there"}),
        kafka=KafkaSettings.model_validate({**values, **changed}),
    )


@pytest.mark.parametrize("mechanism", ["PLAIN", "SCRAM-SHA-256", "SCRAM-SHA-512"])
async def test_topics_are_made_written_and_read(mechanism: str, tls_kafka: Kafka, authority: Authority) -> None:
    given = settings(tls_kafka, authority, sasl_mechanism=mechanism)
    topic = Topic(f"made.by-{mechanism.lower()}", key="id", owner="lead-svc", events=(), partitions=1)
    await kafka.create_topics(given, [topic])
    async with kafka.running(kafka.producer(given, client_id="test")) as producer:
        await producer.send_and_wait(topic.name, b"written")
    async with kafka.running(kafka.consumer(given, topic.name, group="readers")) as consumer:
        assert (await consumer.getone()).value == b"written"
        await consumer.commit()
    async with kafka.running(kafka.admin(given)) as admin:
        offsets = await admin.list_consumer_group_offsets("readers")
    assert offsets[TopicPartition(topic.name, 0)].offset == 1


WITHOUT = {"sasl_username": None, "sasl_password": None}


@pytest.mark.parametrize(
    "changed",
    [
        {"sasl_password": "wrong"},
        {"sasl_password": "wrong", "sasl_mechanism": "SCRAM-SHA-512"},
        {"security_protocol": "SSL", **WITHOUT},
        {"security_protocol": "PLAINTEXT", "ssl_cafile": None, **WITHOUT},
        {"security_protocol": "SASL_PLAINTEXT", "ssl_cafile": None},
        {"ssl_cafile": None},
        {"bootstrap_servers": "127.0.0.1:{port}"},
    ],
    ids=["password", "scram password", "nobody", "plain and nobody", "plain", "system's authorities", "another name"],
)
async def test_the_others_are_refused(
    changed: dict[str, Any], tls_kafka: Kafka, authority: Authority, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(kafka, "START_SECONDS", 4.0)
    changed = {name: value.format(port=tls_kafka.port) if value else value for name, value in changed.items()}
    with pytest.raises((KafkaError, OSError)):
        async with kafka.running(kafka.producer(settings(tls_kafka, authority, **changed), client_id="test")):
            pass


async def test_a_broker_of_another_authority_is_refused(
    tls_kafka: Kafka, stranger: Authority, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(kafka, "START_SECONDS", 4.0)
    with pytest.raises((KafkaError, OSError)):
        async with kafka.running(kafka.admin(settings(tls_kafka, stranger))):
            pass


async def test_the_stream_processor_reads_and_commits(
    tls_kafka: Kafka, authority: Authority, make_database: Callable[[str | None], str], tmp_path: Path
) -> None:
    """What is no event goes to the dead letters; that its offset is committed shows that Faust came in and read it."""
    given = settings(tls_kafka, authority, sasl_mechanism="SCRAM-SHA-256")
    await kafka.create_topics(given, TOPICS)
    async with kafka.running(kafka.producer(given, client_id="test")) as producer:
        written = await producer.send_and_wait("chat.conversations", b"no event")
    partition = TopicPartition(written.topic, written.partition)
    url = make_database(None)
    await migrations.upgrade("analytics_svc", url)
    told = {
        "DATABASE_URL": url,
        "KAFKA_BOOTSTRAP_SERVERS": given.kafka.bootstrap_servers,
        "KAFKA_SECURITY_PROTOCOL": "SASL_SSL",
        "KAFKA_SASL_MECHANISM": "SCRAM-SHA-256",
        "KAFKA_SASL_USERNAME": "empfang",
        "KAFKA_SASL_PASSWORD": PLAIN_PASSWORD,
        "KAFKA_SSL_CAFILE": str(authority.certificate),
        "FAUST_DATADIR": str(tmp_path / "faust"),
        "PORT": str(free_port()),
    }
    command = [sys.executable, "-m", "analytics_svc", "serve", "--only", "worker"]
    worker = Process("worker", command, log=tmp_path / "log", environment={**os.environ, **told}, folder=tmp_path)
    try:
        async with kafka.running(kafka.admin(given)) as admin:

            async def committed() -> bool:
                assert worker.running, worker.last
                offsets = await admin.list_consumer_group_offsets(GROUP)
                return partition in offsets and offsets[partition].offset == written.offset + 1

            await eventually(committed, timeout=60)
    finally:
        worker.stop()
    assert PLAIN_PASSWORD not in (tmp_path / "log").read_text()


@pytest.mark.parametrize(
    ("changed", "reason"),
    [
        ({"sasl_password": None}, "SASL_SSL needs KAFKA_SASL_USERNAME and KAFKA_SASL_PASSWORD"),
        ({"security_protocol": "SSL"}, "need a KAFKA_SECURITY_PROTOCOL with SASL"),
        ({"security_protocol": "SASL_PLAINTEXT"}, "KAFKA_SSL_CAFILE needs a KAFKA_SECURITY_PROTOCOL with SSL"),
        ({"ssl_cafile": "/no/such"}, "KAFKA_SSL_CAFILE: there is no file /no/such"),
        ({"ssl_certfile": __file__}, "KAFKA_SSL_CERTFILE and KAFKA_SSL_KEYFILE go together"),
    ],
)
def test_settings_that_do_not_fit_together_are_refused(changed: dict[str, Any], reason: str) -> None:
    values = {"security_protocol": "SASL_SSL", "sasl_username": "u", "sasl_password": "geheim", "ssl_cafile": __file__}
    with pytest.raises(ValidationError, match=reason):
        KafkaSettings.model_validate({**values, **changed})
