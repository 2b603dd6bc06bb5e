"""One request makes a whole bot, or nothing."""

from __future__ import annotations

import asyncio
from typing import Any

import httpx
import pytest
from config_svc.models import Bot
from contracts.bots import BotCreated
from servicekit.service import Service
from sqlalchemy import func, select, text

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
