"""The rights of persons: to see what is kept of them (Art. 15, 20 GDPR) and to be rid of it (Art. 17)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Literal
from uuid import UUID

from contracts.bots import BotSnapshot
from identity import phone
from identity.address import hashed, parse
from servicekit.errors import Conflict, NotFound
from wording import Language

from lead_svc.adapters.vault import Vault
from lead_svc.models import ErasureAnswer, Lead, PrivacyKind, PrivacyRequest
from lead_svc.repository import Unit
from lead_svc.service import erasing
from lead_svc.service.notices import address_of, send
from lead_svc.service.reading import OpenLead, open_leads, person_key, unsealed

LINK_LASTS = timedelta(days=7)
ANSWER_KEPT = timedelta(days=365)
LINKS_PER_DAY = 3
"""More mails than this a day no address gets, whoever asks for it."""


@dataclass(frozen=True, slots=True)
class Whom:
    """Whose data an operator means: one of these."""

    email: str | None = None
    phone: str | None = None
    lead_id: UUID | None = None


@dataclass(frozen=True, slots=True)
class Progress:
    """A request and how far it is."""

    request: PrivacyRequest
    answers: Sequence[ErasureAnswer]
    certified_at: datetime | None


async def ask(unit: Unit, bot_id: UUID, email: str, kind: PrivacyKind, language: Language, *, vault: Vault) -> None:
    """Take a person's request. Whether the address is known is looked up later, so that the answer cannot tell.

    Raises `NotFound` (bot) and `ValueError` (no address).
    """
    bot = await unit.replicas.require(BotSnapshot, bot_id)
    request = _request(unit, bot.workspace_id, kind, "person", language)
    address = parse(email).text
    key = vault.new_key(request.id)
    request.master, request.wrapped_key = key.master, key.sealed
    request.email_sealed = vault.seal(key, request.id, "email", address)
    request.email_index = vault.index(bot.workspace_id, "email", address)
    unit.privacy.add(request)
    await unit.enqueue("look_up_privacy_request", workspace_id=bot.workspace_id, request_id=request.id)


async def look_up(unit: Unit, request_id: UUID) -> None:
    """Mail the link when something is kept of the address and it has not asked too often; else drop the request."""
    request = await unit.privacy.locked(request_id)
    if request is None or request.state != "asked" or request.email_index is None:
        return
    leads = await unit.leads.of_address(request.workspace_id, request.email_index, None)
    day_ago = unit.now() - timedelta(days=1)
    asked = await unit.privacy.asked_since(request.workspace_id, request.email_index, day_ago)
    if not leads or asked > LINKS_PER_DAY:
        await unit.session.delete(request)
        return
    await send(unit, "privacy_link", request.id, request.workspace_id)


async def find(unit: Unit, id: UUID) -> PrivacyRequest:
    """The request behind a mailed link. Raises `NotFound`, also when its time is over."""
    request = await unit.privacy.get(id)
    if request is None or (request.state == "asked" and request.expires_at < unit.now()):
        raise NotFound("This request is over.")
    return request


async def confirm(unit: Unit, id: UUID, *, vault: Vault, erasure_key: str) -> PrivacyRequest:
    """The request is the person's own: an export can be fetched, an erasure begins. Again changes nothing."""
    request = await unit.privacy.locked(id)
    if request is None or (request.state == "asked" and request.expires_at < unit.now()):
        raise NotFound("This request is over.")
    if request.state == "asked":
        address = address_of(request, vault)
        await _act(unit, request, address_hash=hashed(address, erasure_key) if address else None)
    return request


async def ask_as_operator(
    unit: Unit, workspace_id: UUID, whom: Whom, kind: PrivacyKind, *, vault: Vault, erasure_key: str
) -> PrivacyRequest:
    """Act for a person who turned to the operator. Raises `NotFound` (lead) and `ValueError` (address)."""
    email = parse(whom.email).text if whom.email else None
    number = phone.parse(whom.phone) if whom.phone else None
    if whom.lead_id is not None:
        lead = await unit.leads.get(whom.lead_id, workspace_id, None)
        details = unsealed(lead, await person_key(unit, lead), vault)
        email, number = details.email, None if details.email else details.phone
    request = _request(unit, workspace_id, kind, "operator", "de")
    request.email_index = vault.index(workspace_id, "email", email) if email else None
    request.phone_index = vault.index(workspace_id, "phone", number) if number else None
    unit.privacy.add(request)
    await unit.session.flush()
    await _act(unit, request, address_hash=hashed(email, erasure_key) if email else None)
    return request


async def progress(unit: Unit, request: PrivacyRequest) -> Progress:
    """How far a request is."""
    if request.erasure_id is None:
        return Progress(request, (), None)
    erasure = await unit.privacy.erasure(request.erasure_id)
    answers = await unit.privacy.answers(request.erasure_id)
    return Progress(request, answers, erasure.certified_at if erasure is not None else None)


async def export(unit: Unit, request: PrivacyRequest, *, vault: Vault) -> list[OpenLead]:
    """All that is kept of the person here. Raises `Conflict` before the request is confirmed."""
    if request.kind != "export" or request.state not in ("confirmed", "done"):
        raise Conflict("This request gives no export.")
    return await open_leads(unit, await _leads(unit, request), vault)


def _request(
    unit: Unit,
    workspace_id: UUID,
    kind: PrivacyKind,
    asked_by: Literal["person", "operator"],
    language: Language,
) -> PrivacyRequest:
    now = unit.now()
    return PrivacyRequest(
        id=unit.new_id(),
        workspace_id=workspace_id,
        kind=kind,
        asked_by=asked_by,
        language=language,
        state="asked",
        asked_at=now,
        expires_at=now + LINK_LASTS,
    )


async def _act(unit: Unit, request: PrivacyRequest, *, address_hash: str | None) -> None:
    request.confirmed_at = unit.now()
    if request.kind == "export":
        request.state, request.expires_at = "confirmed", unit.now() + LINK_LASTS
        return
    leads = await _leads(unit, request)
    erasure = await erasing.begin(unit, request.workspace_id, leads, address_hash=address_hash)
    request.erasure_id, request.state = erasure.id, "erasing"
    request.expires_at = unit.now() + ANSWER_KEPT


async def _leads(unit: Unit, request: PrivacyRequest) -> Sequence[Lead]:
    return await unit.leads.of_address(request.workspace_id, request.email_index, request.phone_index)
