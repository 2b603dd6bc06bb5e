"""Who did what in a workspace, and when: bots, members, keys and the workspace itself."""

from __future__ import annotations

from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Query
from identity.moments import Moment
from servicekit.http import Page

from config_svc.api.context import Admin, Context, own
from config_svc.api.context import Query as Paging
from config_svc.api.schemas.answers import WorkspaceAuditOut
from config_svc.domain.actors import ActorKind
from config_svc.models import ObjectKind
from config_svc.repository.audit import Wanted

router = APIRouter(prefix="/api/workspaces/{workspace_id}/audit", tags=["workspaces"])


@router.get("", operation_id="listAudit")
async def list_audit(
    workspace_id: UUID,
    ctx: Context,
    principal: Admin,
    paging: Paging,
    object_id: Annotated[UUID | None, Query(description="The bot, member or key that it was done to")] = None,
    object_kind: ObjectKind | None = None,
    actor_id: Annotated[UUID | None, Query(description="The member or key that did it")] = None,
    actor_kind: ActorKind | None = None,
    since: Annotated[Moment | None, Query(description="From this moment on")] = None,
    until: Annotated[Moment | None, Query(description="Before this moment")] = None,
) -> Page[WorkspaceAuditOut]:
    """What was done, newest first. Names fields and none of their values."""
    own(principal, workspace_id)
    wanted = Wanted(workspace_id, object_id, object_kind, actor_id, actor_kind, since, until, before=paging.after_id)
    async with ctx.transaction() as unit:
        rows = await unit.audit_trail.list(wanted, paging.limit + 1)
    return Page.of(rows, paging, key=lambda told: [str(told.entry.id)], item=WorkspaceAuditOut.told)
