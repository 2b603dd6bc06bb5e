"""What an operator can see and do about a service: health, dead letters, jobs."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated, Any, Literal
from uuid import UUID

from fastapi import APIRouter, Depends
from pydantic import BaseModel
from sqlalchemy import text

from servicekit.auth.keys import PLATFORM, Principal
from servicekit.events import dead_letters
from servicekit.http.context import RequestContext, context, requires
from servicekit.http.pages import Page, PageQuery

_JOBS = text(
    "SELECT id, task_name AS task, status::text AS status, attempts, scheduled_at FROM procrastinate_jobs "
    "WHERE (CAST(:after AS bigint) IS NULL OR id < :after) "
    "AND (CAST(:workspace AS uuid) IS NULL OR job_workspace(args) = CAST(:workspace AS uuid)::text) "
    "ORDER BY id DESC LIMIT :limit"
)

Ops = Annotated[RequestContext[Any, Any, Any], Depends(context)]
Operator = Annotated[Principal, Depends(requires("ops:read", whole_workspace=True))]
Query = Annotated[PageQuery, Depends()]


class HealthOut(BaseModel):
    """The state of the process that answered; `problems` names each part that is not well.

    A process may be ready with problems: an API answers while the broker is away, and its events wait.
    """

    service: str
    ready: bool
    problems: dict[str, str]


class DeadLetterOut(BaseModel):
    """An event that could not be worked on. Its content is not shown."""

    id: UUID
    state: Literal["parked", "dead", "replay"]
    topic: str
    type: str
    key: str
    error: str
    attempts: int
    created_at: datetime


class JobOut(BaseModel):
    """A job that waits, runs or failed."""

    id: int
    task: str
    status: Literal["todo", "doing", "succeeded", "failed", "cancelled", "aborting", "aborted"]
    attempts: int
    scheduled_at: datetime | None


def managed_by(principal: Principal) -> UUID | None:
    """The workspace whose events and jobs a key manages; None for the platform's own, which manages all.

    Raises `Forbidden` for a key that does not administer its workspace.
    """
    if principal.may(PLATFORM):
        return None
    principal.require("workspace:admin")
    return principal.workspace_id


def router(service: str) -> APIRouter:
    """The `/api/ops/<service>/…` routes."""
    routes = APIRouter(prefix=f"/api/ops/{service}", tags=["operations"])
    camel = service.removesuffix("-svc").capitalize()

    @routes.get("/health", operation_id=f"get{camel}Health")
    async def health(ctx: Ops, principal: Operator) -> HealthOut:
        """The health of the answering process."""
        health = ctx.kit.health
        return HealthOut(
            service=service,
            ready=not health.problems,
            problems=health.problems | health.degraded_parts,
        )

    @routes.get("/dead-letters", operation_id=f"list{camel}DeadLetters")
    async def list_dead_letters(ctx: Ops, principal: Operator, query: Query) -> Page[DeadLetterOut]:
        """Events that were set aside, oldest first: of the key's workspace, with the platform's key of all."""
        workspace_id = managed_by(principal)
        async with ctx.transaction() as unit:
            rows = await dead_letters.listed(
                unit.session, after=query.after_id, limit=query.limit + 1, workspace_id=workspace_id
            )
        return Page.of(
            rows,
            query,
            key=lambda row: [str(row.id)],
            item=lambda row: DeadLetterOut.model_validate(row, from_attributes=True),
        )

    @routes.post("/dead-letters/{letter_id}/replay", status_code=202, operation_id=f"replay{camel}DeadLetter")
    async def replay_dead_letter(ctx: Ops, principal: Operator, letter_id: UUID) -> dict[str, str]:
        """Work on a dead letter again."""
        workspace_id = managed_by(principal)
        async with ctx.transaction() as unit:
            await dead_letters.replay(unit.session, letter_id, workspace_id=workspace_id)
        return {"state": "replay"}

    @routes.get("/jobs", operation_id=f"list{camel}Jobs")
    async def list_jobs(ctx: Ops, principal: Operator, query: Query) -> Page[JobOut]:
        """Jobs that wait, run or failed, newest first: of the key's workspace, with the platform's key of all."""
        workspace_id = managed_by(principal)
        async with ctx.transaction() as unit:
            found = await unit.session.execute(
                _JOBS, {"after": query.after_number, "limit": query.limit + 1, "workspace": workspace_id}
            )
            rows = found.all()
        return Page.of(
            rows,
            query,
            key=lambda row: [row.id],
            item=lambda row: JobOut.model_validate(row, from_attributes=True),
        )

    return routes
