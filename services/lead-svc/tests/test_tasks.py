"""What is to be done about leads: the list of each, who does it, and leads found by it."""

from __future__ import annotations

from typing import Any
from uuid import UUID

import pytest
from contracts.bots import BotSnapshot
from contracts.workspaces import MemberSnapshot
from servicekit.ids import new_id

from .conftest import Key, Replicate, World

pytestmark = pytest.mark.integration
LEADS = "/api/admin/leads"
Made = dict[str, Any]


@pytest.fixture
async def lead(world: World, bot: BotSnapshot, api_key: Key) -> UUID:
    return await world.capture(bot, await api_key("leads:write"))


@pytest.fixture
async def elsewhere(world: World, bot: BotSnapshot, api_key: Key) -> UUID:
    return await world.capture(bot, await api_key("leads:write"), email="nebenan@example.org")


@pytest.fixture
async def rita(replicate: Replicate, workspace_id: UUID) -> MemberSnapshot:
    found = MemberSnapshot(id=new_id(), workspace_id=workspace_id, version=1)
    await replicate(found)
    return found


async def test_tasks_are_added_ticked_off_and_taken_away(
    world: World, lead: UUID, elsewhere: UUID, api_key: Key
) -> None:
    headers = await api_key()
    url = f"{LEADS}/{lead}/tasks"
    wanted = {"text": " Zurückrufen ", "due": "2026-12-01"}
    once = headers | {"Idempotency-Key": "0198c0de-0000-4000-8000-000000000001"}
    made = await world.client.post(url, json=wanted, headers=once)
    assert (made.status_code, made.json()["text"], made.json()["done"]) == (201, "Zurückrufen", False)
    assert (await world.client.post(url, json=wanted, headers=once)).json() == made.json()
    task = f"{url}/{made.json()['id']}"

    async def due(day: str) -> list[str]:
        found = await world.client.get(LEADS, params={"due_by": day}, headers=headers)
        return [item["id"] for item in found.json()["items"]]

    assert (await due("2026-11-30"), await due("2026-12-01")) == ([], [str(lead)])
    ticked = {**wanted, "done": True}
    assert (await world.client.put(task, json=ticked, headers=headers | {"If-Match": '"9"'})).status_code == 412
    assert (await world.client.put(task, json=ticked, headers=headers | {"If-Match": '"1"'})).json()["done"]
    assert await due("2026-12-01") == []
    others = f"{LEADS}/{elsewhere}/tasks/{made.json()['id']}"
    assert (await world.client.delete(others, headers=headers)).status_code == 404
    assert (await world.client.delete(task, headers=headers)).status_code == 204
    assert (await world.client.get(f"{LEADS}/{lead}", headers=headers)).json()["tasks"] == []
    assert (await world.client.post(url, json={"text": "  "}, headers=headers)).status_code == 422


async def test_a_task_has_a_member_of_its_own_until_nobody_does_it(
    world: World, lead: UUID, api_key: Key, rita: MemberSnapshot
) -> None:
    headers, url = await api_key(), f"{LEADS}/{lead}/tasks"
    ritas = {"text": "Zurückrufen", "assigned_to": str(rita.id)}
    made: Made = (await world.client.post(url, json=ritas, headers=headers)).json()
    plain: Made = (await world.client.post(url, json={"text": "Angebot"}, headers=headers)).json()
    assert (made["assigned_to"], plain["assigned_to"]) == (str(rita.id), None)
    task = f"{url}/{made['id']}"
    ticked: Made = (await world.client.put(task, json={"text": "Zurückrufen", "done": True}, headers=headers)).json()
    assert (ticked["assigned_to"], ticked["version"]) == (str(rita.id), 2), "what is left out stays"
    again = await world.client.put(task, json={"text": "Zurückrufen", "done": True}, headers=headers)
    assert (again.json(), again.headers["etag"]) == (ticked, '"2"'), "what changes nothing is no version"
    free = await world.client.put(task, json={**ritas, "done": True, "assigned_to": None}, headers=headers)
    assert free.json()["assigned_to"] is None
    listed = (await world.client.get(f"{LEADS}/{lead}", headers=headers)).json()["tasks"]
    assert [one["assigned_to"] for one in listed] == [None, None]


async def test_only_members_do_tasks_and_who_left_goes_on_being_named(
    world: World,
    lead: UUID,
    api_key: Key,
    rita: MemberSnapshot,
    replicate: Replicate,
    workspace_id: UUID,
    other_workspace: UUID,
) -> None:
    headers, url = await api_key(), f"{LEADS}/{lead}/tasks"
    stranger = MemberSnapshot(id=new_id(), workspace_id=other_workspace, version=1)
    left = MemberSnapshot(id=new_id(), workspace_id=workspace_id, version=2, here=False)
    for one in (stranger, left):
        await replicate(one)
    ritas = {"text": "Zurückrufen", "assigned_to": str(rita.id)}
    task = f"{url}/{(await world.client.post(url, json=ritas, headers=headers)).json()['id']}"
    for nobody in (new_id(), stranger.id, left.id):
        body = {"text": "Zurückrufen", "assigned_to": str(nobody)}
        for method, where in (("POST", url), ("PUT", task)):
            refused = await world.client.request(method, where, json=body, headers=headers)
            assert refused.status_code == 422
            assert [error["pointer"] for error in refused.json()["errors"]] == ["/assigned_to"]

    await replicate(rita.model_copy(update={"version": 2, "here": False}))
    kept = await world.client.put(task, json={**ritas, "done": True}, headers=headers)
    assert (kept.status_code, kept.json()["assigned_to"]) == (200, str(rita.id))


async def test_each_change_of_a_task_is_kept_with_who_did_it_before_and_since(
    world: World, lead: UUID, api_key: Key, rita: MemberSnapshot
) -> None:
    headers, url = await api_key(), f"{LEADS}/{lead}"
    made = await world.client.post(f"{url}/tasks", json={"text": "Anrufen"}, headers=headers)
    task, who = f"{url}/tasks/{made.json()['id']}", str(rita.id)
    steps: list[Made] = [
        {"text": "Anrufen", "assigned_to": who},
        {"text": "Schreiben", "done": True},
        {"text": "Schreiben", "done": True},
        {"text": "Schreiben", "assigned_to": None},
    ]
    for body in steps:
        await world.client.put(task, json=body, headers=headers)
    await world.client.post(f"{url}/tasks", json={"text": "Angebot", "assigned_to": who}, headers=headers)

    shown = (await world.client.get(f"{url}/history", headers=headers)).json()["items"]
    assert [(one["what"], one["before"], one["after"]) for one in reversed(shown)] == [
        ("task_added", None, None),
        ("task_assigned", None, who),
        ("task_changed", None, None),
        ("task_done", None, None),
        ("task_assigned", who, None),
        ("task_reopened", None, None),
        ("task_added", None, who),
    ]


async def test_leads_are_found_by_whose_tasks_are_open(
    world: World, lead: UUID, elsewhere: UUID, api_key: Key, rita: MemberSnapshot, replicate: Replicate
) -> None:
    headers, who = await api_key(), str(rita.id)
    max_ = rita.model_copy(update={"id": new_id()})
    await replicate(max_)

    async def found(**query: Any) -> list[str]:
        params = {"sort": "captured_at", **query}
        return [one["id"] for one in (await world.client.get(LEADS, params=params, headers=headers)).json()["items"]]

    async def put(lead: UUID, **task: Any) -> None:
        body = {"text": "Anrufen", **task}
        answer = await world.client.post(f"{LEADS}/{lead}/tasks", json=body, headers=headers)
        assert answer.status_code == 201, answer.text

    await put(lead, assigned_to=who, due="2026-12-01")
    await put(lead, assigned_to=who, due="2026-11-01", done=True)
    await put(lead, due="2026-11-01")
    assert await found(task_assigned_to=who) == [str(lead)]
    assert await found(task_assigned_to=who, due_by="2026-11-30") == [], "the task that is due is nobody's"
    assert await found(task_assigned_to=who, due_by="2026-12-01") == [str(lead)]
    assert await found(task_assigned_to=str(max_.id)) == []

    await world.client.patch(f"{LEADS}/{elsewhere}", json={"assigned_to": str(max_.id)}, headers=headers)
    await put(elsewhere)
    assert await found(task_assigned_to=str(max_.id)) == [str(elsewhere)], (
        "a lead's own member does what nobody else does"
    )
    await put(elsewhere, assigned_to=who)
    assert await found(task_assigned_to=who) == [str(lead), str(elsewhere)]
