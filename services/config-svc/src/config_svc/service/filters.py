"""Filters of lists that a workspace keeps by name, for everybody who reads them."""

from __future__ import annotations

from uuid import UUID

from servicekit.errors import Conflict

from config_svc.domain.filters import MOST, List
from config_svc.models import SavedFilter
from config_svc.repository import Unit


class KnownFilter(Conflict):
    """A list has a filter of this name."""

    slug, title = "known-filter", "There is a filter of this name already"


class TooManyFilters(Conflict):
    """A list has as many filters as it may."""

    slug, title = "too-many-filters", "There are as many filters as there may be"


async def save(unit: Unit, workspace_id: UUID, list: List, name: str, values: dict[str, str]) -> SavedFilter:
    """Keep a filter. Raises `KnownFilter` and `TooManyFilters`."""
    await unit.workspaces.lock(workspace_id)
    known = await unit.filters.of(workspace_id, list)
    if any(one.name.casefold() == name.casefold() for one in known):
        raise KnownFilter()
    if len(known) >= MOST:
        raise TooManyFilters(f"A list keeps {MOST} filters at most.")
    found = SavedFilter(
        id=unit.new_id(), workspace_id=workspace_id, list=list, name=name, values=values, created_at=unit.now()
    )
    unit.filters.add(found)
    return found
