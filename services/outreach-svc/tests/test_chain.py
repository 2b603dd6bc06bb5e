from __future__ import annotations

import asyncio
import os
import signal
import sys
from datetime import timedelta
from pathlib import Path
from typing import Any
from uuid import UUID

import pytest
from contracts.analytics import AnomalyNoticed, EngagementScored, FollowUpAdvice, TalkingPoint
from contracts.bots import BotCreated, BotDeactivated, BotDeployed
from contracts.lead import ErasureCompleted, ErasureRequested, LeadCaptured
from contracts.outreach import MessageDispatched, MessageDrafted, ProspectSaved
from contracts.sources import CompanyFacts, Fact, ProspectResearched, SourceSearchable
from contracts.topics import MESSAGES, OUTREACH_ERASURES, PROSPECTS
from identity.address import hashed
from outreach_svc.service import demos, prospects
from outreach_svc.texts import sentence
from servicekit.clock import Clock
from servicekit.ids import new_id
from servicekit.settings import ServiceSettings
from servicekit.testing import Bus, eventually
from servicekit.testing.mail import Sink

from .conftest import COMPANY, KEYS, World, bot_of

pytestmark = pytest.mark.integration


async def test_a_prospect_walks_from_research_to_the_end_of_its_demo(
    world: World, running: Any, bus: Bus, clock: Clock, sink: Sink, workspace_id: UUID
) -> None:
    prospect = await world.prospect()
    bot = bot_of(prospect)

    async def tell(event: Any) -> None:
        await bus.publish(event, workspace_id=workspace_id)

    async def steps() -> list[str]:
        async with running.transaction() as unit:
            return [step.step for step in await unit.prospects.timeline(prospect.id)]

    await tell(SourceSearchable(source_id=new_id(), bot_id=bot.id, pages=12, chunks=80))  # ahead of its bot: parked
    found = Fact(value=COMPANY, url="https://b.example/impressum", quote=COMPANY, confidence=1.0)
    await tell(
        ProspectResearched(
            prospect_id=prospect.id,
            research_revision=1,
            website=prospect.website,
            facts=CompanyFacts(email=found),
            pages=12,
            seconds=2.34,
        )
    )
    await eventually(steps, until=lambda found: "researched" in found, timeout=20)
    await tell(BotCreated(bot=bot))
    await tell(BotDeployed(bot=bot.model_copy(update={"version": 2})))
    await eventually(steps, until=lambda found: {"drafted", "source_searchable"} <= set(found), timeout=20)

    await world.customer(prospect)
    await world.approve(await world.message(prospect))  # its job runs by itself
    await eventually(steps, until=lambda found: "dispatched" in found, timeout=20)

    scored = EngagementScored(
        bot_id=bot.id,
        score=8.2,
        previous=4.0,
        crossed=(5.0, 7.0, 8.0),
        advice=FollowUpAdvice(recommended=True),
        talking_points=(TalkingPoint(kind="top_question", label="Preise", count=3),),
        computed_at=clock.now(),
        revision=3,
    )
    await tell(scored)
    await tell(
        LeadCaptured(
            lead_id=new_id(),
            bot_id=bot.id,
            environment="production",
            kind="contact_request",
            interest_level=9,
            at=clock.now(),
        )
    )
    await tell(
        AnomalyNoticed(
            workspace_id=bot.workspace_id,
            bot_id=bot.id,
            kind="unanswered_jump",
            detail={"seen": 0.36, "expected": 0.08},
            noticed_at=clock.now(),
        )
    )
    await eventually(steps, until=lambda found: found.count("drafted") == 2 and "lead" in found, timeout=20)
    ended = BotDeactivated(bot=bot.model_copy(update={"version": 3, "state": "demo_expired"}), reason="demo_expired")
    await tell(ended)
    await eventually(steps, until=lambda found: "demo_ended" in found, timeout=20)
    erasure = ErasureRequested(
        erasure_id=new_id(), address_hash=hashed(COMPANY, KEYS.erasure), requested_at=clock.now()
    )
    await tell(erasure)

    await eventually(lambda: asyncio.sleep(0, sink.mails), until=lambda mails: len(mails) == 4, timeout=20)
    operator = [mail for mail in sink.mails if mail["To"] == "operator@agentur-lindner.example"]
    assert len(operator) == 3
    odd = next(mail for mail in operator if "Fragen ohne Antwort" in str(mail["Subject"]))
    assert "36 % der Fragen nicht beantworten, in den zwei Wochen davor waren es 8 %" in " ".join(
        odd.get_content().split()
    )
    assert not any(COMPANY in str(mail) for mail in operator)
    messages = [envelope.event for envelope in await bus.events(MESSAGES, count=5)]
    kinds = [event.kind for event in messages if isinstance(event, MessageDrafted)]
    assert kinds == ["first_contact", "follow_up", "reminder"]
    assert [event.first_contact for event in messages if isinstance(event, MessageDispatched)] == [True]
    saved = [e.event.prospect for e in await bus.events(PROSPECTS, count=5) if isinstance(e.event, ProspectSaved)]
    assert [snapshot.stage for snapshot in saved][-1] == "contacted"
    assert {snapshot.bot_id for snapshot in saved} == {None, bot.id}
    assert [snapshot.version for snapshot in saved] == sorted({snapshot.version for snapshot in saved})
    completed = (await bus.events(OUTREACH_ERASURES, count=1))[0].event
    assert isinstance(completed, ErasureCompleted)
    assert completed.counts["prospects"] == 1


async def test_an_address_of_a_known_company_says_whose_it_is_and_can_be_tried_again(
    world: World, kit: Any, workspace_id: UUID
) -> None:
    first = await world.prospect()
    async with kit.transaction() as unit:
        new = prospects.NewProspect("https://brandt-tischlerei.example/")
        second = prospects.add(unit, workspace_id, new, erasure_key=KEYS.erasure, now=unit.now())
    for _ in range(2):  # a second delivery changes nothing
        async with kit.transaction() as unit:
            await demos.research_failed(unit, second.id, 1, "same_company", same_as=first.id)
    async with kit.transaction() as unit:
        told = await unit.prospects.get(second.id, workspace_id)
        step = (await unit.prospects.timeline(second.id))[-1]
    assert (told.stage, told.same_as, told.bot_id) == ("failed", first.id, None)
    assert sentence(f"step.{step.step}", "de", step.detail) == (
        "Internetseite gehört zu einem Interessenten, den es schon gibt: Tischlerei Brandt GmbH"
    )
    async with kit.transaction() as unit:
        again = await prospects.retry(unit, second.id, workspace_id)
        assert (again.stage, again.same_as) == ("new", None)


class Process:
    """outreach-svc as a process of its own, which can be killed."""

    def __init__(self, settings: ServiceSettings, sink: Sink, offset: Path) -> None:
        self._environment = {
            **os.environ,
            "DATABASE_URL": settings.database.url.get_secret_value(),
            "KAFKA_BOOTSTRAP_SERVERS": settings.kafka.bootstrap_servers,
            "TOPIC_PREFIX": settings.topic.prefix,
            "SMTP_PORT": str(sink.port),
            "SUPPRESSION_KEY": KEYS.suppression,
            "ERASURE_ADDRESS_KEY": KEYS.erasure,
            "CLOCK_OFFSET_FILE": str(offset),
            "PORT": "0",
            "LOG_LEVEL": "error",
        }
        self._process: asyncio.subprocess.Process | None = None

    async def start(self) -> None:
        self._process = await asyncio.create_subprocess_exec(
            sys.executable, "-m", "outreach_svc", "serve", env=self._environment
        )

    def kill(self) -> None:
        if self._process is not None and self._process.returncode is None:
            os.kill(self._process.pid, signal.SIGKILL)

    async def ended(self) -> None:
        if self._process is not None:
            await asyncio.wait_for(self._process.wait(), 60)


async def test_killed_between_the_server_taking_the_mail_and_the_record_it_is_uncertain_and_sent_once(
    world: World, settings: ServiceSettings, topics: None, sink: Sink, tmp_path: Path
) -> None:
    prospect, _ = await world.demo()
    await world.customer(prospect)
    message = await world.approve(await world.message(prospect))
    offset = tmp_path / "offset"
    offset.write_text("0")
    process = Process(settings, sink, offset)
    sink.on["END"] = process.kill

    await process.start()
    try:
        await process.ended()
        assert len(sink.mails) == 1
        assert (await world.message(prospect)).state == "sending"

        offset.write_text(str(timedelta(minutes=11).total_seconds()))  # the claim is too old to be alive
        await process.start()

        async def state() -> str:
            return (await world.message(prospect)).state

        await eventually(state, until=lambda found: found == "uncertain", timeout=30)
        await asyncio.sleep(2)
    finally:
        process.kill()
        await process.ended()

    assert len(sink.mails) == 1
    assert sink.received[0].field("Message-ID") == str((await world.message(prospect)).message_id).encode()
    assert (await world.message(prospect)).id == message.id


async def test_killed_before_the_mails_end_went_out_it_is_sent_after_all_and_once(
    world: World, settings: ServiceSettings, topics: None, sink: Sink, tmp_path: Path
) -> None:
    prospect, _ = await world.demo()
    await world.customer(prospect)
    await world.approve(await world.message(prospect))
    offset = tmp_path / "offset"
    offset.write_text("0")
    process = Process(settings, sink, offset)
    sink.on["DATA"] = process.kill

    await process.start()
    try:
        await process.ended()
        assert (await world.message(prospect)).state == "sending"

        sink.on.clear()
        offset.write_text(str(timedelta(minutes=11).total_seconds()))
        await process.start()

        async def state() -> str:
            return (await world.message(prospect)).state

        await eventually(state, until=lambda found: found == "dispatched", timeout=30)
    finally:
        process.kill()
        await process.ended()
    assert len(sink.mails) == 1
