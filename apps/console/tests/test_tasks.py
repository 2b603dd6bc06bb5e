"""What is to be done about a lead."""

from __future__ import annotations

from typing import Any

import pytest

from .recorded import Recorded, page, pressed, words
from .test_assigned import ONE, WHOLE
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
    assert (added.path, added.body) == (f"{ONE}/tasks", {"text": "Angebot schicken", "due": None})


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
