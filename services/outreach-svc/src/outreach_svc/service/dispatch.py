"""Sending: a claim that is committed before the mail server is spoken to, and a record of what it said.

A mail is claimed once. Whoever finds it claimed by an attempt that never reported back marks it *uncertain* and sends
nothing: it may have reached the recipient.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from contracts.outreach import MessageDispatched
from servicekit.errors import Conflict

from outreach_svc.domain.basis import Reason
from outreach_svc.domain.composing import Draft, date_in_words, footer, with_demo_end
from outreach_svc.domain.following import next_due
from outreach_svc.domain.html import to_html
from outreach_svc.domain.sending import DEMO_LENGTH, NoSlot, slot_under_cap, spaced
from outreach_svc.models import Message, Prospect
from outreach_svc.repository import Unit
from outreach_svc.service.consent import lawfulness, sender_of
from outreach_svc.service.drafting import about, locked, window_of, write
from outreach_svc.service.recording import advance, note, tell
from outreach_svc.settings import Keys
from outreach_svc.smtp import Mail, Outcome

LATE_AFTER = timedelta(minutes=10)
"""A claim older than this has no live attempt behind it any more."""

MOST_ATTEMPTS = 6


@dataclass(frozen=True, slots=True)
class Claimed:
    """A mail that this attempt, and no other, may hand to the mail server."""

    mail: Mail
    attempt: int


async def claim(unit: Unit, message_id: UUID, job_id: int, *, keys: Keys) -> Claimed | None:
    """Claim an approved mail, with the guard inside this transaction; None when it is not to be sent now.

    Fixes recipient, text, `Message-ID` and, for a first contact, the date on which the demo will end.
    """
    prospect_id = await unit.messages.prospect_of(message_id)
    prospect = await unit.prospects.find_locked(prospect_id) if prospect_id else None
    message = await unit.messages.find(message_id) if prospect else None
    if prospect is None or message is None:
        return None
    if message.state == "sending" and message.claimed_by == job_id:
        mark_uncertain(unit, prospect, message)  # this very job claimed it, and died
    if message.state != "approved":
        return None
    lawful = await lawfulness(unit, prospect, message.kind, keys)
    if not lawful.decision.allowed:
        _withdraw(unit, prospect, message, lawful.decision.reasons)
        return None
    if message.kind != "opt_in" and not await _may_go_now(unit, prospect, message):
        return None
    workspace = await unit.workspace(prospect.workspace_id)
    sender, now, zone = sender_of(workspace), unit.now(), workspace.sending_window.time_zone
    message.state, message.claimed_at, message.attempt = "sending", now, message.attempt + 1
    message.version += 1
    message.claimed_by = job_id
    message.recipient = prospect.email
    message.message_id = message.message_id or f"<{message.id}@{sender.email.rpartition('@')[2]}>"
    if message.first_contact:
        message.demo_ends_at = now + DEMO_LENGTH
    draft = with_demo_end(
        Draft(message.subject, message.body),
        message.demo_ends_at or prospect.demo_ends_at,
        language=message.language,
        zone=zone,
        must_print=message.first_contact,
    )
    message.sent_subject, message.sent_body = draft.subject, draft.body
    link = f"{keys.public_url}/unsubscribe/{keys.links.issue('unsubscribe', message.id)}"
    message.footer = footer(
        language=message.language,
        basis=lawful.decision.basis or "enquiry",
        basis_date=date_in_words(lawful.since, message.language, zone) if lawful.since else "",
        sender=sender,
        unsubscribe_link=link,
    )
    return Claimed(_mail(message, now, sender.shown, sender.email, link), message.attempt)


def _mail(message: Message, now: datetime, sender_name: str, sender: str, unsubscribe_link: str) -> Mail:
    subject, body = message.final
    return Mail(
        message_id=message.message_id or "",
        sender_name=sender_name,
        sender=sender,
        to=message.recipient or "",
        subject=subject,
        text=f"{body}\n\n-- \n{message.footer}\n",
        date=now,
        html=to_html(body, message.footer, language=message.language, subject=subject),
        headers={
            "List-Unsubscribe": f"<{unsubscribe_link}>",
            "List-Unsubscribe-Post": "List-Unsubscribe=One-Click",
            "Auto-Submitted": "auto-generated",
        },
    )


async def _may_go_now(unit: Unit, prospect: Prospect, message: Message) -> bool:
    """Window, daily cap and distance to other mails; what may not go now is postponed or skipped here."""
    now = unit.now()
    if message.first_contact and prospect.first_contact_at is not None:
        _skip(unit, prospect, message, "already_contacted")
        return False
    if message.kind in ("follow_up", "reminder") and prospect.stage in ("won", "lost"):
        _skip(unit, prospect, message, prospect.stage)
        return False
    earliest = max(now, message.not_before or now)
    if message.kind in ("follow_up", "reminder"):
        free_from = spaced(now, await unit.messages.spaced_times(prospect.id))
        if free_from > now and message.kind == "reminder":
            _skip(unit, prospect, message, "one_mail_in_five_days")
            return False
        earliest = max(earliest, free_from)
    workspace = await unit.workspace(prospect.workspace_id)
    window = window_of(workspace)
    await unit.messages.lock_cap(workspace.id)
    sent = await unit.messages.sent_between(workspace.id, *window.day_of(now))
    try:
        slot = slot_under_cap(window, earliest, sent_today=sent, cap=workspace.daily_mail_cap)
    except NoSlot:
        slot = now + timedelta(days=1)
    if slot > now:
        message.not_before = slot
        await unit.enqueue("send_message", at=slot, message_id=message.id)
        return False
    return True


def _skip(unit: Unit, prospect: Prospect, message: Message, reason: str) -> None:
    message.state, message.reason = "skipped", reason
    message.version += 1
    note(unit, prospect, "skipped", reason=reason)


def _withdraw(unit: Unit, prospect: Prospect, message: Message, reasons: tuple[Reason, ...]) -> None:
    """Back to the drafts: somebody must see why it was not sent."""
    message.state, message.reason = "draft", ", ".join(reasons)
    message.version += 1
    note(unit, prospect, "waiting", reason=message.reason)


def mark_uncertain(unit: Unit, prospect: Prospect, message: Message) -> None:
    """The attempt never reported back: the mail may have reached the company, and is not sent again."""
    message.state, message.reason = "uncertain", "the sender stopped before the mail server's answer was recorded"
    message.version += 1
    note(unit, prospect, "uncertain")


async def report(unit: Unit, message_id: UUID, attempt: int, outcome: Outcome) -> None:
    """Record what the mail server said to this attempt; a late report also settles an uncertain mail."""
    prospect_id = await unit.messages.prospect_of(message_id)
    prospect = await unit.prospects.find_locked(prospect_id) if prospect_id else None
    message = await unit.messages.find(message_id) if prospect else None
    if prospect is None or message is None:
        return
    if message.attempt != attempt or message.state not in ("sending", "uncertain"):
        return
    if outcome.kind == "accepted":
        dispatched(unit, prospect, message, at=message.claimed_at or unit.now())
    elif outcome.kind == "uncertain":
        mark_uncertain(unit, prospect, message)
    elif outcome.kind == "try_later" and attempt < MOST_ATTEMPTS:
        message.state, message.reason = "approved", outcome.detail
        message.not_before = unit.now() + timedelta(seconds=5 * 3**attempt)
        await unit.enqueue("send_message", at=message.not_before, message_id=message.id)
    else:
        message.state, message.reason = "failed", outcome.detail
        note(unit, prospect, "send_failed", reason=outcome.detail[:100])
    message.version += 1


def dispatched(unit: Unit, prospect: Prospect, message: Message, *, at: datetime) -> None:
    """A mail was accepted or a letter posted: dates, stage, follow-ups and the event."""
    message.state, message.dispatched_at, message.reason = "dispatched", at, ""
    first = message.first_contact and prospect.first_contact_at is None
    if first:
        prospect.first_contact_at = at
        prospect.demo_ends_at = message.demo_ends_at
        if prospect.stopped_reason is None:
            prospect.next_follow_up_at = next_due(at, 0)
    note(unit, prospect, "letter_posted" if message.channel == "letter" else "dispatched", subject=message.final[0])
    event = MessageDispatched(
        **about(message, at),
        bot_id=prospect.bot_id,
        first_contact=first,
        demo_ends_at=message.demo_ends_at if first else None,
    )
    tell(unit, prospect, event)
    if message.kind in ("first_contact", "follow_up"):
        advance(unit, prospect, "contacted")


async def settle_late(unit: Unit, message_id: UUID) -> None:
    """Mark a mail uncertain whose claim is too old to be alive."""
    prospect_id = await unit.messages.prospect_of(message_id)
    prospect = await unit.prospects.find_locked(prospect_id) if prospect_id else None
    message = await unit.messages.find(message_id) if prospect else None
    if prospect and message and message.state == "sending":
        mark_uncertain(unit, prospect, message)


async def settle(unit: Unit, message_id: UUID, workspace_id: UUID, *, arrived: bool) -> Message:
    """A person has found out whether an uncertain mail arrived: it counts as sent, or becomes a draft again.

    Raises `Conflict` for a mail whose outcome is known.
    """
    prospect, message = await locked(unit, message_id, workspace_id)
    if message.state != "uncertain":
        raise Conflict(f"The message is {message.state}; only an uncertain one can be settled.")
    message.version += 1
    if arrived:
        dispatched(unit, prospect, message, at=message.claimed_at or unit.now())
    else:
        message.state, message.reason, message.edited = "draft", "", True
        note(unit, prospect, "drafted", subject=message.subject)
    return message


async def letter_posted(unit: Unit, prospect_id: UUID, workspace_id: UUID, *, posted_at: datetime) -> Message:
    """Note that the printed letter was given to the post: the first contact. Raises `Conflict` without a live demo."""
    prospect = await unit.prospects.locked(prospect_id, workspace_id)
    if not prospect.demo_link or prospect.demo_over_at is not None:
        raise Conflict("There is no live demo to write about.")
    if prospect.first_contact_at is not None:
        raise Conflict("The company was contacted already.")
    for waiting in await unit.messages.waiting(prospect.id, "first_contact"):
        _skip(unit, prospect, waiting, "already_contacted")
    message = await write(unit, prospect, kind="first_contact", template="first_contact", channel="letter")
    workspace = await unit.workspace(workspace_id)
    message.demo_ends_at = posted_at + DEMO_LENGTH
    draft = with_demo_end(
        Draft(message.subject, message.body),
        message.demo_ends_at,
        language=message.language,
        zone=workspace.sending_window.time_zone,
        must_print=True,
    )
    message.sent_subject, message.sent_body = draft.subject, draft.body
    dispatched(unit, prospect, message, at=posted_at)
    return message
