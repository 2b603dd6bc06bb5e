"""Mails to prospects: what goes into one when it is sent, and what follows once it was."""

from __future__ import annotations

from datetime import datetime, timedelta
from uuid import UUID

from contracts.outreach import MessageDispatched
from servicekit.errors import Conflict
from servicekit.mail.delivery import Delivery
from servicekit.mail.message import Mail, message_id
from servicekit.mail.transport import Outcome

from outreach_svc.adapters.resources import Keys
from outreach_svc.domain.basis import Reason
from outreach_svc.domain.composing import Draft, Sender, date_in_words, footer, with_demo_end
from outreach_svc.domain.following import next_due
from outreach_svc.domain.html import to_html
from outreach_svc.domain.sending import DEMO_LENGTH, NoSlot, slot_under_cap, spaced
from outreach_svc.models import Message, Prospect
from outreach_svc.repository import Unit
from outreach_svc.service.consent import lawfulness, sender_of
from outreach_svc.service.drafting import about, locked, window_of, write
from outreach_svc.service.recording import advance, note, tell


class ProspectMails(Delivery[Unit, Message]):
    """How the mechanism that sends mails once comes by these."""

    kind, task, argument = "prospect", "send_message", "message_id"
    table = Message

    def __init__(self, keys: Keys) -> None:
        self._keys = keys

    async def locked(self, unit: Unit, id: UUID) -> Message | None:
        """The message, behind the lock of its prospect."""
        prospect_id = await unit.messages.prospect_of(id)
        prospect = await unit.prospects.find_locked(prospect_id) if prospect_id else None
        return await unit.messages.find(id) if prospect else None

    async def mail(self, unit: Unit, row: Message, now: datetime) -> Mail | None:
        """An approved mail, with the guard inside this transaction; None when it is not to be sent now.

        Fixes recipient, text, `Message-ID` and, for a first contact, the date on which the demo will end.
        """
        prospect, keys = await unit.prospects.get(row.prospect_id, row.workspace_id), self._keys
        lawful = await lawfulness(unit, prospect, row.kind, keys)
        if not lawful.decision.allowed:
            _withdraw(unit, prospect, row, lawful.decision.reasons)
            return None
        if row.kind != "opt_in" and not await _may_go_now(unit, prospect, row):
            return None
        workspace = await unit.workspace(prospect.workspace_id)
        sender, zone = sender_of(workspace), workspace.sending_window.time_zone
        row.recipient = prospect.email
        row.message_id = row.message_id or message_id(row.id, sender.email)
        if row.first_contact:
            row.demo_ends_at = now + DEMO_LENGTH
        draft = with_demo_end(
            Draft(row.subject, row.body),
            row.demo_ends_at or prospect.demo_ends_at,
            language=row.language,
            zone=zone,
            must_print=row.first_contact,
        )
        row.sent_subject, row.sent_body = draft.subject, draft.body
        link = f"{keys.public_url}/unsubscribe/{keys.links.issue('unsubscribe', row.id)}"
        row.footer = footer(
            language=row.language,
            basis=lawful.decision.basis or "enquiry",
            basis_date=date_in_words(lawful.since, row.language, zone) if lawful.since else "",
            sender=sender,
            unsubscribe_link=link,
        )
        return _mail(row, draft, now, sender, link)

    async def settled(self, unit: Unit, row: Message) -> None:
        """Dates, stage and events of a mail that was sent; a step of the timeline in any case."""
        prospect = await unit.prospects.get(row.prospect_id, row.workspace_id)
        if row.state == row.SENT:
            dispatched(unit, prospect, row, at=row.claimed_at or unit.now())
        elif row.state == "uncertain":
            note(unit, prospect, "uncertain")
        else:
            note(unit, prospect, "send_failed", reason=row.reason[:100])

    def reason(self, outcome: Outcome) -> str:
        """Code and words: whoever approved the mail should see why a server does not take it."""
        return outcome.detail


def _mail(message: Message, draft: Draft, now: datetime, sender: Sender, unsubscribe_link: str) -> Mail:
    return Mail(
        message_id=message.message_id or "",
        sender_name=sender.shown,
        sender=sender.email,
        to=message.recipient or "",
        subject=draft.subject,
        text=f"{draft.body}\n\n-- \n{message.footer}\n",
        date=now,
        html=to_html(draft.body, message.footer, language=message.language, subject=draft.subject),
        unsubscribe=unsubscribe_link,
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
        await unit.enqueue("send_message", workspace_id=message.workspace_id, at=slot, message_id=message.id)
        return False
    return True


def _skip(unit: Unit, prospect: Prospect, message: Message, reason: str) -> None:
    message.move("skip")
    message.reason = reason
    note(unit, prospect, "skipped", reason=reason)


def _withdraw(unit: Unit, prospect: Prospect, message: Message, reasons: tuple[Reason, ...]) -> None:
    """Back to the drafts: somebody must see why it was not sent."""
    message.move("withdraw")
    message.reason = ", ".join(reasons)
    note(unit, prospect, "waiting", reason=message.reason)


def dispatched(unit: Unit, prospect: Prospect, message: Message, *, at: datetime) -> None:
    """What follows from a mail being accepted or a letter posted: dates, stage, follow-ups and the event."""
    message.dispatched_at, message.reason = at, ""
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


async def settle(unit: Unit, message_id: UUID, workspace_id: UUID, *, arrived: bool) -> Message:
    """A person has found out whether an uncertain mail arrived: it counts as sent, or becomes a draft again.

    Raises `Conflict` for a mail whose outcome is known.
    """
    prospect, message = await locked(unit, message_id, workspace_id)
    if message.state != "uncertain":
        raise Conflict(f"The message is {message.state}; only an uncertain one can be settled.")
    message.move("accept" if arrived else "not_arrived")
    if arrived:
        dispatched(unit, prospect, message, at=message.claimed_at or unit.now())
    else:
        message.reason, message.edited = "", True
        note(unit, prospect, "drafted", subject=message.subject)
    return message


async def letter_posted(unit: Unit, prospect_id: UUID, workspace_id: UUID, *, posted_at: datetime) -> Message:
    """Note that the printed letter was given to the post: the first contact. Raises `Conflict` without a live demo."""
    prospect = await unit.prospects.locked(prospect_id, workspace_id)
    if not prospect.demo_link or prospect.demo_over_at is not None:
        raise Conflict("There is no live demo to write about.")
    if prospect.first_contact_at is not None:
        raise Conflict("The company was contacted already.")
    for waiting in await unit.messages.waiting(prospect.id, "first_contact", or_failed=True):
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
    message.move("post")
    dispatched(unit, prospect, message, at=posted_at)
    return message
