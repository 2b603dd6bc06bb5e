"""What is held of a person, and their erasure up to its certificate."""

from __future__ import annotations

from typing import Any

from .recorded import Asked, Recorded, page, pressed, typed, words

REQUEST = "0198c0de-0000-7000-8000-00000000000a"
LEAD = "0198c0de-0000-7000-8000-00000000000b"
BOT = "0198c0de-0000-7000-8000-00000000000c"
ANSWER = {"service": "lead-svc", "counts": {"leads": 2, "conversations": 1}, "completed_at": "2026-11-20T09:00:00Z"}


def request(kind: str, state: str, **more: Any) -> dict[str, Any]:
    return {
        "id": REQUEST,
        "kind": kind,
        "state": state,
        "asked_at": "2026-11-20T09:00:00Z",
        "confirmed_at": "2026-11-20T09:00:00Z",
        "erasure_id": None,
        "answers": [],
        "certified_at": None,
        **more,
    }


LEAD_OUT: dict[str, Any] = {
    "id": LEAD,
    "chatbot_id": BOT,
    "captured_at": "2026-11-20T09:00:00Z",
    "email": "erika@example.org",
    "phone": None,
    "name": "Erika Muster",
    "message": None,
    "notes": "",
    "status": "new",
    "conversation_id": None,
    "consent": {"text": "Ja, schreiben Sie mir.", "given_at": "2026-11-20T09:00:00Z"},
}


def test_an_address_shows_everything_that_is_held(recorded: Recorded) -> None:
    recorded.answers |= {
        "POST /api/privacy/requests": lambda _: (201, request("export", "confirmed")),
        f"GET /api/privacy/requests/{REQUEST}": request("export", "confirmed", leads=[LEAD_OUT]),
    }
    app = typed(page("privacy"), "E-Mail-Adresse oder Telefonnummer", "erika@example.org")
    pressed(app, "Zeigen, was gespeichert ist")
    (asked,) = recorded.changes()
    assert {name: value for name, value in asked.body.items() if value} == {
        "kind": "export",
        "email": "erika@example.org",
    }
    shown = words(app)
    assert all(part in shown for part in ("Ein Eintrag", "Erika Muster", "Ja, schreiben Sie mir.")), shown
    assert app.query_params["request"] == REQUEST


def test_the_conversations_of_a_person_belong_to_it_and_a_missing_one_is_said(recorded: Recorded) -> None:
    leads = [{**LEAD_OUT, "id": id, "conversation_id": id} for id in (LEAD, BOT)]
    said = {"id": LEAD, "transcript": [{"role": "visitor", "text": "Moin"}, {"role": "assistant", "text": "Moin!"}]}
    recorded.answers |= {
        f"GET /api/privacy/requests/{REQUEST}": request("export", "confirmed", leads=leads),
        f"GET /api/chatbots/{BOT}/conversations/{LEAD}": said,
        f"GET /api/chatbots/{BOT}/conversations/{BOT}": lambda _: (403, {"title": "Forbidden"}),
    }
    shown = words(page("privacy", request=REQUEST))
    assert "2 Nachrichten" in shown
    assert "Ein Gespräch darf Ihr Schlüssel nicht lesen" in shown


def test_a_number_is_not_taken_for_an_address(recorded: Recorded) -> None:
    recorded.answers |= {
        "POST /api/privacy/requests": lambda _: (201, request("export", "confirmed")),
        f"GET /api/privacy/requests/{REQUEST}": request("export", "confirmed", leads=[]),
    }
    app = typed(page("privacy"), "E-Mail-Adresse oder Telefonnummer", "040 66969411")
    pressed(app, "Zeigen, was gespeichert ist")
    assert recorded.changes()[0].body["phone"] == "040 66969411"
    assert "Von dieser Person ist nichts gespeichert." in words(app)


def test_an_erasure_is_asked_for_once_more_and_watched_until_it_is_certified(recorded: Recorded) -> None:
    states = [request("erasure", "erasing", answers=[ANSWER])]

    def erased(_: Asked) -> tuple[int, Any]:
        return 201, states[0]

    recorded.answers |= {
        f"GET /api/admin/leads/{LEAD}": LEAD_OUT,
        "POST /api/privacy/requests": erased,
        f"GET /api/privacy/requests/{REQUEST}": lambda _: (200, states[-1]),
    }
    app = pressed(page("privacy", lead=LEAD), "Alles löschen")
    assert recorded.changes() == [], "it is asked first"
    pressed(app, "Ja: Alles löschen")
    assert recorded.changes()[0].body["lead_id"] == LEAD
    assert "Es fehlt noch die Bestätigung von: chat-svc, analytics-svc, outreach-svc." in words(app)
    assert not app.get("download_button")

    states.append(request("erasure", "done", answers=[ANSWER], certified_at="2026-11-20T09:01:00Z"))
    app.run()
    assert "Gelöscht und von allen Diensten bestätigt am 20.11.2026, 10:01." in words(app)
    assert len(app.get("download_button")) == 1


def test_what_a_person_asked_for_is_for_them_alone(recorded: Recorded) -> None:
    listed = {"id": REQUEST, "kind": "export", "state": "confirmed", "asked_by": "person", "done_at": None}
    recorded.answers["GET /api/privacy/requests"] = {
        "items": [{**listed, "asked_at": "2026-11-20T09:00:00Z"}],
        "next": None,
    }
    app = page("privacy")
    assert "Von der Person selbst beantragt; ihre Auskunft sieht nur sie." in words(app)
    assert not [one for one in app.button if one.label == "Öffnen"]
