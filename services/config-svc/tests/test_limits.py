"""Every limit of a configuration answers 422 naming the field, and nothing is stored."""

from __future__ import annotations

import copy
import json
from typing import Any

import httpx
import pytest
from config_svc.api.schemas.configuration import CreateExtendedIn
from config_svc.models import AuditEntry, Bot
from contracts.sources import MOST_SOURCES
from hypothesis import given, settings
from hypothesis import strategies as st
from pydantic import ValidationError
from sqlalchemy import func, select, text

PERSON = {"name": "A", "email": "a@b.example"}
INTERVAL = {"opens": "08:00", "closes": "12:00"}
BROKEN: list[tuple[str, Any]] = [
    ("/name", ""),
    ("/name", "x" * 256),
    ("/name", "two\nlines"),
    ("/name", "Brandt \u202eHbmG"),
    ("/description", "x" * 5001),
    ("/description", "nul \x00"),
    ("/description", "half \ud83d"),
    ("/description", "bell \x07"),
    ("/branding/primary_color", "blue"),
    ("/branding/secondary_color", "#12345"),
    ("/branding/logo", "x"),
    ("/branding/welcome_message", "x" * 1001),
    ("/branding/teaser", "x" * 121),
    ("/branding/teaser", "Fragen?\nIch"),
    ("/company/company_name", "x" * 256),
    ("/company/company_name", "Brandt\u200b"),
    ("/company/address/street", "Am\x85Weg"),
    ("/company/address/postal_code", "1" * 21),
    ("/company/phone", "call me"),
    ("/company/phone", "12"),
    ("/company/email", "nobody"),
    ("/company/website", "javascript:alert(1)"),
    ("/company/website", "https://user:secret@company.example"),
    ("/company/social", {"linkedin": "https://linkedin.com.evil.example/x"}),
    ("/company/social", {"facebook": "https://notfacebook.com/x"}),
    ("/company/social", {"instagram": "https://x.com/x"}),
    ("/company/social", {"x": "https://xx.com/x"}),
    ("/company/social", {"xing": "http://xing.com@evil.example/"}),
    ("/company/social", {"youtube": "ftp://youtube.com/x"}),
    ("/company/social", {"myspace": "https://myspace.com/x"}),
    ("/opening_hours/time_zone", "Bavaria/Munich"),
    ("/opening_hours/holidays", "DE-XX"),
    ("/opening_hours/weekly", {"monday": [INTERVAL, {"opens": "11:00", "closes": "13:00"}]}),
    ("/opening_hours/weekly", {"friday": [{"opens": "20:00", "closes": "09:00"}], "saturday": [INTERVAL]}),
    ("/opening_hours/weekly/monday/0/opens", [{"opens": "25:00", "closes": "12:00"}]),
    ("/opening_hours/weekly/monday", [INTERVAL] * 13),
    ("/opening_hours/special_days", [{"date": "2026-12-24"}] * 2),
    ("/opening_hours/special_days/0/date", [{"date": "tomorrow"}]),
    ("/opening_hours/special_days/0/date", [{"date": "0001-01-01"}]),
    ("/opening_hours/by_appointment/0", ["someday"]),
    ("/opening_hours/by_appointment", ["monday"]),
    ("/email_capture/max_requests", 0),
    ("/email_capture/consent_text/de", {"de": "x" * 4001}),
    ("/email_capture/privacy_url", "no address"),
    ("/email_capture/initial", "x" * 501),
    ("/email_capture", {"enabled": True, "consent_text": "Ja"}),
    ("/contact_persons/persons", [PERSON] * 6),
    ("/contact_persons/persons/0/email", [{"name": "A"}]),
    ("/contact_persons/persons/0/phone", [{**PERSON, "phone": "none"}]),
    ("/contact_persons/persons/0/name", [{**PERSON, "name": "A\u2066B"}]),
    ("/contact_persons/layout", "diagonal"),
    ("/contact_persons/min_messages", -1),
    ("/contact_persons/keywords/0", ["x" * 61]),
    ("/contact_persons/topics", ["x"] * 51),
    ("/custom_prompts/system_prompt_additions", "x" * 4001),
    ("/custom_prompts/response_style", "rude"),
    ("/custom_prompts/language", "klingon"),
    ("/business_hours_integration/holiday_message", "x" * 501),
    ("/limits/messages_per_minute", 0),
    ("/limits/tokens_per_day", -1),
    ("/limits/allowed_origins/0", ["https://company.example/path"]),
    ("/data_sources/0", [{"kind": "url"}]),
    ("/data_sources/0/url", [{"kind": "url", "url": "file:///etc/passwd"}]),
    ("/data_sources", [{"kind": "text", "text": "x" * 250_000}] * 2),
    ("/data_sources", [{"kind": "text", "text": "x"}] * (MOST_SOURCES + 1)),
    ("/data_sources/0/kind", [{"kind": "pdf"}]),
    ("/unknown_field", 1),
]


def with_value(body: dict[str, Any], pointer: str, value: Any) -> dict[str, Any]:
    """The body with a value where the pointer's list or object begins."""
    changed = copy.deepcopy(body)
    steps = pointer.strip("/").split("/")
    for number, step in enumerate(steps):
        if step.isdigit():
            steps = steps[:number]
            break
    if steps[-1] == "de":
        steps.pop()
    target = changed
    for step in steps[:-1]:
        target = target.setdefault(step, {})
    target[steps[-1]] = value
    return changed


@pytest.mark.integration
async def test_every_limit_names_its_field_and_stores_nothing(
    client: httpx.AsyncClient, api_key: Any, kit: Any, body: dict[str, Any]
) -> None:
    headers = await api_key()
    async with kit.transaction() as unit:
        events = (await unit.session.execute(text("SELECT count(*) FROM outbox"))).scalar()
        entries = (await unit.session.execute(select(func.count()).select_from(AuditEntry))).scalar()
    for pointer, value in BROKEN:
        answer = await client.post(
            "/api/chatbots/create-extended",
            content=json.dumps(with_value(body, pointer, value)),
            headers={**headers, "Content-Type": "application/json"},
        )
        assert answer.status_code == 422, (pointer, value, answer.text)
        named = [error["pointer"] for error in answer.json()["errors"]]
        assert any(name == pointer or name.startswith(pointer + "/") for name in named), (pointer, named)
    async with kit.transaction() as unit:
        assert (await unit.session.execute(select(func.count()).select_from(Bot))).scalar() == 0
        assert (await unit.session.execute(text("SELECT count(*) FROM outbox"))).scalar() == events
        assert (await unit.session.execute(select(func.count()).select_from(AuditEntry))).scalar() == entries


def test_the_limits_themselves_are_allowed() -> None:
    CreateExtendedIn.model_validate(
        {
            "name": "x" * 255,
            "description": "ü" * 5000,
            "custom_prompts": {"system_prompt_additions": "x" * 4000},
            "contact_persons": {"persons": [PERSON] * 5},
            "data_sources": [{"kind": "text", "text": "x" * 400_000}],
        }
    )


json_values = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | st.text(max_size=20),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=12), inner, max_size=3),
    max_leaves=6,
)
fields = st.sampled_from([name for name in CreateExtendedIn.model_fields if name != "name"])


@settings(max_examples=150)
@given(st.dictionaries(fields, json_values, max_size=4), st.text(max_size=300))
def test_whatever_is_sent_is_refused_or_becomes_a_configuration(values: dict[str, Any], name: str) -> None:
    try:
        given_body = CreateExtendedIn.model_validate({**values, "name": name})
    except ValidationError:
        return
    draft = given_body.draft()
    assert 1 <= len(draft.configuration.name) <= 255
    assert len(draft.configuration.contact_persons.persons) <= 5
