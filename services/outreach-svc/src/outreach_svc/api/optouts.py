"""The opt-out list over HTTP: hosts whose companies want to be neither read nor contacted."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated, Literal
from uuid import UUID

from fastapi import APIRouter, Depends, Query, Response
from pydantic import BaseModel, Field
from servicekit.auth.keys import PLATFORM
from servicekit.http import Page, PageQuery, Principal, requires

from outreach_svc.api.context import Context
from outreach_svc.api.schemas.fields import Input, Line
from outreach_svc.models import HostOptOut
from outreach_svc.service import optouts

router = APIRouter(prefix="/api/ops/outreach-svc/opt-outs", tags=["opt-outs"])

Keeper = Annotated[Principal, Depends(requires(whole_workspace=True))]


class OptOutIn(Input):
    """A host, or an address on it; what is below it is meant, too."""

    host: Line = Field(description="Host oder Internetadresse. A host or web address.", examples=["brandt.example"])
    reason: Line = Field("", description="Woher der Wunsch bekannt ist. How the wish became known.")


class ChangeOut(BaseModel):
    """Who put the host on the list or took it off, and why."""

    at: datetime
    action: Literal["added", "removed"]
    by: str
    reason: str


class OptOutOut(BaseModel):
    """An entry. One that is not `active` was taken off the list."""

    id: UUID
    host: str
    everywhere: bool = Field(description="For all workspaces. Für alle Arbeitsbereiche.")
    active: bool
    since: datetime
    history: list[ChangeOut]

    @classmethod
    def of(cls, row: HostOptOut) -> OptOutOut:
        """From the row."""
        return cls.model_validate(row, from_attributes=True)


def _everywhere(principal: Principal) -> bool:
    """Whether a key keeps the list of all workspaces. Raises `Forbidden` for one that keeps none."""
    if principal.may(PLATFORM):
        return True
    principal.require("workspace:admin")
    return False


@router.get("", operation_id="listOptOuts")
async def listed(ctx: Context, principal: Keeper, page: Annotated[PageQuery, Depends()]) -> Page[OptOutOut]:
    """The workspace's list with its history; with the platform's key the one for all workspaces."""
    own = None if _everywhere(principal) else principal.workspace_id
    async with ctx.transaction() as unit:
        rows = await unit.opt_outs.page(own, after=page.after_text, limit=page.limit + 1)
    return Page[OptOutOut].of(rows, page, key=lambda row: [row.host], item=OptOutOut.of)


@router.post(
    "",
    status_code=201,
    operation_id="addOptOut",
    responses={200: {"model": OptOutOut, "description": "The host was on the list already."}},
)
async def add(body: OptOutIn, ctx: Context, principal: Keeper, response: Response) -> OptOutOut:
    """Put a host on the list: it is asked for nothing more, and nothing is sent to its companies.

    With the platform's key this counts for all workspaces.
    """
    everywhere = _everywhere(principal)
    async with ctx.transaction() as unit:
        row, new = await optouts.add(
            unit,
            optouts.host_named(body.host),
            principal.workspace_id,
            everywhere=everywhere,
            by=principal.name,
            reason=body.reason,
        )
    response.status_code = 201 if new else 200
    return OptOutOut.of(row)


@router.delete("", operation_id="removeOptOut")
async def remove(
    ctx: Context,
    principal: Keeper,
    host: Annotated[Line, Query()],
    reason: Annotated[Line, Query(description="Warum. Why.")] = "",
) -> OptOutOut:
    """Take a host off the list, at its company's own wish. Its entry stays, with who did so."""
    everywhere = _everywhere(principal)
    async with ctx.transaction() as unit:
        row = await optouts.remove(
            unit,
            optouts.host_named(host),
            principal.workspace_id,
            everywhere=everywhere,
            by=principal.name,
            reason=reason,
        )
    return OptOutOut.of(row)
