"""What goes without anybody's asking: data of deleted bots and workspaces, and what is past its time."""

from __future__ import annotations

from datetime import timedelta
from uuid import UUID

from contracts.workspaces import Retention, WorkspaceSnapshot

from lead_svc.adapters.vault import Vault, WrappedKey
from lead_svc.domain.retention import kept_since
from lead_svc.models import ConversationSummary, Lead
from lead_svc.repository import Unit
from lead_svc.service.erasing import erase_leads

BATCH = 200
SUMMARIES_KEPT = timedelta(days=90)
"""A lead carries its own copy of the figures; a summary is needed only while its conversation may bring a lead."""


async def delete_bot(unit: Unit, bot_id: UUID) -> None:
    """Forget a bot's leads and conversations."""
    await unit.conversations.bury("bot", [bot_id], unit.now())
    await unit.leads.delete(Lead.bot_id == bot_id)
    await unit.conversations.delete(ConversationSummary.bot_id == bot_id)


async def delete_workspace(unit: Unit, workspace_id: UUID) -> None:
    """Forget all of a workspace but the proof of its erasures, which names nobody."""
    await unit.conversations.bury("workspace", [workspace_id], unit.now())
    await unit.leads.delete(Lead.workspace_id == workspace_id)
    await unit.conversations.delete(ConversationSummary.workspace_id == workspace_id)
    await unit.privacy.delete_workspace(workspace_id)
    await unit.delete_notices(workspace_id)


async def erase_old_leads(unit: Unit, workspace_id: UUID) -> int:
    """Erase some leads past the workspace's retention; how many. Call again until none are left."""
    workspace = await unit.replicas.get(WorkspaceSnapshot, workspace_id)
    retention = workspace.retention if workspace is not None else Retention()
    leads = await unit.leads.captured_before(workspace_id, kept_since(unit.now(), retention.lead_months), BATCH)
    return (await erase_leads(unit, leads))["leads"]


async def drop_old_summaries(unit: Unit) -> int:
    """Drop summaries of conversations that are long over."""
    return await unit.conversations.delete(ConversationSummary.last_at < unit.now() - SUMMARIES_KEPT)


async def rewrap(unit: Unit, vault: Vault) -> int:
    """Wrap some keys anew that an earlier master key holds; how many. After the last the old key can go."""
    persons = await unit.leads.wrapped_otherwise(vault.current, BATCH)
    for person in persons:
        key = vault.rewrap(WrappedKey(person.id, person.master, person.wrapped_key))
        person.master, person.wrapped_key = key.master, key.sealed
    return len(persons)
