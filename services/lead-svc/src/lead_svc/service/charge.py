"""Who is in charge: of a lead, and of a task."""

from __future__ import annotations

from dataclasses import dataclass
from uuid import UUID

from contracts.workspaces import MemberSnapshot
from servicekit.errors import Invalid

from lead_svc.repository import Unit


@dataclass(frozen=True, slots=True)
class Charge:
    """Who shall be in charge: a member, or nobody."""

    member_id: UUID | None


async def given(unit: Unit, workspace_id: UUID, before: UUID | None, wanted: Charge | None) -> UUID | None:
    """Who is in charge after a change; whoever it was before where nothing is wanted.

    Raises `Invalid` for somebody new who is no member, or not any more. Who was in charge before they left goes on
    being named.
    """
    if wanted is None or wanted.member_id == before:
        return before
    if wanted.member_id is not None:
        member = await unit.replicas.get(MemberSnapshot, wanted.member_id)
        if member is None or member.workspace_id != workspace_id or not member.here:
            raise Invalid.field("/assigned_to", "must be a member of the workspace")
    return wanted.member_id
