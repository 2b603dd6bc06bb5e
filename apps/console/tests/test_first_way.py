"""The first way through an empty console: the sample company, and the step that comes next."""

from __future__ import annotations

from typing import Any

import pytest

from .recorded import Recorded, page, words

BOT = "0198c0de-0000-7000-8000-00000000000c"
BRIEF: dict[str, Any] = {
    "id": BOT,
    "name": "Brandt",
    "company_name": "Tischlerei Brandt GmbH",
    "state": "draft",
    "published_at": None,
    "version": 1,
}


def steps(recorded: Recorded, state: str, *, asked: int = 0, leads: int = 0) -> str:
    recorded.answers |= {
        "GET /api/chatbots": {"items": [BRIEF | {"state": state}], "next": None},
        "GET /api/admin/activity": [{"chatbot_id": BOT, "conversations": asked}],
        "GET /api/admin/leads": {
            "items": [{"kind": "email"}] * leads,
            "next": None,
        },
    }
    return words(page("start"))


def test_the_next_step_is_the_first_that_the_apis_do_not_know_yet(recorded: Recorded) -> None:
    assert "Sehen Sie die Angaben durch" in steps(recorded, "draft")
    assert "Öffnen Sie den Produktionslink und stellen Sie zwei Fragen" in steps(recorded, "live")
    assert "Fragen Sie weiter, bis der Assistent um die Adresse bittet" in steps(recorded, "live", asked=1)
    assert "Ihr erster Weg" not in steps(recorded, "live", asked=1, leads=1)


@pytest.mark.parametrize("served", [True, False])
def test_the_sample_company_is_offered_where_its_site_is_served(
    recorded: Recorded, environment: pytest.MonkeyPatch, served: bool
) -> None:
    if served:
        environment.setenv("DEMO_SITE_URL", "http://127.0.0.1:8090/")
    app = page("start")
    assert "Willkommen" in words(app)
    offered = [one for one in app.button if one.label == "Assistenten der Beispielfirma anlegen"]
    assert len(offered) == served
