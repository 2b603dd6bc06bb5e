"""Each service in turn, in this process on a real Postgres, with a bot and a key that may do everything."""

from __future__ import annotations

import base64
import importlib
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import cache
from pathlib import Path
from typing import Any
from uuid import UUID

import httpx
import pytest
import pytest_asyncio
from contracts.bots import BotConfiguration, BotLink, BotLinks, BotSnapshot
from servicekit import migrations
from servicekit.auth.visitor import HEADER, VisitorClaims
from servicekit.http import contract
from servicekit.ids import new_id
from servicekit.service import Service
from servicekit.testing.plugin import workspace_snapshot

from tests.security.operations import Document, Operation

SERVICES = ("config-svc", "ingest-svc", "chat-svc", "lead-svc", "analytics-svc", "outreach-svc")


@dataclass
class Door:
    """A service as callers meet it: its operations, and what a caller needs to get past the first check."""

    client: httpx.AsyncClient
    headers: dict[str, str]
    document: Document
    ids: dict[str, str]

    def path(self, operation: Operation, **instead: str) -> str:
        """The operation's path with ids that exist, where the service knows any."""
        values = {name: self.ids.get(name) or str(new_id()) for name in operation.path_names} | instead
        return operation.path.format(**values)


@pytest.fixture(params=SERVICES)
def service(request: pytest.FixtureRequest) -> Service[Any, Any, Any]:
    return _service(request.param)


def _service(name: str) -> Service[Any, Any, Any]:
    found: Service[Any, Any, Any] = importlib.import_module(f"{name.replace('-', '_')}.__main__").service
    return found


@cache
def _document(name: str) -> Document:
    return Document(contract.document(_service(name)))  # a third of a second; the same for every test


@pytest.fixture
def settings_overrides(service: Service[Any, Any, Any], migrated: Callable[..., str], tmp_path: Path) -> dict[str, Any]:
    if service.name in ("ingest-svc", "chat-svc"):
        knowledge = migrated("knowledge", lambda url: migrations.apply("knowledge", url))
        return {"knowledge": {"database_url": knowledge}}
    key = base64.b64encode(b"k" * 32).decode()
    overrides: dict[str, dict[str, Any]] = {
        "config-svc": {"objects_url": (tmp_path / "objects").as_uri(), "link_key": "a key for tests"},
        "lead-svc": {"lead": {"master_key": key, "index_key": key}},
        "analytics-svc": {"faust_datadir": tmp_path / "faust"},
    }
    return overrides.get(service.name, {})


@pytest_asyncio.fixture
async def workspace_id(service: Service[Any, Any, Any], kit: Any, replicate: Any) -> UUID:
    """A workspace that the service knows, config-svc in its own tables."""
    if service.name == "config-svc":
        from config_svc.domain.actors import INIT
        from config_svc.service import workspaces

        async with kit.transaction() as unit:
            id: UUID = workspaces.add_workspace(unit, workspaces.demo_workspace(), INIT).id
        return id
    id = new_id()
    await replicate(workspace_snapshot(id))
    return id


@pytest_asyncio.fixture
async def door(
    service: Service[Any, Any, Any],
    kit: Any,
    client: httpx.AsyncClient,
    api_key: Any,
    workspace_id: UUID,
    replicate: Any,
) -> Door:
    headers: dict[str, str] = await api_key()
    document = _document(service.name)
    if service.name == "config-svc":
        made = await client.post("/api/chatbots/create-extended", json={"name": "Brandt"}, headers=headers)
        assert made.status_code == 201, made.text
        return Door(client, headers, document, {"chatbot_id": made.json()["id"], "workspace_id": str(workspace_id)})
    bot = _bot(workspace_id)
    await replicate(bot)
    if service.name == "chat-svc":
        claims = VisitorClaims(workspace_id, bot.id, new_id(), "production", bot.links.version)
        headers |= {HEADER: kit.resources.tokens.issue(claims, now=kit.clock.now())}
    return Door(client, headers, document, {"chatbot_id": str(bot.id), "bot": str(bot.id), "bot_id": str(bot.id)})


def _bot(workspace_id: UUID) -> BotSnapshot:
    link = BotLink(url="http://localhost:8080/bot/x?token=abc", token="abc")
    configuration = BotConfiguration(name="Brandt")
    return BotSnapshot(
        id=new_id(),
        workspace_id=workspace_id,
        version=1,
        state="live",
        draft=configuration,
        published=configuration,
        links=BotLinks(version=1, production=link, staging=link, preview=link),
        created_at=datetime(2026, 1, 1, tzinfo=UTC),
    )
