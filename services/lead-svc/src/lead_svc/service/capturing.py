"""Storing what a visitor leaves: sealed, under consent, once."""

from __future__ import annotations

from dataclasses import asdict, dataclass, field
from datetime import datetime
from typing import Any
from uuid import UUID

from contracts.bots import BotConfiguration, BotSnapshot
from contracts.lead import LeadCaptured
from identity import address, phone
from servicekit.errors import Conflict, FieldError, Invalid, NotFound

from lead_svc.adapters.vault import Vault, WrappedKey
from lead_svc.domain.consent import ConsentTextUnknown, ShownText, text_shown
from lead_svc.domain.interest import LeadKind, estimate_interest
from lead_svc.models import Consent, Environment, Lead, Person
from lead_svc.repository import Unit
from lead_svc.service.notices import send


@dataclass(frozen=True, slots=True)
class Origin:
    """Where a capture comes from: a visitor's conversation, or a program of the operator, which has none."""

    bot_id: UUID
    workspace_id: UUID
    environment: Environment = "production"
    conversation_id: UUID | None = None

    @property
    def channel(self) -> str:
        """Who handed the address over."""
        return "api" if self.conversation_id is None else "visitor"


@dataclass(frozen=True, slots=True)
class Agreement:
    """What the person agreed to: the text's version as it was shown, and what for."""

    number: int
    language: str
    purpose: str


@dataclass(frozen=True, slots=True)
class Details:
    """What the person left. Everything here is personal data."""

    email: str | None = None
    phone: str | None = None
    name: str | None = None
    message: str | None = None
    contact_person_id: UUID | None = None
    context: dict[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class _Indexes:
    email: bytes | None
    phone: bytes | None


async def capture_email(
    unit: Unit, origin: Origin, details: Details, agreement: Agreement, *, vault: Vault, double_opt_in: bool
) -> Lead:
    """Store an address under its owner's consent and announce the lead; a repeat returns the lead there is.

    Raises `NotFound` (bot), `Conflict` (the bot asks for no addresses), `Invalid` (address, unknown consent text).
    """
    bot, shown = await _agreed(unit, origin, agreement)
    if origin.conversation_id is not None and not _configuration(bot, origin).email_capture.enabled:
        raise Conflict("This bot does not ask for addresses.")
    details = _normalised(details, bot)
    indexes = _indexes(vault, origin.workspace_id, details)
    assert indexes.email is not None  # noqa: S101  (an e-mail capture has an address, the API sees to it)
    await unit.leads.lock_address(indexes.email)
    known = await unit.leads.by_email(bot.id, origin.environment, indexes.email)
    if known is not None:
        return known
    lead = await _store(unit, "email", origin, details, indexes, agreement, shown, vault=vault)
    if double_opt_in:
        await send(unit, "confirmation", lead.id, lead.workspace_id)
    return lead


async def request_contact(unit: Unit, origin: Origin, details: Details, agreement: Agreement, *, vault: Vault) -> Lead:
    """Store the wish to be contacted by a named person, announce it and tell the person; a repeat changes nothing.

    The person is told by mail only of real requests and only when the bot is no demo: staff of a company that is shown
    a demo have agreed to no mail. Raises `NotFound`, `Conflict` and `Invalid`.
    """
    bot, shown = await _agreed(unit, origin, agreement)
    persons = _configuration(bot, origin).contact_persons
    if origin.conversation_id is not None and not persons.enabled:
        raise Conflict("This bot shows no contact persons.")
    contact = next((person for person in persons.persons if person.id == details.contact_person_id), None)
    if contact is None:
        raise Invalid.field("/person_id", "is none of the bot's contact persons")
    details = _normalised(details, bot)
    indexes = _indexes(vault, origin.workspace_id, details)
    await unit.leads.lock_address(*filter(None, (indexes.email, indexes.phone)))
    if origin.conversation_id is not None:
        known = await unit.leads.repeated_request(origin.conversation_id, contact.id, indexes.email, indexes.phone)
        if known is not None:
            return known
    lead = await _store(unit, "contact_request", origin, details, indexes, agreement, shown, vault=vault)
    if contact.email and origin.environment == "production" and bot.demo_ends_at is None:
        await send(unit, "contact_request", lead.id, lead.workspace_id)
    return lead


async def _agreed(unit: Unit, origin: Origin, agreement: Agreement) -> tuple[BotSnapshot, ShownText]:
    bot = await unit.replicas.require(BotSnapshot, origin.bot_id, origin.workspace_id)
    if await unit.conversations.is_erased(bot.id, bot.workspace_id):  # known here before the read model knows
        raise NotFound(f"There is no bot {bot.id}.")
    texts = (
        ShownText(text.number, text.language, text.text, text.privacy_url, text.since) for text in bot.consent_texts
    )
    try:
        shown = text_shown(texts, number=agreement.number, language=agreement.language, at=unit.now())
    except ConsentTextUnknown as error:
        raise Invalid(str(error), errors=[FieldError("/consent/number", str(error))]) from error
    return bot, shown


def _configuration(bot: BotSnapshot, origin: Origin) -> BotConfiguration:
    if origin.environment == "preview":
        return bot.draft
    if bot.published is None:
        raise NotFound(f"There is no bot {bot.id}.")
    return bot.published


def _normalised(details: Details, bot: BotSnapshot) -> Details:
    errors = []
    email = number = None
    try:
        email = address.parse(details.email).text if details.email else None
    except ValueError as error:
        errors.append(FieldError("/email", str(error)))
    try:
        number = phone.parse(details.phone, bot.draft.company.address.country) if details.phone else None
    except ValueError as error:
        errors.append(FieldError("/phone", str(error)))
    if errors:
        raise Invalid("; ".join(f"{error.pointer} {error.message}" for error in errors), errors=errors)
    return Details(email, number, details.name, details.message, details.contact_person_id, details.context)


def _indexes(vault: Vault, workspace_id: UUID, details: Details) -> _Indexes:
    return _Indexes(
        vault.index(workspace_id, "email", details.email) if details.email else None,
        vault.index(workspace_id, "phone", details.phone) if details.phone else None,
    )


async def _store(
    unit: Unit,
    kind: LeadKind,
    origin: Origin,
    details: Details,
    indexes: _Indexes,
    agreement: Agreement,
    shown: ShownText,
    *,
    vault: Vault,
) -> Lead:
    now, id = unit.now(), unit.new_id()
    key = await _key_of_person(unit, origin.workspace_id, indexes, vault, now)
    summary = await unit.conversations.get(origin.conversation_id) if origin.conversation_id else None
    interest = estimate_interest(kind, summary.seen if summary else None)

    def sealed(field: str, text: str | None) -> bytes | None:
        return vault.seal(key, id, field, text) if text else None

    lead = Lead(
        id=id,
        workspace_id=origin.workspace_id,
        version=1,
        bot_id=origin.bot_id,
        kind=kind,
        environment=origin.environment,
        conversation_id=origin.conversation_id,
        contact_person_id=details.contact_person_id,
        person_id=key.owner,
        email_sealed=sealed("email", details.email),
        email_index=indexes.email,
        phone_sealed=sealed("phone", details.phone),
        phone_index=indexes.phone,
        name_sealed=sealed("name", details.name),
        message_sealed=sealed("message", details.message),
        status="new",
        notes="",
        estimated_interest_level=interest.level,
        interest_reasons=[asdict(reason) for reason in interest.reasons],
        topics_discussed=list(summary.topics) if summary else [],
        session_duration=summary.seconds if summary else 0,
        message_count=summary.messages if summary else 0,
        capture_context={"channel": origin.channel, **details.context},
        captured_at=now,
        updated_at=now,
    )
    unit.leads.add(lead)
    await unit.session.flush()
    unit.leads.add(_consent(unit.new_id(), lead, agreement, shown))
    event = LeadCaptured(
        lead_id=id,
        bot_id=lead.bot_id,
        conversation_id=lead.conversation_id,
        environment=lead.environment,
        kind=kind,
        interest_level=interest.level,
        topics=tuple(lead.topics_discussed),
        person_id=lead.contact_person_id,
        at=now,
    )
    unit.publish(lead, event)
    return lead


def _consent(id: UUID, lead: Lead, agreement: Agreement, shown: ShownText) -> Consent:
    return Consent(
        id=id,
        lead_id=lead.id,
        number=shown.number,
        language=shown.language,
        text=shown.text,
        privacy_url=shown.privacy_url,
        purpose=agreement.purpose,
        given_at=lead.captured_at,
    )


async def _key_of_person(unit: Unit, workspace_id: UUID, indexes: _Indexes, vault: Vault, now: datetime) -> WrappedKey:
    known = await unit.leads.person_with(workspace_id, indexes.email, indexes.phone)
    if known is not None:
        return WrappedKey(known.id, known.master, known.wrapped_key)
    key = vault.new_key(unit.new_id())
    person = Person(id=key.owner, workspace_id=workspace_id, master=key.master, wrapped_key=key.sealed, created_at=now)
    unit.leads.add(person)
    await unit.session.flush()
    return key
