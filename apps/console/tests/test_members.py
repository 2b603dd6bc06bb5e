"""The workspace's members: who they are, and inviting, changing and removing them."""

from __future__ import annotations

from typing import Any

import pytest

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
    assert "noch nicht angemeldet · Mail kam nicht an; senden Sie sie erneut, oder sagen Sie selbst Bescheid" in said
    assert "Mail gesendet" not in said


@pytest.mark.parametrize("mail", [None, "waiting", "sent", "failed"])
def test_an_invitation_is_sent_again_after_asking(
    recorded: Recorded, monkeypatch: pytest.MonkeyPatch, mail: str | None
) -> None:
    monkeypatch.setenv("OIDC_ISSUER", "https://login.kanzlei.example")
    monkeypatch.setenv("OIDC_CLIENT_ID", "empfang")
    waiting = {**INVITED, "state": "invited", "invitation": mail}
    recorded.answers[f"GET {PATH}"] = {"items": [waiting, MEMBER], "next": None}
    path = f"{PATH}/{INVITED['id']}/invitations"
    recorded.answers[f"POST {path}"] = {**waiting, "invitation": "waiting"}
    app = page("settings", tab="members")
    assert [one.label for one in app.button].count("Einladung erneut senden") == 1, "who came needs none"
    pressed(app, "Einladung erneut senden")
    assert recorded.changes() == []
    assert "Jan Weber bekommt noch eine Mail an erika@kanzlei.example" in words(app)
    pressed(app, "Ja: Einladung erneut senden")
    (asked,) = recorded.changes()
    assert (asked.path, bool(asked.headers["Idempotency-Key"])) == (path, True)
    assert "Die Einladung an Jan Weber geht noch einmal hinaus." in words(app)


def test_what_stands_against_another_invitation_is_said(recorded: Recorded, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("OIDC_ISSUER", "https://login.kanzlei.example")
    monkeypatch.setenv("OIDC_CLIENT_ID", "empfang")
    recorded.answers[f"GET {PATH}"] = {"items": [{**INVITED, "state": "invited"}], "next": None}
    problem = {"type": "https://empfang.example/problems/member-joined", "title": "x", "status": 409, "detail": "x"}
    recorded.answers[f"POST {PATH}/{INVITED['id']}/invitations"] = lambda _: (409, problem)
    app = pressed(page("settings", tab="members"), "Einladung erneut senden")
    assert "hat sich inzwischen angemeldet" in words(pressed(app, "Ja: Einladung erneut senden"))


def test_where_nobody_signs_in_by_their_company_nobody_is_invited_to_it(recorded: Recorded) -> None:
    recorded.answers[f"GET {PATH}"] = {"items": [{**INVITED, "state": "invited"}], "next": None}
    assert "Einladung erneut senden" not in [one.label for one in page("settings", tab="members").button]


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
