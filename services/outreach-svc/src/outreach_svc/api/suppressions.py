"""The suppression list over HTTP: addresses go in, only their keyed hashes come out."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated

from fastapi import APIRouter, Depends, Query
from identity.address import hashed, hashes
from pydantic import BaseModel, Field
from servicekit.errors import NotFound
from servicekit.http import Page, PageQuery

from outreach_svc.api.context import Context, Reader, Sending
from outreach_svc.api.schemas.fields import Email, Input

router = APIRouter(prefix="/api/outreach/suppressions", tags=["suppressions"])

Hash = Annotated[str, Field(pattern=r"^[0-9a-f]{64}$")]


class SuppressionsIn(Input):
    """Addresses, or hashes from an earlier export of this installation."""

    emails: Annotated[list[Email], Field(max_length=10_000)] = []
    hashes: Annotated[list[Hash], Field(max_length=10_000)] = []


class SuppressionOut(BaseModel):
    """One entry."""

    address_hash: str
    reason: str
    since: datetime


class ImportedOut(BaseModel):
    """How many entries were new."""

    added: int


@router.post("", status_code=201, operation_id="importSuppressions")
async def add(body: SuppressionsIn, ctx: Context, principal: Sending) -> ImportedOut:
    """Add to the list; what is on it already stays as it is."""
    key = ctx.resources.keys.suppression
    entries = [hashed(email, key) for email in body.emails] + list(body.hashes)
    async with ctx.transaction() as unit:
        added = await unit.suppressions.add(principal.workspace_id, entries, "imported", ctx.now())
    return ImportedOut(added=added)


@router.get("", operation_id="exportSuppressions")
async def listed(ctx: Context, principal: Reader, page: Annotated[PageQuery, Depends()]) -> Page[SuppressionOut]:
    """The list, in pages."""
    async with ctx.transaction() as unit:
        rows = await unit.suppressions.page(principal.workspace_id, after=page.after_text, limit=page.limit + 1)
    return Page[SuppressionOut].of(
        rows,
        page,
        key=lambda row: [row.address_hash],
        item=lambda row: SuppressionOut.model_validate(row, from_attributes=True),
    )


@router.delete("", status_code=204, operation_id="removeSuppression")
async def remove(ctx: Context, principal: Sending, email: Annotated[Email, Query()]) -> None:
    """Take an address off the list, at its holder's own wish."""
    entries = hashes(email, ctx.resources.keys.suppression)
    async with ctx.transaction() as unit:
        if not await unit.suppressions.remove(principal.workspace_id, *entries):
            raise NotFound("The address is not on the list.")
