"""The fixtures themselves. They want `postgres` and `kafka_bootstrap`, which whoever starts servers gives."""

from __future__ import annotations

import asyncio
import json
from collections.abc import AsyncIterator, Awaitable, Callable, Coroutine, Iterator
from dataclasses import replace
from datetime import UTC, datetime
from typing import Any
from uuid import UUID

import httpx
import psycopg
import pytest
import pytest_asyncio
from contracts.base import Snapshot, Topic
from contracts.bots import BotSnapshot  # noqa: F401  (so that its topic is registered)
from contracts.topics import TOPICS
from contracts.workspaces import ApiKeySnapshot, DefaultConsent, PostalSender, SendingWindow, WorkspaceSnapshot
from opentelemetry import trace
from opentelemetry.sdk.trace import TracerProvider
from opentelemetry.sdk.trace.export import SimpleSpanProcessor
from opentelemetry.sdk.trace.export.in_memory_span_exporter import InMemorySpanExporter
from sqlalchemy import text

from servicekit import migrations
from servicekit.auth.keys import format_key, hash_secret, new_secret
from servicekit.clock import Clock
from servicekit.events import kafka
from servicekit.events.outbox import Relay
from servicekit.events.replicas import kind_of
from servicekit.ids import new_id
from servicekit.kit import Kit
from servicekit.service import Service
from servicekit.settings import ServiceSettings
from servicekit.testing.bus import Bus

KitAny = Kit[Any, Any, Any]


@pytest.fixture(scope="session")
def templates() -> dict[str, str]:
    """Migrated databases to copy from, by package."""
    return {}


@pytest.fixture
def service() -> Service[Any, Any, Any]:
    """The service under test; overridden by each service's conftest."""
    raise NotImplementedError("a service's tests/conftest.py overrides this fixture")


@pytest.fixture
def settings_overrides() -> dict[str, Any]:
    """Settings that differ from the tests' defaults."""
    return {}


@pytest.fixture
def clock() -> Clock:
    """A clock that tests may move."""
    return Clock()


@pytest.fixture(scope="session")
def administration(postgres: Callable[[str], str]) -> Iterator[psycopg.Connection]:
    """Where databases are made and dropped: one connection, which takes as long as either."""
    with psycopg.connect(postgres("postgres"), autocommit=True) as connection:
        yield connection


@pytest.fixture
def make_database(
    postgres: Callable[[str], str], administration: psycopg.Connection
) -> Iterator[Callable[[str | None], str]]:
    """Makes databases, empty or from a template, and drops them after the test."""
    made: list[str] = []

    def make(template: str | None) -> str:
        name = f"test_{new_id().hex}"
        # the files as they are: blocks that go through the log one by one cost twice as much
        source = f" TEMPLATE {template} STRATEGY FILE_COPY" if template else ""
        administration.execute(f"CREATE DATABASE {name}{source}".encode())
        made.append(name)
        return postgres(name)

    yield make
    for name in made:
        administration.execute(f"DROP DATABASE IF EXISTS {name} WITH (FORCE)".encode())


@pytest.fixture
def migrated(
    postgres: Callable[[str], str],
    administration: psycopg.Connection,
    templates: dict[str, str],
    make_database: Callable[[str | None], str],
) -> Callable[[str, Callable[[str], Coroutine[Any, Any, None]]], str]:
    """Makes a database of the test's own, a copy of one that was migrated the first time its name was asked for."""

    def make(name: str, migrate: Callable[[str], Coroutine[Any, Any, None]]) -> str:
        if name not in templates:
            template = f"template_{name}_{new_id().hex[-12:]}"
            administration.execute(f"CREATE DATABASE {template}".encode())
            asyncio.run(migrate(postgres(template)))
            templates[name] = template
        return make_database(templates[name])

    return make


@pytest.fixture
def database_url(service: Service[Any, Any, Any], migrated: Callable[..., str]) -> str:
    """The service's database."""
    return migrated(service.package, lambda url: migrations.upgrade(service.package, url))


@pytest.fixture
def settings(
    request: pytest.FixtureRequest,
    service: Service[Any, Any, Any],
    database_url: str,
    settings_overrides: dict[str, Any],
) -> ServiceSettings:
    """The service's settings; a broker is started only for tests that use one."""
    wants_kafka = {"running", "bus", "topics"} & set(request.fixturenames)
    values: dict[str, Any] = {
        "database": {"url": database_url, "pool_size": 5},
        "kafka": {"bootstrap_servers": request.getfixturevalue("kafka_bootstrap") if wants_kafka else "127.0.0.1:1"},
        "topic": {"prefix": f"t{new_id().hex[-12:]}."},
        "valkey": {"url": None},
        **settings_overrides,
    }
    found: ServiceSettings = service.settings(**values)
    return found


@pytest_asyncio.fixture
async def kit(service: Service[Any, Any, Any], settings: ServiceSettings, clock: Clock) -> AsyncIterator[KitAny]:
    """The service's kit with its adapters open, nothing running."""
    async with service.open(settings, clock=clock) as opened:
        yield opened


@pytest_asyncio.fixture
async def unit(kit: KitAny) -> AsyncIterator[Any]:
    """A unit of work that is rolled back after the test."""
    async with kit.database.sessions() as session:
        await session.begin()
        yield kit.unit(session)
        await session.rollback()


@pytest_asyncio.fixture
async def client(service: Service[Any, Any, Any], kit: KitAny) -> AsyncIterator[httpx.AsyncClient]:
    """An HTTP client of the service's application, in this process."""
    transport = httpx.ASGITransport(app=service.api(kit), client=("127.0.0.9", 50000))
    async with httpx.AsyncClient(transport=transport, base_url="http://localhost") as opened:
        yield opened


@pytest.fixture
def replicate(kit: KitAny) -> Callable[[Snapshot], Awaitable[None]]:
    """Puts a snapshot into the service's read models, as if its event had arrived."""

    async def put(snapshot: Snapshot) -> None:
        statement = text(
            "INSERT INTO replicas (kind, id, workspace_id, version, snapshot) "
            "VALUES (:kind, :id, :workspace, :version, CAST(:snapshot AS jsonb)) ON CONFLICT (kind, id) DO UPDATE "
            "SET version = excluded.version, snapshot = excluded.snapshot, deleted = false"
        )
        values = {
            "kind": kind_of(type(snapshot)),
            "id": snapshot.id,
            "workspace": snapshot.workspace_id,
            "version": snapshot.version,
            "snapshot": json.dumps(snapshot.model_dump(mode="json")),
        }
        async with kit.database.sessions() as session, session.begin():
            await session.execute(statement, values)
        kit.snapshots.changed()

    return put


@pytest_asyncio.fixture
async def workspace_id(replicate: Callable[[Snapshot], Awaitable[None]]) -> UUID:
    """A workspace that the service knows."""
    id = new_id()
    await replicate(workspace_snapshot(id))
    return id


def workspace_snapshot(id: UUID, **changes: Any) -> WorkspaceSnapshot:
    """A complete workspace; sending is open round the clock."""
    values: dict[str, Any] = {
        "id": id,
        "workspace_id": id,
        "version": 1,
        "name": "Agentur Lindner",
        "sender": PostalSender(
            name="Mara Lindner",
            company="Agentur Lindner GmbH",
            street="Marktplatz 4",
            postal_code="80331",
            city="München",
            email="mara@agentur-lindner.example",
        ),
        "operator_email": "operator@agentur-lindner.example",
        "sending_window": SendingWindow(weekdays=(1, 2, 3, 4, 5, 6, 7), opens="00:00", closes="24:00"),
        "default_consents": (
            DefaultConsent(
                language="de", text="Ich bin mit der Kontaktaufnahme einverstanden.", privacy_url="https://a.example/ds"
            ),
            DefaultConsent(language="en", text="I agree to be contacted.", privacy_url="https://a.example/privacy"),
        ),
        "created_at": datetime(2026, 1, 1, tzinfo=UTC),
    }
    return WorkspaceSnapshot(**{**values, **changes})


@pytest.fixture
def api_key(
    replicate: Callable[[Snapshot], Awaitable[None]], workspace_id: UUID
) -> Callable[..., Awaitable[dict[str, str]]]:
    """Makes API keys; called with scopes it returns the request headers of a key that has them."""

    async def make(
        *scopes: str,
        workspace_id: UUID = workspace_id,
        bots: tuple[UUID, ...] | None = None,
        member_id: UUID | None = None,
    ) -> dict[str, str]:
        secret = new_secret()
        key = ApiKeySnapshot(
            id=new_id(),
            workspace_id=workspace_id,
            version=1,
            name="test",
            secret_hash=hash_secret(secret),
            scopes=scopes or ("workspace:admin",),
            bots=bots,
            member_id=member_id,
            created_at=datetime.now(UTC),
        )
        await replicate(key)
        return {"Authorization": f"Bearer {format_key(key.id, secret)}"}

    return make


@pytest_asyncio.fixture
async def topics(service: Service[Any, Any, Any], settings: ServiceSettings) -> None:
    """The topics that the service writes, replicates and reacts to, under the test's prefix."""
    wanted: dict[str, Topic] = {topic.name: topic for topic in TOPICS if topic.owner == service.name}
    wanted |= {topic.name: topic for topic in service.replicas}
    if service.consumers is not None:
        wanted |= {topic.name: topic for topic in service.consumers.topics}
    await kafka.create_topics(settings, [replace(topic, partitions=2) for topic in wanted.values()])


@pytest_asyncio.fixture
async def bus(settings: ServiceSettings, clock: Clock, topics: None) -> AsyncIterator[Bus]:
    """The other services, as far as events go."""
    async with Bus(settings, clock) as opened:
        yield opened


@pytest_asyncio.fixture
async def running(service: Service[Any, Any, Any], kit: KitAny, topics: None) -> AsyncIterator[KitAny]:
    """The service's background at work in this process: relay, replicas, reactions, jobs."""
    stop, relay_stop = asyncio.Event(), asyncio.Event()
    relay = Relay.of(kit)
    tasks = [asyncio.create_task(part, name=name) for name, part in service.background(kit, stop, None).items()]
    relay_task = asyncio.create_task(relay.run(relay_stop), name="relay")
    yield kit
    stop.set()
    _, late = await asyncio.wait(tasks, timeout=15) if tasks else (set(), set())
    relay_stop.set()
    kit.outbox_filled.set()
    await asyncio.wait({relay_task}, timeout=10)
    for task in (*late, relay_task):
        task.cancel()
    results = await asyncio.gather(*tasks, relay_task, return_exceptions=True)
    for result in results:
        if isinstance(result, Exception) and not isinstance(result, asyncio.CancelledError):
            raise result


@pytest.fixture
def spans() -> Iterator[InMemorySpanExporter]:
    """The spans that end during the test, of everything in this process."""
    provider = trace.get_tracer_provider()
    if not isinstance(provider, TracerProvider):
        provider = TracerProvider()
        trace.set_tracer_provider(provider)
    exporter = InMemorySpanExporter()
    provider.add_span_processor(SimpleSpanProcessor(exporter))
    yield exporter
    exporter.shutdown()
