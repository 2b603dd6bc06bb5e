"""chat-svc under test: a knowledge index with two pages, and a bot that is live."""

from __future__ import annotations

import asyncio
import json
from collections.abc import AsyncIterator, Awaitable, Callable, Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any
from uuid import UUID, uuid4

import httpx
import pytest
import pytest_asyncio
from chat_svc.__main__ import service as chat_service
from chat_svc.adapters.resources import Resources
from chat_svc.api.stream import AnswerEvent
from chat_svc.repository import Unit
from chat_svc.settings import Settings
from contracts.base import Snapshot
from contracts.bots import (
    BotConfiguration,
    BotLink,
    BotLinks,
    BotSnapshot,
    Company,
    ConsentText,
    ContactPerson,
    ContactPersons,
    EmailCapture,
    Interval,
    OpeningHours,
)
from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from knowledge import Chunk, parts
from knowledge.embedders import LocalEmbedder
from knowledge.pgvector import PgvectorIndex
from servicekit import migrations
from servicekit.ids import new_id
from servicekit.kit import Kit
from servicekit.service import Service

ChatKit = Kit[Settings, Unit, Resources]
SITE = "https://tischlerei-brandt.example"
PAGES = (
    (
        "Preise",
        "/preise",
        "Küchen",
        "Eine Küchenzeile kostet ab 9.800 Euro. Eine Küche mit Insel kostet ab 22.000 Euro. Die Planung kostet 480 "
        "Euro und wird bei einem Auftrag angerechnet.",
    ),
    (
        "Häufige Fragen",
        "/faq",
        "Garantie",
        "Auf unsere Möbel geben wir fünf Jahre Garantie. Die Garantie gilt nicht für Verschleißteile.",
    ),
    (
        "Küchen",
        "/leistungen/kuechen",
        "Lieferzeit",
        "Die Lieferzeit für eine Küche beträgt zehn bis zwölf Wochen. Wir liefern und montieren selbst.",
    ),
)
ALWAYS = {
    day: (Interval(opens="00:00", closes="24:00"),)
    for day in ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
}


@pytest.fixture
def service() -> Service[Settings, Unit, Resources]:
    return chat_service


@pytest.fixture(scope="session")
def embedder() -> Iterator[LocalEmbedder]:
    """Loaded once; services under test share it."""
    found = LocalEmbedder()
    yield found
    asyncio.run(found.close())


@pytest.fixture(scope="session")
def signing_key() -> str:
    return make_signing_key()


def make_signing_key() -> str:
    key = Ed25519PrivateKey.generate()
    return key.private_bytes(
        serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    ).decode()


@pytest.fixture(scope="session")
def knowledge(postgres: Callable[[str], str], embedder: LocalEmbedder) -> Iterator[tuple[str, UUID]]:
    """The URL of a knowledge database for the whole run, and the bot that it knows something for."""
    import psycopg

    name, bot_id, source_id = f"test_knowledge_{new_id().hex}", new_id(), new_id()
    with psycopg.connect(postgres("postgres"), autocommit=True) as connection:
        connection.execute(f"CREATE DATABASE {name}".encode())

    async def fill() -> None:
        await migrations.apply("knowledge", postgres(name))
        index = await PgvectorIndex.open(postgres(name), model=embedder.model)
        chunks = [
            Chunk.make(
                bot_id=bot_id,
                source_id=source_id,
                url=SITE + path,
                title=f"{title} | Tischlerei Brandt",
                heading_path=(heading,),
                text=text,
                position=number,
            )
            for number, (title, path, heading, text) in enumerate(PAGES)
        ]
        await index.store_source(bot_id, source_id, chunks)
        await index.store_vectors(bot_id, await parts.embedded(embedder, await index.missing_vectors(bot_id)))
        await index.close()

    asyncio.run(fill())
    yield postgres(name), bot_id
    with psycopg.connect(postgres("postgres"), autocommit=True) as connection:
        connection.execute(f"DROP DATABASE {name} WITH (FORCE)".encode())


@pytest.fixture
def settings_overrides(knowledge: tuple[str, UUID], signing_key: str) -> dict[str, Any]:
    return {"knowledge": {"database_url": knowledge[0]}, "visitor_signing_key": signing_key}


@pytest.fixture
def make_bot(knowledge: tuple[str, UUID], workspace_id: UUID, replicate: Callable[[Snapshot], Any]) -> Any:
    """Replicates a live bot; keyword arguments change its configuration, `state` and `workspace` the bot."""

    async def make(
        *, id: UUID | None = None, state: str = "live", workspace: UUID | None = None, version: int = 1, **changes: Any
    ) -> BotSnapshot:
        values: dict[str, Any] = {
            "name": "Brandt Kundenservice",
            "company": Company(company_name="Tischlerei Brandt GmbH", website=SITE),
            "opening_hours": OpeningHours(weekly=ALWAYS),
            "email_capture": EmailCapture(enabled=True),
            "contact_persons": ContactPersons(
                enabled=True, persons=(ContactPerson(id=uuid4(), name="Jana Brandt", position="Verkauf"),)
            ),
            **changes,
        }
        configuration = BotConfiguration(**values)
        links = {name: BotLink(url=f"http://x/{name}", token=f"token-{name}") for name in LINKS}
        bot = BotSnapshot(
            id=id or knowledge[1],
            workspace_id=workspace or workspace_id,
            version=version,
            state=state,
            draft=configuration,
            published=None if state == "draft" else configuration,
            links=BotLinks(version=1, **links),
            consent_texts=(
                ConsentText(
                    number=1,
                    language="de",
                    text="alt",
                    privacy_url=f"{SITE}/ds",
                    since=datetime(2026, 1, 1, tzinfo=UTC),
                ),
                ConsentText(
                    number=2,
                    language="de",
                    text="Ich bin einverstanden.",
                    privacy_url=f"{SITE}/ds",
                    since=datetime(2026, 2, 1, tzinfo=UTC),
                ),
            ),
            created_at=datetime(2026, 1, 1, tzinfo=UTC),
            demo_ends_at=datetime(2026, 5, 3, 12, tzinfo=UTC),
        )
        await replicate(bot)
        return bot

    return make


LINKS = ("production", "staging", "preview")


@pytest_asyncio.fixture
async def bot(make_bot: Callable[..., Awaitable[BotSnapshot]]) -> BotSnapshot:
    return await make_bot()


@dataclass
class Stream:
    """An answer as a client reads it."""

    status: int
    events: list[tuple[str, Any]] = field(default_factory=list)
    problem: dict[str, Any] = field(default_factory=dict)

    @property
    def names(self) -> list[str]:
        return [name for name, _ in self.events]

    @property
    def text(self) -> str:
        text = ""
        for name, data in self.events:
            text = text + data["text"] if name == "delta" else data["text"] if name == "replace" else text
        return text

    def one(self, name: str) -> Any:
        found = [data for event, data in self.events if event == name]
        assert len(found) == 1, (name, self.names)
        return found[0]


def parse(body: str) -> list[tuple[str, Any]]:
    found = []
    for block in body.split("\n\n"):
        lines = dict(line.split(": ", 1) for line in block.splitlines() if not line.startswith(":"))
        if lines:
            found.append((lines["event"], json.loads(lines["data"])))
            AnswerEvent.model_validate({"event": found[-1][0], "data": found[-1][1]})
    return found


async def asked_of(url: str) -> list[dict[str, Any]]:
    """What the scripted model at this address was asked, newest last."""
    async with httpx.AsyncClient() as http:
        found: list[dict[str, Any]] = (await http.get(url.replace("/v1", "/requests"))).json()
    return found


class Visitor:
    """Somebody with the bot's page open."""

    def __init__(self, client: httpx.AsyncClient, bot: BotSnapshot, agent: str = "Firefox") -> None:
        self.client = client
        self.bot = bot
        self.agent = agent
        self.session: dict[str, Any] = {}

    @property
    def headers(self) -> dict[str, str]:
        return {"X-Visitor-Token": self.session["visitor_token"], "User-Agent": self.agent}

    @property
    def token(self) -> str:
        return str(self.session["visitor_token"])

    @property
    def conversation_id(self) -> UUID:
        return UUID(self.session["conversation_id"])

    async def enter(self, environment: str = "production", **more: Any) -> Visitor:
        answer = await self.client.post(
            f"/api/chat/{self.bot.id}/sessions",
            json={"token": f"token-{environment}", **more},
            headers={"User-Agent": self.agent},
        )
        assert answer.status_code == 201, answer.text
        self.session = answer.json()
        return self

    async def ask(self, text: str, message_id: UUID | None = None) -> Stream:
        body = {"message_id": str(message_id or uuid4()), "text": text}
        answer = await self.client.post(f"/api/chat/{self.bot.id}/messages", json=body, headers=self.headers)
        if answer.status_code != 200:
            return Stream(answer.status_code, problem=answer.json())
        assert answer.headers["content-type"].startswith("text/event-stream")
        return Stream(200, parse(answer.text))

    async def call(self, method: str, path: str, body: Any = None) -> httpx.Response:
        return await self.client.request(method, f"/api/chat/{self.bot.id}{path}", json=body, headers=self.headers)


@pytest_asyncio.fixture
async def visitor(client: httpx.AsyncClient, bot: BotSnapshot) -> Visitor:
    return await Visitor(client, bot).enter()


@pytest.fixture
def new_visitor(client: httpx.AsyncClient, bot: BotSnapshot) -> Callable[..., Visitor]:
    def make(agent: str = "Chrome", of: BotSnapshot | None = None) -> Visitor:
        return Visitor(client, of or bot, agent)

    return make


@pytest.fixture
def published(kit: ChatKit) -> Callable[[], Awaitable[list[Any]]]:
    """Every event in the outbox, oldest first."""
    from contracts.envelope import decode
    from sqlalchemy import text

    async def read() -> list[Any]:
        async with kit.database.sessions() as session:
            rows = await session.execute(text("SELECT value FROM outbox WHERE value IS NOT NULL ORDER BY id"))
            return [decode(bytes(row[0])).event for row in rows]

    return read


@pytest_asyncio.fixture
async def model_server() -> AsyncIterator[Callable[[str], Awaitable[str]]]:
    """Starts scripted models; gives their base URL."""
    from aiohttp import web

    from tests.fakes.model import ScriptedModel

    runners = []

    async def start(scenario: str) -> str:
        application = ScriptedModel(scenario).app()
        runner = web.AppRunner(application, access_log=None, handler_cancellation=True, shutdown_timeout=0.1)
        await runner.setup()
        site = web.TCPSite(runner, "127.0.0.1", 0)
        await site.start()
        runners.append(runner)
        port = runner.addresses[0][1]
        return f"http://127.0.0.1:{port}/v1"

    yield start
    for runner in runners:
        await runner.cleanup()
