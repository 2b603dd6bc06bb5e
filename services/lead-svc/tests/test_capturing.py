"""Leaving an address and asking for contact, through the API."""

from __future__ import annotations

import asyncio
from datetime import timedelta
from typing import Any

import httpx
import pytest
from contracts.bots import BotConfiguration, BotSnapshot, ContactPersons, EmailCapture
from contracts.lead import LeadCaptured
from servicekit.clock import Clock
from servicekit.ids import new_id

from .conftest import CONTACT, ORIGIN, PERSON, Key, Replicate, Visitor, World, bot_snapshot, capture_body, wish_body

pytestmark = pytest.mark.integration


async def test_a_captured_address_is_announced_without_it_and_read_by_the_operator(
    world: World, bot: BotSnapshot, visitor: Visitor, api_key: Key
) -> None:
    conversation = new_id()
    id = await world.capture(bot, visitor(bot, conversation_id=conversation), page_url="https://a.example/x?name=Erika")

    (event,) = await world.published()
    assert isinstance(event, LeadCaptured)
    assert (event.lead_id, event.bot_id, event.conversation_id, event.kind) == (id, bot.id, conversation, "email")
    assert event.environment == "production"
    assert "erika" not in event.model_dump_json()
    found = (await world.client.get(f"/api/admin/leads/{id}", headers=await api_key("leads:read"))).json()
    assert found["email"] == "erika@example.org"
    assert found["status"] == "new"
    assert found["consent"] | {"given_at": ""} == {
        "number": 1,
        "language": "de",
        "text": "Ja, bitte melden Sie sich bei mir.",
        "privacy_url": "https://w.example/ds",
        "purpose": "information",
        "given_at": "",
    }
    assert found["capture_context"] == {
        "channel": "visitor",
        "trigger": "initial",
        "page": "https://a.example/x",
        "language": "de",
    }


async def test_a_repeat_gives_the_lead_there_is(world: World, bot: BotSnapshot, visitor: Visitor) -> None:
    first = await world.capture(bot, visitor(bot))
    again = await world.capture(bot, visitor(bot), email=" Erika@EXAMPLE.org ")

    assert again == first
    assert len(await world.published()) == 1


async def test_repeats_at_once_make_one_lead(world: World, bot: BotSnapshot, visitor: Visitor) -> None:
    ids = await asyncio.gather(*(world.capture(bot, visitor(bot)) for _ in range(6)))

    assert len(set(ids)) == 1
    assert len(await world.published()) == 1


async def test_the_same_key_gives_the_same_answer_and_another_body_a_conflict(
    world: World, bot: BotSnapshot, visitor: Visitor
) -> None:
    headers = {**visitor(bot), "Idempotency-Key": "once"}
    url = f"/api/chatbots/{bot.id}/contact-requests"
    first = await world.client.post(url, json=wish_body(), headers=headers)
    again = await world.client.post(url, json=wish_body(), headers=headers)
    other = await world.client.post(url, json=wish_body(name="Jemand anders"), headers=headers)

    assert (first.status_code, again.status_code, other.status_code) == (201, 201, 409)
    assert first.json() == again.json()
    assert len(await world.published()) == 1


async def test_a_program_captures_with_its_key_and_without_a_conversation(
    world: World, bot: BotSnapshot, api_key: Key
) -> None:
    await world.capture(bot, await api_key("leads:write"))

    (event,) = await world.published()
    assert isinstance(event, LeadCaptured)
    assert event.conversation_id is None


@pytest.mark.parametrize(
    ("change", "pointer"),
    [
        ({"email": "keine Adresse"}, "/email"),
        ({"email": "a" * 250 + "@example.org"}, "/email"),
        ({"consent": {"accepted": False, "number": 1, "language": "de"}}, "/consent/accepted"),
        ({"consent": {"accepted": True, "number": 9, "language": "de"}}, "/consent/number"),
        ({"consent": {"accepted": True, "number": 2, "language": "en"}}, "/consent/number"),
        ({"consent": None}, "/consent"),
        ({"purpose": "weil"}, "/purpose"),
        ({"surprise": 1}, "/surprise"),
        ({"context": "Frau Meier sagt"}, "/context"),
    ],
)
async def test_a_broken_rule_names_the_field_and_stores_nothing(
    world: World, bot: BotSnapshot, visitor: Visitor, change: dict[str, Any], pointer: str
) -> None:
    answer = await world.client.post(
        f"/api/chatbots/{bot.id}/capture-email", json=capture_body(**change), headers=visitor(bot)
    )

    assert answer.status_code == 422
    assert pointer in [error["pointer"] for error in answer.json()["errors"]]
    assert await world.published() == []


@pytest.mark.parametrize(
    ("change", "pointer"),
    [
        ({"phone": None}, "/"),
        ({"phone": "12"}, "/phone"),
        ({"phone": "keine Nummer"}, "/phone"),
        ({"person_id": str(new_id())}, "/person_id"),
        ({"message": "x" * 5001}, "/message"),
        ({"name": "x" * 201}, "/name"),
    ],
)
async def test_a_broken_request_for_contact_names_the_field(
    world: World, bot: BotSnapshot, visitor: Visitor, change: dict[str, Any], pointer: str
) -> None:
    answer = await world.client.post(
        f"/api/chatbots/{bot.id}/contact-requests", json=wish_body(**change), headers=visitor(bot)
    )

    assert answer.status_code == 422
    assert pointer in [error["pointer"] for error in answer.json()["errors"]]


async def test_the_contact_person_is_told_once_and_gets_what_was_left(
    world: World, bot: BotSnapshot, visitor: Visitor, api_key: Key
) -> None:
    headers = visitor(bot)
    id = await world.wish(bot, headers)
    assert await world.wish(bot, headers) == id
    await world.work()

    (mail,) = world.sink.mails
    assert mail["To"] == CONTACT
    assert "Erika Muster" in mail.get_content()
    assert "+49894440123" in mail.get_content()
    lead = (await world.client.get(f"/api/admin/leads/{id}", headers=await api_key())).json()
    assert (lead["phone"], lead["kind"], lead["contact_person_id"]) == ("+49894440123", "contact_request", str(PERSON))
    assert lead["phone_national"] == "089 4440123"


async def test_staff_of_a_company_with_a_demo_get_no_mail(
    world: World, replicate: Replicate, workspace_id: Any, visitor: Visitor, clock: Clock
) -> None:
    demo = bot_snapshot(workspace_id, demo_ends_at=clock.now() + timedelta(days=20), prospect_id=new_id())
    await replicate(demo)
    await world.wish(demo, visitor(demo))
    await world.work()

    assert world.sink.mails == []


async def test_operators_tests_are_kept_apart_and_mail_nobody(world: World, bot: BotSnapshot, visitor: Visitor) -> None:
    real = await world.capture(bot, visitor(bot))
    staged = await world.capture(bot, visitor(bot, environment="staging"))
    await world.wish(bot, visitor(bot, environment="staging"))
    await world.work()

    assert real != staged
    assert [event.environment for event in await world.published() if isinstance(event, LeadCaptured)] == [
        "production",
        "staging",
        "staging",
    ]
    assert world.sink.mails == []


async def test_a_bot_that_does_not_ask_takes_nothing_from_visitors(
    world: World, replicate: Replicate, workspace_id: Any, visitor: Visitor
) -> None:
    quiet = BotConfiguration(name="Still", email_capture=EmailCapture(), contact_persons=ContactPersons())
    bot = bot_snapshot(workspace_id, published=quiet)
    await replicate(bot)
    address = f"/api/chatbots/{bot.id}"

    for path, body in (("capture-email", capture_body()), ("contact-requests", wish_body())):
        assert (await world.client.post(f"{address}/{path}", json=body, headers=visitor(bot))).status_code == 409


async def test_tokens_are_for_one_bot_one_hour_and_one_link(
    world: World, bot: BotSnapshot, replicate: Replicate, visitor: Visitor, clock: Clock
) -> None:
    other = bot_snapshot(bot.workspace_id)
    await replicate(other)
    headers = visitor(bot)
    url = f"/api/chatbots/{bot.id}/capture-email"

    async def status(path: str, headers: dict[str, str]) -> int:
        return (await world.client.post(path, json=capture_body(), headers=headers)).status_code

    assert await status(f"/api/chatbots/{other.id}/capture-email", headers) == 404
    assert await status(url, {"X-Visitor-Token": headers["X-Visitor-Token"][:-4] + "AAAA"}) == 401
    assert await status(url, {}) == 401
    renewed = bot.model_copy(update={"version": 2, "links": bot.links.model_copy(update={"version": 2})})
    await replicate(renewed)
    assert await status(url, headers) == 401
    clock.move(timedelta(minutes=61))
    assert await status(url, visitor(renewed)) == 201
    clock.move(timedelta(minutes=61))
    assert await status(url, headers) == 401


async def test_preflight_is_answered_for_the_bots_origins_only(client: httpx.AsyncClient, bot: BotSnapshot) -> None:
    asking = {"Access-Control-Request-Method": "POST", "Access-Control-Request-Headers": "x-visitor-token"}
    url = f"/api/chatbots/{bot.id}/capture-email"
    own = await client.options(url, headers={**asking, "Origin": ORIGIN})
    foreign = await client.options(url, headers={**asking, "Origin": "https://evil.example"})
    refused = await client.post(url, json={}, headers={"Origin": ORIGIN})

    assert own.status_code == 204
    assert own.headers["access-control-allow-origin"] == ORIGIN
    assert "X-Visitor-Token" in own.headers["access-control-allow-headers"]
    assert "access-control-allow-origin" not in foreign.headers
    assert refused.status_code == 401
    assert refused.headers["access-control-allow-origin"] == ORIGIN


async def test_one_visitor_cannot_flood(world: World, bot: BotSnapshot, visitor: Visitor) -> None:
    headers, statuses = visitor(bot), []
    for number in range(25):
        body = capture_body(f"visitor{number}@example.org")
        answer = await world.client.post(f"/api/chatbots/{bot.id}/capture-email", json=body, headers=headers)
        statuses.append(answer.status_code)

    assert 429 in statuses
    assert statuses.count(201) <= 20
