"""Erasure: what is kept of a person or a workspace goes; the wish for no mail stays, as a keyed hash."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from uuid import UUID

from contracts.lead import ErasureCompleted
from identity.address import hashed
from servicekit.unit import About

from outreach_svc.repository import Unit
from outreach_svc.service.drafting import EVERYTHING, stop_follow_ups
from outreach_svc.service.recording import note


async def erase(
    unit: Unit,
    erasure_id: UUID,
    workspace_id: UUID,
    *,
    lead_ids: Sequence[UUID],
    address_hash: str | None,
    suppression_key: str,
) -> None:
    """Forget these leads and whoever has this address, and say so. An erased address is suppressed from then on."""
    counts: Counter[str] = Counter(notices=await unit.erase_leads(lead_ids, unit.now()))
    for prospect in await unit.prospects.with_erasure_hash(address_hash) if address_hash else ():
        if prospect.workspace_id != workspace_id:
            continue
        if prospect.email:
            unwanted = hashed(prospect.email, suppression_key)
            await unit.suppressions.add(workspace_id, [unwanted], "erased", unit.now())
        await stop_follow_ups(unit, prospect, "erased", kinds=EVERYTHING)
        await unit.session.flush()
        counts.update(await unit.erase_texts(prospect.id))
        prospect.email, prospect.erasure_hash, prospect.contact_person, prospect.note = None, None, "", ""
        kept = ("company_name", "legal_form", "industry", "language")
        prospect.facts = {name: value for name, value in prospect.facts.items() if name in kept}
        counts["prospects"] += 1
        note(unit, prospect, "erased")
    event = ErasureCompleted(
        erasure_id=erasure_id, service="outreach-svc", counts=dict(counts), completed_at=unit.now()
    )
    unit.publish(About(erasure_id, workspace_id), event)


async def delete_workspace(unit: Unit, workspace_id: UUID) -> None:
    """Forget all of a workspace."""
    await unit.prospects.delete_workspace(workspace_id)
