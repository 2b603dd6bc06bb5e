"""Leads as a table and on a board: moving one, and tests that are never among the new ones."""

from __future__ import annotations

import json
from typing import Any

import pytest

from .recorded import EMPTY, Asked, Recorded, page, words

LEAD: dict[str, Any] = {
    "id": "0198c0de-0000-7000-8000-00000000000b",
    "chatbot_id": "0198c0de-0000-7000-8000-00000000000c",
    "captured_at": "2026-11-20T09:00:00Z",
    "email": "erika@example.org",
    "phone": None,
    "name": "Erika *Muster*",
    "environment": "production",
    "kind": "email",
    "notes": "",
    "status": "contacted",
    "estimated_interest_level": 7,
    "topics_discussed": [],
    "version": 4,
}


def of_status(asked: Asked) -> tuple[int, Any]:
    """The lead, where it stands."""
    contacted = asked.params.get("status") in (None, ["contacted"])
    return 200, {"items": [LEAD], "next": "further"} if contacted else EMPTY


def test_a_card_moves_under_the_version_that_was_seen(recorded: Recorded) -> None:
    recorded.answers["GET /api/admin/leads"] = of_status
    app = page("leads", view="board")
    assert [one.value for one in app.header] == [
        "Neu (0)",
        "Kontaktiert (1+)",
        "Qualifiziert (0)",
        "Kunde (0)",
        "Verloren (0)",
    ]
    choice = next(one for one in app.selectbox if one.label == "Status von Erika *Muster*")
    assert choice.options == ["Kontaktiert", "Qualifiziert", "Kunde", "Verloren"]
    choice.set_value("qualified").run()
    (change,) = recorded.changes()
    assert (change.path, change.body, change.version) == (
        f"/api/admin/leads/{LEAD['id']}",
        {"status": "qualified"},
        4,
    )
    assert "Erika *Muster* steht jetzt unter „Qualifiziert“." in words(app)
    assert "\\*Muster\\*" in str(app.success[0].value), "a name is no Markdown"


REFUSALS = {
    403: "Sie dürfen hier ansehen, aber nichts ändern.",
    404: "Den Eintrag gibt es nicht mehr.",
    409: "Von dort, wo die Karte inzwischen steht, geht das nicht.",
    412: "denn inzwischen hat sich dort etwas geändert.",
    500: "Ob etwas geändert wurde, ist nicht sicher.",
}


@pytest.mark.parametrize("status", REFUSALS)
def test_a_move_that_is_refused_is_told_and_not_repeated_and_the_board_is_read_anew(
    recorded: Recorded, status: int
) -> None:
    problem = {"title": "x", "status": status, "detail": "A lead that is customer may become lost, not qualified."}
    recorded.answers |= {
        "GET /api/admin/leads": of_status,
        f"PATCH /api/admin/leads/{LEAD['id']}": lambda _: (status, problem),
    }
    app = page("leads", view="board")
    read = len(recorded.asked)
    next(one for one in app.selectbox if one.label.startswith("Status von")).set_value("lost").run()
    said = words(app)
    assert "Erika *Muster* wurde nicht nach „Verloren“ verschoben" in said
    assert REFUSALS[status] in said
    assert ("Die Schnittstelle sagt" in said) == (status == 500), "what the board can say itself stands in one language"
    assert [one.path for one in recorded.asked[read:]].count("/api/admin/leads") == 5
    app.run()
    assert (len(recorded.changes()), list(app.error)) == (1, [])
    assert next(one for one in app.selectbox if one.label.startswith("Status von")).value == "contacted"


def test_a_lead_that_is_gone_has_no_card_any_more(recorded: Recorded) -> None:
    recorded.answers["GET /api/admin/leads"] = of_status
    app = page("leads", view="board")
    recorded.answers |= {
        "GET /api/admin/leads": EMPTY,
        f"PATCH /api/admin/leads/{LEAD['id']}": lambda _: (404, {"title": "Not Found"}),
    }
    next(one for one in app.selectbox if one.label.startswith("Status von")).set_value("lost").run()
    assert REFUSALS[404] in words(app)
    assert [one.label for one in app.selectbox if one.label.startswith("Status von")] == []


def test_tests_are_shown_where_one_asks_for_them_only(recorded: Recorded) -> None:
    recorded.answers["GET /api/admin/leads"] = of_status
    for view in ("table", "board"):
        page("leads", view=view)
    asked = [one.params["environment"] for one in recorded.asked if one.path == "/api/admin/leads"]
    assert len(asked) >= 6
    assert all(one == ["production"] for one in asked)
    app = page("leads", environment="staging")
    assert recorded.asked[-1].params["environment"] == ["staging"]
    assert "Sie zählen nirgends als neue Leads" in words(app)
    assert "Umgebung" in app.dataframe[0].value.columns


def test_the_boards_script_is_told_where_each_card_may_go(recorded: Recorded) -> None:
    recorded.answers["GET /api/admin/leads"] = of_status
    (board,) = page("leads", view="board").get("bidi_component")
    told = json.loads(board.proto.json)
    ways = ["qualified", "customer", "lost"]
    assert told["cards"] == {LEAD["id"]: {"name": "Erika *Muster*", "column": "contacted", "ways": ways}}
    assert list(told["columns"]) == ["new", "contacted", "qualified", "customer", "lost"]
    assert "{name} ist aufgenommen" in told["words"]["held"]
