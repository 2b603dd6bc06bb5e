"""What a bot brought, on its own tabs, with the parts of the pages that have it for all bots."""

from __future__ import annotations

import pytest

from .recorded import EMPTY, Recorded, answer, page, pressed, words
from .test_leads import LEAD

BOT = answer("bot")


@pytest.fixture
def told(recorded: Recorded) -> Recorded:
    recorded.answers |= {
        f"GET /api/chatbots/{BOT['id']}": BOT,
        "GET /api/chatbots": answer("bots"),
        f"GET /api/chatbots/{BOT['id']}/analytics": answer("analytics"),
        f"GET /api/chatbots/{BOT['id']}/engagement": answer("engagement"),
        f"GET /api/chatbots/{BOT['id']}/questions": answer("questions"),
        f"GET /api/chatbots/{BOT['id']}/conversations": EMPTY,
        "GET /api/admin/activity": [],
    }
    return recorded


def test_the_leads_of_a_bot_are_its_alone(told: Recorded) -> None:
    told.answers["GET /api/admin/leads"] = {"items": [LEAD], "next": None}
    app = page("bots", bot=BOT["id"], tab="leads", status="contacted")
    asked = [one.params for one in told.asked if one.path == "/api/admin/leads"][-1]
    assert (asked["chatbot_id"], asked["status"]) == ([BOT["id"]], ["contacted"])
    assert "Assistent" not in [one.label for one in app.selectbox], "the bot is given"
    assert list(app.dataframe[0].value["Name"]) == ["Erika *Muster*"]


def test_a_bot_without_leads_is_no_filter_without_hits(told: Recorded) -> None:
    app = page("bots", bot=BOT["id"], tab="leads")
    assert "sobald ein Besucher seine Adresse hinterlässt" in words(app)
    assert "Kein Lead passt" in words(page("bots", bot=BOT["id"], tab="leads", status="lost"))


def test_the_figures_of_a_bot_are_those_of_the_page(told: Recorded) -> None:
    tab = page("bots", bot=BOT["id"], tab="analytics")
    whole = page("analytics", bot=BOT["id"])
    assert len(tab.metric) > 5
    assert [(one.label, one.value) for one in tab.metric] == [(one.label, one.value) for one in whole.metric]


def test_filters_of_a_tab_stay_on_it(told: Recorded) -> None:
    app = page("bots", bot=BOT["id"], tab="leads", status="lost", interest="7")
    pressed(app, "Alle Assistenten")
    assert set(app.query_params) & {"bot", "tab", "status", "interest"} == set()
