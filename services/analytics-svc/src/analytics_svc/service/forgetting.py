"""Deleting what belongs to bots and persons that are to be forgotten."""

from __future__ import annotations

from uuid import UUID

from contracts.lead import ErasureCompleted, ErasureRequested
from servicekit.unit import About

from analytics_svc.repository import Unit
from analytics_svc.service import reporting


async def delete_bot(unit: Unit, bot_id: UUID) -> None:
    """Forget a bot's figures."""
    await unit.share_figures()
    await unit.forget_bot(bot_id)


async def delete_workspace(unit: Unit, workspace_id: UUID) -> None:
    """Forget the figures of all bots of a workspace, and its reports; none is made of it from now on."""
    await unit.share_figures()
    await unit.note_erased([workspace_id])
    await reporting.forget_workspace(unit, workspace_id)
    for bot_id in await unit.bots_of(workspace_id):
        await unit.forget_bot(bot_id)
    await unit.forget_sales(workspace_id)


async def erase(unit: Unit, request: ErasureRequested) -> None:
    """Forget single conversations and leads, and answer with what was deleted; sums of days name nobody and stay."""
    await unit.share_figures()
    counts = await unit.erase((*request.conversation_ids, *request.lead_ids))
    unit.publish(
        About(request.erasure_id, unit.meta.workspace_id),
        ErasureCompleted(
            erasure_id=request.erasure_id,
            service="analytics-svc",
            counts=counts,
            completed_at=unit.now(),
        ),
    )
