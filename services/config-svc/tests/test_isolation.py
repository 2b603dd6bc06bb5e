"""No request with one workspace's key sees or changes another's data, on any operation."""

from __future__ import annotations

import io
from typing import Any
from uuid import uuid4

import httpx
import pytest
from config_svc.models import ApiKey, AuditEntry, Bot, Member, PersonRow, SavedFilter, Workspace
from PIL import Image
from servicekit.service import Service
from sqlalchemy import select

pytestmark = pytest.mark.integration

BODIES: dict[str, Any] = {
    "changeChatbot": {"description": "taken over"},
    "addContactPerson": {"name": "Eve", "email": "eve@evil.example"},
    "changeContactPerson": {"name": "Eve"},
    "orderContactPersons": {"person_ids": []},
    "changeWorkspace": {"name": "Eve's"},
    "inviteMember": {"email": "eve@evil.example", "name": "Eve", "role": "admin"},
    "changeMember": {"role": "admin"},
    "createApiKey": {"name": "Eve's", "scopes": ["workspace:admin"]},
}
NOT_ABOUT_AN_OBJECT = {
    *(
        "createChatbot",
        "listChatbots",
        "createWorkspace",
        "listWorkspaces",
        "getPicture",
        "signIn",
        "signOut",
        "getSession",
    ),
    *("listFilters", "saveFilter"),
}


def picture() -> bytes:
    target = io.BytesIO()
    Image.new("RGB", (4, 4)).save(target, "PNG")
    return target.getvalue()


async def everything(kit: Any) -> list[Any]:
    async with kit.transaction() as unit:
        found = []
        for table in (Bot, PersonRow, Workspace, ApiKey, Member, SavedFilter, AuditEntry):
            rows = (await unit.session.execute(select(table.__table__).order_by(table.id))).all()
            found.append([tuple(row) for row in rows])
        return found


async def test_foreign_and_unknown_objects_are_not_there_on_every_operation(
    client: httpx.AsyncClient,
    api_key: Any,
    make_workspace: Any,
    service: Service[Any, Any, Any],
    kit: Any,
    body: dict[str, Any],
    workspace_id: Any,
) -> None:
    own = await api_key()
    bot = (await client.post("/api/chatbots/create-extended", json=body, headers=own)).json()
    key = await client.post(
        f"/api/workspaces/{workspace_id}/api-keys", json={"name": "a", "scopes": ["bots:read"]}, headers=own
    )
    guest = await client.post(
        f"/api/workspaces/{workspace_id}/members", json={"email": "a@b.example", "name": "A"}, headers=own
    )
    wanted = {"list": "leads", "name": "Neue", "values": {"status": "new"}}
    kept = await client.post("/api/saved-filters", json=wanted, headers=own)
    real = {
        "chatbot_id": bot["id"],
        "version": 1,
        "person_id": bot["draft"]["contact_persons"]["persons"][0]["id"],
        "workspace_id": str(workspace_id),
        "key_id": key.json()["id"],
        "filter_id": kept.json()["id"],
        "member_id": guest.json()["id"],
    }
    unknown = {name: str(uuid4()) for name in real} | {"version": 77}
    foreign_key = await api_key(workspace_id=await make_workspace())
    other_bots_key = await api_key("bots:read", "bots:write", "workspace:admin", bots=(uuid4(),))
    before = await everything(kit)

    tried = set()
    for path, operations in service.api(kit).openapi()["paths"].items():
        for method, operation in operations.items():
            id = operation["operationId"]
            if id in NOT_ABOUT_AN_OBJECT or path.startswith("/api/ops/"):
                continue
            for ids, headers in ((real, foreign_key), (unknown, own), (real, other_bots_key)):
                content: dict[str, Any] = {"json": BODIES[id]} if id in BODIES else {}
                if method == "put" and id not in BODIES:
                    content = {"content": picture()}
                answer = await client.request(method, path.format(**ids), headers=headers, **content)
                expected = {404} if headers is not other_bots_key else {404, 403}
                assert answer.status_code in expected, (id, answer.status_code, answer.text)
            without = await client.request(method, path.format(**real), **content)
            assert without.status_code == 401, id
            tried.add(id)

    assert len(tried) >= 20
    assert await everything(kit) == before
    listed = await client.get("/api/chatbots", headers=foreign_key)
    assert listed.json()["items"] == []
    restricted = await client.post("/api/chatbots/create-extended", json=body, headers=other_bots_key)
    assert restricted.status_code == 403


async def test_a_key_for_reading_changes_nothing(client: httpx.AsyncClient, api_key: Any, body: dict[str, Any]) -> None:
    headers = await api_key("bots:read", "leads:read")
    assert (await client.post("/api/chatbots/create-extended", json=body, headers=headers)).status_code == 403
    assert (await client.get("/api/workspaces", headers=headers)).status_code == 403
