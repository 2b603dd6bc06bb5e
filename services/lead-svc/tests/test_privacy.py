"""Access, erasure and confirmation by mailed link, and through the operator."""

from __future__ import annotations

import re
from datetime import timedelta
from typing import Any
from uuid import UUID

import pytest
from contracts.bots import BotSnapshot
from contracts.lead import ErasureCompleted, ErasureRequested, LeadConfirmed, LeadErased
from lead_svc.models import Lead, Person, PrivacyRequest, Task
from lead_svc.service import erasing
from servicekit.clock import Clock
from servicekit.ids import new_id
from servicekit.kit import Kit
from servicekit.testing.mail import Sink
from servicekit.unit import Meta
from sqlalchemy import func, select

from .conftest import Key, Visitor, World

pytestmark = pytest.mark.integration
REQUESTS = "/api/privacy/requests"


def link_in(sink: Sink) -> str:
    found = re.search(r"http://localhost:8080(/\S+)", sink.mails[-1].get_content())
    assert found is not None
    return found[1]


async def ask(world: World, bot: BotSnapshot, kind: str, email: str = "erika@example.org") -> Any:
    body = {"kind": kind, "email": email, "chatbot_id": str(bot.id)}
    answer = await world.client.post(REQUESTS, json=body)
    await world.work()
    return answer


async def count(kit: Kit[Any, Any, Any], table: Any) -> int:
    async with kit.transaction() as unit:
        return int(await unit.session.scalar(select(func.count()).select_from(table)) or 0)


async def test_the_answer_does_not_tell_whether_an_address_is_known(
    world: World, bot: BotSnapshot, visitor: Visitor, kit: Kit[Any, Any, Any]
) -> None:
    await world.capture(bot, visitor(bot))
    known = await ask(world, bot, "export")
    unknown = await ask(world, bot, "export", "niemand@example.org")

    assert (known.status_code, known.json()) == (unknown.status_code, unknown.json())
    assert known.status_code == 202
    assert [mail["To"] for mail in world.sink.mails] == ["erika@example.org"]
    assert await count(kit, PrivacyRequest) == 1


async def test_tasks_are_sealed_exported_and_erased_with_the_lead(
    world: World, bot: BotSnapshot, visitor: Visitor, api_key: Key, kit: Kit[Any, Any, Any]
) -> None:
    headers, lead = await api_key(), await world.capture(bot, visitor(bot))
    url = f"/api/admin/leads/{lead}/tasks"
    await world.client.post(url, json={"text": "Erika Muster anrufen", "due": "2026-12-01"}, headers=headers)
    async with kit.transaction() as unit:
        (task,) = await unit.leads.tasks([lead])
    assert b"Erika" not in task.text_sealed

    await ask(world, bot, "export")
    link = link_in(world.sink)
    await world.client.post(link)
    token = link.partition("token=")[2]
    shown = await world.client.get(f"{REQUESTS}/{await only_request(kit)}", params={"token": token})
    assert "Erika Muster anrufen" in shown.text

    erasure = {"kind": "erasure", "lead_id": str(lead)}
    assert (await world.client.post(REQUESTS, json=erasure, headers=headers)).status_code < 300
    assert await count(kit, Task) == 0


async def only_request(kit: Kit[Any, Any, Any]) -> UUID:
    async with kit.transaction() as unit:
        found: UUID | None = await unit.session.scalar(select(PrivacyRequest.id))
    assert found is not None
    return found


async def test_nobody_is_buried_in_links(world: World, bot: BotSnapshot, visitor: Visitor) -> None:
    await world.capture(bot, visitor(bot))
    for _ in range(6):
        assert (await ask(world, bot, "export")).status_code == 202

    assert len(world.sink.mails) == 3


async def test_a_person_sees_what_is_kept_of_them_and_of_nobody_else(
    world: World, bot: BotSnapshot, visitor: Visitor
) -> None:
    await world.capture(bot, visitor(bot))
    await world.wish(bot, visitor(bot), email="Erika@example.org", phone=None)
    await world.capture(bot, visitor(bot), email="otto@example.org")
    await ask(world, bot, "export")
    link = link_in(world.sink)
    page = await world.client.get(link)
    assert "Daten abrufen" in page.text
    assert page.headers["referrer-policy"] == "no-referrer"
    done = await world.client.post(link)
    found = re.search(r'href="([^"]+)"', done.text)
    assert found is not None
    data = (await world.client.get(found[1].replace("&amp;", "&"))).json()

    assert data["state"] == "confirmed"
    assert {lead["kind"] for lead in data["leads"]} == {"email", "contact_request"}
    assert {lead["email"].lower() for lead in data["leads"]} == {"erika@example.org"}
    assert {lead["consent"]["text"] for lead in data["leads"]} == {"Ja, bitte melden Sie sich bei mir."}


async def test_opening_a_link_changes_nothing(
    world: World, bot: BotSnapshot, visitor: Visitor, kit: Kit[Any, Any, Any]
) -> None:
    await world.capture(bot, visitor(bot))
    await ask(world, bot, "erasure")
    for _ in range(3):
        assert (await world.client.get(link_in(world.sink))).status_code == 200

    assert await count(kit, Lead) == 1


async def test_an_erasure_ends_with_a_certificate_and_leaves_nothing(
    world: World, bot: BotSnapshot, visitor: Visitor, kit: Kit[Any, Any, Any]
) -> None:
    lead = await world.capture(bot, visitor(bot))
    other = await world.capture(bot, visitor(bot), email="otto@example.org")
    await ask(world, bot, "erasure")
    link = link_in(world.sink)
    assert (await world.client.post(link)).status_code == 200
    assert (await world.client.post(link)).status_code == 200  # again changes nothing

    events = await world.published()
    (requested,) = [event for event in events if isinstance(event, ErasureRequested)]
    assert requested.lead_ids == (lead,)
    assert len(requested.conversation_ids) == 1
    assert requested.address_hash is not None
    assert [event.lead_id for event in events if isinstance(event, LeadErased)] == [lead]
    assert (await count(kit, Lead), await count(kit, Person)) == (1, 1)
    for service in ("chat-svc", "analytics-svc", "outreach-svc"):
        async with kit.transaction() as unit:
            answer = ErasureCompleted(
                erasure_id=requested.erasure_id, service=service, counts={"rows": 1}, completed_at=unit.now()
            )
            await erasing.answered(unit, answer)
    await world.work()

    assert world.sink.mails[-1]["Subject"] == "Ihre Daten bei Agentur Lindner GmbH sind gelöscht"
    assert str(requested.erasure_id) in world.sink.mails[-1].get_content()
    async with kit.transaction() as unit:
        (request,) = (await unit.session.scalars(select(PrivacyRequest))).all()
        kept = (request.master, request.wrapped_key, request.email_sealed, request.email_index)
        assert (request.state, kept) == ("done", (None, None, None, None))
        assert await unit.leads.find(other) is not None
    token = link.partition("token=")[2]
    certificate = (await world.client.get(f"{REQUESTS}/{request.id}", params={"token": token})).json()
    assert certificate["certified_at"] is not None
    assert [one["service"] for one in certificate["answers"]] == [
        "analytics-svc",
        "chat-svc",
        "lead-svc",
        "outreach-svc",
    ]


async def test_a_restored_backup_is_erased_again(
    world: World, bot: BotSnapshot, visitor: Visitor, kit: Kit[Any, Any, Any], clock: Clock
) -> None:
    lead = await world.capture(bot, visitor(bot))
    event = ErasureRequested(erasure_id=UUID(int=7), lead_ids=(lead,), requested_at=clock.now())
    meta = Meta(UUID(int=8), clock.now(), bot.workspace_id, 1, event.TYPE)
    for _ in range(2):
        async with kit.transaction(meta) as unit:
            await erasing.replay(unit, event)

    assert (await count(kit, Lead), await count(kit, Person)) == (0, 0)
    async with kit.transaction() as unit:
        assert await unit.conversations.is_erased(lead)


async def test_the_operator_acts_for_a_person_once_per_key(
    world: World, bot: BotSnapshot, visitor: Visitor, api_key: Key, kit: Kit[Any, Any, Any]
) -> None:
    lead = await world.wish(bot, visitor(bot))
    headers = {**await api_key("leads:write"), "Idempotency-Key": "einmal"}
    seen = await world.client.post(
        REQUESTS, json={"kind": "export", "phone": "089 4440123"}, headers=await api_key("leads:write")
    )
    data = (await world.client.get(f"{REQUESTS}/{seen.json()['id']}", headers=headers)).json()
    body = {"kind": "erasure", "lead_id": str(lead)}
    first = await world.client.post(REQUESTS, json=body, headers=headers)
    again = await world.client.post(REQUESTS, json=body, headers=headers)

    assert [one["id"] for one in data["leads"]] == [str(lead)]
    assert (first.status_code, again.status_code) == (201, 201)
    assert first.json()["id"] == again.json()["id"]
    assert first.json()["state"] == "erasing"
    assert await count(kit, Lead) == 0
    both = await world.client.post(REQUESTS, json={**body, "email": "a@example.org"}, headers=await api_key())
    assert both.status_code == 422


async def test_links_end_and_foreign_tokens_open_nothing(
    world: World, bot: BotSnapshot, visitor: Visitor, clock: Clock, kit: Kit[Any, Any, Any]
) -> None:
    await world.capture(bot, visitor(bot))
    await ask(world, bot, "erasure")
    link = link_in(world.sink)
    for token in ("", "x", "A" * 64, link.partition("token=")[2][:-2] + "zz"):
        assert (await world.client.post(f"{REQUESTS}/confirm", params={"token": token})).status_code == 404
    clock.move(timedelta(days=8))
    assert (await world.client.post(link)).status_code == 404
    assert await count(kit, Lead) == 1


class TestDoubleOptIn:
    @pytest.fixture
    def settings_overrides(self, settings_overrides: dict[str, Any]) -> dict[str, Any]:
        return {**settings_overrides, "double_opt_in": True}

    async def test_the_owner_confirms_the_address(
        self, world: World, bot: BotSnapshot, visitor: Visitor, api_key: Key
    ) -> None:
        lead = await world.capture(bot, visitor(bot))
        await world.work()
        (mail,) = world.sink.mails
        assert "Ja, bitte melden Sie sich bei mir." in mail.get_content()
        link = link_in(world.sink)
        assert "Ja, bestätigen" in (await world.client.get(link)).text
        assert "bestätigt" in (await world.client.post(link)).text
        await world.client.post(link)

        assert [event.lead_id for event in await world.published() if isinstance(event, LeadConfirmed)] == [lead]
        found = (await world.client.get(f"/api/admin/leads/{lead}", headers=await api_key())).json()
        assert found["confirmed_at"] is not None


async def test_operators_find_their_requests_again_and_nobody_elses(
    world: World, bot: BotSnapshot, visitor: Visitor, api_key: Key
) -> None:
    lead = await world.capture(bot, visitor(bot))
    await ask(world, bot, "export")
    headers = await api_key("leads:write")
    made = await world.client.post(REQUESTS, json={"kind": "erasure", "lead_id": str(lead)}, headers=headers)
    assert made.status_code == 201, made.text

    listed = (await world.client.get(REQUESTS, headers=headers)).json()["items"]
    assert [(one["kind"], one["state"], one["asked_by"]) for one in listed] == [
        ("erasure", "erasing", "operator"),
        ("export", "asked", "person"),
    ]
    assert listed[0]["id"] == made.json()["id"]
    assert "erika" not in str(listed)
    first = (await world.client.get(REQUESTS, params={"limit": 1}, headers=headers)).json()
    second = await world.client.get(REQUESTS, params={"limit": 1, "cursor": first["next"]}, headers=headers)
    assert [one["id"] for one in first["items"] + second.json()["items"]] == [one["id"] for one in listed]
    foreign = await api_key("leads:write", workspace_id=new_id())
    assert (await world.client.get(REQUESTS, headers=foreign)).json()["items"] == []
