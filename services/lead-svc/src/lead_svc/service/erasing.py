"""Erasure: leads, their keys and conversations go in every service; each answers, then it is certified."""

from __future__ import annotations

from collections.abc import Sequence
from uuid import UUID

from contracts.lead import (
    ERASURE_RESPONDERS,
    ErasureCertified,
    ErasureCompleted,
    ErasureRequested,
    LeadErased,
)
from servicekit.events.inbox import ParentUnknown
from servicekit.unit import About

from lead_svc.models import ConversationSummary, Erasure, Lead
from lead_svc.repository import Unit
from lead_svc.service.notices import send, shred


async def begin(unit: Unit, workspace_id: UUID, leads: Sequence[Lead], *, address_hash: str | None) -> Erasure:
    """Erase these leads here and now, and ask every other service to forget them and their conversations."""
    now = unit.now()
    conversations = tuple({lead.conversation_id for lead in leads if lead.conversation_id is not None})
    lead_ids = tuple(lead.id for lead in leads)
    erasure = Erasure(id=unit.new_id(), workspace_id=workspace_id, version=1, requested_at=now)
    unit.privacy.add(erasure)
    await unit.session.flush()
    event = ErasureRequested(
        erasure_id=erasure.id,
        lead_ids=lead_ids,
        conversation_ids=conversations,
        address_hash=address_hash,
        requested_at=now,
    )
    unit.publish(erasure, event)
    counts = await erase_leads(unit, leads)
    counts["conversations"] = await _erase_conversations(unit, conversations)
    await _answer_ourselves(unit, erasure, counts)
    return erasure


async def erase_leads(unit: Unit, leads: Sequence[Lead]) -> dict[str, int]:
    """Delete leads, shred the keys nothing else needs, and announce that they are gone."""
    for lead in leads:
        about = About(lead.id, lead.workspace_id, lead.version + 1)
        unit.publish(about, LeadErased(lead_id=lead.id, bot_id=lead.bot_id, at=unit.now()))
    ids = [lead.id for lead in leads]
    await unit.conversations.bury("lead", ids, unit.now())
    return {"leads": await unit.leads.delete(Lead.id.in_(ids)) if ids else 0}


async def replay(unit: Unit, event: ErasureRequested) -> None:
    """Erase again what a restored backup brought back; in the normal course nothing is left to do."""
    if await unit.privacy.erasure(event.erasure_id) is None:
        erasure = Erasure(
            id=event.erasure_id, workspace_id=unit.meta.workspace_id, version=1, requested_at=event.requested_at
        )
        unit.privacy.add(erasure)
        await unit.session.flush()
        await _answer_ourselves(unit, erasure, {})
    await erase_leads(unit, await unit.leads.by_ids(event.lead_ids))
    await _erase_conversations(unit, event.conversation_ids)
    await unit.arrived(event.erasure_id)


async def answered(unit: Unit, event: ErasureCompleted) -> None:
    """Keep a service's answer; with the last one the erasure is certified, and the person told.

    Raises `ParentUnknown` while the erasure itself has not been read again after a restore.
    """
    erasure = await unit.privacy.erasure(event.erasure_id)
    if erasure is None:
        raise ParentUnknown(event.erasure_id)
    if await _keep_answer(unit, event):
        await _certify(unit, erasure)


async def _certify(unit: Unit, erasure: Erasure) -> None:
    services = {answer.service for answer in await unit.privacy.answers(erasure.id)}
    if erasure.certified_at is not None or not services.issuperset(ERASURE_RESPONDERS):
        return
    erasure.certified_at, erasure.version = unit.now(), erasure.version + 1
    event = ErasureCertified(erasure_id=erasure.id, services=tuple(sorted(services)), certified_at=erasure.certified_at)
    unit.publish(erasure, event)
    for request in await unit.privacy.of_erasure(erasure.id):
        request.state, request.done_at = "done", erasure.certified_at
        if request.email_sealed is not None:
            await send(unit, "certificate", request.id, request.workspace_id)
        else:
            shred(request)


async def _answer_ourselves(unit: Unit, erasure: Erasure, counts: dict[str, int]) -> None:
    answer = ErasureCompleted(erasure_id=erasure.id, service="lead-svc", counts=counts, completed_at=unit.now())
    await _keep_answer(unit, answer)
    unit.publish(erasure, answer)


async def _keep_answer(unit: Unit, event: ErasureCompleted) -> bool:
    return await unit.privacy.record_answer(
        {
            "erasure_id": event.erasure_id,
            "service": event.service,
            "counts": event.counts,
            "completed_at": event.completed_at,
        }
    )


async def _erase_conversations(unit: Unit, ids: Sequence[UUID]) -> int:
    if not ids:
        return 0
    await unit.conversations.bury("conversation", ids, unit.now())
    return await unit.conversations.delete(ConversationSummary.id.in_(ids))
