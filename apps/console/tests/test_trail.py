"""Who did what, when: asked for as the address says, and told in words."""

from __future__ import annotations

from typing import Any

import pytest

from .recorded import Recorded, answer, page, words

WORKSPACE = answer("workspaces")["items"][0]["id"]
PATH = f"/api/workspaces/{WORKSPACE}/audit"
BOT, KEY = "0198c0de-0000-7000-8000-00000000000c", "0198c0de-0000-7000-8000-00000000000d"


def entry(**more: Any) -> dict[str, Any]:
    return {
        "id": "0198c0de-0000-7000-8000-00000000000e",
        "at": "2026-11-20T09:00:00Z",
        "object_version": 2,
        "actor_kind": "member",
        "actor_id": KEY,
        "actor_name": "Erika Muster",
        "action": "changed",
        "changes": ["/company/phone"],
        "object_kind": "bot",
        "object_id": BOT,
        "object_name": "Brandt",
        **more,
    }


def rows(recorded: Recorded, *entries: dict[str, Any], **address: str) -> list[list[str]]:
    recorded.answers[f"GET {PATH}"] = {"items": list(entries), "next": None}
    app = page("operations", tab="trail", **address)
    (table,) = app.dataframe
    return [[str(cell) for cell in row] for row in table.value.values.tolist()]


def test_people_are_named_and_what_they_did_is_said(recorded: Recorded) -> None:
    found = rows(
        recorded,
        entry(),
        entry(actor_kind="clock", actor_name="demo clock", action="demo expired", changes=[]),
        entry(actor_kind="key", action="deleted", object_name=None, changes=[]),
        entry(action="member invited", object_kind="member", object_name="Jan Weber", changes=[]),
    )
    assert found[0][:4] == ["20.11.2026, 10:00", "Erika Muster", "geändert", "Assistent: Brandt"]
    assert found[1][1:4] == ["von selbst", "Vorführung beendet", "Assistent: Brandt"]
    assert found[2][3] == "Assistent (nicht mehr da)"
    assert found[3][2:4] == ["eingeladen", "Mitglied: Jan Weber"]


def test_the_address_narrows_by_local_days(recorded: Recorded) -> None:
    recorded.answers[f"GET /api/workspaces/{WORKSPACE}/api-keys"] = {"items": [{"id": KEY, "name": "Vertrieb"}]}
    rows(recorded, entry(), actor=KEY, kind="bot", **{"from": "2026-07-01", "to": "2026-07-02"})
    asked = [one for one in recorded.asked if one.path == PATH][-1]
    assert (asked.params["actor_id"], asked.params["object_kind"]) == ([KEY], ["bot"])
    assert asked.params["since"] == ["2026-07-01T00:00:00+02:00"]
    assert asked.params["until"] == ["2026-07-03T00:00:00+02:00"]


@pytest.mark.parametrize("tab", ["trail", "services"])
def test_nothing_is_said_as_nothing(recorded: Recorded, tab: str) -> None:
    for service in ("config", "ingest", "chat", "lead", "analytics", "outreach"):
        health = {"service": f"{service}-svc", "ready": True, "problems": {}}
        recorded.answers[f"GET /api/ops/{service}-svc/health"] = health
    said = words(page("operations", tab=tab))
    assert {"trail": "Dazu ist nichts verzeichnet", "services": "Alles wurde verarbeitet"}[tab] in said
