"""Leads as files: every one of them, no cell a formula, and members by the names that the caller gives."""

from __future__ import annotations

import csv
import io
import json
from typing import Any
from uuid import UUID

import openpyxl
import pytest
from contracts.bots import BotSnapshot
from contracts.workspaces import MemberSnapshot
from servicekit.ids import new_id

from .conftest import Key, Replicate, Visitor, World

pytestmark = pytest.mark.integration
LEADS = "/api/admin/leads"


async def test_exports_hold_every_lead_and_no_formula(
    world: World,
    leads: list[UUID],
    bot: BotSnapshot,
    visitor: Visitor,
    api_key: Key,
    replicate: Replicate,
    workspace_id: UUID,
) -> None:
    evil = '=HYPERLINK("http://evil.example";"x")'
    wished = await world.wish(bot, visitor(bot), name=evil, message='@SUM(1)\n"zwei", drei')
    writing, member = await api_key(), MemberSnapshot(id=new_id(), workspace_id=workspace_id, version=1)
    await replicate(member)
    await world.client.patch(f"{LEADS}/{wished}", json={"assigned_to": str(member.id)}, headers=writing)
    for task in ({"text": "=1+1", "due": "2026-12-01"}, {"text": "Muster zeigen", "done": True}):
        await world.client.post(f"{LEADS}/{wished}/tasks", json=task, headers=writing)
    headers = await api_key("leads:export")
    table = await world.client.get(f"{LEADS}/export", params={"format": "csv"}, headers=headers)
    book = await world.client.get(f"{LEADS}/export", params={"format": "xlsx"}, headers=headers)

    rows = list(csv.DictReader(io.StringIO(table.content.decode("utf-8-sig"))))
    assert len(rows) == 8
    assert {row["email"] for row in rows} >= {f"lead{number}@example.org" for number in range(1, 8)}
    (wish,) = [row for row in rows if row["kind"] == "contact_request"]
    assert (wish["name"], wish["phone"]) == ("'" + evil, "'+49894440123")
    assert wish["message"] == '\'@SUM(1)\n"zwei", drei'
    assert (wish["assigned_to"], wish["tasks"]) == (str(member.id), "☐ =1+1 (2026-12-01)\n☑ Muster zeigen")
    listed = (await world.client.get(f"{LEADS}/export", params={"format": "json"}, headers=headers)).json()
    assert {one["id"] for one in listed} == {str(id) for id in [*leads, wished]}
    assert [task["text"] for one in listed for task in one["tasks"]] == ["=1+1", "Muster zeigen"]
    none = {"format": "json", "chatbot_id": str(new_id())}
    assert (await world.client.get(f"{LEADS}/export", params=none, headers=headers)).json() == []
    sheet = openpyxl.load_workbook(io.BytesIO(book.content)).active
    assert sheet is not None
    cells = [cell for row in sheet.iter_rows() for cell in row]
    assert sheet.max_row == 9
    assert not [cell for cell in cells if cell.data_type == "f"]
    assert (await world.client.get(f"{LEADS}/export", headers=await api_key("leads:read"))).status_code == 403


async def test_an_export_names_members_as_whoever_asks_for_it_does(
    world: World, leads: list[UUID], api_key: Key, replicate: Replicate, workspace_id: UUID
) -> None:
    headers = await api_key("leads:write", "leads:export")
    rita, left = (MemberSnapshot(id=new_id(), workspace_id=workspace_id, version=1) for _ in range(2))
    for who, lead in ((rita, leads[0]), (left, leads[1])):
        await replicate(who)
        await world.client.patch(f"{LEADS}/{lead}", json={"assigned_to": str(who.id)}, headers=headers)
    for task in ({"text": "Anrufen", "due": "2026-12-01", "assigned_to": str(rita.id)}, {"text": "Angebot"}):
        await world.client.post(f"{LEADS}/{leads[1]}/tasks", json=task, headers=headers)

    async def exported(format: str) -> bytes:
        body = {"members": {str(rita.id): "=Rita Ωmega"}, "otherwise": "Ehemaliges Mitglied"}
        params = {"format": format, "sort": "captured_at"}
        answer = await world.client.post(f"{LEADS}/export", params=params, json=body, headers=headers)
        assert answer.status_code == 200, answer.text
        return answer.content

    def told(rows: list[dict[str, Any]]) -> list[tuple[Any, Any]]:
        return [(row["assigned_to"] or "", row["tasks"] or "") for row in rows[:3]]

    expected = [
        ("'=Rita Ωmega", ""),
        ("Ehemaliges Mitglied", "☐ Anrufen (2026-12-01, =Rita Ωmega)\n☐ Angebot"),
        ("", ""),
    ]
    table = (await exported("csv")).decode("utf-8-sig")
    assert told(list(csv.DictReader(io.StringIO(table)))) == expected
    sheet = openpyxl.load_workbook(io.BytesIO(await exported("xlsx"))).active
    assert sheet is not None
    head, *rows = ([cell.value for cell in row] for row in sheet.iter_rows())
    assert told([dict(zip(map(str, head), row, strict=True)) for row in rows]) == expected
    listed = json.loads(await exported("json"))
    assert [(one["assigned_to"], one["assigned_to_name"]) for one in listed[:3]] == [
        (str(rita.id), "=Rita Ωmega"),
        (str(left.id), "Ehemaliges Mitglied"),
        (None, None),
    ]
    assert [task["assigned_to_name"] for task in listed[1]["tasks"]] == ["=Rita Ωmega", None]
    (_, second, *_) = csv.DictReader(
        io.StringIO((await world.client.get(f"{LEADS}/export?sort=captured_at", headers=headers)).text)
    )
    assert (second["assigned_to"], second["tasks"].splitlines()[0]) == (
        str(left.id),
        f"☐ Anrufen (2026-12-01, {rita.id})",
    )
    nothing = await world.client.post(f"{LEADS}/export", json={}, headers=headers)
    assert nothing.status_code == 422
