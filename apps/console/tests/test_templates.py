"""Mail templates: the list, a wording that is refused at its field, the preview for a prospect, and the way back."""

from __future__ import annotations

from typing import Any, get_args, get_type_hints

import pytest
from console.models.outreach_svc import TemplateOut
from console.texts import CATALOGUE

from .recorded import Asked, Recorded, answer, page, pressed, words

PATH = "/api/outreach/templates"
ONE = f"{PATH}/follow_up_low"
TEMPLATE: dict[str, Any] = {
    "name": "follow_up_low",
    "language": "de",
    "subject": "Hallo {{ company }}",
    "body": "{{ salutation }}",
    "version": 3,
    "preview_subject": "Hallo Tischlerei *Muster*",
    "preview_text": "Guten Tag",
    "preview_html": "<!doctype html><p>Guten Tag</p>",
    "preview_footer": "",
    "fixed": False,
    "placeholders": ["company", "sender.phone"],
}


def listed(name: str, **values: Any) -> dict[str, Any]:
    row = {"name": name, "language": "de", "subject": "Hallo", "version": 0, "changed_at": None, "fixed": False}
    return {**row, **values}


@pytest.fixture
def told(recorded: Recorded) -> Recorded:
    prospect = answer("prospect")
    recorded.answers |= {
        f"GET {PATH}": [
            listed("follow_up_low", version=3, changed_at="2026-11-20T09:00:00Z"),
            listed("opt_in", fixed=True),
            listed("reminder"),
        ],
        f"GET {ONE}": TEMPLATE,
        "GET /api/prospects": {"items": [prospect, {**prospect, "id": prospect["id"][:-1] + "0", "language": "en"}]},
    }
    return recorded


def written(app: Any, text: str) -> Any:
    app.text_area[0].set_value(text).run()
    assert not app.exception, app.exception
    return app


def test_every_placeholder_is_explained() -> None:
    (each,) = get_args(get_type_hints(TemplateOut)["placeholders"])
    names = get_args(each)
    assert len(names) > 15
    for language in ("de", "en"):
        assert {f"placeholder.{name}" for name in names} <= set(CATALOGUE.texts(language))


def test_the_list_says_which_wording_is_in_force(told: Recorded) -> None:
    table = page("templates").dataframe[0].value
    assert list(table["Wortlaut"]) == ["eigener, seit 20.11.2026, 10:00", "fest", "mitgeliefert"]
    assert told.changes() == []


@pytest.mark.parametrize(
    ("pointer", "why", "said"),
    [
        ("/body", "'firma' is undefined", "Den Platzhalter „firma“ gibt es nicht."),
        ("/subject", "line 2: call is not available in templates", "Zeile 2: Das geht in Vorlagen nicht."),
        ("/body", "line 1: unexpected '}'", "Zeile 1 lässt sich nicht lesen"),
        ("/subject", "must not be empty", "es muss etwas dastehen"),
    ],
)
def test_what_is_wrong_stands_at_the_field_and_is_not_saved(told: Recorded, pointer: str, why: str, said: str) -> None:
    refused = {"title": "x", "status": 422, "errors": [{"pointer": pointer, "message": why}]}
    told.answers[f"PUT {ONE}"] = lambda _: (422, refused)
    app = written(page("templates", template="follow_up_low", language="de"), "{{ firma }}")
    (error,) = app.error
    assert said in str(error.value)
    assert next(one for one in app.button if one.label == "Wortlaut speichern").disabled
    assert [asked.body["only_preview"] for asked in told.changes()] == [True]


def test_a_prospect_sees_its_own_mail_and_nothing_is_stored(told: Recorded) -> None:
    told.answers[f"PUT {ONE}"] = {**TEMPLATE, "preview_subject": "Hallo Tischlerei Brandt GmbH"}
    prospect = answer("prospect")["id"]
    app = page("templates", template="follow_up_low", prospect=prospect)
    choice = next(one for one in app.selectbox if one.label == "Vorschau für")
    assert len(choice.options) == 2, "companies of another language have a wording of their own"
    assert "Hallo Tischlerei Brandt GmbH" in words(app)
    assert "darf zurzeit nicht gemailt werden" in words(app)
    assert all(asked.body["only_preview"] and asked.body["prospect_id"] == prospect for asked in told.changes())


def test_a_wording_is_saved_under_the_version_that_was_seen(told: Recorded) -> None:
    def put(asked: Asked) -> tuple[int, Any]:
        return 200, {**TEMPLATE, "version": 3 if asked.body.get("only_preview") else 4}

    told.answers[f"PUT {ONE}"] = put
    app = page("templates", template="follow_up_low")
    assert [one.label for one in app.button if one.label == "Wortlaut speichern"] == []
    pressed(written(app, "Guten Tag {{ company }}"), "Wortlaut speichern")
    (saved,) = [asked for asked in told.changes() if not asked.body.get("only_preview")]
    assert (saved.body, saved.version) == (
        {"subject": "Hallo {{ company }}", "body": "Guten Tag {{ company }}"},
        3,
    )
    assert "Neue Entwürfe entstehen aus diesem Wortlaut" in words(app)


def test_back_to_the_built_in_one_is_asked_first(told: Recorded) -> None:
    told.answers[f"DELETE {ONE}"] = {**TEMPLATE, "version": 0}
    app = pressed(page("templates", template="follow_up_low"), "Mitgelieferten Wortlaut nehmen")
    assert told.changes() == []
    pressed(app, "Ja: Mitgelieferten Wortlaut nehmen")
    (reset,) = told.changes()
    assert (reset.method, reset.params, reset.version) == ("DELETE", {"language": ["de"]}, 3)


def test_what_asks_for_consent_is_fixed(told: Recorded) -> None:
    told.answers[f"GET {PATH}/opt_in"] = {**TEMPLATE, "name": "opt_in", "version": 0, "fixed": True}
    app = page("templates", template="opt_in")
    assert app.text_area[0].disabled
    assert "muss frei von Werbung bleiben" in words(app)
