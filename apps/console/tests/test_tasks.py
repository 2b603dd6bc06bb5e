"""What is to be done about a lead."""

from __future__ import annotations

from typing import Any

import pytest

from .recorded import Recorded, answer, page, pressed, words
from .test_assigned import MEMBER, ONE, WHOLE, WORKSPACE
from .test_leads import LEAD

TASK: dict[str, Any] = {
    "id": "0198c0de-0000-7000-8000-0000000000bb",
    "text": "*Zurückrufen*",
    "due": "2026-12-01",
    "done": False,
    "created_at": "2026-11-20T09:00:00Z",
    "version": 2,
}


@pytest.fixture
def told(recorded: Recorded) -> Recorded:
    recorded.answers[f"GET {ONE}"] = {**WHOLE, "tasks": [{**TASK, "id": TASK["id"][:-1] + "c", "done": True}, TASK]}
    return recorded


def test_a_task_is_added_with_its_day(told: Recorded) -> None:
    told.answers[f"POST {ONE}/tasks"] = TASK
    app = page("leads", lead=LEAD["id"])
    next(one for one in app.text_input if one.label == "Aufgabe").set_value("Angebot schicken")
    pressed(app, "Aufgabe anlegen")
    (added,) = told.changes()
    body = {"text": "Angebot schicken", "due": None, "assigned_to": None}
    assert (added.path, added.body) == (f"{ONE}/tasks", body)


def test_a_task_without_words_is_none(told: Recorded) -> None:
    app = pressed(page("leads", lead=LEAD["id"]), "Aufgabe anlegen")
    assert "Schreiben Sie, was zu tun ist." in words(app)
    assert told.changes() == []


def test_a_task_is_ticked_off_under_the_version_that_was_seen(told: Recorded) -> None:
    told.answers[f"PUT {ONE}/tasks/{TASK['id']}"] = {**TASK, "done": True, "version": 3}
    app = page("leads", lead=LEAD["id"])
    assert [one.value for one in app.checkbox] == [False, True], "what is open stands first"
    app.checkbox[0].check().run()
    (ticked,) = told.changes()
    assert (ticked.body, ticked.version) == ({"text": "*Zurückrufen*", "due": "2026-12-01", "done": True}, 2)


def test_deleting_a_task_is_asked_first(told: Recorded) -> None:
    told.answers[f"DELETE {ONE}/tasks/{TASK['id']}"] = lambda _: (204, None)
    app = pressed(page("leads", lead=LEAD["id"]), "Löschen")
    assert told.changes() == []
    pressed(app, "Ja: Löschen")
    assert told.changes()[0].path == f"{ONE}/tasks/{TASK['id']}"


def test_leads_with_something_due_are_found(told: Recorded) -> None:
    page("leads", due="2026-12-01")
    assert told.asked[-1].params["due_by"] == ["2026-12-01"]


@pytest.fixture
def members(told: Recorded) -> Recorded:
    told.answers |= {
        f"GET /api/workspaces/{WORKSPACE}/members": {"items": [MEMBER], "next": None},
        f"PUT {ONE}/tasks/{TASK['id']}": {**TASK, "version": 3},
        f"POST {ONE}/tasks": TASK,
    }
    return told


def done_by(app: Any, label: str) -> Any:
    return next(one for one in app.selectbox if one.label == label)


def test_a_task_is_given_to_a_member_and_back(members: Recorded) -> None:
    app = page("leads", lead=LEAD["id"])
    choice = done_by(app, "Wer „*Zurückrufen*“ erledigt")
    assert choice.options == ["Wer den Lead betreut", "Rita *Sommer*"]
    choice.set_value(MEMBER["id"]).run()
    (given,) = members.changes()
    body = {"text": "*Zurückrufen*", "due": "2026-12-01", "done": False}
    assert (given.body, given.version) == ({**body, "assigned_to": MEMBER["id"]}, 2)
    assert "Rita *Sommer* erledigt die Aufgabe." in words(app)

    members.answers[f"GET {ONE}"] = {**WHOLE, "tasks": [{**TASK, "assigned_to": MEMBER["id"]}]}
    choice = done_by(page("leads", lead=LEAD["id"]), "Wer „*Zurückrufen*“ erledigt")
    assert choice.value == MEMBER["id"]
    choice.set_value("").run()
    assert members.changes()[-1].body == {**body, "assigned_to": None}


def test_a_new_task_names_who_does_it(members: Recorded) -> None:
    app = page("leads", lead=LEAD["id"])
    next(one for one in app.text_input if one.label == "Aufgabe").set_value("Angebot schicken")
    done_by(app, "Wer sie erledigt").set_value(MEMBER["id"])
    pressed(app, "Aufgabe anlegen")
    assert members.changes()[-1].body == {"text": "Angebot schicken", "due": None, "assigned_to": MEMBER["id"]}


def test_who_left_goes_on_doing_a_task(members: Recorded) -> None:
    gone = MEMBER["id"][:-1] + "b"
    members.answers[f"GET {ONE}"] = {**WHOLE, "tasks": [{**TASK, "assigned_to": gone}]}
    choice = done_by(page("leads", lead=LEAD["id"]), "Wer „*Zurückrufen*“ erledigt")
    assert choice.options == ["Wer den Lead betreut", "Rita *Sommer*", "Ehemaliges Mitglied"]
    assert choice.value == gone


def test_ones_own_tasks_are_a_link_away_and_stand_in_the_list(members: Recorded) -> None:
    me = {**MEMBER, "email": "rita@brandt.example", "role": "editor", "bots": None}
    members.answers |= {
        "GET /api/sessions": {**answer("session"), "member": me},
        "GET /api/admin/leads": {
            "items": [{**LEAD, "tasks": [{**TASK, "assigned_to": MEMBER["id"]}, {**TASK, "done": True}]}],
            "next": None,
        },
    }
    mine = [link.proto for link in page("leads").get("page_link") if link.proto.label == "Meine Aufgaben"]
    assert [MEMBER["id"] in link.page + link.query_string for link in mine] == [True]

    app = page("leads", tasks_of=MEMBER["id"])
    assert members.asked[-1].params["task_assigned_to"] == [MEMBER["id"]]
    assert done_by(app, "Aufgaben von").value == MEMBER["id"]
    (shown,) = app.dataframe[0].value["Aufgaben"]
    assert shown == "*Zurückrufen* (bis 01.12.2026, Rita *Sommer*)"


def test_the_history_says_who_a_task_went_to(members: Recorded) -> None:
    def change(what: str, after: str | None) -> dict[str, Any]:
        return {"id": what, "at": "2026-11-20T09:00:00Z", "what": what, "before": None, "after": after, "actor": None}

    changes = [change("task_assigned", MEMBER["id"]), change("task_assigned", None), change("task_added", MEMBER["id"])]
    members.answers[f"GET {ONE}/history"] = {"items": changes, "next": None}
    said = words(page("leads", lead=LEAD["id"]))
    assert "**Aufgabe für Rita *Sommer***" in said
    assert "**Aufgabe wieder ohne eigenes Mitglied**" in said
    assert "**Aufgabe für Rita *Sommer* angelegt**" in said
