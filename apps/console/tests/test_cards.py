"""Lists on a phone: cards that open, shorter than tables, which stay what they are elsewhere."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import pytest
from console.device import is_phone
from streamlit.runtime.context import ContextProxy

from .recorded import Recorded, page, words
from .test_leads import LEAD

ANDROID = "Mozilla/5.0 (Linux; Android 15) AppleWebKit/537.36 Chrome/140.0 Mobile Safari/537.36"
DESK = "Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 Chrome/140.0 Safari/537.36"


@pytest.fixture
def phone(monkeypatch: pytest.MonkeyPatch) -> None:
    """A phone's browser."""
    monkeypatch.setattr(ContextProxy, "headers", property(lambda _: {"User-Agent": ANDROID}))


@pytest.mark.parametrize(
    ("headers", "phone"),
    [
        ({"User-Agent": ANDROID}, True),
        ({"user-agent": DESK}, False),
        ({"User-Agent": DESK, "Sec-CH-UA-Mobile": "?1"}, True),
        ({"User-Agent": ANDROID, "Sec-CH-UA-Mobile": "?0"}, False),  # who asks for the desktop's page
        ({}, False),
    ],
)
def test_what_says_of_itself_that_it_is_a_phone(headers: Mapping[str, str], phone: bool) -> None:
    assert is_phone(headers) is phone


@pytest.mark.usefixtures("phone")
def test_leads_are_cards_that_open(recorded: Recorded) -> None:
    other: dict[str, Any] = {**LEAD, "id": "0198c0de-0000-7000-8000-00000000000d", "email": "ole@example.org"}
    recorded.answers |= {
        "GET /api/admin/leads": {"items": [LEAD, other], "next": None},
        f"GET /api/admin/leads/{other['id']}": other,
    }
    app = page("leads")
    assert not app.dataframe
    assert [one.params["limit"] for one in recorded.asked if one.path == "/api/admin/leads"][-1] == ["10"]
    shown = words(app)
    assert "Status: Kontaktiert" in shown
    assert "Notizen" not in shown, "what is empty is left out"
    app.checkbox(f"leads:pick:{LEAD['id']}").check().run()
    assert "Status von 1" in [one.label for one in app.selectbox]
    recorded.answers["GET /api/admin/leads"] = {"items": [other, LEAD], "next": None}
    app.query_params["sort"] = "-interest"
    app.run()
    assert [one.value for one in app.checkbox] == [False, True], "a pick stays with its lead"
    app.button("leads:open:0").click().run()
    assert any(one.path == f"/api/admin/leads/{other['id']}" for one in recorded.asked)


@pytest.mark.usefixtures("phone")
def test_what_is_only_looked_through_is_cards_too(recorded: Recorded) -> None:
    entry = {"address_hash": "0123456789abcdef0123", "reason": "unsubscribed", "since": "2026-11-20T09:00:00Z"}
    recorded.answers["GET /api/outreach/suppressions"] = {"items": [entry], "next": None}
    app = page("suppressions")
    assert not app.dataframe
    assert "0123456789abcdef…" in words(app)


def test_elsewhere_they_are_a_table(recorded: Recorded) -> None:
    recorded.answers["GET /api/admin/leads"] = {"items": [LEAD], "next": None}
    app = page("leads")
    assert len(app.dataframe) == 1
