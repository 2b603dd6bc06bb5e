"""Mails of lead-svc: to persons about their own data, and to contact persons about requests for them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from contracts.bots import BotSnapshot
from contracts.workspaces import WorkspaceSnapshot
from servicekit.mail.delivery import Delivery
from servicekit.mail.message import Mail, message_id

from lead_svc.adapters.vault import Vault, WrappedKey
from lead_svc.models import Lead, Notice, NoticeKind, PrivacyRequest
from lead_svc.repository import Unit
from lead_svc.service.reading import person_key, unsealed
from lead_svc.texts import say


@dataclass(frozen=True, slots=True)
class _Letter:
    to: str
    subject: str
    body: str


async def send(unit: Unit, kind: NoticeKind, about_id: UUID, workspace_id: UUID) -> None:
    """Have a mail sent after this transaction."""
    notice = Notice(
        id=unit.new_id(),
        workspace_id=workspace_id,
        kind=kind,
        about_id=about_id,
        state="waiting",
        attempt=0,
        tries=0,
        reason="",
        created_at=unit.now(),
    )
    unit.session.add(notice)
    await unit.enqueue("send_notice", workspace_id=workspace_id, notice_id=notice.id)


class Notices(Delivery[Unit, Notice]):
    """How the mechanism that sends mails once comes by these."""

    kind, task, argument = "notice", "send_notice", "notice_id"
    table = Notice

    def __init__(self, vault: Vault, public_url: str) -> None:
        self._vault, self._public_url = vault, public_url

    async def mail(self, unit: Unit, row: Notice, now: datetime) -> Mail | None:
        """The mail, put together from what is kept now; skipped when what it was about is gone."""
        workspace = await unit.replicas.get(WorkspaceSnapshot, row.workspace_id)
        sender = workspace.mails_from if workspace is not None else ""
        if workspace is None or not sender:
            row.state, row.reason = "skipped", "the workspace has no sender address"
            return None
        letter = await _letter(unit, row, workspace, vault=self._vault, public_url=self._public_url)
        if letter is None:
            row.state, row.reason = "skipped", "what it was about is gone"
            return None
        return Mail(
            message_id=message_id(row.id, sender),
            sender_name=workspace.sender.company or workspace.sender.name or workspace.name,
            sender=sender,
            to=letter.to,
            subject=letter.subject,
            text=letter.body,
            date=now,
        )

    async def settled(self, unit: Unit, row: Notice) -> None:
        """After the certificate's mail nothing needs the address any more."""
        if row.state == row.SENT:
            row.sent_at = unit.now()
        if row.kind == "certificate":
            request = await unit.privacy.locked(row.about_id)
            if request is not None:
                shred(request)


def shred(request: PrivacyRequest) -> None:
    """Destroy what a request says of a person."""
    request.master = request.wrapped_key = request.email_sealed = None
    request.email_index = request.phone_index = None


def address_of(request: PrivacyRequest, vault: Vault) -> str | None:
    """The address a request came from; None when it is gone."""
    if request.master is None or request.wrapped_key is None or request.email_sealed is None:
        return None
    key = WrappedKey(request.id, request.master, request.wrapped_key)
    return vault.open(key, request.id, "email", request.email_sealed)


async def _letter(
    unit: Unit, notice: Notice, workspace: WorkspaceSnapshot, *, vault: Vault, public_url: str
) -> _Letter | None:
    if notice.kind in ("confirmation", "contact_request"):
        lead = await unit.leads.find(notice.about_id)
        if lead is None:
            return None
        if notice.kind == "confirmation":
            return await _confirmation(unit, lead, workspace, vault=vault, public_url=public_url)
        return await _contact_request(unit, lead, workspace, vault=vault)
    request = await unit.privacy.get(notice.about_id)
    to = address_of(request, vault) if request is not None else None
    if request is None or to is None:
        return None
    language, company = request.language, workspace.sender.company or workspace.name
    link = f"{public_url}/api/privacy/requests/confirm?token={vault.token('privacy', request.id)}"
    if notice.kind == "privacy_link":
        name = f"mail.privacy.{request.kind}"
        body = say(f"{name}.body", language, company=company, link=link)
        return _Letter(to, say(f"{name}.subject", language, company=company), body)
    answers = await unit.privacy.answers(request.erasure_id) if request.erasure_id else []
    lines = "\n".join(
        say("certificate.line", language, service=say(f"service.{answer.service}", language), at=answer.completed_at)
        for answer in answers
    )
    body = say("mail.certificate.body", language, company=company, lines=lines, number=request.erasure_id)
    return _Letter(to, say("mail.certificate.subject", language, company=company), body)


async def _confirmation(
    unit: Unit, lead: Lead, workspace: WorkspaceSnapshot, *, vault: Vault, public_url: str
) -> _Letter | None:
    details = unsealed(lead, await person_key(unit, lead), vault)
    if details.email is None or lead.confirmed_at is not None:
        return None
    consent = (await unit.leads.consents([lead.id]))[lead.id]
    link = f"{public_url}/api/privacy/requests/confirm?token={vault.token('lead', lead.id)}"
    company = await _company(unit, lead, workspace)
    body = say(
        "mail.confirmation.body",
        consent.language,
        company=company,
        link=link,
        consent=consent.text,
        at=lead.captured_at,
    )
    return _Letter(details.email, say("mail.confirmation.subject", consent.language, company=company), body)


async def _contact_request(unit: Unit, lead: Lead, workspace: WorkspaceSnapshot, *, vault: Vault) -> _Letter | None:
    bot = await unit.replicas.get(BotSnapshot, lead.bot_id)
    if bot is None or bot.published is None:
        return None
    persons = bot.published.contact_persons.persons
    contact = next((person for person in persons if person.id == lead.contact_person_id), None)
    if contact is None or not contact.email:
        return None
    language = "en" if bot.published.custom_prompts.language == "english" else "de"
    details = unsealed(lead, await person_key(unit, lead), vault)
    missing = say("mail.contact.missing", language)
    body = say(
        "mail.contact.body",
        language,
        person=contact.name,
        name=details.name or missing,
        email=details.email or missing,
        phone=details.phone or missing,
        message=details.message or missing,
        at=lead.captured_at,
    )
    company = await _company(unit, lead, workspace)
    return _Letter(contact.email, say("mail.contact.subject", language, company=company), body)


async def _company(unit: Unit, lead: Lead, workspace: WorkspaceSnapshot) -> str:
    bot = await unit.replicas.get(BotSnapshot, lead.bot_id)
    company = bot.draft.company.company_name if bot is not None else ""
    return company or workspace.sender.company or workspace.name
