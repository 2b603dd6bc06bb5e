"""Fixtures of lead-svc: a bot with a consent text and a contact person, its visitors, and a mail server."""

from __future__ import annotations

import base64
from collections.abc import Awaitable, Callable, Iterator
from datetime import UTC, datetime
from typing import Any
from uuid import UUID

import httpx
import pytest
import pytest_asyncio
from contracts.base import Event
from contracts.bots import (
    BotConfiguration,
    BotLimits,
    BotLink,
    BotLinks,
    BotSnapshot,
    Company,
    ConsentText,
    ContactPerson,
    ContactPersons,
    EmailCapture,
)
from contracts.envelope import decode
from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from lead_svc.__main__ import service as lead
from lead_svc.jobs import jobs
from lead_svc.models import Lead
from servicekit.auth.visitor import VisitorClaims, VisitorTokens
from servicekit.clock import Clock
from servicekit.ids import new_id
from servicekit.kit import Kit
from servicekit.service import Service
from servicekit.testing.jobs import Unfenced
from servicekit.testing.mail import Sink, mail_server
from servicekit.testing.plugin import workspace_snapshot
from servicekit.unit import TRACE_ARGUMENT
from sqlalchemy import text, update

MASTER = base64.b64encode(b"m" * 32).decode()
INDEX = base64.b64encode(b"i" * 32).decode()
ERASURE = "erasure-test"
CONSENT = {"accepted": True, "number": 1, "language": "de"}
ORIGIN = "https://www.werk-huber.example"
CONTACT = "vertrieb@werk-huber.example"
PERSON = new_id()

_SIGNING = Ed25519PrivateKey.generate()
SIGNING_KEY = _SIGNING.private_bytes(
    serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
).decode()
PUBLIC_KEY = (
    _SIGNING.public_key()
    .public_bytes(serialization.Encoding.PEM, serialization.PublicFormat.SubjectPublicKeyInfo)
    .decode()
)


@pytest.fixture
def sink() -> Iterator[Sink]:
    with mail_server() as server:
        yield server


@pytest.fixture
def service() -> Service[Any, Any, Any]:
    return lead


@pytest.fixture
def settings_overrides(sink: Sink) -> dict[str, Any]:
    return {
        "smtp": {"port": sink.port, "timeout_seconds": 5},
        "lead": {"master_key": MASTER, "index_key": INDEX},
        "erasure_address_key": ERASURE,
        "visitor_public_key": PUBLIC_KEY,
    }


def bot_snapshot(workspace_id: UUID, **changes: Any) -> BotSnapshot:
    link = BotLink(url="http://localhost:8080/bot/x?token=abc", token="abc")
    configuration = BotConfiguration(
        name="Werk Huber Kundenservice",
        company=Company(company_name="Werk Huber GmbH"),
        email_capture=EmailCapture(enabled=True),
        contact_persons=ContactPersons(
            enabled=True, persons=(ContactPerson(id=PERSON, name="Ina Roth", email=CONTACT),)
        ),
        limits=BotLimits(allowed_origins=(ORIGIN,)),
    )
    shown = (
        (1, "de", "Ja, bitte melden Sie sich bei mir."),
        (2, "de", "Ja, melden Sie sich gern bei mir."),
        (1, "en", "Yes, please get in touch."),
    )
    since = datetime(2026, 1, 1, tzinfo=UTC)
    texts = tuple(
        ConsentText(number=number, language=language, text=words, privacy_url="https://w.example/ds", since=since)
        for number, language, words in shown
    )
    values: dict[str, Any] = {
        "id": new_id(),
        "workspace_id": workspace_id,
        "version": 1,
        "state": "live",
        "draft": configuration,
        "published": configuration,
        "links": BotLinks(version=1, production=link, staging=link, preview=link),
        "consent_texts": texts,
        "created_at": datetime(2026, 1, 1, tzinfo=UTC),
    }
    return BotSnapshot(**{**values, **changes})


Replicate = Callable[[Any], Awaitable[None]]
Visitor = Callable[..., dict[str, str]]
Key = Callable[..., Awaitable[dict[str, str]]]


@pytest_asyncio.fixture
async def bot(replicate: Replicate, workspace_id: UUID) -> BotSnapshot:
    """A live bot of the workspace."""
    found = bot_snapshot(workspace_id)
    await replicate(found)
    return found


@pytest.fixture
def visitor(clock: Clock) -> Visitor:
    """Makes the headers of a visitor of a bot."""

    def make(
        bot: BotSnapshot, *, environment: Any = "production", conversation_id: UUID | None = None
    ) -> dict[str, str]:
        claims = VisitorClaims(bot.workspace_id, bot.id, conversation_id or new_id(), environment, bot.links.version)
        return {"X-Visitor-Token": VisitorTokens(SIGNING_KEY).issue(claims, now=clock.now())}

    return make


def capture_body(email: str = "erika@example.org", **changes: Any) -> dict[str, Any]:
    return {"email": email, "consent": CONSENT, "purpose": "information", "context": "initial", **changes}


def wish_body(**changes: Any) -> dict[str, Any]:
    return {
        "person_id": str(PERSON),
        "name": "Erika Muster",
        "message": "Bitte rufen Sie an.",
        "phone": "089 4440123",
        "consent": CONSENT,
        **changes,
    }


@pytest_asyncio.fixture
async def other_workspace(replicate: Replicate) -> UUID:
    """A second workspace."""
    id = new_id()
    await replicate(workspace_snapshot(id))
    return id


class World:
    """Steps that tests begin with, through the API and the jobs' functions."""

    def __init__(self, kit: Kit[Any, Any, Any], client: httpx.AsyncClient, sink: Sink) -> None:
        self.kit, self.client, self.sink = kit, client, sink

    async def capture(self, bot: BotSnapshot, headers: dict[str, str], **changes: Any) -> UUID:
        """Leave an address; the lead's id."""
        answer = await self.client.post(
            f"/api/chatbots/{bot.id}/capture-email", json=capture_body(**changes), headers=headers
        )
        assert answer.status_code == 201, answer.text
        return UUID(answer.json()["id"])

    async def wish(self, bot: BotSnapshot, headers: dict[str, str], **changes: Any) -> UUID:
        """Ask for contact; the lead's id."""
        answer = await self.client.post(
            f"/api/chatbots/{bot.id}/contact-requests", json=wish_body(**changes), headers=headers
        )
        assert answer.status_code == 201, answer.text
        return UUID(answer.json()["id"])

    async def work(self, *, until: datetime | None = None) -> None:
        """Do every job that is due now, or at a later moment, as the worker would, until none is left."""
        while waiting := await self._waiting(until or self.kit.clock.now()):
            for id, task, args in waiting:
                function = {one.name: one.call for one in jobs.tasks}[task]
                given = {
                    name: UUID(value) for name, value in args.items() if name not in (TRACE_ARGUMENT, "workspace_id")
                }
                await function(Unfenced(self.kit, id, 1), **given)
                async with self.kit.transaction() as unit:
                    await unit.session.execute(text("DELETE FROM procrastinate_jobs WHERE id = :id"), {"id": id})

    async def _waiting(self, until: datetime) -> list[tuple[int, str, dict[str, str]]]:
        async with self.kit.transaction() as unit:
            rows = await unit.session.execute(
                text(
                    "SELECT id, task_name, args FROM procrastinate_jobs "
                    "WHERE status = 'todo' AND (scheduled_at IS NULL OR scheduled_at <= :until) ORDER BY id"
                ),
                {"until": self.kit.clock.real(until)},
            )
            return [(row.id, row.task_name, row.args) for row in rows]

    async def published(self) -> list[Event]:
        """What the outbox holds, in order."""
        async with self.kit.transaction() as unit:
            rows = await unit.session.execute(text("SELECT value FROM outbox ORDER BY id"))
            return [decode(bytes(row.value)).event for row in rows]


@pytest.fixture
def world(kit: Kit[Any, Any, Any], client: httpx.AsyncClient, sink: Sink, clock: Clock) -> World:
    return World(kit, client, sink)


@pytest_asyncio.fixture
async def leads(world: World, bot: BotSnapshot, api_key: Key, kit: Kit[Any, Any, Any]) -> list[UUID]:
    """Seven leads with interest 1 to 7, the oldest first."""
    headers = await api_key("leads:write")
    ids = [await world.capture(bot, headers, email=f"lead{number}@example.org") for number in range(1, 8)]
    async with kit.transaction() as unit:
        for level, id in enumerate(ids, 1):
            await unit.session.execute(update(Lead).where(Lead.id == id).values(estimated_interest_level=level))
    return ids
