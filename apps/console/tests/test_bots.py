"""The list of bots: how lively they are, and what is done with many of them."""

from __future__ import annotations

from typing import Any

import pytest

from .recorded import Asked, Recorded, answer, page, pressed, words

STATE_FORBIDS = {"status": 409, "title": "Conflict", "detail": "A bot that is live cannot be activated."}


@pytest.fixture
def bots(recorded: Recorded) -> list[dict[str, Any]]:
    """Two bots; the second one is live already."""
    (one,) = answer("bots")["items"]
    found = [
        {**one, "id": f"0198c0de-0000-7000-8000-00000000000{number}", "company_name": name, "version": 4 + number}
        for number, name in enumerate(("Brandt", "Weber"))
    ]

    def activated(request: Asked) -> tuple[int, Any]:
        return (409, STATE_FORBIDS) if found[1]["id"] in request.path else (200, found[0])

    recorded.answers |= {
        "GET /api/chatbots": {"items": found, "next": None},
        "GET /api/admin/activity": [
            {"chatbot_id": found[0]["id"], "score": 7.25, "last_active": "2026-11-28", "conversations": 3}
        ],
    }
    for bot in found:
        recorded.answers[f"POST /api/chatbots/{bot['id']}/activate"] = activated
    return found


def test_a_list_says_how_lively_each_is(recorded: Recorded, bots: list[dict[str, Any]]) -> None:
    shown = words(page("bots"))
    assert "zuletzt besucht am 28.11.2026 · 3 Gespräche in 30 Tagen · Interesse 7,2 von 10" in shown
    assert "noch nie besucht" in shown
    (asked,) = [one for one in recorded.asked if one.path == "/api/admin/activity"]
    assert asked.params["chatbot_id"] == [bot["id"] for bot in bots], "one question for all of them"


def test_who_may_not_see_figures_sees_the_bots(recorded: Recorded, bots: list[dict[str, Any]]) -> None:
    recorded.answers["GET /api/admin/activity"] = lambda _: (403, {"status": 403, "title": "Forbidden", "detail": ""})
    app = page("bots")
    assert [one.label for one in app.checkbox] == ["**Brandt**", "**Weber**"]
    assert "noch nie besucht" not in words(app)


def test_many_are_activated_by_the_version_that_was_seen(recorded: Recorded, bots: list[dict[str, Any]]) -> None:
    app = pressed(page("bots"), "Alle auswählen")
    pressed(app, "2 freischalten")
    assert recorded.changes() == [], "it is asked first"
    pressed(app, "Ja: 2 freischalten")
    assert [(one.path.split("/")[3], one.version) for one in recorded.changes()] == [
        (bots[0]["id"], 4),
        (bots[1]["id"], 5),
    ]
    results = app.dataframe[0].value
    assert list(results["Name"]) == ["Brandt", "Weber"]
    assert list(results["Ergebnis"]) == [
        "Freigeschaltet. Der Produktionslink ist offen.",
        "Das geht im jetzigen Zustand nicht.",
    ]
    assert "Erledigt: 1 von 2." in words(app)
