"""The workspace's members: who they are, and inviting, changing and removing them."""

from __future__ import annotations

from typing import Any

from .recorded import Recorded, answer, page, pressed, words

WORKSPACE = answer("workspaces")["items"][0]["id"]
PATH = f"/api/workspaces/{WORKSPACE}/members"
MEMBER: dict[str, Any] = {
    "id": "0198c0de-0000-7000-8000-0000000000a1",
    "workspace_id": WORKSPACE,
    "version": 3,
    "name": "Erika *Muster*",
    "email": "erika@kanzlei.example",
    "role": "editor",
    "bots": None,
    "state": "active",
    "invited_at": "2026-11-20T09:00:00Z",
    "last_seen_at": "2026-11-28T09:00:00Z",
}
INVITED = {**MEMBER, "id": "0198c0de-0000-7000-8000-0000000000a2", "name": "Jan Weber", "last_seen_at": None}


def test_the_members_are_named_with_their_roles_and_when_they_came(recorded: Recorded) -> None:
    recorded.answers[f"GET {PATH}"] = {"items": [MEMBER, INVITED], "next": None}
    said = words(page("settings", tab="members"))
    assert "Erika *Muster*" in said
    assert "Bearbeitung" in said
    assert "zuletzt angemeldet: 28.11.2026" in said
    assert "eingeladen am 20.11.2026, noch nicht angemeldet" in said
    assert "Mail" not in said.partition("steht beim Mitglied")[2]


def test_what_became_of_the_invitation_is_said_until_somebody_came(recorded: Recorded) -> None:
    failed = {**INVITED, "state": "invited", "invitation": "failed"}
    recorded.answers[f"GET {PATH}"] = {"items": [failed, {**MEMBER, "invitation": "sent"}], "next": None}
    said = words(page("settings", tab="members"))
    assert "noch nicht angemeldet · Mail kam nicht an; sagen Sie selbst Bescheid" in said
    assert "Mail gesendet" not in said


def test_somebody_is_invited(recorded: Recorded) -> None:
    app = page("settings", tab="members")
    assert "Noch niemand" in words(app)
    pressed(app, "Einladen")
    assert "Es fehlt der Name oder die E-Mail-Adresse." in words(app)
    given = {"Name": "Jan Weber", "E-Mail-Adresse des Firmenkontos": "jan@kanzlei.example"}
    for field in app.text_input:
        field.set_value(given[field.label])  # a form's fields are sent with its button
    recorded.answers[f"POST {PATH}"] = INVITED
    pressed(app, "Einladen")
    (asked,) = recorded.changes()
    assert (asked.path, asked.body) == (
        PATH,
        {"email": "jan@kanzlei.example", "name": "Jan Weber", "role": "editor", "bots": None},
    )
    assert "Jan Weber ist eingeladen" in words(app)


def test_a_role_changes_under_the_version_that_was_seen(recorded: Recorded) -> None:
    recorded.answers[f"GET {PATH}"] = {"items": [MEMBER], "next": None}
    recorded.answers[f"PATCH {PATH}/{MEMBER['id']}"] = MEMBER
    app = page("settings", tab="members")
    next(one for one in app.radio if one.key == f"members:{MEMBER['id']}:role").set_value("viewer")
    pressed(app, "Speichern")
    (asked,) = recorded.changes()
    assert (asked.version, asked.body["role"], asked.body["bots"]) == (3, "viewer", None)


def test_removing_asks_once_more_and_the_last_administrator_stays(recorded: Recorded) -> None:
    recorded.answers[f"GET {PATH}"] = {"items": [MEMBER], "next": None}
    refused = {"type": "https://empfang.example/problems/last-admin", "title": "x", "status": 409, "detail": "x"}
    recorded.answers[f"DELETE {PATH}/{MEMBER['id']}"] = lambda _: (409, refused)
    app = page("settings", tab="members")
    pressed(app, "Entfernen")
    assert recorded.changes() == []
    assert "offene Sitzungen enden in wenigen Sekunden" in words(app)
    pressed(app, "Ja: Entfernen")
    assert "Das ist das letzte Mitglied" in words(app)
    (asked,) = recorded.changes()
    assert (asked.method, asked.version) == ("DELETE", 3)


def test_a_member_is_named_and_has_the_workspaces_zone_without_administering_it(recorded: Recorded) -> None:
    recorded.answers["GET /api/sessions"] = {**answer("session"), "member": MEMBER, "scopes": ["leads:read"]}
    recorded.answers["GET /api/workspaces"] = lambda _: (403, {"title": "no", "status": 403})
    said = words(page("settings"))
    assert "Angemeldet als Erika *Muster*" in said
    assert "Arbeitsbereich Agentur Lindner" in said
