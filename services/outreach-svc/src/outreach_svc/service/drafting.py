"""Drafts: written from templates, edited, approved, rejected, overtaken by events."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any, cast
from uuid import UUID
from zoneinfo import ZoneInfo

from contracts.outreach import MessageApproved, MessageDrafted, MessageKind
from contracts.workspaces import WorkspaceSnapshot
from servicekit.errors import Conflict, Invalid, check_version

from outreach_svc.domain.composing import (
    Draft,
    Recipient,
    Sender,
    TemplateInvalid,
    compose,
    default_template,
    talking_points,
)
from outreach_svc.domain.following import Point
from outreach_svc.domain.sending import NoSlot, Window, next_slot, spaced
from outreach_svc.models import Message, Prospect
from outreach_svc.repository import Unit
from outreach_svc.service.recording import note, tell

"""What can be edited and approved: a mail that failed surely did not go out."""


EVERYTHING = ("first_contact", "follow_up", "reminder", "opt_in")


def window_of(workspace: WorkspaceSnapshot) -> Window:
    """A workspace's sending window."""
    window = workspace.sending_window
    return Window(window.time_zone, window.weekdays, window.opens, window.closes)


def points_of(prospect: Prospect) -> list[str]:
    """The prospect's talking points as sentences of its language."""
    points = [Point(point["kind"], point["label"], point["count"], point.get("hour")) for point in prospect.points]
    return talking_points(points, prospect.language)


async def text_of(
    unit: Unit,
    prospect: Prospect,
    template: str,
    *,
    channel: str = "email",
    more: Mapping[str, object] | None = None,
) -> Draft:
    """The text a template gives for a prospect: the workspace's own wording, else the one it starts with.

    A workspace's wording that cannot be rendered any more gives way to the one of the start.
    """
    workspace = await unit.workspace(prospect.workspace_id)
    own = await unit.template(prospect.workspace_id, template, prospect.language)
    wordings = [(own.subject, own.body)] if own else []
    for subject, body in [*wordings, default_template(template, prospect.language)]:
        try:
            return compose(
                subject,
                body,
                language=prospect.language,
                to=Recipient(prospect.company, prospect.contact_person, prospect.field),
                sender=Sender(**workspace.sender.model_dump()),
                demo_link=prospect.demo_link,
                points=points_of(prospect),
                channel=channel,
                more=more,
            )
        except TemplateInvalid:
            if (subject, body) not in wordings:
                raise
    raise LookupError(template)


async def write(
    unit: Unit,
    prospect: Prospect,
    *,
    kind: MessageKind,
    template: str,
    more: Mapping[str, object] | None = None,
    not_before: datetime | None = None,
    channel: str = "email",
) -> Message:
    """Write a draft to a locked prospect and announce it."""
    draft = await text_of(unit, prospect, template, more=more, channel=channel)
    message = Message(
        id=unit.new_id(),
        workspace_id=prospect.workspace_id,
        prospect_id=prospect.id,
        version=1,
        kind=kind,
        template=template,
        channel=channel,
        state="draft",
        language=prospect.language,
        subject=draft.subject,
        body=draft.body,
        footer="",
        edited=False,
        first_contact=kind == "first_contact",
        attempt=0,
        tries=0,
        not_before=not_before,
        reason="",
        created_at=unit.now(),
    )
    unit.messages.add(message)
    note(unit, prospect, "opt_in_sent" if kind == "opt_in" else "drafted", subject=draft.subject)
    tell(unit, prospect, MessageDrafted(**about(message, unit.now())))
    return message


def about(message: Message, at: datetime) -> dict[str, Any]:
    """What every event about a message says."""
    return {
        "prospect_id": message.prospect_id,
        "message_id": message.id,
        "kind": cast(MessageKind, message.kind),
        "channel": message.channel,
        "at": at,
    }


async def edit(unit: Unit, message_id: UUID, workspace_id: UUID, draft: Draft, version: int | None) -> Message:
    """Change the text of a draft, or of a mail that failed, which is a draft again then.

    Raises `Conflict` for any other and `LostUpdate`.
    """
    prospect, message = await locked(unit, message_id, workspace_id)
    check_version(message.version, version)
    if not message.may("edit"):
        raise Conflict(f"The message is {message.state}; only drafts and failed mails can be changed.")
    if message.state == "failed":
        message.reason = ""
    message.move("edit")
    message.subject, message.body, message.edited = draft.subject, draft.body, True
    note(unit, prospect, "edited", subject=draft.subject)
    return message


async def locked(unit: Unit, message_id: UUID, workspace_id: UUID) -> tuple[Prospect, Message]:
    """A message behind the lock of its prospect. Raises `NotFound`."""
    found = await unit.messages.get(message_id, workspace_id)
    prospect = await unit.prospects.locked(found.prospect_id, workspace_id)
    await unit.session.refresh(found)
    return prospect, found


async def approve(unit: Unit, message_id: UUID, workspace_id: UUID, reasons: Sequence[str]) -> Message:
    """Release a draft, or a mail that failed, for the next slot.

    `reasons` against it, as the guard gave them, make it a `Conflict`.
    """
    prospect, message = await locked(unit, message_id, workspace_id)
    if not message.may("approve"):
        raise Conflict(f"The message is {message.state}; only drafts and failed mails can be approved.")
    if reasons:
        raise Conflict(f"The mail may not be sent: {', '.join(reasons)}.")
    if message.kind == "opt_in" and message.recipient not in (None, prospect.email):
        raise Conflict("The company's address has changed since consent was asked for; ask anew.")
    if message.kind == "first_contact" and not prospect.demo_link:
        raise Conflict("The demo is not live yet; the mail would carry no link.")
    if message.kind == "first_contact" and prospect.first_contact_at is not None:
        raise Conflict("The company was contacted already.")
    workspace = await unit.workspace(workspace_id)
    earliest = max(unit.now(), message.not_before or unit.now())
    if message.kind == "follow_up":
        earliest = spaced(earliest, await unit.messages.spaced_times(prospect.id))
    window = window_of(workspace)
    try:
        slot = next_slot(window, earliest)
    except NoSlot as error:
        raise Conflict("The workspace's sending window has no weekday.") from error
    message.move("approve")
    message.approved_at, message.not_before = unit.now(), slot
    message.reason, message.tries = "", 0
    note(unit, prospect, "approved", slot=slot.astimezone(ZoneInfo(window.time_zone)).isoformat(timespec="minutes"))
    tell(unit, prospect, MessageApproved(**about(message, unit.now())))
    await unit.enqueue(
        "send_message", workspace_id=workspace_id, at=slot, key=f"send:{message.id}", message_id=message.id
    )
    return message


async def reject(unit: Unit, message_id: UUID, workspace_id: UUID, reason: str) -> Message:
    """Throw a draft, or one that was approved and not yet sent, away. Raises `Conflict` for any other."""
    prospect, message = await locked(unit, message_id, workspace_id)
    if not message.may("reject"):
        raise Conflict(f"The message is {message.state} already.")
    message.move("reject")
    message.reason = reason
    note(unit, prospect, "rejected")
    return message


async def stop_follow_ups(unit: Unit, prospect: Prospect, reason: str, *, kinds: Sequence[str]) -> None:
    """No follow-up is written any more; waiting messages of these kinds are set aside."""
    prospect.next_follow_up_at = None
    prospect.stopped_reason = prospect.stopped_reason or reason
    for message in await unit.messages.waiting(prospect.id, *kinds, or_failed=True):
        message.move("skip")
        message.reason = reason
        note(unit, prospect, "skipped", reason=reason)


def checked(subject: str, body: str) -> Draft:
    """A text written by hand. Raises `Invalid` for an empty or many-lined subject."""
    clean = " ".join(subject.split())
    if not clean or len(clean) > 250:
        raise Invalid.field("/subject", "must have 1 to 250 characters")
    if not body.strip() or len(body) > 20_000:
        raise Invalid.field("/body", "must have 1 to 20000 characters")
    return Draft(clean, body.strip())
