"""Filters that the workspace keeps: told, kept from the address, and forgotten after a question."""

from __future__ import annotations

from typing import Any

import pytest
from config_svc.domain import filters
from console import saved

from .recorded import Recorded, page, pressed, words

PATH = "/api/saved-filters"
ONE: dict[str, Any] = {
    "id": "0198c0de-0000-7000-8000-0000000000f1",
    "list": "leads",
    "name": "Neue *Anfragen*",
    "values": {"status": "new", "kind": "contact_request"},
    "created_at": "2026-11-20T09:00:00Z",
}


def test_a_kept_filter_is_a_link_to_what_it_narrows(recorded: Recorded) -> None:
    recorded.answers[f"GET {PATH}"] = {"items": [ONE]}
    app = page("leads")
    found = [link.proto for link in app.get("page_link") if "Anfragen" in link.proto.label]
    assert [(one.label.replace("\\", ""), one.query_string) for one in found] == [
        ("Neue *Anfragen*", "status=new&kind=contact_request")
    ]


@pytest.mark.parametrize(
    ("name", "given", "kept"),
    [
        ("leads", {"status": "new", "text": "erika", "interest": "7"}, {"status": "new", "interest": "7"}),
        ("bots", {"state": "live", "search": "brandt"}, {"state": "live", "search": "brandt"}),
        ("prospects", {"stage": "won"}, {"stage": "won"}),
    ],
)
def test_the_present_filter_is_kept_but_for_whom_was_searched(
    recorded: Recorded, name: str, given: dict[str, str], kept: dict[str, str]
) -> None:
    recorded.answers["GET /api/prospects/counts"] = {"stages": {}}
    app = page(name, **given)
    pressed(app, "Merken")
    assert "Es fehlt der Name." in words(app)
    field = next(one for one in app.text_input if one.form_id == f"saved:{name}")
    field.set_value("Meine")
    recorded.answers[f"POST {PATH}"] = ONE
    pressed(app, "Merken")
    (asked,) = recorded.changes()
    assert asked.body == {"list": name, "name": "Meine", "values": kept}
    assert "Der Filter „Meine“ ist gemerkt." in words(app)


def test_a_filter_is_forgotten_after_a_question(recorded: Recorded) -> None:
    recorded.answers[f"GET {PATH}"] = {"items": [ONE]}
    app = page("leads")
    (button,) = [one for one in app.button if "Anfragen" in one.label]
    button.click().run()
    assert recorded.changes() == []
    assert "verschwindet für alle" in words(app)
    (sure,) = [one for one in app.button if one.label.startswith("Ja:")]
    sure.click().run()
    (asked,) = recorded.changes()
    assert (asked.method, asked.path) == ("DELETE", f"{PATH}/{ONE['id']}")


def test_a_list_without_filters_and_a_key_without_rights_show_none(recorded: Recorded) -> None:
    assert "Merken" not in [one.label for one in page("leads").button]
    recorded.answers[f"GET {PATH}"] = lambda _: (403, {"title": "no", "status": 403})
    assert "Merken" not in [one.label for one in page("leads", status="new").button]


def test_what_is_kept_is_what_the_api_takes() -> None:
    assert saved.NAMES == filters.NAMES
