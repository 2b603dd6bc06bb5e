"""Companies that want to be left alone, and prospects that are the same company."""

from __future__ import annotations

from typing import Any

from .recorded import Recorded, answer, page, pressed, words

PATH = "/api/ops/outreach-svc/opt-outs"
MEMBER, OTHER = "0198c0de-0000-7000-8000-0000000000a1", "0198c0de-0000-7000-8000-0000000000b2"
WORKSPACE = answer("workspaces")["items"][0]["id"]


def entry(**more: Any) -> dict[str, Any]:
    change = {"at": "2026-11-20T09:00:00Z", "action": "added", "by": "Vertrieb", "reason": "Brief vom 3. März"}
    return {
        "id": "0198c0de-0000-7000-8000-00000000000a",
        "host": "brandt.example",
        "everywhere": False,
        "active": True,
        "since": "2026-11-20T09:00:00Z",
        "history": [change],
        **more,
    }


def test_a_company_is_entered_with_its_reason(recorded: Recorded) -> None:
    app = page("opt_outs")
    assert "Noch keine." in words(app)
    pressed(app, "Eintragen")
    assert "Es fehlt die Adresse oder der Grund." in words(app)
    given = {"Internetadresse oder Mailadresse der Firma": "https://brandt.example/impressum", "Grund": "Anruf"}
    for field in app.text_input:
        field.set_value(given[field.label])
    recorded.answers[f"POST {PATH}"] = entry()
    pressed(app, "Eintragen")
    (asked,) = recorded.changes()
    assert asked.body == {"host": "https://brandt.example/impressum", "reason": "Anruf"}
    assert "brandt.example wird weder gelesen noch angeschrieben." in words(app)


def test_who_entered_whom_is_told_and_taken_off_with_a_reason(recorded: Recorded) -> None:
    by_member = {"at": "2026-11-21T09:00:00Z", "action": "added", "by": f"member:{MEMBER}", "reason": ""}
    recorded.answers[f"GET {PATH}"] = {"items": [entry(), entry(id=OTHER, host="b.example", history=[by_member])]}
    members = {"items": [{"id": MEMBER, "name": "Erika Muster"}]}
    recorded.answers[f"GET /api/workspaces/{WORKSPACE}/members"] = members
    app = page("opt_outs")
    said = words(app)
    assert "20.11.2026, 10:00 eingetragen von Vertrieb: Brief vom 3. März" in said
    assert "21.11.2026, 10:00 eingetragen von Erika Muster" in said
    assert "Widerspruch aufheben" not in [one.label for one in app.button], "not without a reason"
    field = next(one for one in app.text_input if one.key == f"opt_outs:reason:{entry()['id']}")
    field.set_value("Die Firma rief an").run()
    pressed(app, "Widerspruch aufheben")
    assert recorded.changes() == []
    recorded.answers[f"DELETE {PATH}"] = entry(active=False)
    pressed(app, "Ja: Widerspruch aufheben")
    (asked,) = recorded.changes()
    assert asked.params == {"host": ["brandt.example"], "reason": ["Die Firma rief an"]}


def test_a_company_on_the_list_is_no_bare_error(recorded: Recorded) -> None:
    refused = {"type": "https://schemas.empfang.example/problems/opted-out", "title": "x", "status": 409}
    recorded.answers["POST /api/prospects"] = lambda _: (409, refused)
    recorded.answers["GET /api/prospects/counts"] = {"stages": {}}
    app = page("prospects")
    next(one for one in app.text_input if one.label == "Internetadresse").set_value("brandt.example")
    pressed(app, "Aufnehmen")
    assert "Diese Firma will weder gelesen noch angeschrieben werden." in words(app)


def test_the_same_company_leads_to_its_other_entry(recorded: Recorded) -> None:
    found = {**answer("prospect"), "stage": "failed", "same_as": OTHER}
    recorded.answers[f"GET /api/prospects/{found['id']}"] = found
    app = page("prospects", prospect=found["id"])
    assert "Firma, die schon Interessent ist" in words(app)
    assert "Zum anderen Eintrag" in [link.proto.label for link in app.get("page_link")]
