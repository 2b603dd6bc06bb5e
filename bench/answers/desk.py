"""chat-svc over the labelled sites: bots that are live, and visitors who read what it sends them."""

from __future__ import annotations

import json
import logging
from collections.abc import AsyncIterator, Mapping, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any
from uuid import UUID, uuid4

import httpx
import structlog
from chat_svc.__main__ import service
from chat_svc.settings import ModelSettings, Settings
from contracts.bots import BotConfiguration, BotLimits, BotLink, BotLinks, BotSnapshot, ConsentText
from servicekit import migrations
from servicekit.clock import Clock
from servicekit.events.replicas import kind_of
from sqlalchemy import text

from bench.answers.corpus import SPACE

TOKEN = "link"
PUT = text(
    "INSERT INTO replicas (kind, id, workspace_id, version, snapshot) "
    "VALUES (:kind, :id, :workspace, 1, CAST(:snapshot AS jsonb))"
)
CONSENT = ConsentText(
    number=1, language="de", text="Ja.", privacy_url="https://x.example", since=datetime(2026, 1, 1, tzinfo=UTC)
)
LIMITS = BotLimits(messages_per_minute=600, tokens_per_day=100_000_000)
Events = Sequence[tuple[str, Any]]


@dataclass(frozen=True)
class Answer:
    """What a visitor gets for a message: the text as it stands at last, and everything beside it."""

    text: str
    mode: str
    answered: bool
    citations: Sequence[Mapping[str, Any]]
    followed: frozenset[str]
    """`cards`, `email_prompt`, `notice`."""

    @classmethod
    def read(cls, events: Events) -> Answer:
        """From the events of the stream. Raises `RuntimeError` when it ended in an error."""
        written, found = "", dict(events)
        for name, data in events:
            written = written + data["text"] if name == "delta" else data["text"] if name == "replace" else written
        if "done" not in found:
            raise RuntimeError(f"no answer: {events[-1:]}")
        done = found["done"]
        return cls(
            text=written,
            mode=done["mode"],
            answered=bool(done["answered"]),
            citations=found.get("citations", ()),
            followed=frozenset(found) & {"cards", "email_prompt", "notice"},
        )


@dataclass
class Talk:
    """One conversation."""

    client: httpx.AsyncClient
    bot_id: UUID
    headers: dict[str, str] = field(default_factory=dict)

    async def ask(self, message: str) -> Answer:
        """Send a message and read the answer to its end."""
        body = {"message_id": str(uuid4()), "text": message}
        sent = await self.client.post(f"/api/chat/{self.bot_id}/messages", json=body, headers=self.headers)
        sent.raise_for_status()
        blocks = (dict(line.split(": ", 1) for line in b.splitlines() if ": " in line) for b in sent.text.split("\n\n"))
        return Answer.read([(block["event"], json.loads(block["data"])) for block in blocks if "event" in block])


class Desk:
    """A running chat-svc."""

    def __init__(self, kit: Any, client: httpx.AsyncClient) -> None:
        self._kit = kit
        self._client = client

    async def open_bot(self, bot_id: UUID, configuration: BotConfiguration) -> None:
        """Make a bot live."""
        link = BotLink(url="http://localhost", token=TOKEN)
        bot = BotSnapshot(
            id=bot_id,
            workspace_id=SPACE,
            version=1,
            state="live",
            draft=configuration,
            published=configuration,
            links=BotLinks(version=1, production=link, staging=link, preview=link),
            consent_texts=(CONSENT,),
            created_at=datetime(2026, 1, 1, tzinfo=UTC),
        )
        values = {
            "kind": kind_of(BotSnapshot),
            "id": bot.id,
            "workspace": bot.workspace_id,
            "snapshot": json.dumps(bot.model_dump(mode="json")),
        }
        async with self._kit.database.sessions() as session, session.begin():
            await session.execute(PUT, values)

    async def enter(self, bot_id: UUID) -> Talk:
        """A visitor who has opened the bot's page."""
        entered = await self._client.post(f"/api/chat/{bot_id}/sessions", json={"token": TOKEN})
        entered.raise_for_status()
        return Talk(self._client, bot_id, {"X-Visitor-Token": entered.json()["visitor_token"]})


@asynccontextmanager
async def open_desk(
    database_url: str, knowledge_url: str, *, now: datetime | None = None, model: ModelSettings | None = None
) -> AsyncIterator[Desk]:
    """chat-svc on an empty database and a filled index; `now` is what its clock shows."""
    structlog.configure(wrapper_class=structlog.make_filtering_bound_logger(logging.ERROR))
    await migrations.upgrade("chat_svc", database_url)
    settings = Settings(
        database={"url": database_url},
        knowledge={"database_url": knowledge_url},
        model=model or ModelSettings(base_url=None),
        messages_per_address="100000/minute",
        sessions_per_address="100000/minute",
    )
    clock = Clock()
    if now is not None:
        clock.move(now - datetime.now(UTC))
    async with service.open(settings, clock=clock) as kit:
        transport = httpx.ASGITransport(app=service.api(kit))
        async with httpx.AsyncClient(transport=transport, base_url="http://localhost", timeout=None) as client:
            yield Desk(kit, client)
