"""Lawful bases: recorded enquiries and customers, and consent by double opt-in."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Literal
from uuid import UUID

from contracts.workspaces import WorkspaceSnapshot
from identity.address import comparable, hashes
from servicekit.errors import Conflict, NotFound

from outreach_svc.adapters.resources import Keys
from outreach_svc.domain.basis import (
    Basis,
    Consent,
    CustomerRelation,
    Decision,
    Enquiry,
    may_advertise,
    may_ask_for_consent,
)
from outreach_svc.domain.composing import Sender, date_in_words
from outreach_svc.models import LawfulBasis, Message, Prospect
from outreach_svc.repository import Unit
from outreach_svc.service.drafting import write
from outreach_svc.service.prospects import address
from outreach_svc.service.recording import note
from outreach_svc.texts import say


@dataclass(frozen=True, slots=True)
class NewBasis:
    """What an operator records, with the address it is about."""

    kind: Literal["enquiry", "existing_customer"]
    email: str
    occurred_at: datetime
    channel: str = ""
    note: str = ""
    address_from_sale: bool = False
    similar_goods: bool = False
    informed_of_objection: bool = False


def _as_rule(row: LawfulBasis) -> Basis:
    if row.kind == "enquiry":
        return Enquiry(row.address, row.occurred_at)
    if row.kind == "consent":
        return Consent(row.address, row.confirmed_at, row.withdrawn_at)
    return CustomerRelation(
        row.address, row.address_from_sale, row.similar_goods, row.informed_of_objection, row.withdrawn_at
    )


def sender_of(workspace: WorkspaceSnapshot) -> Sender:
    """Who signs a workspace's mails."""
    return Sender(**workspace.sender.model_dump())


@dataclass(frozen=True, slots=True)
class Lawfulness:
    """The decision and the recorded basis behind it."""

    decision: Decision
    since: datetime | None


async def lawfulness(unit: Unit, prospect: Prospect, kind: str, keys: Keys) -> Lawfulness:
    """Whether a mail of this kind may go to the prospect's address at this moment."""
    workspace = await unit.workspace(prospect.workspace_id)
    rows = await unit.prospects.bases(prospect.id)
    rules = [_as_rule(row) for row in rows]
    now, complete = unit.now(), sender_of(workspace).complete
    suppressed = bool(prospect.email) and await unit.suppressions.holds(
        prospect.workspace_id, *hashes(prospect.email or "", keys.suppression)
    )
    if kind == "opt_in":
        decision = may_ask_for_consent(
            prospect.email, rules, already_asked=False, suppressed=suppressed, sender_complete=complete, now=now
        )
    else:
        decision = may_advertise(prospect.email, rules, suppressed=suppressed, sender_complete=complete, now=now)
    if await unit.opt_outs.hold(prospect.workspace_id, prospect.website, *([prospect.email] if prospect.email else [])):
        decision = Decision(False, None, ("host_opted_out", *decision.reasons))
    return Lawfulness(decision, _since(rows, decision, prospect.email))


def _since(rows: Sequence[LawfulBasis], decision: Decision, email: str | None) -> datetime | None:
    for row in rows:
        if row.kind == decision.basis and row.address == email:
            return row.confirmed_at or row.occurred_at
    return None


async def record(unit: Unit, prospect_id: UUID, workspace_id: UUID, new: NewBasis, *, keys: Keys) -> LawfulBasis:
    """Record an enquiry or a customer relation; mail goes to that address from now on."""
    prospect = await unit.prospects.locked(prospect_id, workspace_id)
    address(prospect, new.email, keys.erasure)
    basis = LawfulBasis(
        id=unit.new_id(),
        workspace_id=workspace_id,
        prospect_id=prospect_id,
        kind=new.kind,
        address=comparable(new.email),
        occurred_at=new.occurred_at,
        recorded_at=unit.now(),
        channel=new.channel,
        note=new.note,
        address_from_sale=new.address_from_sale,
        similar_goods=new.similar_goods,
        informed_of_objection=new.informed_of_objection,
    )
    unit.prospects.add_basis(basis)
    note(unit, prospect, "basis_recorded", kind=new.kind)
    return basis


async def ask(unit: Unit, prospect_id: UUID, workspace_id: UUID, *, keys: Keys) -> Message:
    """Send the one mail that asks the enquirer to confirm. Raises `Conflict` naming what stands against it."""
    prospect = await unit.prospects.locked(prospect_id, workspace_id)
    bases = await unit.prospects.bases(prospect_id)
    asked = any(row.kind == "consent" and row.address == prospect.email for row in bases)
    verdict = (await lawfulness(unit, prospect, "opt_in", keys)).decision
    reasons = [*verdict.reasons, *(["opt_in_already_sent"] if asked else [])]
    if reasons:
        raise Conflict(f"The confirmation mail may not be sent: {', '.join(reasons)}.")
    workspace = await unit.workspace(workspace_id)
    enquiry = next(row for row in reversed(bases) if row.kind == "enquiry" and row.address == prospect.email)
    consent = LawfulBasis(
        id=unit.new_id(),
        workspace_id=workspace_id,
        prospect_id=prospect_id,
        kind="consent",
        address=enquiry.address,
        occurred_at=unit.now(),
        recorded_at=unit.now(),
        channel="double_opt_in",
        note="",
    )
    unit.prospects.add_basis(consent)
    message = await write(
        unit,
        prospect,
        kind="opt_in",
        template="opt_in",
        more={
            "confirm_link": f"{keys.public_url}/confirm/{keys.links.issue('confirm', consent.id)}",
            "enquiry_date": date_in_words(enquiry.occurred_at, prospect.language, workspace.sending_window.time_zone),
        },
    )
    message.move("approve")
    message.approved_at = message.not_before = unit.now()
    await unit.enqueue(
        "send_message", workspace_id=message.workspace_id, key=f"send:{message.id}", message_id=message.id
    )
    return message


@dataclass(frozen=True, slots=True)
class PublicView:
    """What a public page may say."""

    sender: str
    language: str
    done: bool = False


async def shown(unit: Unit, workspace_id: UUID, language: str, *, done: bool) -> PublicView:
    """What a public page says about the workspace."""
    workspace = await unit.replicas.get(WorkspaceSnapshot, workspace_id)
    name = sender_of(workspace).shown if workspace else ""
    return PublicView(name or say("sender.fallback", language), language, done)


async def find_asked(unit: Unit, basis_id: UUID) -> PublicView:
    """The consent that a link asks for. Raises `NotFound`."""
    basis = await unit.prospects.basis(basis_id)
    if basis is None or basis.kind != "consent" or basis.withdrawn_at is not None:
        raise NotFound("There is nothing to confirm.")
    prospect = await unit.prospects.get(basis.prospect_id, basis.workspace_id)
    return await shown(unit, basis.workspace_id, prospect.language, done=basis.confirmed_at is not None)


async def confirm(unit: Unit, basis_id: UUID) -> PublicView:
    """The holder of the address agrees; repeating it changes nothing. Raises `NotFound`."""
    before = await find_asked(unit, basis_id)
    if before.done:
        return before
    basis = await unit.prospects.basis(basis_id)
    if basis is None:
        raise NotFound("There is nothing to confirm.")
    prospect = await unit.prospects.locked(basis.prospect_id)
    basis.confirmed_at = unit.now()
    note(unit, prospect, "consent_confirmed")
    return PublicView(before.sender, before.language, True)
