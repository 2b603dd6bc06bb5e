"""A workspace's own templates."""

from __future__ import annotations

from dataclasses import dataclass
from uuid import UUID

from servicekit.errors import Invalid, NotFound, check_version

from outreach_svc.domain.composing import (
    Draft,
    Recipient,
    TemplateInvalid,
    compose,
    default_template,
    talking_points,
)
from outreach_svc.domain.following import Point
from outreach_svc.models import TemplateRow
from outreach_svc.repository import Unit
from outreach_svc.service.consent import sender_of
from outreach_svc.texts import TEMPLATES

FIXED = frozenset({"opt_in"})
"""Templates nobody may reword: the law leaves no room for advertising in them."""

_POINTS = (
    Point("top_question", "Preise", 7),
    Point("unanswered_question", "Lieferzeit", 2),
    Point("peak_time", "", 4, 10),
)


@dataclass(frozen=True, slots=True)
class Wording:
    """A template: version 0 is what every workspace starts with."""

    name: str
    language: str
    subject: str
    body: str
    version: int
    preview: Draft


async def read(unit: Unit, workspace_id: UUID, name: str, language: str) -> Wording:
    """The wording in force and how it looks. Raises `NotFound` for an unknown name."""
    if name not in TEMPLATES["de"]:
        raise NotFound(f"There is no template {name}.")
    own = await unit.template(workspace_id, name, language)
    subject, body = (own.subject, own.body) if own else default_template(name, language)
    shown = await preview(unit, workspace_id, subject, body, language)
    return Wording(name, language, subject, body, own.version if own else 0, shown)


async def preview(unit: Unit, workspace_id: UUID, subject: str, body: str, language: str) -> Draft:
    """The template filled with an example. Raises `Invalid` naming what the template language refuses."""
    workspace = await unit.workspace(workspace_id)
    try:
        return compose(
            subject,
            body,
            language=language,
            to=Recipient("Tischlerei Muster GmbH", "Erika Muster", "Tischlerei"),
            sender=sender_of(workspace),
            demo_link="https://example.org/bot/…",
            points=talking_points(_POINTS, language),
            more={
                "days_left": 7,
                "confirm_link": "https://example.org/confirm/…",
                "enquiry_date": "2. März 2026" if language == "de" else "2 March 2026",
            },
        )
    except TemplateInvalid as error:
        raise Invalid.field("/body", str(error)) from error


async def save(
    unit: Unit, workspace_id: UUID, name: str, language: str, subject: str, body: str, expected: int | None
) -> Wording:
    """Put a wording in force. Raises `Invalid` for one that cannot be rendered, `LostUpdate`."""
    before = await read(unit, workspace_id, name, language)
    if name in FIXED:
        raise Invalid.field("/body", "this text asks for consent and must stay free of advertising; it is fixed")
    check_version(before.version, expected)
    shown = await preview(unit, workspace_id, subject, body, language)
    own = await unit.template(workspace_id, name, language)
    if own is None:
        own = TemplateRow(workspace_id=workspace_id, name=name, language=language, version=0)
        unit.session.add(own)
    own.subject, own.body, own.changed_at = subject, body, unit.now()
    own.version += 1
    return Wording(name, language, subject, body, own.version, shown)
