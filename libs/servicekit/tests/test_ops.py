"""Operations belong to the platform: a workspace sees and replays only what is its own."""

from __future__ import annotations

from typing import Any
from uuid import UUID

import httpx
import pytest
from contracts.envelope import tenant_of
from contracts.topics import CONVERSATIONS
from servicekit.auth.keys import PLATFORM
from servicekit.events import inbox
from servicekit.events.inbox import Record
from servicekit.ids import new_id

pytestmark = pytest.mark.integration
OPS = "/api/ops/lead-svc"


async def letters_of(kit: Any, *workspaces: UUID | None) -> None:
    """A dead letter of each workspace; None is poison that names none."""
    async with kit.transaction() as unit:
        for position, workspace in enumerate(workspaces):
            value = b"\0 no event" if workspace is None else f'{{"tenantid":"{workspace}","type":7}}'.encode()
            record = Record(CONVERSATIONS.name, 0, position, f"k{position}", "", value)
            await inbox.bury(unit, "lead-svc", record, f"of {workspace}")


async def listed(client: httpx.AsyncClient, headers: dict[str, str], what: str) -> list[dict[str, Any]]:
    answer = await client.get(f"{OPS}/{what}", headers=headers)
    assert answer.status_code == 200, answer.text
    found: list[dict[str, Any]] = answer.json()["items"]
    return found


async def test_a_workspace_sees_its_own_dead_letters_and_the_platform_all(
    client: httpx.AsyncClient, kit: Any, api_key: Any, workspace_id: UUID
) -> None:
    other = new_id()
    await letters_of(kit, workspace_id, other, None)
    own, foreign, platform = await api_key(), await api_key(workspace_id=other), await api_key(PLATFORM)
    assert [letter["error"] for letter in await listed(client, own, "dead-letters")] == [f"of {workspace_id}"]
    assert [letter["error"] for letter in await listed(client, foreign, "dead-letters")] == [f"of {other}"]
    everything = await listed(client, platform, "dead-letters")
    assert len(everything) == 3

    theirs = next(letter["id"] for letter in everything if letter["error"] == f"of {other}")
    url = f"{OPS}/dead-letters/{theirs}/replay"
    assert (await client.post(url, headers=own)).status_code == 404
    assert {letter["state"] for letter in await listed(client, platform, "dead-letters")} == {"dead"}
    assert (await client.post(url, headers=foreign)).status_code == 202
    poison = next(letter["id"] for letter in everything if letter["error"] == "of None")
    assert (await client.post(f"{OPS}/dead-letters/{poison}/replay", headers=own)).status_code == 404
    assert (await client.post(f"{OPS}/dead-letters/{poison}/replay", headers=platform)).status_code == 202


async def test_a_workspace_sees_its_own_jobs_and_the_platform_all(
    client: httpx.AsyncClient, kit: Any, api_key: Any, workspace_id: UUID
) -> None:
    other = new_id()
    async with kit.transaction() as unit:
        for workspace, task in ((workspace_id, "own"), (other, "foreign")):
            await unit.enqueue(task, workspace_id=workspace)
    assert [job["task"] for job in await listed(client, await api_key(), "jobs")] == ["own"]
    assert [job["task"] for job in await listed(client, await api_key(PLATFORM), "jobs")] == ["foreign", "own"]


@pytest.mark.parametrize("what", ["health", "dead-letters", "jobs"])
async def test_operations_are_no_customers_business(client: httpx.AsyncClient, api_key: Any, what: str) -> None:
    restricted = await api_key("workspace:admin", bots=(new_id(),))
    assert (await client.get(f"{OPS}/{what}", headers=restricted)).status_code == 403
    assert (await client.get(f"{OPS}/{what}", headers=await api_key("leads:read"))).status_code == 403


async def test_the_platforms_key_opens_nothing_of_a_workspace(client: httpx.AsyncClient, api_key: Any) -> None:
    assert (await client.get("/notes", headers=await api_key(PLATFORM))).status_code == 403


@pytest.mark.parametrize("value", [None, b"", b"[]", b"7", b'{"tenantid": 7}', b'{"tenantid": "x"}', b"\xff"])
def test_what_names_no_workspace_is_of_none(value: bytes | None) -> None:
    assert tenant_of(value) is None
