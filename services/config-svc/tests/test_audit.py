"""Who did what in a workspace: members and keys by name, narrowed and page by page."""

from __future__ import annotations

from datetime import timedelta
from typing import Any
from uuid import UUID

import httpx
import pytest
from config_svc.domain.actors import member
from config_svc.repository.audit import Wanted

pytestmark = pytest.mark.integration


async def test_everything_that_was_done_is_found_by_who_what_and_when(
    client: httpx.AsyncClient, api_key: Any, workspace_id: UUID, body: dict[str, Any], kit: Any
) -> None:
    admin = await api_key()
    url = f"/api/workspaces/{workspace_id}"
    bot = (await client.post("/api/chatbots/create-extended", json=body, headers=admin)).json()
    await client.patch(f"/api/chatbots/{bot['id']}", json={"description": "Neu"}, headers=admin)
    key = (
        await client.post(f"{url}/api-keys", json={"name": "Vertrieb", "scopes": ["bots:read"]}, headers=admin)
    ).json()
    guest = {"email": "erika@kanzlei.example", "name": "Erika Muster"}
    invited = (await client.post(f"{url}/members", json=guest, headers=admin)).json()
    async with kit.transaction() as unit:
        row = await unit.bots.get(UUID(bot["id"]), workspace_id)
        unit.audit(row, member(UUID(invited["id"])), "published", ["/published"])

    async def found(**narrowed: Any) -> list[tuple[str, str, str | None]]:
        answer = await client.get(f"{url}/audit", params=narrowed, headers=admin)
        assert answer.status_code == 200, answer.text
        return [(one["actor_name"], one["action"], one["object_name"]) for one in answer.json()["items"]]

    published = ("Erika Muster", "published", "Brandt Kundenservice")
    assert await found() == [
        published,
        ("test", "member invited", "Erika Muster"),
        ("test", "key created", "Vertrieb"),
        ("test", "changed", "Brandt Kundenservice"),
        ("test", "created", "Brandt Kundenservice"),
        ("first start", "workspace created", "Agentur Lindner"),
    ]
    assert await found(actor_id=invited["id"]) == [published]
    assert await found(actor_kind="member") == [published]
    assert [action for _, action, _ in await found(object_kind="key")] == ["key created"]
    assert [action for _, action, _ in await found(object_id=bot["id"])] == ["published", "changed", "created"]
    assert await found(object_id=key["id"], actor_kind="member") == []
    now = kit.clock.now()
    assert await found(since=(now + timedelta(minutes=1)).isoformat()) == []
    assert len(await found(since=(now - timedelta(minutes=5)).isoformat(), until=now.isoformat())) == 6
    assert await found(until="2026-01-01T00:00:00+01:00") == []
    page = (await client.get(f"{url}/audit?limit=4", headers=admin)).json()
    rest = (await client.get(f"{url}/audit", params={"limit": 4, "cursor": page["next"]}, headers=admin)).json()
    assert (len(page["items"]), len(rest["items"]), rest["next"]) == (4, 2, None)
    wrong = await client.get(f"{url}/audit?since=gestern", headers=admin)
    assert wrong.status_code == 422

    own = (await client.get(f"/api/chatbots/{bot['id']}/audit", headers=admin)).json()["items"][0]
    assert (own["actor_kind"], own["actor_name"]) == ("member", "Erika Muster")
    await client.delete(f"{url}/members/{invited['id']}", headers=admin)
    await client.delete(f"/api/chatbots/{bot['id']}", headers=admin)
    deleted, removed, kept = (await found())[:3]
    assert deleted == ("test", "deleted", None)
    assert removed == ("test", "member removed", "Erika Muster")
    assert kept == ("Erika Muster", "published", None)


async def test_another_workspaces_trail_is_not_there(
    client: httpx.AsyncClient, api_key: Any, workspace_id: UUID, make_workspace: Any, kit: Any
) -> None:
    other = await make_workspace()
    headers = await api_key(workspace_id=other)
    url = f"/api/workspaces/{workspace_id}/audit"
    assert (await client.get(url, headers=headers)).status_code == 404
    assert (
        await client.get(f"/api/workspaces/{workspace_id}/audit", headers=await api_key("ops:read"))
    ).status_code == 403
    async with kit.transaction() as unit:
        mixed = await unit.audit_trail.list(Wanted(other, object_id=workspace_id), 10)
    assert mixed == []
