"""What loads the analytics worker in its benchmark, and what is read off its processes."""

from __future__ import annotations

import asyncio
import json
import os
import random
import subprocess
import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from time import monotonic, sleep
from typing import Any
from urllib.parse import urlsplit
from uuid import UUID

import psutil
from analytics_svc.settings import Settings
from contracts.bots import BotConfiguration, BotLink, BotLinks, BotSnapshot
from contracts.chat import BotVisited, ConversationStarted, MessageSent
from contracts.envelope import TYPE_HEADER, Envelope, encode
from contracts.topics import API_KEYS, BOTS, CONVERSATIONS
from contracts.workspaces import ApiKeySnapshot
from local_stack.parts import answers, free_port
from servicekit.auth.keys import format_key, hash_secret, new_secret
from servicekit.events import kafka
from servicekit.ids import new_id
from servicekit.kit import Kit
from sqlalchemy import text

WORKSPACE = new_id()
AnyKit = Kit[Any, Any, Any]


def events(bots: Sequence[UUID], count: int) -> Iterator[Any]:
    """Visits, conversations and messages as chat-svc publishes them, spread over the bots."""
    chance, made = random.Random(1), 0
    while made < count:
        common: dict[str, Any] = {
            "bot_id": chance.choice(bots),
            "environment": "production",
            "at": datetime.now(UTC),
        }
        conversation = {**common, "conversation_id": new_id()}
        yield BotVisited(**common, visit_id=new_id(), visitor=f"v{chance.randrange(10_000)}")
        yield ConversationStarted(**conversation, visitor=f"v{chance.randrange(10_000)}")
        for turn in range(1, 5):
            yield MessageSent(**conversation, message_id=new_id(), role="visitor", turn=turn)
            yield MessageSent(
                **conversation, message_id=new_id(), role="assistant", turn=turn, total_ms=900, first_token_ms=200
            )
        made += 10


def visit(bot_id: UUID) -> BotVisited:
    """Somebody opens a bot's page now."""
    now = datetime.now(UTC)
    return BotVisited(bot_id=bot_id, visit_id=new_id(), environment="production", visitor=str(new_id()), at=now)


async def put(producer: Any, settings: Settings, event: Any, partition: int | None = None) -> Any:
    """Put an event on its topic; the future of its acknowledgement."""
    value = encode(Envelope(new_id(), "/chat-svc", str(event.bot_id), datetime.now(UTC), WORKSPACE, 1, event))
    headers = [(TYPE_HEADER, event.TYPE.encode())]
    topic = settings.topic.prefix + CONVERSATIONS.name
    return await producer.send(topic, value, key=str(event.bot_id).encode(), headers=headers, partition=partition)


async def fill(settings: Settings, bots: Sequence[UUID], count: int) -> int:
    """Put events on the topic; returns how many."""
    producer = kafka.producer(settings, client_id="bench")
    await producer.start()
    sent = [await put(producer, settings, event) for event in events(bots, count)]
    await asyncio.gather(*sent)
    await producer.stop()
    return len(sent)


async def trickle(settings: Settings, bots: Sequence[UUID], rate: int, stop: asyncio.Event) -> None:
    """Events at a rate a second until `stop`."""
    source = events(bots, 10**9)
    producer = kafka.producer(settings, client_id="noise")
    await producer.start()
    began, made = monotonic(), 0
    while not stop.is_set():
        while made < (monotonic() - began) * rate:
            await put(producer, settings, next(source))
            made += 1
        await asyncio.sleep(0.02)
    await producer.stop()


async def know(kit: AnyKit, bots: Sequence[UUID]) -> dict[str, str]:
    """Put the bots into the read model, and an API key: the headers of its requests."""
    link = BotLink(url="http://localhost/bot", token="t")
    snapshot = BotSnapshot(
        id=bots[0],
        workspace_id=WORKSPACE,
        version=1,
        state="live",
        draft=BotConfiguration(name="Bench"),
        links=BotLinks(version=1, production=link, staging=link, preview=link),
        created_at=datetime.now(UTC),
    ).model_dump(mode="json")
    secret = new_secret()
    key = ApiKeySnapshot(
        id=new_id(),
        workspace_id=WORKSPACE,
        version=1,
        name="bench",
        secret_hash=hash_secret(secret),
        scopes=("analytics:read",),
        created_at=datetime.now(UTC),
    )
    rows = [
        {"kind": BOTS.name, "id": id, "workspace": WORKSPACE, "snapshot": json.dumps({**snapshot, "id": str(id)})}
        for id in bots
    ]
    rows.append({"kind": API_KEYS.name, "id": key.id, "workspace": WORKSPACE, "snapshot": key.model_dump_json()})
    async with kit.database.sessions() as session, session.begin():
        await session.execute(
            text("INSERT INTO replicas VALUES (:kind, :id, :workspace, 1, false, CAST(:snapshot AS jsonb))"), rows
        )
    return {"Authorization": f"Bearer {format_key(key.id, secret)}"}


@dataclass(frozen=True)
class Part:
    """A process of analytics-svc and the port it serves on."""

    process: subprocess.Popen[bytes]
    port: int

    @property
    def seconds(self) -> float:
        """Processor time so far, of user and system."""
        return processor_seconds(self.process.pid)

    @property
    def most_memory(self) -> float:
        """The most resident memory so far, in MB."""
        lines = Path(f"/proc/{self.process.pid}/status").read_text().splitlines()
        return next(int(line.split()[1]) for line in lines if line.startswith("VmHWM")) / 1024


@contextmanager
def part(settings: Settings, folder: Path, only: str = "worker") -> Iterator[Part]:
    """The Faust worker, or the API, as a process of its own that serves by now."""
    port = free_port()
    environment = {
        **os.environ,
        "DATABASE_URL": settings.database.url.get_secret_value(),
        "KAFKA_BOOTSTRAP_SERVERS": settings.kafka.bootstrap_servers,
        "TOPIC_PREFIX": settings.topic.prefix,
        "FAUST_DATADIR": str(folder / f"faust{port}"),
        "PORT": str(port),
        "LOG_LEVEL": "error",
    }
    process = subprocess.Popen([sys.executable, "-m", "analytics_svc", "serve", "--only", only], env=environment)
    try:
        while not answers(port):
            if process.poll() is not None:
                raise RuntimeError("it did not start")
            sleep(0.05)
        yield Part(process, port)
    finally:
        process.terminate()
        process.wait(30)


def processor_seconds(pid: int) -> float:
    """Processor time of a process so far, of user and system."""
    times = psutil.Process(pid).cpu_times()
    return float(times.user + times.system)


def database_seconds(url: str) -> float:
    """Processor time of all processes of the PostgreSQL server that listens on the URL's port, ended ones included."""
    port = str(urlsplit(url).port)
    for process in psutil.process_iter(["name", "cmdline"]):
        line = process.info["cmdline"] or []
        if process.info["name"] == "postgres" and "-p" in line and line[line.index("-p") + 1] == port:
            own = process.cpu_times()
            backends = sum(processor_seconds(child.pid) for child in process.children())
            return float(own.user + own.system + own.children_user + own.children_system + backends)
    return 0.0
