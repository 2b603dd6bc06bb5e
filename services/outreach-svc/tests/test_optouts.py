"""Hosts whose companies want to be neither read nor contacted."""

from __future__ import annotations

from typing import Any
from uuid import UUID

import httpx
import pytest
from contracts.outreach import HostOptOutSaved
from contracts.topics import OPT_OUTS
from outreach_svc.service import consent, optouts
from servicekit.errors import Invalid
from servicekit.events.outbox import Relay
from servicekit.testing import Bus

from .conftest import COMPANY, KEYS, Key, World

PATH = "/api/ops/outreach-svc/opt-outs"


@pytest.mark.parametrize("text", ["", "de", "localhost", "https://", "zwei wörter.example"])
def test_what_is_no_host_cannot_be_put_on_the_list(text: str) -> None:
    with pytest.raises(Invalid):
        optouts.host_named(text)


@pytest.mark.integration
async def test_a_company_on_the_list_is_not_taken_in_in_any_spelling(client: httpx.AsyncClient, api_key: Key) -> None:
    admin, sales = await api_key("workspace:admin"), await api_key("prospects:write", "prospects:read")

    made = await client.post(PATH, json={"host": "https://www.Brandt.example/x", "reason": "Anruf"}, headers=admin)
    again = await client.post(PATH, json={"host": "brandt.example"}, headers=admin)
    assert (made.status_code, again.status_code) == (201, 200)
    assert made.json()["host"] == again.json()["host"] == "brandt.example"

    for website in ("brandt.example", "http://www.brandt.example/de", "https://shop.brandt.example"):
        refused = await client.post("/api/prospects", json={"website": website}, headers=sales)
        assert (refused.status_code, refused.json()["type"].rpartition("/")[2]) == (409, "opted-out"), website
    by_mail = {"website": "neu.example", "email": "info@brandt.example"}
    assert (await client.post("/api/prospects", json=by_mail, headers=sales)).status_code == 409

    table: dict[str, Any] = {
        "content": "website\na.example\nbrandt.example\n",
        "headers": sales | {"Content-Type": "text/csv"},
    }
    whole = await client.post("/api/prospects/bulk", **table)
    assert [one["pointer"] for one in whole.json()["errors"]] == ["/rows/1/website"]
    assert (await client.get("/api/prospects", headers=sales)).json()["items"] == []
    some = (await client.post("/api/prospects/bulk?each=true", **table)).json()
    assert [row["result"] for row in some["rows"]] == ["created", "invalid"]

    removed = await client.request("DELETE", PATH, params={"host": "brandt.example", "reason": "Irrtum"}, headers=admin)
    assert [(one["action"], one["by"], one["reason"]) for one in removed.json()["history"]] == [
        ("added", "test", "Anruf"),
        ("removed", "test", "Irrtum"),
    ]
    assert (await client.post("/api/prospects", json={"website": "brandt.example"}, headers=sales)).status_code == 201
    assert (await client.request("DELETE", PATH, params={"host": "brandt.example"}, headers=admin)).status_code == 404
    assert [one["active"] for one in (await client.get(PATH, headers=admin)).json()["items"]] == [False]


@pytest.mark.integration
async def test_the_platforms_list_counts_for_all_and_is_shown_to_none(client: httpx.AsyncClient, api_key: Key) -> None:
    platform, admin = await api_key("platform:ops"), await api_key("workspace:admin")
    sales = await api_key("prospects:write", "prospects:read", "outreach:send")
    made = await client.post(PATH, json={"host": "ruhe.example"}, headers=platform)
    assert made.json()["everywhere"] is True

    refused = await client.post("/api/prospects", json={"website": "ruhe.example"}, headers=sales)
    assert refused.status_code == 409
    assert (await client.get(PATH, headers=admin)).json()["items"] == []
    assert (await client.request("DELETE", PATH, params={"host": "ruhe.example"}, headers=admin)).status_code == 404
    assert (await client.get(PATH, headers=sales)).status_code == 403
    assert (await client.post(PATH, json={"host": "a.example"}, headers=sales)).status_code == 403


@pytest.mark.integration
async def test_whoever_opts_out_gets_nothing_that_waits_and_no_new_mail(
    world: World, kit: Any, bus: Bus, workspace_id: UUID, topics: None
) -> None:
    prospect, _ = await world.demo()
    await world.customer(prospect)
    waiting = await world.approve(await world.message(prospect))
    async with kit.transaction() as unit:
        await optouts.add(unit, "tischlerei-brandt.example", workspace_id, everywhere=False, by="Ada", reason="Brief")
    assert await world.send(waiting) == "skipped"
    told = await world.again(prospect)
    assert (told.stage, told.stopped_reason) == ("lost", "opted_out")
    async with kit.transaction() as unit:
        lawful = await consent.lawfulness(unit, told, "first_contact", KEYS)
    assert not lawful.decision.allowed
    assert "host_opted_out" in lawful.decision.reasons

    await Relay.of(kit).send_all()
    saved = (await bus.events(OPT_OUTS, count=1))[0].event
    assert isinstance(saved, HostOptOutSaved)
    assert (saved.opt_out.host, saved.opt_out.active, saved.opt_out.everywhere) == (COMPANY.split("@")[1], True, False)
