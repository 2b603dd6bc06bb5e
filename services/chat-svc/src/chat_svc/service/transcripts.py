"""A visitor has the conversation mailed to an address: once, and not to people who never asked for it."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta

from contracts.bots import BotSnapshot
from contracts.workspaces import WorkspaceSnapshot
from servicekit.auth.sealing import Tampered
from servicekit.auth.visitor import VisitorClaims
from servicekit.errors import NotFound, TooManyRequests
from servicekit.mail.delivery import Delivery
from servicekit.mail.message import Mail, message_id
from wording import Language, day_and_month

from chat_svc.adapters.addresses import Addresses
from chat_svc.domain.transcript import MOST, Frame, Part, Source, as_html, as_text, defused, shortened, without_markup
from chat_svc.models import Conversation, Message, TranscriptMail
from chat_svc.repository import Unit
from chat_svc.service import conversations, hours
from chat_svc.service.sessions import company_name
from chat_svc.texts import say

A_DAY = timedelta(days=1)
MOST_A_DAY = 3
"""Mails to one address, of whatever conversations and bots: this is no way to fill a stranger's mailbox."""
KEPT = timedelta(days=2)
"""How long it is remembered by a hash that an address got a mail."""


def sender_of(workspace: WorkspaceSnapshot | None) -> str:
    """Who mails transcripts; nobody where the workspace has no address."""
    return workspace.mails_from if workspace is not None else ""


async def request(unit: Unit, claims: VisitorClaims, address: str, language: Language, addresses: Addresses) -> None:
    """Have the conversation mailed after this transaction; asked again for the same address, nothing more is sent.

    Raises `NotFound` before the first answer, and `TooManyRequests` for an address that got enough today.
    """
    conversation = await conversations.of_visitor(unit, claims)
    if conversation.messages < 2:
        raise NotFound("There is nothing to send yet.")
    known = addresses.hashed(address)
    await unit.transcripts.hold(known)
    if await unit.transcripts.to(known, conversation.id) is not None:
        return
    now = unit.now()
    if await unit.transcripts.count(known, now - A_DAY) >= MOST_A_DAY:
        raise TooManyRequests(say("transcript_enough", language), retry_after=int(A_DAY.total_seconds()))
    id = unit.new_id()
    mail = TranscriptMail(
        id=id,
        workspace_id=conversation.workspace_id,
        bot_id=conversation.bot_id,
        conversation_id=conversation.id,
        language=language,
        address=addresses.seal(id, address),
        address_hash=known,
        requested_at=now,
        state=TranscriptMail.WAITING,
        attempt=0,
        tries=0,
        reason="",
    )
    unit.transcripts.add(mail)
    await unit.enqueue("send_transcript", workspace_id=conversation.workspace_id, mail_id=id)


class TranscriptMails(Delivery[Unit, TranscriptMail]):
    """How the mechanism that sends mails once comes by these."""

    kind, task, argument = "transcript", "send_transcript", "mail_id"
    table = TranscriptMail

    def __init__(self, addresses: Addresses) -> None:
        self._addresses = addresses

    async def mail(self, unit: Unit, row: TranscriptMail, now: datetime) -> Mail | None:
        """The mail, put together from what is kept now."""
        workspace = await unit.replicas.get(WorkspaceSnapshot, row.workspace_id)
        bot = await unit.replicas.get(BotSnapshot, row.bot_id)
        conversation = await unit.conversations.get(row.conversation_id)
        sender, to = sender_of(workspace), self._address(row)
        if bot is None or conversation is None or not sender or not to:
            row.state, row.reason, row.address = "skipped", "nobody to send it, or nothing to send", None
            return None
        language: Language = "en" if row.language == "en" else "de"
        company = company_name(bot.published or bot.draft)
        frame = _frame(bot, conversation, company, row, language)
        parts = _parts(await unit.conversations.messages(row.conversation_id), language)
        return Mail(
            message_id=message_id(row.id, sender),
            sender_name=company,
            sender=sender,
            to=to,
            subject=say("transcript_subject", language, company=company),
            text=as_text(frame, parts),
            html=as_html(frame, parts),
            date=now,
        )

    async def settled(self, unit: Unit, row: TranscriptMail) -> None:
        """Nothing needs the address any more."""
        row.address = None

    def _address(self, row: TranscriptMail) -> str:
        try:
            return self._addresses.open(row.id, row.address) if row.address is not None else ""
        except Tampered:  # the key was changed meanwhile
            return ""


def _frame(
    bot: BotSnapshot, conversation: Conversation, company: str, row: TranscriptMail, language: Language
) -> Frame:
    zone = hours.hours_of(bot.published or bot.draft).zone
    begun, asked = conversation.started_at.astimezone(zone), row.requested_at.astimezone(zone)
    return Frame(
        language=language,
        opening=say("transcript_opening", language, company=company, day=_day(begun, language)),
        sources=say("transcript_sources", language),
        closing=say("transcript_closing", language, company=company, day=_day(asked, language), time=f"{asked:%H:%M}"),
    )


def _day(moment: datetime, language: Language) -> str:
    return f"{day_and_month(moment.date(), language)} {moment.year}"


def _parts(messages: Sequence[Message], language: Language) -> list[Part]:
    you, bot = say("transcript_you", language), say("transcript_bot", language)
    return [
        Part(you, defused(shortened(message.text)))
        if message.role == "visitor"
        else Part(bot, _answer(message), _sources(message))
        for message in messages[-MOST:]
    ]


def _answer(message: Message) -> str:
    """What stands on the company's pages goes as it is; a model may have been talked into an address."""
    return message.text if message.mode != "model" else defused(without_markup(message.text))


def _sources(message: Message) -> tuple[Source, ...]:
    return tuple(Source(one["n"], one["title"], one["url"]) for one in message.kept("citations", []))
