"""The approval queue: moving, editing, and many at once with what came of each."""

from __future__ import annotations

from typing import Any

import pytest

from .recorded import Asked, Recorded, answer, page, pressed, words

IDS = [f"0198c0de-0000-7000-8000-00000000000{number}" for number in range(3)]
REFUSED = {"status": 409, "title": "Conflict", "detail": "The message may not be sent: no_lawful_basis"}


@pytest.fixture
def drafts(recorded: Recorded) -> list[dict[str, Any]]:
    """Three that wait; the last one may not go out."""
    (one,) = answer("drafts")["items"]
    found = [{**one, "id": id, "subject": f"Betreff {number}"} for number, id in enumerate(IDS)]

    def decided(request: Asked) -> tuple[int, Any]:
        *_, id, _ = request.path.split("/")
        if id == IDS[2] and request.path.endswith("/approve"):
            return 409, REFUSED
        released = next(draft for draft in found if draft["id"] == id)
        found.remove(released)
        return 200, {**released, "not_before": None}

    def edited(request: Asked) -> tuple[int, Any]:
        draft = next(draft for draft in found if draft["id"] == request.path.split("/")[-1])
        draft |= {**request.body, "version": draft["version"] + 1}
        return 200, draft

    recorded.answers |= {
        "GET /api/outreach/messages": lambda _: (200, {"items": found, "next": None}),
        f"GET /api/prospects/{one['prospect_id']}": answer("prospect"),
    }
    for id in IDS:
        recorded.answers[f"PUT /api/outreach/messages/{id}"] = edited
        for what in ("approve", "reject"):
            recorded.answers[f"POST /api/outreach/messages/{id}/{what}"] = decided
    return found


def shortcuts(app: Any) -> dict[str, str]:
    return {button.proto.shortcut: button.label for button in app.button if button.proto.shortcut}


@pytest.mark.usefixtures("drafts")
def test_keys_move_and_decide() -> None:
    app = page("outreach")
    assert shortcuts(app) == {"k": "Voriger", "j": "Nächster", "a": "Freigeben", "e": "Bearbeiten", "v": "Verwerfen"}
    assert "1 von 3" in words(app)
    pressed(app, "Nächster")
    assert app.query_params["message"] == IDS[1]
    assert "Betreff 1" in words(app)
    pressed(app, "Verwerfen")
    assert shortcuts(app)["enter"] == "Ja: Verwerfen"
    assert shortcuts(app)["escape"] == "Doch nicht"


def test_who_rejects_goes_on_with_the_next(drafts: list[dict[str, Any]]) -> None:
    app = page("outreach", message=IDS[1])
    pressed(app, "Verwerfen")
    assert len(drafts) == 3, "it is asked first"
    pressed(app, "Ja: Verwerfen")
    assert [draft["id"] for draft in drafts] == [IDS[0], IDS[2]]
    assert "2 von 2" in words(app)
    assert "Betreff 2" in words(app)


def test_what_is_seen_is_what_is_released(recorded: Recorded, drafts: list[dict[str, Any]]) -> None:
    app = pressed(page("outreach"), "Bearbeiten")
    next(one for one in app.text_input if one.label == "Betreff").set_value("Besser so").run()
    pressed(pressed(app, "Freigeben"), "Ja: Freigeben")
    edit, release = recorded.changes()
    assert (edit.method, edit.body["subject"], edit.version) == ("PUT", "Besser so", 1)
    assert release.path == f"/api/outreach/messages/{IDS[0]}/approve"
    assert len(drafts) == 2


def test_of_many_each_says_what_came_of_it(drafts: list[dict[str, Any]]) -> None:
    app = pressed(page("outreach"), "Alle auswählen")
    pressed(pressed(app, "3 freigeben"), "Ja: 3 freigeben")
    assert "Erledigt: 2 von 3." in words(app)
    results = list(app.dataframe[0].value["Ergebnis"])
    assert results == ["Freigegeben.", "Freigegeben.", "Es ist keine Rechtsgrundlage vermerkt (§ 7 UWG)."]
    assert [draft["id"] for draft in drafts] == [IDS[2]]
    assert len(pressed(app, "Gelesen").dataframe) == 0
