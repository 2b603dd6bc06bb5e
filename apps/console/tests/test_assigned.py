"""Who looks after a lead: said on its page, and a filter of the list."""

from __future__ import annotations

from typing import Any

import pytest

from .recorded import Recorded, answer, page, pressed, words
from .test_leads import LEAD, of_status

WORKSPACE = answer("workspaces")["items"][0]["id"]
MEMBER = {"id": "0198c0de-0000-7000-8000-0000000000aa", "name": "Rita *Sommer*", "state": "active"}
ONE = f"/api/admin/leads/{LEAD['id']}"
WHOLE: dict[str, Any] = {
    **LEAD,
    "message": None,
    "contact_person_id": None,
    "conversation_id": None,
    "confirmed_at": None,
    "assigned_to": None,
    "interest_reasons": [],
    "session_duration": 0,
    "message_count": 0,
    "capture_context": {},
    "consent": {
        "number": 1,
        "language": "de",
        "text": "Ja.",
        "privacy_url": "",
        "purpose": "contact",
        "given_at": "2026-11-20T09:00:00Z",
    },
}


@pytest.fixture
def told(recorded: Recorded) -> Recorded:
    recorded.answers |= {
        f"GET /api/workspaces/{WORKSPACE}/members": {"items": [MEMBER], "next": None},
        "GET /api/admin/leads": of_status,
        f"GET {ONE}": WHOLE,
        f"PATCH {ONE}": WHOLE,
    }
    return recorded


def in_charge(app: Any) -> Any:
    return next(one for one in app.selectbox if one.label == "Zuständig")


def test_a_member_is_put_in_charge_and_taken_off(told: Recorded) -> None:
    app = page("leads", lead=LEAD["id"])
    assert in_charge(app).options == ["Niemand", "Rita *Sommer*"]
    in_charge(app).set_value(MEMBER["id"])
    pressed(app, "Speichern")
    (change,) = told.changes()
    assert (change.body, change.version) == ({"notes": "", "assigned_to": MEMBER["id"]}, 4)

    told.answers[f"GET {ONE}"] = {**WHOLE, "assigned_to": MEMBER["id"]}
    app = page("leads", lead=LEAD["id"])
    assert in_charge(app).value == MEMBER["id"]
    in_charge(app).set_value("")
    pressed(app, "Speichern")
    assert told.changes()[-1].body == {"notes": "", "assigned_to": None}


def test_a_member_who_left_goes_on_being_named(told: Recorded) -> None:
    gone = MEMBER["id"][:-1] + "b"
    told.answers[f"GET {ONE}"] = {**WHOLE, "assigned_to": gone}
    app = page("leads", lead=LEAD["id"])
    assert in_charge(app).options == ["Niemand", "Rita *Sommer*", "Ehemaliges Mitglied"]
    assert in_charge(app).value == gone
    pressed(app, "Speichern")
    assert told.changes()[-1].body == {"notes": ""}


def test_who_changed_it_is_told_by_name_as_far_as_one_may_know(told: Recorded) -> None:
    def change(what: str, actor: dict[str, str] | None, after: str | None = None) -> dict[str, Any]:
        return {"id": what, "at": "2026-11-20T09:00:00Z", "what": what, "before": None, "after": after, "actor": actor}

    rita, key = {"kind": "member", "id": MEMBER["id"], "name": ""}, {"kind": "key", "id": ONE, "name": "*CRM*"}
    left = {**rita, "id": LEAD["id"]}
    changes = [change("status", rita, "customer"), change("assigned_to", key, MEMBER["id"]), change("notes", left)]
    told.answers[f"GET {ONE}/history"] = {"items": changes, "next": None}
    said = words(page("leads", lead=LEAD["id"]))
    assert "**Status: Kunde**  \n:small[20.11.2026, 10:00 · von Rita *Sommer*]" in said
    assert "**Zuständig: Rita *Sommer***  \n:small[20.11.2026, 10:00 · durch Schlüssel „*CRM*“]" in said
    assert "**Notizen geändert**  \n:small[20.11.2026, 10:00 · von einem Mitglied]" in said


def test_who_may_not_know_the_members_changes_nobody(told: Recorded) -> None:
    told.answers[f"GET /api/workspaces/{WORKSPACE}/members"] = lambda _: (403, {"title": "Forbidden"})
    app = page("leads", lead=LEAD["id"])
    assert in_charge(app).disabled
    pressed(app, "Speichern")
    assert told.changes()[-1].body == {"notes": ""}


@pytest.mark.parametrize("view", ["table", "board"])
def test_leads_are_narrowed_to_those_of_a_member(told: Recorded, view: str) -> None:
    app = page("leads", view=view, assigned=MEMBER["id"])
    assert told.asked[-1].params["assigned_to"] == [MEMBER["id"]]
    assert in_charge(app).value == MEMBER["id"]


def test_a_member_who_may_not_know_the_others_takes_leads_and_finds_their_own(told: Recorded) -> None:
    me = {**MEMBER, "name": "Max Eigen", "email": "max@brandt.example", "role": "editor", "bots": None}
    told.answers |= {
        "GET /api/sessions": {**answer("session"), "member": me, "scopes": ["leads:read", "leads:write", "bots:read"]},
        f"GET /api/workspaces/{WORKSPACE}/members": lambda _: (403, {"title": "Forbidden"}),
    }
    mine = [link.proto for link in page("leads").get("page_link") if link.proto.label == "Mir zugewiesen"]
    assert [MEMBER["id"] in link.page + link.query_string for link in mine] == [True]

    app = page("leads", lead=LEAD["id"])
    assert in_charge(app).options == ["Niemand", "Max Eigen"]
    in_charge(app).set_value(MEMBER["id"])
    pressed(app, "Speichern")
    assert told.changes()[-1].body == {"notes": "", "assigned_to": MEMBER["id"]}


def test_a_key_that_somebody_made_has_no_leads_of_its_own(told: Recorded) -> None:
    assert "Mir zugewiesen" not in [link.proto.label for link in page("leads").get("page_link")]


def test_a_file_of_leads_names_members_as_far_as_one_may_know(told: Recorded) -> None:
    told.answers["POST /api/admin/leads/export"] = [{"assigned_to_name": "Rita *Sommer*"}]
    app = pressed(page("leads", kind="email"), "Als CSV")
    (asked,) = told.changes()
    assert asked.body == {"members": {MEMBER["id"]: "Rita *Sommer*"}, "otherwise": "Ehemaliges Mitglied"}
    assert (asked.params["format"], asked.params["kind"]) == (["csv"], ["email"])
    assert [one.proto.label for one in app.get("download_button")] == ["export sichern"]

    other = {**MEMBER, "id": LEAD["id"], "name": "Max Zweit"}
    pages = {None: {"items": [MEMBER], "next": "more"}, "more": {"items": [other], "next": None}}
    told.answers[f"GET /api/workspaces/{WORKSPACE}/members"] = lambda asked: (
        200,
        pages[asked.params.get("cursor", [None])[0]],
    )
    pressed(page("leads"), "Als CSV")
    assert told.changes()[-1].body["members"] == {MEMBER["id"]: "Rita *Sommer*", LEAD["id"]: "Max Zweit"}

    told.answers[f"GET /api/workspaces/{WORKSPACE}/members"] = lambda _: (403, {"title": "Forbidden"})
    pressed(page("leads"), "Als CSV")
    assert told.changes()[-1].body == {"members": {}, "otherwise": "Ein Mitglied"}
