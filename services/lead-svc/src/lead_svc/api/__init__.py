"""The HTTP surface of lead-svc, by topic."""

from __future__ import annotations

from typing import Annotated, TypeAlias

from fastapi import Depends
from servicekit.errors import Forbidden
from servicekit.http import Principal, RequestContext, context, requires

from lead_svc.repository import Unit
from lead_svc.settings import Resources, Settings

Context: TypeAlias = Annotated[RequestContext[Settings, Unit, Resources], Depends(context)]
Reader: TypeAlias = Annotated[Principal, Depends(requires("leads:read"))]
Writer: TypeAlias = Annotated[Principal, Depends(requires("leads:write"))]
Exporter: TypeAlias = Annotated[Principal, Depends(requires("leads:export"))]


def whole_workspace(principal: Principal) -> None:
    """A person's data may lie with every bot of a workspace. Raises `Forbidden` for keys restricted to single bots."""
    if principal.bots is not None:
        raise Forbidden("A key restricted to single bots cannot act on privacy requests.")
