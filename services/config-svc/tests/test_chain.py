"""Prospect → bot → demo → reminders → end, with real Kafka and the clock moved."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from functools import partial
from typing import Any
from uuid import UUID

import pytest
from config_svc.domain.actors import CLOCK
from config_svc.models import Bot
from config_svc.service import demo, prospects
from contracts.bots import Address, BotCreated, BotDeactivated, BotDeleted, BotDeployed, DemoEnding, Interval
from contracts.envelope import decode
from contracts.outreach import HostOptOutSaved, HostOptOutSnapshot, MessageDispatched
from contracts.sources import CompanyFacts, Fact, ProspectResearched, SourceFailed, SourceSearchable, TeamMember
from contracts.topics import BOTS
from identity.optouts import opt_out_id
from servicekit.ids import new_id
from servicekit.testing import eventually
from servicekit.unit import Meta
from sqlalchemy import select

pytestmark = pytest.mark.integration
SITE = "https://brandt.example"


def fact(value: str) -> Fact:
    return Fact(value=value, url=SITE, quote=value, confidence=0.9)


def member(name: str, position: str, **more: Any) -> TeamMember:
    return TeamMember(name=name, position=position, url=SITE, quote=name, **more)


def researched(prospect_id: UUID, revision: int = 1) -> ProspectResearched:
    facts = CompanyFacts(
        company_name=fact("Tischlerei Brandt GmbH"),
        postal_address=Address(street="Lindenstr. 3", postal_code="80331", city="München", country="Deutschland"),
        phone=fact("089 / 123 45 67"),
        email=fact("info@brandt.example"),
        weekly_hours={"monday": (Interval(opens="08:00", closes="17:00"),)},
        by_appointment=("saturday",),
        social={"instagram": fact("https://instagram.com/brandt"), "x": fact("https://elsewhere.example/x")},
        logo_key="logos/" + "a" * 32 + ".png",
        primary_color=fact("#7A4B21"),
        form_of_address=fact("du"),
        secondary_color=fact("brown"),
        team=(
            member("Max Lehrling", "Auszubildender"),
            member("Heinz Brandt", "Geschäftsführer"),
            member("Erika Brandt", "Vertrieb", email="erika@brandt.example", phone="089 7654321"),
            *(member(f"Tischler {n}", "Tischler") for n in range(4)),
        ),
    )
    return ProspectResearched(
        prospect_id=prospect_id, research_revision=revision, website=SITE, facts=facts, pages=9, seconds=4
    )


async def test_a_prospect_gets_a_bot_that_goes_live_reminds_and_ends(
    bus: Any, running: Any, workspace_id: UUID, clock: Any
) -> None:
    kit = running
    prospect_id = new_id()

    async def bot() -> Bot | None:
        async with kit.transaction() as unit:
            query = select(Bot).where(Bot.prospect_id == prospect_id)
            found: Bot | None = (await unit.session.execute(query)).scalar_one_or_none()
            return found

    async def state() -> str:
        found = await bot()
        return found.state if found else ""

    for _ in range(2):
        await bus.publish(researched(prospect_id), workspace_id=workspace_id)
    built = await eventually(bot)
    assert built is not None
    assert built.name == "Tischlerei Brandt GmbH Kundenservice"
    assert built.draft["company"]["phone"] == "+49891234567"
    assert built.draft["opening_hours"]["by_appointment"] == ["saturday"]
    assert built.draft["company"]["social"] == {"instagram": "https://instagram.com/brandt"}
    assert built.draft["branding"]["primary_color"] == "#7a4b21"
    assert built.draft["branding"]["secondary_color"] == "#4b5563", "a fact that is no colour is left out"
    assert built.draft["email_capture"]["enabled"]
    assert built.draft["custom_prompts"]["response_style"] == "casual", "a company that says du"
    assert [person.name for person in built.persons][:2] == ["Erika Brandt", "Heinz Brandt"]
    assert len(built.persons) == 5
    assert built.persons[1].email == "info@brandt.example"

    searchable = SourceSearchable(source_id=new_id(), bot_id=built.id, pages=9, chunks=40)
    await bus.publish(searchable, workspace_id=workspace_id)
    await bus.publish(searchable.model_copy(update={"source_id": new_id()}), workspace_id=workspace_id)
    assert await eventually(state, until=lambda found: found == "live")
    deployed = await bot()
    assert deployed is not None
    assert deployed.published is not None
    assert [text.number for text in deployed.consent_texts] == [1, 1]
    assert deployed.deployed_at is not None
    assert deployed.demo_ends_at == deployed.deployed_at + timedelta(days=30)

    clock.move(timedelta(days=5))
    ends = clock.now() + timedelta(days=30)
    contact = MessageDispatched(
        prospect_id=prospect_id,
        message_id=new_id(),
        kind="first_contact",
        channel="email",
        at=clock.now(),
        bot_id=built.id,
        first_contact=True,
        demo_ends_at=ends,
    )
    await bus.publish(contact, workspace_id=workspace_id)

    async def end() -> Any:
        found = await bot()
        return found.demo_ends_at if found else None

    await eventually(end, until=lambda found: found == ends)
    later = contact.model_copy(update={"message_id": new_id(), "demo_ends_at": ends + timedelta(days=9)})
    await bus.publish(later, workspace_id=workspace_id)

    clock.move(timedelta(days=23, minutes=1))
    await sweep_twice(kit)
    clock.move(timedelta(days=6))
    await sweep_twice(kit)
    clock.move(timedelta(days=1))
    await sweep_twice(kit)
    assert await state() == "demo_expired"
    assert await end() == ends, "only the first contact moves the end"
    clock.move(timedelta(days=60))
    await sweep_twice(kit)
    assert await bot() is None

    found = [envelope.event for envelope in await bus.events(BOTS, count=7)]
    mine = [event for event in found if event.bot_id == built.id]
    kinds = [type(event) for event in mine]
    assert kinds.count(BotCreated) == kinds.count(BotDeployed) == 1
    assert [event.days_left for event in mine if isinstance(event, DemoEnding)] == [7, 1]
    assert [event.reason for event in mine if isinstance(event, BotDeactivated)] == ["demo_expired"]
    assert kinds[-1] is BotDeleted
    created = next(event for event in mine if isinstance(event, BotCreated))
    assert [source.url for source in created.sources] == [SITE]
    versions = [event.bot.version for event in mine[:-1]]
    assert versions == sorted(set(versions))


async def sweep_twice(kit: Any) -> None:
    """The sweep is idempotent, and the periodic one may run at the same time."""
    for _ in range(2):
        async with kit.transaction() as unit:
            due = await demo.due(unit)
        for bot_id in due:
            async with kit.transaction() as unit:
                await demo.sweep(unit, bot_id, linker=kit.resources.linker)


async def test_a_site_without_readable_pages_fails_and_may_be_tried_again(
    bus: Any, running: Any, workspace_id: UUID
) -> None:
    prospect_id = new_id()

    async def bot() -> Any:
        async with running.transaction() as unit:
            query = select(Bot).where(Bot.prospect_id == prospect_id)
            return (await unit.session.execute(query)).scalar_one_or_none()

    await bus.publish(researched(prospect_id), workspace_id=workspace_id)
    first = await eventually(bot)
    failed = SourceFailed(source_id=new_id(), bot_id=first.id, reason="robots_refused", remaining_sources=1)
    await bus.publish(failed, workspace_id=workspace_id)
    last = failed.model_copy(update={"remaining_sources": 0})
    await bus.publish(last, workspace_id=workspace_id)
    await eventually(bot, until=lambda found: found.deployment_failed_at is not None)
    await bus.publish(researched(prospect_id, 2), workspace_id=workspace_id)
    second = await eventually(bot, until=lambda found: found.id != first.id)
    assert second.state == "draft"
    assert second.deployment_failed_at is None


async def test_extending_and_converting_bring_a_demo_back(
    kit: Any, client: Any, api_key: Any, workspace_id: UUID, clock: Any
) -> None:
    headers = await api_key()
    meta = Meta(new_id(), clock.now(), workspace_id, 1, ProspectResearched.TYPE)
    async with kit.transaction(meta) as unit:
        bot = await prospects.build_bot(unit, researched(new_id()), linker=kit.resources.linker)
    assert bot is not None
    async with kit.transaction() as unit:
        await demo.source_searchable(unit, bot.id, linker=kit.resources.linker)
    url = f"/api/chatbots/{bot.id}"
    clock.move(timedelta(days=31))
    await sweep_twice(kit)
    assert (await client.get(url, headers=headers)).json()["state"] == "demo_expired"
    assert (await client.post(f"{url}/activate", headers=headers)).status_code == 409
    extended = (await client.post(f"{url}/demo/extend", json={"days": 10}, headers=headers)).json()
    assert extended["state"] == "live"
    assert (await client.post(f"{url}/demo/extend", json={"days": 0}, headers=headers)).status_code == 422
    converted = (await client.post(f"{url}/demo/convert", headers=headers)).json()
    assert converted["chatbot"]["demo_ends_at"] is None
    assert converted["api_key"]["bots"] == [str(bot.id)]
    assert converted["api_key"]["key"].startswith("emp_")
    assert "workspace:admin" not in converted["api_key"]["scopes"]
    assert (await client.post(f"{url}/demo/convert", headers=headers)).status_code == 409
    clock.move(timedelta(days=400))
    await sweep_twice(kit)
    assert (await client.get(url, headers=headers)).json()["state"] == "live"


async def test_the_periodic_sweep_ends_a_demo_after_the_clock_was_moved(
    running: Any, workspace_id: UUID, clock: Any
) -> None:
    meta = Meta(new_id(), clock.now(), workspace_id, 1, ProspectResearched.TYPE)
    async with running.transaction(meta) as unit:
        made = await prospects.build_bot(unit, researched(new_id()), linker=running.resources.linker)
    assert made is not None
    async with running.transaction() as unit:
        await demo.source_searchable(unit, made.id, linker=running.resources.linker)
    clock.move(timedelta(days=31))

    async def state() -> str:
        async with running.transaction() as unit:
            found: str = (await unit.bots.get(made.id, workspace_id)).state
            return found

    await eventually(state, until=lambda found: found == "demo_expired", timeout=25)


def opt_out(workspace_id: UUID, host: str, *, everywhere: bool = False, version: int = 1) -> HostOptOutSaved:
    return HostOptOutSaved(
        opt_out=HostOptOutSnapshot(
            id=opt_out_id(host, None if everywhere else workspace_id),
            workspace_id=workspace_id,
            version=version,
            host=host,
            everywhere=everywhere,
            since=datetime(2026, 5, 1, tzinfo=UTC),
        )
    )


@pytest.mark.parametrize("everywhere", [False, True])
async def test_a_company_that_wants_to_be_left_alone_has_no_demo(
    bus: Any, running: Any, workspace_id: UUID, everywhere: bool
) -> None:
    kit = running
    left_alone, converted, other, late = new_id(), new_id(), new_id(), new_id()
    sites = {
        left_alone: "https://www.brandt.example/start",
        converted: "https://shop.brandt.example",
        other: "https://brandtmeister.example",
    }

    async def bot(prospect_id: UUID) -> Any:
        async with kit.transaction() as unit:
            return await unit.bots.lock_of_prospect(prospect_id)

    async def state(prospect_id: UUID) -> str:
        found = await bot(prospect_id)
        return found.state if found else ""

    async def searchable(prospect_id: UUID) -> None:
        built = await eventually(partial(bot, prospect_id))
        event = SourceSearchable(source_id=new_id(), bot_id=built.id, pages=9, chunks=40)
        await bus.publish(event, workspace_id=workspace_id)

    for prospect_id, site in sites.items():
        research = researched(prospect_id).model_copy(update={"website": site})
        await bus.publish(research, workspace_id=workspace_id)
        await searchable(prospect_id)
    for prospect_id in sites:
        assert await eventually(partial(state, prospect_id), until=lambda found: found == "live")
    async with kit.transaction() as unit:
        sold = await unit.bots.lock_of_prospect(converted)
        await demo.convert(unit, sold, CLOCK, linker=kit.resources.linker)

    await bus.publish(opt_out(workspace_id, "brandt.example", everywhere=everywhere), workspace_id=workspace_id)
    assert await eventually(partial(state, left_alone), until=lambda found: found == "demo_expired")
    told = [decode(value).event for _, value in await bus.records(BOTS, count=1000, timeout=2) if value]
    ended = [event for event in told if isinstance(event, BotDeactivated)]
    assert [(event.bot_id, event.reason) for event in ended] == [((await bot(left_alone)).id, "prospect_closed")]

    async def known() -> bool:
        async with kit.transaction() as unit:
            return bool(await unit.replicas.opted_out(workspace_id, SITE))

    await eventually(known)
    await bus.publish(researched(late), workspace_id=workspace_id)  # its research was under way
    await searchable(late)
    assert await eventually(partial(state, late), until=lambda found: found == "ready")
    assert (await state(converted), await state(other)) == ("live", "live")
