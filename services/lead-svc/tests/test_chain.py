"""lead-svc among the others: interest from conversations, erasure end to end, deletions, and the canary."""

from __future__ import annotations

import io
import json
import logging
from collections.abc import Iterator
from datetime import timedelta
from typing import Any
from uuid import UUID

import pytest
import structlog
from contracts.bots import BotDeleted, BotSnapshot
from contracts.chat import BookingOpened, ConversationEnded, ConversationErased, MessageSent
from contracts.lead import ErasureCertified, ErasureCompleted, ErasureRequested
from contracts.topics import ANALYTICS_ERASURES, CHAT_ERASURES, ERASURES, LEADS, OUTREACH_ERASURES
from contracts.workspaces import WorkspaceDeleted
from lead_svc.jobs import keep_house
from lead_svc.models import ConversationSummary, Lead, Person
from lead_svc.service import erasing
from servicekit import telemetry
from servicekit.clock import Clock
from servicekit.ids import new_id
from servicekit.kit import Kit
from servicekit.testing import eventually
from servicekit.testing.bus import Bus
from servicekit.testing.jobs import Unfenced
from sqlalchemy import func, select, text

from .conftest import Key, Visitor, World
from .test_privacy import link_in

pytestmark = pytest.mark.integration
AnyKit = Kit[Any, Any, Any]
CANARY = ("kanarienvogel.xq7@example.org", "Kanari Vogelsang-Xq7", "Zwitschert-xq7 geheim", "+498915550771")
TABLES = "SELECT tablename FROM pg_tables WHERE schemaname = 'public'"
COPY = (
    "INSERT INTO replicas (kind, id, workspace_id, version, snapshot) "
    "SELECT kind, :id, :w, 1, CAST(:s AS jsonb) FROM replicas WHERE id = :bot"
)
SPELLINGS = (*CANARY, "kanarienvogel.xq7", "08915550771", "8915550771")


async def count(kit: AnyKit, table: Any) -> int:
    async with kit.transaction() as unit:
        return int(await unit.session.scalar(select(func.count()).select_from(table)) or 0)


def about(bot: BotSnapshot, conversation: UUID, clock: Clock, seconds: int = 0) -> dict[str, Any]:
    at = clock.now() + timedelta(seconds=seconds)
    return {"bot_id": bot.id, "conversation_id": conversation, "environment": "production", "at": at}


async def talk(bus: Bus, bot: BotSnapshot, conversation: UUID, clock: Clock, turns: int) -> None:
    for turn in range(1, turns + 1):
        for role in ("visitor", "assistant"):
            event = MessageSent(
                **about(bot, conversation, clock, turn * 30),
                message_id=new_id(),
                role=role,
                turn=turn,
                topics=("price", "other") if turn == 2 else (),
            )
            await bus.publish(event, workspace_id=bot.workspace_id)


async def test_interest_grows_with_the_conversation_before_and_after_the_capture(
    running: AnyKit, bus: Bus, world: World, bot: BotSnapshot, visitor: Visitor, api_key: Key, clock: Clock
) -> None:
    conversation = new_id()
    await talk(bus, bot, conversation, clock, 1)
    await eventually(lambda: count(running, ConversationSummary), until=lambda found: found == 1)
    id = await world.capture(bot, visitor(bot, conversation_id=conversation))
    await talk(bus, bot, conversation, clock, 5)
    headers = await api_key()

    async def lead() -> dict[str, Any]:
        found: dict[str, Any] = (await world.client.get(f"/api/admin/leads/{id}", headers=headers)).json()
        return found

    before = await eventually(lead, until=lambda found: found["message_count"] == 12)
    assert before["topics_discussed"] == ["price"]
    ended = ConversationEnded(
        **about(bot, conversation, clock, 900), seconds=840, messages=12, visitor_messages=6, reason="visitor"
    )
    await bus.publish(ended, workspace_id=bot.workspace_id)
    after = await eventually(lead, until=lambda found: found["session_duration"] == 840)

    assert after["estimated_interest_level"] >= before["estimated_interest_level"] >= 4
    assert {reason["name"] for reason in after["interest_reasons"]} == {"kind", "visitor_messages", "seconds", "topics"}
    erased = ConversationErased(**about(bot, conversation, clock, 1000))
    await bus.publish(erased, workspace_id=bot.workspace_id)
    await eventually(lead, until=lambda found: found["conversation_id"] is None)
    await talk(bus, bot, conversation, clock, 1)
    other = new_id()
    await talk(bus, bot, other, clock, 1)
    await eventually(lambda: count(running, ConversationSummary), until=lambda found: found == 1)
    async with running.transaction() as unit:
        assert await unit.conversations.get(conversation) is None


async def test_looking_for_an_appointment_raises_interest_once(
    running: AnyKit, bus: Bus, world: World, bot: BotSnapshot, visitor: Visitor, api_key: Key, clock: Clock
) -> None:
    conversation, headers = new_id(), await api_key()
    opened = BookingOpened(**about(bot, conversation, clock, 5), person_id=new_id())
    await bus.publish(opened, workspace_id=bot.workspace_id)  # it may come before the conversation's start
    await eventually(lambda: count(running, ConversationSummary), until=lambda found: found == 1)
    id = await world.capture(bot, visitor(bot, conversation_id=conversation))

    async def lead() -> dict[str, Any]:
        found: dict[str, Any] = (await world.client.get(f"/api/admin/leads/{id}", headers=headers)).json()
        return found

    assert (await lead())["estimated_interest_level"] == 4
    for _ in range(2):
        await bus.publish(opened, workspace_id=bot.workspace_id)
    await talk(bus, bot, conversation, clock, 1)
    after = await eventually(lead, until=lambda found: found["message_count"] == 2)
    booked = [reason for reason in after["interest_reasons"] if reason["name"] == "booked"]
    assert [(reason["value"], reason["points"]) for reason in booked] == [(1.0, 2.0)]


async def test_an_erasure_goes_through_all_services_and_names_nobody_anywhere(
    running: AnyKit,
    bus: Bus,
    world: World,
    bot: BotSnapshot,
    visitor: Visitor,
    api_key: Key,
    clock: Clock,
    service_logs: io.StringIO,
) -> None:
    email, name, message, phone = CANARY
    await world.capture(bot, visitor(bot), email=email)
    await world.wish(bot, visitor(bot), email=email, name=name, message=message, phone=phone)
    for wrong in ({"email": f"{email}@"}, {"consent": {"accepted": True, "number": 77, "language": "de"}}):
        url = f"/api/chatbots/{bot.id}/capture-email"
        body = {"email": email, "consent": {"accepted": True, "number": 1, "language": "de"}, **wrong}
        assert (await world.client.post(url, json=body, headers=visitor(bot))).status_code == 422
    headers = await api_key()
    await fail_unexpectedly(running, world, await world.capture(bot, visitor(bot), email=f"x{email}"), headers)
    assert (await world.client.get("/api/admin/leads", params={"text": email}, headers=headers)).status_code == 200
    body = {"kind": "erasure", "email": email, "chatbot_id": str(bot.id)}
    assert (await world.client.post("/api/privacy/requests", json=body)).status_code == 202

    async def mails() -> int:
        return len(world.sink.mails)

    await eventually(mails, until=lambda found: found == 2)  # the contact person's and the person's
    await assert_nowhere(running)
    world.sink.mails.sort(key=lambda mail: str(mail["To"]) == email)
    await world.client.post(link_in(world.sink))
    asked = [e.event for e in await bus.events(ERASURES, count=2) if isinstance(e.event, ErasureRequested)]
    assert len(asked[0].lead_ids) == 2
    for topic in (CHAT_ERASURES, ANALYTICS_ERASURES, OUTREACH_ERASURES):
        done = ErasureCompleted(
            erasure_id=asked[0].erasure_id, service=topic.owner, counts={"rows": 2}, completed_at=clock.now()
        )
        for _ in range(2):  # twice, as a bus may
            await bus.publish(done, workspace_id=bot.workspace_id, topic=topic)
    await eventually(mails, until=lambda found: found == 3)

    assert "sind gelöscht" in str(world.sink.mails[-1]["Subject"])
    certified = [e.event for e in await bus.events(ERASURES, count=3) if isinstance(e.event, ErasureCertified)]
    assert [event.services for event in certified] == [("analytics-svc", "chat-svc", "lead-svc", "outreach-svc")]
    assert (await count(running, Lead), await count(running, Person)) == (0, 0)
    await assert_nowhere(running)
    records = await bus.records(ERASURES, count=3) + await bus.records(LEADS, count=5)
    metrics = (await world.client.get("/metrics")).text
    logged = service_logs.getvalue()
    keys_and_values = "".join(f"{key} {(value or b'').decode()}" for key, value in records)
    assert "leads_received_total" in metrics
    assert '"route": "/api/chatbots/{chatbot_id}/capture-email"' in logged
    assert "Tampered" in logged
    for place in (keys_and_values, metrics, logged):
        assert [spelling for spelling in SPELLINGS if spelling.lower() in place.lower()] == []


@pytest.fixture
def service_logs() -> Iterator[io.StringIO]:
    """Logs as the running service writes them; those of the client are not ours."""
    root, before = logging.getLogger(), (logging.getLogger().handlers[:], logging.getLogger().level)
    configured = structlog.get_config()
    levels = {name: logging.getLogger(name).level for name in ("httpx", "httpcore", "asyncio")}
    telemetry.configure("lead-svc", level="debug")
    written = io.StringIO()
    (handler,) = root.handlers
    assert isinstance(handler, logging.StreamHandler)
    handler.setStream(written)
    for name in levels:
        logging.getLogger(name).setLevel(logging.WARNING)
    yield written
    root.handlers[:], root.level = before
    for name, level in levels.items():
        logging.getLogger(name).setLevel(level)
    structlog.configure(**configured)


async def fail_unexpectedly(kit: AnyKit, world: World, id: UUID, headers: dict[str, str]) -> None:
    """Have the service meet a defect while it holds personal data, then remove what caused it."""
    async with kit.transaction() as unit:
        lead = await unit.leads.find(id)
        lead.email_sealed = lead.email_sealed[:-1] + bytes([lead.email_sealed[-1] ^ 1])
    assert (await world.client.get(f"/api/admin/leads/{id}", headers=headers)).status_code == 500
    async with kit.transaction() as unit:
        await erasing.erase_leads(unit, await unit.leads.by_ids([id]))


async def assert_nowhere(kit: AnyKit) -> None:
    """No table of the database holds a spelling of the canary, as text or as bytes."""
    async with kit.transaction() as unit:
        tables = (await unit.session.scalars(text(TABLES))).all()
        assert {"captured_leads", "outbox", "procrastinate_jobs", "notices", "idempotency"} <= set(tables)
        for table in tables:
            rows = (await unit.session.scalars(text(f'SELECT CAST(t AS text) FROM "{table}" t'))).all()
            content = "\n".join(rows).lower()
            for spelling in SPELLINGS:
                assert spelling.lower() not in content, table
                assert spelling.lower().encode().hex() not in content, table
                assert spelling.encode().hex() not in content, table


async def test_a_deleted_bot_and_a_deleted_workspace_take_their_leads_along(
    running: AnyKit, bus: Bus, world: World, bot: BotSnapshot, visitor: Visitor, clock: Clock, other_workspace: UUID
) -> None:
    conversation = new_id()
    await talk(bus, bot, conversation, clock, 1)
    await eventually(lambda: count(running, ConversationSummary), until=lambda found: found == 1)
    await world.capture(bot, visitor(bot, conversation_id=conversation))
    other = bot.model_copy(update={"id": new_id(), "workspace_id": other_workspace})
    async with running.transaction() as unit:
        snapshot = json.dumps(other.model_dump(mode="json"))
        await unit.session.execute(
            text(COPY),
            {"id": other.id, "w": other_workspace, "s": snapshot, "bot": bot.id},
        )
    await world.capture(other, visitor(other))
    await bus.publish(BotDeleted(bot_id=bot.id, version=2), workspace_id=bot.workspace_id)
    await eventually(lambda: count(running, Lead), until=lambda found: found == 1)
    await talk(bus, bot, conversation, clock, 1)
    await bus.publish(WorkspaceDeleted(workspace_id=other_workspace, version=2), workspace_id=other_workspace)
    await eventually(lambda: count(running, Lead), until=lambda found: found == 0)

    assert (await count(running, Person), await count(running, ConversationSummary)) == (0, 0)


async def test_leads_past_the_retention_go_by_themselves(
    kit: AnyKit, world: World, bot: BotSnapshot, visitor: Visitor, clock: Clock
) -> None:
    await world.capture(bot, visitor(bot))
    clock.move(timedelta(days=300))
    kept = await world.capture(bot, visitor(bot), email="otto@example.org")
    clock.move(timedelta(days=500))
    await keep_house(Unfenced(kit, 1, 1))

    async with kit.transaction() as unit:
        assert [lead.id for lead in (await unit.session.scalars(select(Lead))).all()] == [kept]
