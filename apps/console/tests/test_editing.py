"""Editing a bot against recorded answers: what is wrong stands at its field, and nobody overwrites anybody."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterator
from copy import deepcopy
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path
from typing import Any

import pytest
from console.bot.patches import patch_of
from console.texts import CATALOGUE
from streamlit.testing.v1 import AppTest

from .recorded import SCRIPT, Asked, answer, page, pressed, serving, typed, words

ROOT = Path(__file__).parents[3]
BOT = "01a2255f-1069-72ea-b314-1427a4b2c60c"
Open = Callable[..., AppTest]


def merged(document: Any, patch: Any) -> Any:
    """RFC 7396."""
    if not isinstance(patch, dict):
        return patch
    kept = dict(document) if isinstance(document, dict) else {}
    for name, value in patch.items():
        if value is None:
            kept.pop(name, None)
        else:
            kept[name] = merged(kept.get(name), value)
    return kept


WHO = {"/api/workspaces": "workspaces", "/api/sessions": "session"}


@dataclass
class Apis:
    """The recorded bot behind the protocol of the real one: versions, merge patches, problems."""

    bot: dict[str, Any] = field(default_factory=lambda: answer("bot"))
    patches: list[dict[str, Any]] = field(default_factory=list)
    keys: list[str] = field(default_factory=list)
    """The Idempotency-Keys of what was to be created."""
    lost: int = 0
    """Answers that do not reach the console."""

    def __call__(self, request: Asked) -> tuple[int, Any]:
        if request.method == "PATCH":
            return self.patch(request.body, request.headers["If-Match"])
        return self.create(request.headers["Idempotency-Key"]) if request.method == "POST" else self.get(request.path)

    def change(self, patch: dict[str, Any]) -> None:
        self.bot["draft"] = merged(self.bot["draft"], patch)
        self.bot["version"] += 1

    def get(self, path: str) -> tuple[int, Any]:
        if path.endswith("/sources"):
            return 200, answer("sources")
        if path.endswith("/opening-status"):
            return 200, answer("opening_status")
        if path in WHO:
            return 200, answer(WHO[path])
        if path.endswith(("/gaps", "/pages", "/versions")):
            return 200, []
        return (200, self.bot) if path == f"/api/chatbots/{BOT}" else (200, {"items": [], "next": None})

    def patch(self, body: dict[str, Any], version: str) -> tuple[int, Any]:
        if version != f'"{self.bot["version"]}"':
            return 412, answer("lost_update")
        if not re.search(r"\d", body.get("company", {}).get("phone", "0") or "0"):
            return 422, answer("invalid")
        self.patches.append(deepcopy(body))
        self.change(body)
        return 200, self.bot

    def create(self, key: str) -> tuple[int, Any]:
        self.keys.append(key)
        self.lost -= 1
        return (503, None) if self.lost >= 0 else (201, self.bot)


@pytest.fixture
def apis(environment: pytest.MonkeyPatch) -> Iterator[Apis]:
    told = Apis()
    with serving(told) as url:
        environment.setenv("API_URL", url)
        yield told


@pytest.fixture
def opened(apis: Apis) -> Open:
    """Opens the bots' page at an address, signed in."""
    return partial(page, "bots")


def test_what_is_wrong_stands_at_its_field_and_is_still_there(opened: Open, apis: Apis) -> None:
    app = opened(bot=BOT, tab="settings", step="company")
    phone = next(one for one in app.text_input if one.label == "Telefon")
    assert phone.value == "040 66969411", "as people write it"

    pressed(typed(app, "Telefon", "keine"), "Speichern")
    assert "Das ist keine Telefonnummer" in words(app)
    assert next(one for one in app.text_input if one.label == "Telefon").value == "keine"
    assert apis.patches == []

    pressed(typed(app, "Telefon", "040 123456"), "Speichern")
    assert apis.patches == [{"company": {"phone": "040 123456"}}]
    assert "Das ist keine Telefonnummer" not in words(app)


def test_what_is_typed_in_while_a_source_becomes_searchable_is_not_lost(opened: Open, apis: Apis) -> None:
    app = opened(bot=BOT, tab="settings", step="basics")
    apis.bot["version"] += 1  # the bot's state changed, its draft did not
    pressed(typed(app, "Name des Assistenten *", "Frag Brandt"), "Speichern")
    assert apis.patches == [{"name": "Frag Brandt"}]


def test_what_is_typed_in_survives_other_steps_and_is_saved_with_them(opened: Open, apis: Apis) -> None:
    app = opened(bot=BOT, tab="settings", step="basics")
    typed(app, "Name des Assistenten *", "Frag Brandt")
    app.query_params["step"] = "company"
    app.run()
    typed(app, "Ort", "Altona")
    assert "2 Änderungen sind noch nicht gespeichert." in words(app)
    pressed(app, "Speichern")
    assert apis.patches == [{"name": "Frag Brandt", "company": {"address": {"city": "Altona"}}}]


def test_who_was_overtaken_sees_both_versions_and_chooses(opened: Open, apis: Apis) -> None:
    app = opened(bot=BOT, tab="settings", step="company")
    typed(app, "Ort", "Altona")
    typed(app, "Firmenname", "Brandt")
    typed(app, "Straße und Hausnummer", "Hobelweg 14")
    apis.change({"company": {"address": {"city": "Wedel"}, "company_name": "Tischlerei Brandt"}})

    pressed(app, "Speichern")
    assert "Jemand hat diesen Entwurf inzwischen geändert." in words(app)
    shown = words(app)
    assert all(value in shown for value in ("Altona", "Wedel", "Tischlerei Brandt"))
    assert "Hobelweg" not in shown, "only one of the two touched it"
    choices = {one.label: one for one in app.button_group}
    choices["Ort"].set_value("theirs").run()
    pressed(app, "So weiter")
    pressed(app, "Speichern")
    assert apis.patches == [{"company": {"company_name": "Brandt", "address": {"street": "Hobelweg 14"}}}]
    assert apis.bot["draft"]["company"]["address"]["city"] == "Wedel"


def city(app: AppTest) -> str:
    return str(next(one for one in app.text_input if one.label == "Ort").value)


def test_what_was_typed_in_waits_for_who_comes_back_and_can_be_let_go(opened: Open, apis: Apis) -> None:
    before = city(typed(opened(bot=BOT, tab="settings", step="company"), "Ort", "Altona").run())
    assert before == "Altona"
    app = opened(bot=BOT, tab="settings", step="company")  # another session with the same key
    assert "Ihre ungespeicherte Eingabe vom letzten Mal ist wieder da." in words(app)
    assert city(app) == "Altona"
    assert apis.patches == []
    pressed(app, "Verwerfen")
    assert city(app) == "Hamburg"
    app = opened(bot=BOT, tab="settings", step="company")
    assert "vom letzten Mal" not in words(app)
    assert city(app) == "Hamburg"


def test_what_somebody_changed_meanwhile_is_not_overwritten_by_what_waited(opened: Open, apis: Apis) -> None:
    typed(opened(bot=BOT, tab="settings", step="company"), "Ort", "Altona")
    apis.change({"company": {"address": {"city": "Wedel"}}})
    app = opened(bot=BOT, tab="settings", step="company")
    assert city(app) == "Wedel"
    assert "Ort: Inzwischen hat jemand etwas anderes gespeichert. Ihre Eingabe war: Altona" in words(app)


def test_what_was_saved_does_not_wait(opened: Open, apis: Apis) -> None:
    pressed(typed(opened(bot=BOT, tab="settings", step="company"), "Ort", "Altona"), "Speichern")
    assert apis.patches == [{"company": {"address": {"city": "Altona"}}}]
    assert "vom letzten Mal" not in words(opened(bot=BOT, tab="settings", step="company"))


def test_a_bot_is_made_once_though_the_answer_was_lost(opened: Open, apis: Apis) -> None:
    apis.lost = 1
    app = opened(new="1")
    typed(app, "Name des Assistenten *", "Frag Brandt")
    pressed(app, "Anlegen")
    assert "Die Plattform antwortet gerade nicht." in words(app)
    pressed(app, "Anlegen")
    assert len(apis.keys) == 2
    assert len(set(apis.keys)) == 1
    assert BOT in app.query_params["bot"]


def test_every_part_of_a_bot_opens(opened: Open, apis: Apis) -> None:
    for tab in ("overview", "gaps", "conversations", "knowledge", "history"):
        assert not opened(bot=BOT, tab=tab).error, tab
    for step, part in (
        ("basics", ""),
        ("branding", ""),
        ("company", "hours"),
        ("features", "email"),
        ("features", "persons"),
        ("features", "absence"),
        ("features", "prompts"),
        ("sources", ""),
        ("launch", ""),
    ):
        app = opened(bot=BOT, tab="settings", step=step, part=part)
        assert not app.error, (step, part)
        assert "nicht gespeichert" not in words(app), "looking changes nothing"


DRAFT = {"name": "a", "company": {"social": {"xing": "x", "x": "y"}, "phone": None}, "days": [1]}


@pytest.mark.parametrize(
    ("values", "patch"),
    [
        ({"/name": "a"}, {}),
        ({"/name": "b", "/company/phone": "1"}, {"name": "b", "company": {"phone": "1"}}),
        ({"/company/social": {"xing": "z"}}, {"company": {"social": {"xing": "z", "x": None}}}),
        ({"/days": [1, 2]}, {"days": [1, 2]}),
        ({"/new/deep": {"a": 1}}, {"new": {"deep": {"a": 1}}}),
    ],
)
def test_a_patch_leads_from_the_draft_to_what_was_typed_in(values: dict[str, Any], patch: dict[str, Any]) -> None:
    assert patch_of(DRAFT, values) == patch


def test_every_field_of_a_configuration_has_a_home() -> None:
    document = json.loads((ROOT / "services/config-svc/openapi.json").read_text())["components"]["schemas"]
    homes = "\n".join(file.read_text() for file in (SCRIPT.parents[1] / "bot").glob("*.py"))

    def leaves(name: str, path: str) -> Iterator[str]:
        for field_name, schema in document[name]["properties"].items():
            reference = schema.get("$ref") or next((one.get("$ref") for one in schema.get("allOf", [])), None)
            if reference:
                yield from leaves(reference.rsplit("/", 1)[1], f"{path}.{field_name}")
            else:
                yield f"{path}.{field_name}"

    of_their_own = {".data_sources", ".contact_persons.persons", ".email_capture.consent_text"}
    found = set(leaves("CreateExtendedIn", "")) - of_their_own
    assert {leaf for leaf in found if not CATALOGUE.knows(f"edit{leaf}")} == set()
    assert {leaf for leaf in found if leaf.rsplit(".", 1)[1] not in homes} == set()
