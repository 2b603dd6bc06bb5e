"""A workspace's own templates."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from contracts.workspaces import WorkspaceSnapshot
from servicekit.errors import Invalid, NotFound, check_version

from outreach_svc.adapters.resources import Keys
from outreach_svc.domain.composing import (
    Draft,
    Recipient,
    TemplateInvalid,
    compose,
    date_in_words,
    default_template,
    footer,
    talking_points,
    with_demo_end,
)
from outreach_svc.domain.following import Point
from outreach_svc.domain.sending import DEMO_LENGTH
from outreach_svc.models import TemplateRow
from outreach_svc.repository import Unit
from outreach_svc.service.consent import lawfulness, sender_of
from outreach_svc.service.drafting import points_of
from outreach_svc.texts import TEMPLATES

FIXED = frozenset({"opt_in"})
"""Templates nobody may reword: the law leaves no room for advertising in them."""

_POINTS = (
    Point("top_question", "Preise", 7),
    Point("unanswered_question", "Lieferzeit", 2),
    Point("peak_time", "", 4, 10),
)


@dataclass(frozen=True, slots=True)
class Shown:
    """A template filled, with what is added below it; empty for an example, and where nothing allows the mail."""

    draft: Draft
    footer: str = ""


@dataclass(frozen=True, slots=True)
class Wording:
    """A template: version 0 is what every workspace starts with."""

    name: str
    language: str
    subject: str
    body: str
    version: int
    preview: Shown


@dataclass(frozen=True, slots=True)
class Listed:
    """A template in the list of a workspace's."""

    name: str
    language: str
    subject: str
    version: int
    changed_at: datetime | None


async def listed(unit: Unit, workspace_id: UUID) -> list[Listed]:
    """Every template in every language, in the order of a prospect's way."""
    own = {(row.name, row.language): row for row in await unit.templates(workspace_id)}
    found = []
    for language, templates in TEMPLATES.items():
        for name in templates:
            row = own.get((name, language))
            subject = row.subject if row else default_template(name, language)[0]
            found.append(Listed(name, language, subject, row.version if row else 0, row.changed_at if row else None))
    return found


async def read(unit: Unit, workspace_id: UUID, name: str, language: str) -> Wording:
    """The wording in force and how it looks. Raises `NotFound` for an unknown name."""
    _known(name)
    own = await unit.template(workspace_id, name, language)
    subject, body = (own.subject, own.body) if own else default_template(name, language)
    shown = await preview(unit, workspace_id, name, subject, body, language)
    return Wording(name, language, subject, body, own.version if own else 0, shown)


async def preview(unit: Unit, workspace_id: UUID, name: str, subject: str, body: str, language: str) -> Shown:
    """The template filled with an example. Raises `Invalid` naming what the template language refuses."""
    workspace = await unit.workspace(workspace_id)
    with _refused():
        draft = compose(
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
    return Shown(_dated(draft, workspace, name, language, unit.now() + DEMO_LENGTH))


async def preview_for(
    unit: Unit, workspace_id: UUID, name: str, subject: str, body: str, prospect_id: UUID, keys: Keys
) -> Shown:
    """The template filled for a prospect, in its language, with the footer that its mail would have now.

    Links that open something only for their reader end in "…". Raises `Invalid` and `NotFound`.
    """
    workspace, now = await unit.workspace(workspace_id), unit.now()
    zone = workspace.sending_window.time_zone
    prospect = await unit.prospects.get(prospect_id, workspace_id)
    lawful = await lawfulness(unit, prospect, name if name in FIXED else "follow_up", keys)
    since = date_in_words(lawful.since, prospect.language, zone) if lawful.since else ""
    left = prospect.demo_ends_at - now if prospect.demo_ends_at else DEMO_LENGTH
    with _refused():
        draft = compose(
            subject,
            body,
            language=prospect.language,
            to=Recipient(prospect.company, prospect.contact_person, prospect.field),
            sender=sender_of(workspace),
            demo_link=prospect.demo_link,
            points=points_of(prospect),
            more={
                "days_left": max(0, left.days),
                "confirm_link": f"{keys.public_url}/confirm/…",
                "enquiry_date": since,
            },
        )
    under = ""
    if lawful.decision.basis:
        under = footer(
            language=prospect.language,
            basis=lawful.decision.basis,
            basis_date=since,
            sender=sender_of(workspace),
            unsubscribe_link=f"{keys.public_url}/unsubscribe/…",
        )
    ends = now + DEMO_LENGTH if name == "first_contact" else prospect.demo_ends_at
    return Shown(_dated(draft, workspace, name, prospect.language, ends), under)


async def save(
    unit: Unit, workspace_id: UUID, name: str, language: str, subject: str, body: str, expected: int | None
) -> Wording:
    """Put a wording in force. Raises `Invalid` for one that cannot be rendered, `LostUpdate`."""
    before = await read(unit, workspace_id, name, language)
    if name in FIXED:
        raise Invalid.field("/body", "this text asks for consent and must stay free of advertising; it is fixed")
    check_version(before.version, expected)
    shown = await preview(unit, workspace_id, name, subject, body, language)
    own = await unit.template(workspace_id, name, language)
    if own is None:
        own = TemplateRow(workspace_id=workspace_id, name=name, language=language, version=0)
        unit.session.add(own)
    own.subject, own.body, own.changed_at = subject, body, unit.now()
    own.version += 1
    return Wording(name, language, subject, body, own.version, shown)


async def reset(unit: Unit, workspace_id: UUID, name: str, language: str, expected: int | None) -> Wording:
    """Back to the wording that every workspace starts with. Raises `LostUpdate`."""
    _known(name)
    own = await unit.template(workspace_id, name, language)
    check_version(own.version if own else 0, expected)
    if own is not None:
        await unit.session.delete(own)
        await unit.session.flush()
    return await read(unit, workspace_id, name, language)


def _known(name: str) -> None:
    if name not in TEMPLATES["de"]:
        raise NotFound(f"There is no template {name}.")


def _dated(draft: Draft, workspace: WorkspaceSnapshot, name: str, language: str, ends: datetime | None) -> Draft:
    zone = workspace.sending_window.time_zone
    return with_demo_end(draft, ends, language=language, zone=zone, must_print=name == "first_contact")


@contextmanager
def _refused() -> Iterator[None]:
    """What the template language refuses becomes an error of the field."""
    try:
        yield
    except TemplateInvalid as error:
        raise Invalid.field(f"/{error.part}", str(error)) from error
