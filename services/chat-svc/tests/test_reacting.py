"""What chat-svc does about events and by time, with the broker."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from datetime import timedelta
from typing import Any
from uuid import UUID

import pytest
from chat_svc.jobs import forget_old
from contracts.bots import BotDeactivated, BotDeleted, BotSnapshot, ContactPersons, EmailCapture
from contracts.chat import ConversationEnded
from contracts.lead import ErasureCompleted, ErasureRequested, LeadCaptured
from contracts.topics import CHAT_ERASURES, CONVERSATIONS, QUESTIONS
from contracts.workspaces import WorkspaceDeleted
from servicekit.ids import new_id
from servicekit.testing import Bus, eventually
from sqlalchemy import text

from .conftest import ChatKit, Visitor

pytestmark = pytest.mark.integration
KITCHEN = "Was kostet eine Küche mit Insel?"


async def count(kit: ChatKit, table: str, where: str = "true") -> int:
    async with kit.database.sessions() as session:
        found = await session.execute(text(f"SELECT count(*) FROM {table} WHERE {where}"))
        return int(found.scalar_one())


async def test_a_lead_stops_the_form_in_its_conversation(
    running: ChatKit, bus: Bus, make_bot: Callable[..., Awaitable[BotSnapshot]], client: Any
) -> None:
    bot = await make_bot(email_capture=EmailCapture(enabled=True, max_requests=5), contact_persons=ContactPersons())
    visitor = await Visitor(client, bot).enter()
    assert "email_prompt" in (await visitor.ask(KITCHEN)).names
    event = LeadCaptured(
        lead_id=new_id(),
        bot_id=bot.id,
        conversation_id=visitor.conversation_id,
        environment="production",
        kind="email",
        interest_level=5,
        at=running.clock.now(),
    )
    await bus.publish(event, workspace_id=bot.workspace_id)

    await eventually(lambda: count(running, "conversations", "form_stopped = 'captured'"))
    assert "email_prompt" not in (await visitor.ask("Was kostet die Planung?")).names


async def test_an_erasure_is_carried_out_and_answered(running: ChatKit, bus: Bus, visitor: Visitor) -> None:
    await visitor.ask(KITCHEN)
    erasure = ErasureRequested(
        erasure_id=new_id(), conversation_ids=(visitor.conversation_id,), requested_at=running.clock.now()
    )
    await bus.publish(erasure, workspace_id=visitor.bot.workspace_id)

    [answer] = await bus.events(CHAT_ERASURES)
    completed = answer.event
    assert isinstance(completed, ErasureCompleted)
    assert (completed.erasure_id, completed.service) == (erasure.erasure_id, "chat-svc")
    assert completed.counts == {"conversations": 1, "messages": 2, "question_wordings": 1, "transcript_mails": 0}
    assert await count(running, "messages") == 0
    assert await count(running, "question_groups", "wording IS NOT NULL") == 0
    assert (await visitor.ask("Hallo")).status == 410


async def test_silence_of_30_minutes_ends_a_conversation(running: ChatKit, bus: Bus, visitor: Visitor) -> None:
    await visitor.ask(KITCHEN)
    running.clock.move(timedelta(minutes=31))

    async def ended() -> list[ConversationEnded]:
        found = await bus.events(CONVERSATIONS, count=5, timeout=5)
        return [envelope.event for envelope in found if isinstance(envelope.event, ConversationEnded)]

    [event] = await eventually(ended, timeout=20)
    assert (event.reason, event.messages) == ("timeout", 2)
    assert event.seconds < 60, "the silence is no part of it"


async def test_a_deleted_bot_leaves_nothing(running: ChatKit, bus: Bus, visitor: Visitor) -> None:
    await visitor.ask(KITCHEN)
    group: UUID = (await bus.events(QUESTIONS))[0].event.group.id  # type: ignore[attr-defined]
    await bus.publish(BotDeleted(bot_id=visitor.bot.id, version=2), workspace_id=visitor.bot.workspace_id)

    async def left() -> int:
        return await count(running, "conversations") + await count(running, "question_groups")

    await eventually(left, until=lambda rows: rows == 0)
    records = await bus.records(QUESTIONS, count=2)
    assert records[-1] == (str(group), None)


async def test_a_bot_that_is_switched_off_ends_its_conversations(running: ChatKit, bus: Bus, visitor: Visitor) -> None:
    await visitor.ask(KITCHEN)
    off = visitor.bot.model_copy(update={"state": "deactivated", "version": 2})
    await bus.publish(BotDeactivated(bot=off, reason="operator"), workspace_id=off.workspace_id)

    await eventually(lambda: count(running, "conversations", "end_reason = 'bot_closed'"))


async def test_a_deleted_workspace_leaves_nothing(running: ChatKit, bus: Bus, visitor: Visitor) -> None:
    await visitor.ask(KITCHEN)
    await bus.publish(
        WorkspaceDeleted(workspace_id=visitor.bot.workspace_id, version=2), workspace_id=visitor.bot.workspace_id
    )

    await eventually(lambda: count(running, "conversations"), until=lambda rows: rows == 0)


async def test_transcripts_and_salts_are_kept_as_long_as_configured(kit: ChatKit, visitor: Visitor) -> None:
    class Run:
        """A job's run as far as `forget_old` needs one: the kit's transactions."""

        transaction = staticmethod(kit.transaction)

    await visitor.ask(KITCHEN)
    await visitor.call("POST", "/end")
    kit.clock.move(timedelta(days=89))
    await forget_old(Run())  # type: ignore[arg-type]
    assert (await count(kit, "conversations"), await count(kit, "visitor_salts")) == (1, 0)
    kit.clock.move(timedelta(days=2))
    await forget_old(Run())  # type: ignore[arg-type]
    assert (await count(kit, "conversations"), await count(kit, "messages")) == (0, 0)
