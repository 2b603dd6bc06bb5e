"""One request makes a whole bot, or nothing."""

from __future__ import annotations

import asyncio
from typing import Any
from uuid import UUID

import httpx
import pytest
from config_svc.api.schemas.configuration import CreateExtendedIn
from config_svc.domain.actors import INIT
from config_svc.models import Bot
from config_svc.service import bots
from config_svc.service.changes import record
from contracts.bots import BotCreated
from servicekit.service import Service
from sqlalchemy import event, func, select, text

pytestmark = pytest.mark.integration
CREATE = "/api/chatbots/create-extended"


async def test_a_whole_configuration_is_stored_and_announced(
    client: httpx.AsyncClient, api_key: Any, kit: Any, body: dict[str, Any]
) -> None:
    answer = await client.post(CREATE, json=body, headers=await api_key("bots:write"))

    assert answer.status_code == 201, answer.text
    bot = answer.json()
    assert answer.headers["etag"] == '"1"'
    assert bot["state"] == "draft"
    assert bot["version"] == 1
    assert bot["warnings"] == []
    draft = bot["draft"]
    assert draft["company"]["phone"] == "+49891234567"
    assert draft["company"]["phone_national"] == "089 1234567"
    assert draft["company"]["social"]["x"] == "https://x.com/brandt"
    assert draft["opening_hours"]["weekly"]["monday"][0]["opens"] == "08:00"
    assert draft["email_capture"]["consent_text"] == {"de": "Ich stimme zu."}
    assert [person["name"] for person in draft["contact_persons"]["persons"]] == ["Erika Brandt", "Jan Weber"]
    assert bot["links"]["production"]["url"].startswith(f"http://localhost:8080/bot/{bot['id']}?token=")
    assert bot["links"]["staging"]["url"].startswith("http://staging.localhost:8080/bot/")
    assert len({bot["links"][name]["token"] for name in ("production", "staging", "preview")}) == 3

    async with kit.transaction() as unit:
        types = (await unit.session.execute(text("SELECT type FROM outbox ORDER BY id"))).scalars().all()
    assert types[-1] == BotCreated.TYPE


async def test_what_is_stored_is_what_was_answered(
    client: httpx.AsyncClient, api_key: Any, body: dict[str, Any]
) -> None:
    headers = await api_key()

    made = (await client.post(CREATE, json=body, headers=headers)).json()

    url = f"/api/chatbots/{made['id']}"
    assert (await client.get(url, headers=headers)).json() == made
    (entry,) = (await client.get(f"{url}/audit", headers=headers)).json()["items"]
    assert (entry["action"], entry["object_version"], entry["changes"]) == ("created", 1, [])


async def test_a_new_bot_takes_two_statements(
    client: httpx.AsyncClient, api_key: Any, kit: Any, body: dict[str, Any]
) -> None:
    headers = await api_key()
    await client.post(CREATE, json=body, headers=headers)  # the key is known from here on
    said: list[str] = []

    def note(_: Any, __: Any, statement: str, *___: Any) -> None:
        said.append(" ".join(statement.split())[:60])

    event.listen(kit.database.engine.sync_engine, "before_cursor_execute", note)
    try:
        answer = await client.post(CREATE, json=body, headers=headers)
    finally:
        event.remove(kit.database.engine.sync_engine, "before_cursor_execute", note)

    assert answer.status_code == 201
    assert len(said) == 2, said  # the bot with all that belongs to it, and the outbox


async def test_a_bot_that_was_just_made_may_be_changed_in_the_same_transaction(
    kit: Any, workspace_id: UUID, body: dict[str, Any]
) -> None:
    given = CreateExtendedIn.model_validate(body)
    async with kit.transaction() as unit:
        bot = await bots.create(unit, workspace_id, given.draft(), [], INIT, linker=kit.resources.linker)
        bot.name = "Anders"
        bot.persons[0].position = "Leitung"
        bot.persons.pop()
        record(unit, bot, INIT, "changed", linker=kit.resources.linker)

    async with kit.transaction() as unit:
        found = await unit.bots.get(bot.id, workspace_id)
    assert (found.name, found.version) == ("Anders", 2)
    assert [person.position for person in found.persons] == ["Leitung"]


async def test_nothing_is_made_in_a_workspace_that_is_gone(
    client: httpx.AsyncClient, api_key: Any, kit: Any, workspace_id: UUID, body: dict[str, Any]
) -> None:
    headers = await api_key()
    async with kit.transaction() as unit:
        await unit.session.execute(text("DELETE FROM workspaces WHERE id = :id"), {"id": workspace_id})
        before = (await unit.session.execute(text("SELECT count(*) FROM outbox"))).scalar()

    answer = await client.post(CREATE, json=body, headers=headers)

    assert answer.status_code == 404
    async with kit.transaction() as unit:
        for table, count in (("chatbot_configs", 0), ("contact_persons", 0), ("outbox", before)):
            assert (await unit.session.execute(text(f"SELECT count(*) FROM {table}"))).scalar() == count
        query = text("SELECT count(*) FROM audit_entries WHERE action = 'created'")
        assert (await unit.session.execute(query)).scalar() == 0


async def test_numbers_without_code_are_those_of_the_companys_country(
    client: httpx.AsyncClient, api_key: Any, body: dict[str, Any]
) -> None:
    headers = await api_key()
    body["company"] |= {
        "address": {"country": "Österreich"},
        "phone": "01 5131234",
        "email": "Werk@XN--TSCHLER-90a.example",
    }
    body["contact_persons"]["persons"][0]["phone"] = "01 5131235"

    bot = (await client.post(CREATE, json=body, headers=headers)).json()
    url = f"/api/chatbots/{bot['id']}/contact-persons"
    added = await client.post(url, json={"name": "C", "email": "c@d.example", "phone": "01 5131236"}, headers=headers)
    changed = await client.patch(f"{url}/{added.json()['id']}", json={"phone": "01 5131237"}, headers=headers)
    wrong = await client.patch(f"{url}/{added.json()['id']}", json={"phone": "none"}, headers=headers)

    company = bot["draft"]["company"]
    assert (company["phone"], company["phone_national"]) == ("+4315131234", "01 5131234")
    assert company["email"] == "Werk@töschler.example"
    assert bot["draft"]["contact_persons"]["persons"][0]["phone"] == "+4315131235"
    assert (added.json()["phone"], changed.json()["phone"]) == ("+4315131236", "+4315131237")
    assert (wrong.status_code, wrong.json()["errors"][0]["pointer"]) == (422, "/phone")


async def test_the_same_key_and_body_make_one_bot(
    client: httpx.AsyncClient, api_key: Any, kit: Any, body: dict[str, Any]
) -> None:
    headers = {**await api_key(), "Idempotency-Key": "first"}
    answers = await asyncio.gather(*(client.post(CREATE, json=body, headers=headers) for _ in range(4)))

    assert {answer.status_code for answer in answers} == {201}
    assert all(answer.json() == answers[0].json() for answer in answers)
    async with kit.transaction() as unit:
        assert (await unit.session.execute(select(func.count()).select_from(Bot))).scalar() == 1
    other = await client.post(CREATE, json={**body, "name": "Anders"}, headers=headers)
    assert other.status_code == 409


def test_every_operation_has_an_id(service: Service[Any, Any, Any], kit: Any) -> None:
    paths = service.api(kit).openapi()["paths"]
    ids = [operation.get("operationId") for path in paths.values() for operation in path.values()]
    assert all(ids)
    assert len(ids) == len(set(ids))
    assert all("_api_" not in id for id in ids), "generated ids are not stable names"
