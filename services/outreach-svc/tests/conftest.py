"""Fixtures of outreach-svc: prospects with a live demo, and a mail server at the edge of the world."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Iterator
from datetime import UTC, datetime
from typing import Any
from uuid import UUID

import pytest
from contracts.bots import BotConfiguration, BotLink, BotLinks, BotSnapshot
from outreach_svc import jobs
from outreach_svc.__main__ import service as outreach
from outreach_svc.adapters.resources import Keys
from outreach_svc.models import Message, Prospect
from outreach_svc.service import consent, demos, drafting, prospects
from servicekit.clock import Clock
from servicekit.ids import new_id
from servicekit.kit import Kit
from servicekit.service import Service
from servicekit.testing.jobs import Unfenced
from servicekit.testing.mail import Sink, mail_server
from servicekit.unit import About

COMPANY = "info@tischlerei-brandt.example"
KEYS = Keys("suppression-test", "erasure-test", "token-test", "http://localhost:8080")


@pytest.fixture
def sink() -> Iterator[Sink]:
    with mail_server() as server:
        yield server


@pytest.fixture
def service() -> Service[Any, Any, Any]:
    return outreach


@pytest.fixture
def settings_overrides(sink: Sink) -> dict[str, Any]:
    return {
        "smtp": {"port": sink.port, "timeout_seconds": 5},
        "suppression_key": KEYS.suppression,
        "erasure_address_key": KEYS.erasure,
        "outreach_token_key": KEYS.token,
        "inbound_key": "inbound-test",
        "public_url": KEYS.public_url,
    }


def bot_of(prospect: Prospect | About, **changes: Any) -> BotSnapshot:
    link = BotLink(url=f"http://localhost:8080/bot/{prospect.id}?token=abc", token="abc")
    values: dict[str, Any] = {
        "id": new_id(),
        "workspace_id": prospect.workspace_id,
        "version": 1,
        "state": "live",
        "draft": BotConfiguration(name="Tischlerei Brandt Kundenservice"),
        "links": BotLinks(version=1, production=link, staging=link, preview=link),
        "prospect_id": prospect.id,
        "created_at": datetime(2026, 3, 1, tzinfo=UTC),
        "deployed_at": datetime(2026, 3, 1, tzinfo=UTC),
        "demo_ends_at": datetime(2026, 3, 31, tzinfo=UTC),
    }
    return BotSnapshot(**{**values, **changes})


class World:
    """Steps that tests of use cases begin with, each in a transaction of its own."""

    def __init__(self, kit: Kit[Any, Any, Any], workspace_id: UUID) -> None:
        self.kit = kit
        self.workspace_id = workspace_id

    async def prospect(self, company: str = "Tischlerei Brandt GmbH") -> Prospect:
        async with self.kit.transaction() as unit:
            new = prospects.NewProspect("https://tischlerei-brandt.example/", company_name=company)
            return prospects.add(unit, self.workspace_id, new, erasure_key=KEYS.erasure, now=unit.now())

    async def demo(self) -> tuple[Prospect, BotSnapshot]:
        prospect = await self.prospect()
        bot = bot_of(prospect)
        async with self.kit.transaction() as unit:
            await demos.bot_created(unit, bot)
            await demos.deployed(unit, bot)
        return prospect, bot

    async def customer(self, prospect: Prospect, email: str = COMPANY) -> None:
        async with self.kit.transaction() as unit:
            basis = consent.NewBasis(
                "existing_customer",
                email,
                unit.now(),
                address_from_sale=True,
                similar_goods=True,
                informed_of_objection=True,
            )
            await consent.record(unit, prospect.id, prospect.workspace_id, basis, keys=KEYS)

    async def message(self, prospect: Prospect, kind: str = "first_contact") -> Message:
        async with self.kit.transaction() as unit:
            found: Message = [m for m in await unit.messages.of_prospect(prospect.id) if m.kind == kind][-1]
            return found

    async def again(self, prospect: Prospect) -> Prospect:
        async with self.kit.transaction() as unit:
            found: Prospect = await unit.prospects.get(prospect.id, prospect.workspace_id)
            return found

    async def approve(self, message: Message) -> Message:
        async with self.kit.transaction() as unit:
            return await drafting.approve(unit, message.id, message.workspace_id, ())

    async def send(self, message: Message, job: int = 1) -> str:
        """What the job does; the message's state afterwards."""
        await jobs.send_message(Unfenced(self.kit, job, 0), message.id)
        async with self.kit.transaction() as unit:
            found: str = (await unit.messages.get(message.id, message.workspace_id)).state
            return found

    async def contacted(self) -> tuple[Prospect, BotSnapshot]:
        prospect, bot = await self.demo()
        await self.customer(prospect)
        assert await self.send(await self.approve(await self.message(prospect))) == "dispatched"
        return await self.again(prospect), bot


@pytest.fixture
def world(kit: Kit[Any, Any, Any], workspace_id: UUID, clock: Clock) -> World:
    return World(kit, workspace_id)


Key = Callable[..., Awaitable[dict[str, str]]]
