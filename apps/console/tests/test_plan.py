"""What is still to come for a prospect, why, and the thread in its order."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

from console.texts import CATALOGUE

from .recorded import Recorded, answer, page, words

FOUND = answer("prospect")
DOMAIN = Path(__file__).parents[3] / "services" / "outreach-svc" / "src" / "outreach_svc"
CODE = re.compile(r'Planned\("\w+", (?:True|False), "(\w+)"')
STOPPED = re.compile(r'stop_follow_ups\(unit, prospect, "(\w+)"')


def opened(recorded: Recorded, **values: Any) -> Any:
    recorded.answers[f"GET /api/prospects/{FOUND['id']}"] = {**FOUND, **values}
    return page("prospects", prospect=FOUND["id"], tab="outreach")


def planned(what: str, comes: bool, because: str, **values: Any) -> dict[str, Any]:
    return {"what": what, "comes": comes, "because": because, "at": None, "days": None, "template": None, **values}


def test_every_reason_has_words() -> None:
    codes = set(CODE.findall((DOMAIN / "domain" / "planning.py").read_text())) | {"won", "lost"}
    for file in (DOMAIN / "service").glob("*.py"):
        codes |= set(STOPPED.findall(file.read_text()))
    assert len(codes) > 12
    assert {f"plan.because.{code}" for code in codes} - CATALOGUE.ids == set()


def test_what_comes_says_when_and_why(recorded: Recorded) -> None:
    due = planned("follow_up", True, "days_after_contact", at="2026-12-06T09:00:00Z", days=7, template="follow_up_high")
    refused = {"allowed": False, "basis": None, "reasons": ["no_lawful_basis"]}
    said = words(opened(recorded, plan=[due], mail=refused))
    assert "**Nachfassen** · 06.12.2026, 10:00 · 7 Tage nach dem Erstkontakt" in said
    assert "Nachfassen, großes Interesse" in said
    assert "Zurzeit dürfte keine Mail hinaus: Es ist keine Rechtsgrundlage vermerkt" in said


def test_what_does_not_come_says_why(recorded: Recorded) -> None:
    said = words(opened(recorded, plan=[planned("follow_up", False, "unsubscribed")]))
    assert "kommt nicht: Die Firma hat sich abgemeldet" in said
    assert "Zurzeit dürfte keine Mail hinaus" not in said


def test_mails_and_replies_are_one_thread(recorded: Recorded) -> None:
    (message,) = [one for one in FOUND["messages"] if one["dispatched_at"]][:1]
    mails = [
        {**message, "subject": f"Mail {number}", "dispatched_at": f"2026-11-0{number}T09:00:00Z"} for number in (3, 1)
    ]
    reply = {
        "id": message["id"], "kind": "reply", "subject": "Antwort 2", "text": "Gern.", "at": "2026-11-02T09:00:00Z",
        "message_id": None,
    }  # fmt: skip
    labels = [one.label for one in opened(recorded, messages=mails, inbound=[reply]).expander]
    places = [
        next(place for place, label in enumerate(labels) if part in label) for part in ("Mail 1", "Antwort 2", "Mail 3")
    ]
    assert places == sorted(places)
