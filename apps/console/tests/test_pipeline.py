"""Prospects on a board by stage, and what they are worth."""

from __future__ import annotations

from typing import Any

import pytest

from .recorded import EMPTY, Asked, Recorded, answer, page, pressed, words
from .test_leads import REFUSALS

FOUND = {**answer("prospect"), "company_name": "Tischlerei *Brandt*", "value": 1200}
ONE = f"/api/prospects/{FOUND['id']}"


@pytest.fixture
def told(recorded: Recorded) -> Recorded:
    def listed(asked: Asked) -> tuple[int, Any]:
        here = asked.params.get("stage") == ["contacted"]
        return 200, {"items": [FOUND], "next": "further"} if here else EMPTY

    recorded.answers |= {
        "GET /api/prospects": listed,
        "GET /api/prospects/counts": {"stages": {"contacted": 31, "won": 1}, "values": {"contacted": 45600, "won": 0}},
        f"GET {ONE}": {**FOUND, "demo_link": None},
    }
    return recorded


def test_columns_count_all_of_a_stage_and_sum_their_values(told: Recorded) -> None:
    app = page("prospects", view="board")
    assert [one.value for one in app.header] == [
        "Vorführung bereit (0)",
        "Angeschrieben (31)",
        "Geantwortet (0)",
        "Vorführung gewünscht (0)",
        "Gewonnen (1)",
        "Verloren (0)",
    ]
    assert "45.600\u00a0€" in words(app)
    assert "1.200\u00a0€ · Interesse 7,4" in words(app)


def test_sums_are_of_those_that_a_search_leaves(told: Recorded) -> None:
    page("prospects", view="board", search="brandt")
    asked = [one.params for one in told.asked if one.path.endswith("/counts")]
    assert asked == [{}, {"search": ["brandt"]}], "all of them above the board, the found ones on it"


def test_a_card_is_moved_when_that_was_asked(told: Recorded) -> None:
    app = page("prospects", view="board")
    choice = next(one for one in app.selectbox if one.label == "Stand von Tischlerei *Brandt*")
    assert "Angeschrieben" not in choice.options
    choice.set_value("won").run()
    pressed(app, "Stand setzen")
    assert told.changes() == []
    told.answers[f"POST {ONE}/stage"] = {**FOUND, "stage": "won"}
    pressed(app, "Ja: Stand setzen")
    (moved,) = told.changes()
    assert (moved.path, moved.body, moved.version) == (f"{ONE}/stage", {"stage": "won"}, FOUND["version"])
    assert "Tischlerei *Brandt* steht jetzt unter „Gewonnen“." in words(app)


@pytest.mark.parametrize("status", REFUSALS)
def test_a_move_that_is_refused_is_told_above_the_board_and_asked_for_no_more(told: Recorded, status: int) -> None:
    told.answers[f"POST {ONE}/stage"] = lambda _: (status, {"title": "x", "status": status})
    app = page("prospects", view="board")
    read = len(told.asked)

    def choice() -> Any:
        return next(one for one in app.selectbox if one.label == "Stand von Tischlerei *Brandt*")

    choice().set_value("won").run()
    pressed(pressed(app, "Stand setzen"), "Ja: Stand setzen")
    said = words(app)
    assert "Tischlerei *Brandt* wurde nicht nach „Gewonnen“ verschoben" in said
    assert REFUSALS[status] in said
    assert "/api/prospects/counts" in [one.path for one in told.asked[read:]]
    assert choice().value is None
    assert "Stand setzen" not in [one.label for one in app.button]
    app.run()
    assert (len(told.changes()), list(app.error)) == (1, [])


def test_who_is_signed_out_meanwhile_is_led_to_the_door(told: Recorded) -> None:
    told.answers[f"POST {ONE}/stage"] = lambda _: (401, {"title": "Unauthorized"})
    app = page("prospects", view="board")
    next(one for one in app.selectbox if one.label.startswith("Stand von")).set_value("won").run()
    pressed(pressed(app, "Stand setzen"), "Ja: Stand setzen")
    assert [one for one in app.get("html") if "data-session" in one.proto.body]


def test_a_value_is_saved_under_the_version_that_was_seen(told: Recorded) -> None:
    told.answers[f"PATCH {ONE}"] = {**FOUND, "value": 900}
    app = page("prospects", prospect=FOUND["id"], tab="acting")
    app.number_input[0].set_value(900).run()
    pressed(app, "Wert speichern")
    (saved,) = told.changes()
    assert (saved.method, saved.body, saved.version) == ("PATCH", {"value": 900}, FOUND["version"])
