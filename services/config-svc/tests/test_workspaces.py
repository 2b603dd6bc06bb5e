"""Workspaces, their keys, and the first of both."""

from __future__ import annotations

import argparse
from pathlib import Path
from typing import Any
from uuid import UUID

import httpx
import pytest
from config_svc.app import init, new_key
from config_svc.models import ApiKey, Workspace
from contracts.workspaces import ApiKeySaved, WorkspaceDeleted, WorkspaceSaved
from servicekit.auth.keys import hash_secret, parse_key
from servicekit.testing import eventually
from sqlalchemy import func, select, text

pytestmark = pytest.mark.integration


async def counts(kit: Any) -> tuple[int, int]:
    async with kit.transaction() as unit:
        workspaces = (await unit.session.execute(select(func.count()).select_from(Workspace))).scalar_one()
        keys = (await unit.session.execute(select(func.count()).select_from(ApiKey))).scalar_one()
    return workspaces, keys


async def test_init_makes_one_workspace_and_the_keys_that_have_files(
    kit: Any, tmp_path: Path, capsys: pytest.CaptureFixture[str], caplog: pytest.LogCaptureFixture
) -> None:
    await init(kit)
    assert await counts(kit) == (1, 0), "no file, no key"
    first, platform = tmp_path / "secrets" / "first", tmp_path / "secrets" / "platform"
    object.__setattr__(kit.settings, "first_key_file", first)
    object.__setattr__(kit.settings, "platform_key_file", platform)
    await init(kit)
    assert await counts(kit) == (1, 2)
    async with kit.transaction() as unit:
        rows = {row.id: row for row in (await unit.session.execute(select(ApiKey))).scalars()}
        types = (await unit.session.execute(text("SELECT type FROM outbox ORDER BY id"))).scalars().all()
    for target, scopes in ((first, ["workspace:admin"]), (platform, ["platform:ops"])):
        assert target.stat().st_mode & 0o077 == 0
        id, secret = parse_key(target.read_text().strip())
        row = rows[id]
        assert (row.secret_hash, row.scopes) == (hash_secret(secret), scopes)
        assert secret not in repr(row.__dict__) + caplog.text + "".join(capsys.readouterr())
    assert types == [WorkspaceSaved.TYPE, ApiKeySaved.TYPE, ApiKeySaved.TYPE]

    await init(kit)
    assert await counts(kit) == (1, 2)
    before = first.read_text()
    first.unlink()
    await init(kit)
    assert await counts(kit) == (1, 3), "a lost key file is replaced by a new key"
    assert first.read_text() != before


async def test_a_key_can_be_had_at_a_terminal(kit: Any, capsys: pytest.CaptureFixture[str]) -> None:
    for platform, scopes in ((False, ["workspace:admin"]), (True, ["platform:ops"])):
        assert await new_key(kit, argparse.Namespace(platform=platform)) == 0
        id, _ = parse_key(capsys.readouterr().out.strip())
        async with kit.transaction() as unit:
            assert (await unit.session.get_one(ApiKey, id)).scopes == scopes


async def test_nobody_gives_a_key_the_platforms_scope(
    client: httpx.AsyncClient, api_key: Any, workspace_id: UUID
) -> None:
    given = {"name": "x", "scopes": ["platform:ops"]}
    answer = await client.post(f"/api/workspaces/{workspace_id}/api-keys", json=given, headers=await api_key())
    assert answer.status_code == 422


async def test_a_key_is_shown_once_and_dies_when_revoked(
    client: httpx.AsyncClient, api_key: Any, workspace_id: UUID, running: Any
) -> None:
    admin = {**await api_key(), "Idempotency-Key": "k"}
    url = f"/api/workspaces/{workspace_id}/api-keys"
    given = {"name": "Konsole", "scopes": ["bots:read", "workspace:admin"]}
    made = (await client.post(url, json=given, headers=admin)).json()
    again = (await client.post(url, json=given, headers=admin)).json()
    assert again["id"] == made["id"]
    assert again["key"] is None
    listed = (await client.get(url, headers=admin)).json()["items"]
    assert [(item["name"], item["key"]) for item in listed] == [("Konsole", None)]
    assert (await client.post(url, json={"name": "x", "scopes": ["root"]}, headers=await api_key())).status_code == 422

    headers = {"Authorization": f"Bearer {made['key']}"}

    async def status() -> int:
        return (await client.get("/api/chatbots", headers=headers)).status_code

    await eventually(status, until=lambda found: found == 200)
    assert (await client.delete(f"{url}/{made['id']}", headers=admin)).status_code == 409, "the last administrator"
    await client.post(url, json={"name": "b", "scopes": ["workspace:admin"]}, headers=await api_key())
    assert (await client.delete(f"{url}/{made['id']}", headers=admin)).json()["revoked_at"] is not None
    await eventually(status, until=lambda found: found == 401)


async def test_a_workspace_is_made_changed_and_deleted_with_all_it_has(
    client: httpx.AsyncClient, api_key: Any, kit: Any, body: dict[str, Any]
) -> None:
    made = await client.post("/api/workspaces", json={"name": "Zweite"}, headers=await api_key())
    assert made.status_code == 201
    assert made.json()["admin_key"].startswith("emp_")
    id = made.json()["id"]
    headers = await api_key(workspace_id=UUID(id))
    changed = await client.patch(f"/api/workspaces/{id}", json={"locale": "en"}, headers={**headers, "If-Match": '"1"'})
    assert (changed.json()["locale"], changed.json()["name"]) == ("en", "Zweite")
    late = await client.patch(f"/api/workspaces/{id}", json={"name": "x"}, headers={**headers, "If-Match": '"1"'})
    assert late.status_code == 412
    assert (await client.post("/api/chatbots/create-extended", json=body, headers=headers)).status_code == 201
    assert (await client.delete(f"/api/workspaces/{id}", headers=headers)).status_code == 204
    assert (await client.get(f"/api/workspaces/{id}", headers=headers)).status_code == 404
    async with kit.transaction() as unit:
        rows = await unit.session.execute(text("SELECT type FROM outbox WHERE key = :id ORDER BY id"), {"id": id})
        types = rows.scalars().all()
    assert types[-2:] == [WorkspaceDeleted.TYPE, ""]
