"""Filters of leads, bots and prospects that a workspace keeps by name."""

from __future__ import annotations

from typing import Annotated, Self
from uuid import UUID

from fastapi import APIRouter, Depends
from pydantic import BaseModel, Field, model_validator
from servicekit.http import Principal, requires

from config_svc.api.context import Context
from config_svc.api.schemas.answers import SavedFilterOut
from config_svc.api.schemas.fields import Given, Line, Name
from config_svc.domain.filters import NAMES, SCOPES, List
from config_svc.service import filters

router = APIRouter(prefix="/api/saved-filters", tags=["workspaces"])

Reader = Annotated[Principal, Depends(requires(whole_workspace=True))]


class SavedFilterIn(Given):
    """A filter to keep: its list, its name, and what the list is narrowed by, as the console's address says it."""

    list: List
    name: Name
    values: Annotated[dict[Line, Line], Field(min_length=1, max_length=20)]

    @model_validator(mode="after")
    def _narrows_by_what_the_list_knows(self) -> Self:
        if not set(self.values) <= set(NAMES[self.list]):
            raise ValueError(f"values may only hold {', '.join(NAMES[self.list])}")
        return self


class SavedFiltersOut(BaseModel):
    """Every filter of a list, by name."""

    items: list[SavedFilterOut]


@router.get("", operation_id="listFilters")
async def list_filters(list: List, ctx: Context, principal: Reader) -> SavedFiltersOut:
    """The filters of a list, for who may read the list."""
    principal.require(SCOPES[list])
    async with ctx.transaction() as unit:
        rows = await unit.filters.of(principal.workspace_id, list)
    return SavedFiltersOut(items=[SavedFilterOut.model_validate(row, from_attributes=True) for row in rows])


@router.post("", status_code=201, operation_id="saveFilter")
async def save_filter(body: SavedFilterIn, ctx: Context, principal: Reader) -> SavedFilterOut:
    """Keep a filter for everybody who reads the list."""
    principal.require(SCOPES[body.list])
    async with ctx.transaction() as unit:
        known = await ctx.idempotency.claim(unit)
        if known is not None:
            found = await unit.filters.get(known, principal.workspace_id)
        else:
            found = await filters.save(unit, principal.workspace_id, body.list, body.name, body.values)
            await ctx.idempotency.record(unit, found.id)
    return SavedFilterOut.model_validate(found, from_attributes=True)


@router.delete("/{filter_id}", status_code=204, operation_id="deleteFilter")
async def delete_filter(filter_id: UUID, ctx: Context, principal: Reader) -> None:
    """Forget a filter, for everybody."""
    async with ctx.transaction() as unit:
        found = await unit.filters.get(filter_id, principal.workspace_id)
        principal.require(SCOPES[found.list])  # type: ignore[index]  # a row's text
        await unit.filters.delete(found)
