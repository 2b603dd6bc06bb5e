"""The operator's view of leads: filters, order, pages, changes, exports; and nobody else's."""

from __future__ import annotations

import base64
import json
from datetime import UTC, datetime
from typing import Any
from uuid import UUID

import pytest
from contracts.bots import BotSnapshot
from contracts.lead import LeadStatusChanged
from contracts.workspaces import MemberSnapshot
from servicekit.ids import new_id

from .conftest import Key, Replicate, Visitor, World, bot_snapshot, capture_body, wish_body

pytestmark = pytest.mark.integration
LEADS = "/api/admin/leads"


@pytest.mark.parametrize("sort", ["-captured_at", "captured_at", "-interest", "interest"])
async def test_pages_give_every_lead_once_in_order(world: World, leads: list[UUID], api_key: Key, sort: str) -> None:
    headers, seen, cursor = await api_key("leads:read"), [], None
    while True:
        query = {"sort": sort, "limit": "3", **({"cursor": cursor} if cursor else {})}
        page = (await world.client.get(LEADS, params=query, headers=headers)).json()
        seen += [UUID(item["id"]) for item in page["items"]]
        cursor = page["next"]
        if cursor is None:
            break

    assert seen == (leads[::-1] if sort.startswith("-") else leads)


async def test_filters_narrow_the_list(world: World, leads: list[UUID], bot: BotSnapshot, api_key: Key) -> None:
    headers = await api_key()
    await world.client.patch(
        f"{LEADS}/{leads[2]}", json={"status": "qualified", "notes": "100 % Eiche, ruft_an"}, headers=headers
    )

    async def found(**query: Any) -> list[UUID]:
        answer = await world.client.get(LEADS, params={"sort": "captured_at", **query}, headers=headers)
        assert answer.status_code == 200, answer.text
        return [UUID(item["id"]) for item in answer.json()["items"]]

    assert await found(interest_min=3, interest_max=5) == leads[2:5]
    assert await found(status="qualified") == [leads[2]]
    assert len(await found(status=["qualified", "new"])) == 7
    assert await found(text="LEAD4@example.org ") == [leads[3]]
    assert await found(text="lead4") == []
    assert await found(text="100 % eiche") == [leads[2]]
    assert await found(text="%") == [leads[2]]
    assert await found(chatbot_id=bot.id) == leads
    assert await found(chatbot_id=new_id()) == []
    assert await found(kind="contact_request") == []
    assert await found(to="2020-01-01") == []
    assert await found(**{"from": "2020-01-01", "to": "2999-12-31"}) == leads
    assert await found(**{"from": "2020-01-01T00:00:00+01:00"}) == leads
    today = datetime.now(UTC).date()
    assert await found(to=today.isoformat()) == leads
    assert await found(to=f"{today}T00:00:00Z") == []


def cursor(position: list[Any]) -> str:
    return base64.urlsafe_b64encode(json.dumps(position).encode()).decode()


@pytest.mark.parametrize(
    "query",
    [
        {"cursor": "unsinn"},
        {"cursor": "WyJhIl0"},
        {"cursor": "WzEsMl0"},
        {"cursor": cursor([10**30, str(new_id())]), "sort": "interest"},
        {"cursor": cursor(["9999-12-31T23:59:59-12:00", str(new_id())])},
        {"sort": "email"},
        {"limit": "0"},
        {"from": "gestern"},
        {"from": "9999-12-31T23:59:59-12:00"},
        {"to": "0001-01-01T00:00:00+12:00"},
        {"to": "9999-12-31"},
        {"text": "x" * 255},
    ],
)
async def test_a_query_that_is_none_is_refused(world: World, api_key: Key, query: dict[str, str]) -> None:
    assert (await world.client.get(LEADS, params=query, headers=await api_key())).status_code == 422


@pytest.mark.parametrize(
    "text", ["\ud800".encode("utf-8", "replace").decode(), "%00", "\\", "'; --", "＝1", "+49", "@"]
)
async def test_strange_searches_find_nothing_and_break_nothing(
    world: World, leads: list[UUID], api_key: Key, text: str
) -> None:
    answer = await world.client.get(LEADS, params={"text": text}, headers=await api_key())

    assert answer.status_code == 200
    assert answer.json()["items"] == []


@pytest.mark.parametrize(
    ("text", "pointers"),
    [
        ("\0", {"/name", "/message"}),
        ("\ud800", {"/name", "/message"}),
        ("\u202e=1", {"/name"}),
        ("\x1b", {"/name", "/message"}),
    ],
)
async def test_strange_texts_are_refused_by_name(
    world: World, bot: BotSnapshot, visitor: Visitor, text: str, pointers: set[str]
) -> None:
    body = json.dumps(wish_body(name=f"a{text}b", message=text))
    headers = {**visitor(bot), "Content-Type": "application/json"}
    answer = await world.client.post(f"/api/chatbots/{bot.id}/contact-requests", content=body, headers=headers)

    assert answer.status_code == 422
    assert {error["pointer"] for error in answer.json()["errors"]} == pointers


async def test_a_lead_has_a_member_in_charge_until_nobody_is(
    world: World, leads: list[UUID], api_key: Key, replicate: Replicate, workspace_id: UUID
) -> None:
    headers, known = await api_key(), MemberSnapshot(id=new_id(), workspace_id=workspace_id, version=1)
    await replicate(known)
    member = str(known.id)
    url = f"{LEADS}/{leads[2]}"
    assigned = (await world.client.patch(url, json={"assigned_to": member}, headers=headers)).json()
    noted = (await world.client.patch(url, json={"notes": "Eiche"}, headers=headers)).json()
    assert (assigned["assigned_to"], noted["assigned_to"]) == (member, member), "what is left out stays"
    assert noted["version"] == assigned["version"] + 1
    found = await world.client.get(LEADS, params={"assigned_to": member}, headers=headers)
    assert [item["id"] for item in found.json()["items"]] == [str(leads[2])]
    nobody = (await world.client.patch(url, json={"assigned_to": None}, headers=headers)).json()
    assert nobody["assigned_to"] is None
    assert (await world.client.get(LEADS, params={"assigned_to": member}, headers=headers)).json()["items"] == []


async def test_only_members_are_put_in_charge_and_who_left_goes_on_being_named(
    world: World, leads: list[UUID], api_key: Key, replicate: Replicate, workspace_id: UUID, other_workspace: UUID
) -> None:
    headers, url = await api_key(), f"{LEADS}/{leads[2]}"
    stranger = MemberSnapshot(id=new_id(), workspace_id=other_workspace, version=1)
    left = MemberSnapshot(id=new_id(), workspace_id=workspace_id, version=2, here=False)
    member = MemberSnapshot(id=new_id(), workspace_id=workspace_id, version=1)
    for one in (stranger, left, member):
        await replicate(one)
    for nobody in (new_id(), stranger.id, left.id):
        refused = await world.client.patch(url, json={"assigned_to": str(nobody)}, headers=headers)
        assert refused.status_code == 422
        assert [error["pointer"] for error in refused.json()["errors"]] == ["/assigned_to"]

    await world.client.patch(url, json={"assigned_to": str(member.id)}, headers=headers)
    await replicate(member.model_copy(update={"version": 2, "here": False}))
    again = {"assigned_to": str(member.id), "notes": "Eiche"}
    kept = await world.client.patch(url, json=again, headers=headers)
    assert (kept.status_code, kept.json()["assigned_to"]) == (200, str(member.id))
    assert (await world.client.patch(f"{LEADS}/{leads[3]}", json=again, headers=headers)).status_code == 422


async def test_who_changed_a_lead_is_kept_and_what_they_wrote_is_not(
    world: World, leads: list[UUID], api_key: Key, replicate: Replicate, workspace_id: UUID
) -> None:
    rita = MemberSnapshot(id=new_id(), workspace_id=workspace_id, version=1)
    await replicate(rita)
    by_key, by_member, url = await api_key(), await api_key(member_id=rita.id), f"{LEADS}/{leads[2]}"
    await world.client.patch(url, json={"status": "contacted", "notes": "Ruft an"}, headers=by_key)
    await world.client.patch(url, json={"assigned_to": str(rita.id)}, headers=by_member)
    await world.client.patch(url, json={"notes": "Ruft an"}, headers=by_member)
    made = await world.client.post(f"{url}/tasks", json={"text": "Zurückrufen"}, headers=by_member)
    task = f"{url}/tasks/{made.json()['id']}"
    await world.client.put(task, json={"text": "Zurückrufen", "done": True}, headers=by_key)
    await world.client.delete(task, headers=by_key)

    shown = await world.client.get(f"{url}/history", headers=await api_key("leads:read"))
    told = [(one["what"], one["before"], one["after"], one["actor"]["kind"]) for one in shown.json()["items"]]
    assert told[::-1] == [
        ("notes", None, None, "key"),
        ("status", "new", "contacted", "key"),
        ("assigned_to", None, str(rita.id), "member"),
        ("task_added", None, None, "member"),
        ("task_done", None, None, "key"),
        ("task_dropped", None, None, "key"),
    ]
    who = {one["actor"]["kind"]: (one["actor"]["id"], one["actor"]["name"]) for one in shown.json()["items"]}
    assert who["member"] == (str(rita.id), "")
    assert who["key"][1] == "test"
    assert "Zurückrufen" not in shown.text
    assert "Ruft an" not in shown.text
    page = await world.client.get(f"{url}/history", params={"limit": 4}, headers=by_key)
    rest = await world.client.get(f"{url}/history", params={"cursor": page.json()["next"]}, headers=by_key)
    assert [*page.json()["items"], *rest.json()["items"]] == shown.json()["items"]


async def test_a_change_is_announced_and_a_lost_update_refused(world: World, leads: list[UUID], api_key: Key) -> None:
    headers, url = await api_key("leads:write", "leads:read"), f"{LEADS}/{leads[0]}"
    first = await world.client.patch(url, json={"status": "contacted"}, headers={**headers, "If-Match": '"1"'})
    lost = await world.client.patch(url, json={"status": "lost"}, headers={**headers, "If-Match": '"1"'})
    same = await world.client.patch(url, json={"status": "contacted"}, headers=headers)
    wrong = await world.client.patch(url, json={"status": "new"}, headers=headers)

    assert (first.status_code, lost.status_code, same.status_code, wrong.status_code) == (200, 412, 200, 409)
    assert first.headers["etag"] == same.headers["etag"] == '"2"'
    changes = [event for event in await world.published() if isinstance(event, LeadStatusChanged)]
    assert [(event.previous, event.status) for event in changes] == [("new", "contacted")]


async def test_many_leads_move_at_once_and_each_says_what_came_of_it(
    world: World, leads: list[UUID], api_key: Key
) -> None:
    headers, unknown = await api_key(), new_id()
    await world.client.patch(f"{LEADS}/{leads[1]}", json={"status": "customer"}, headers=headers)
    body = {"ids": [str(id) for id in (leads[0], leads[1], unknown, leads[0])], "status": "qualified"}
    answer = await world.client.post(f"{LEADS}/bulk-status", json=body, headers=headers)

    assert [(one["id"], one["changed"]) for one in answer.json()["results"]] == [
        (str(leads[0]), True),
        (str(leads[1]), False),
        (str(unknown), False),
    ]


async def test_nothing_of_a_workspace_shows_with_anothers_key(
    world: World,
    leads: list[UUID],
    bot: BotSnapshot,
    other_workspace: UUID,
    api_key: Key,
    replicate: Replicate,
) -> None:
    foreign = await api_key(workspace_id=other_workspace)
    own_bot = bot_snapshot(other_workspace)
    await replicate(own_bot)
    own = await world.capture(own_bot, foreign, email="lead1@example.org")
    calls: list[tuple[str, str, Any, int]] = [
        ("GET", f"{LEADS}/{leads[0]}", None, 404),
        ("PATCH", f"{LEADS}/{leads[0]}", {"status": "lost"}, 404),
        ("POST", f"/api/chatbots/{bot.id}/capture-email", capture_body(), 404),
        ("POST", f"/api/chatbots/{bot.id}/contact-requests", wish_body(), 404),
        ("POST", "/api/privacy/requests", {"kind": "export", "lead_id": str(leads[0])}, 404),
        ("GET", f"/api/privacy/requests/{new_id()}", None, 404),
    ]
    for method, url, body, status in calls:
        answer = await world.client.request(method, url, json=body, headers=foreign)
        assert answer.status_code == status, (method, url, answer.text)
    bulk = {"ids": [str(leads[0])], "status": "lost"}
    answer = await world.client.post(f"{LEADS}/bulk-status", json=bulk, headers=foreign)
    assert answer.json()["results"][0]["changed"] is False
    listed = await world.client.get(LEADS, headers=foreign)
    assert [item["id"] for item in listed.json()["items"]] == [str(own)]
    exported = await world.client.get(f"{LEADS}/export", headers=foreign)
    assert str(leads[0]) not in exported.text
    assert str(own) in exported.text
    searched = await world.client.get(LEADS, params={"text": "lead1@example.org"}, headers=foreign)
    assert [item["id"] for item in searched.json()["items"]] == [str(own)]


async def test_a_key_for_one_bot_sees_that_bots_leads(
    world: World, leads: list[UUID], bot: BotSnapshot, api_key: Key, replicate: Replicate
) -> None:
    other = bot_snapshot(bot.workspace_id)
    await replicate(other)
    narrow = await api_key("leads:read", "leads:write", bots=(other.id,))
    own = await world.capture(other, narrow)

    assert [item["id"] for item in (await world.client.get(LEADS, headers=narrow)).json()["items"]] == [str(own)]
    assert (await world.client.get(f"{LEADS}/{leads[0]}", headers=narrow)).status_code == 404
    url = f"/api/chatbots/{bot.id}/capture-email"
    assert (await world.client.post(url, json=capture_body(), headers=narrow)).status_code == 404
    erase = {"kind": "erasure", "lead_id": str(own)}
    assert (await world.client.post("/api/privacy/requests", json=erase, headers=narrow)).status_code == 403


async def test_every_operators_route_wants_a_key_with_its_scope(world: World, leads: list[UUID], api_key: Key) -> None:
    calls: list[tuple[str, str, Any]] = [
        ("GET", LEADS, None),
        ("GET", f"{LEADS}/{leads[0]}", None),
        ("PATCH", f"{LEADS}/{leads[0]}", {"status": "lost"}),
        ("POST", f"{LEADS}/bulk-status", {"ids": [str(leads[0])], "status": "lost"}),
        ("GET", f"{LEADS}/export", None),
        ("POST", f"{LEADS}/export", {"members": {}, "otherwise": "Jemand"}),
        ("GET", f"/api/privacy/requests/{new_id()}", None),
        ("GET", "/api/privacy/requests", None),
    ]
    weak = await api_key("bots:read")
    for method, url, body in calls:
        assert (await world.client.request(method, url, json=body)).status_code == 401, url
        assert (await world.client.request(method, url, json=body, headers=weak)).status_code == 403, url
