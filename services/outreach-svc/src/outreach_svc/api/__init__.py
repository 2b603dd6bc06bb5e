"""The HTTP surface of outreach-svc, by topic."""

from __future__ import annotations

from typing import Annotated, TypeAlias

from fastapi import Depends
from servicekit.http import Principal, RequestContext, context, requires

from outreach_svc.repository import Unit
from outreach_svc.settings import Resources, Settings

Context: TypeAlias = Annotated[RequestContext[Settings, Unit, Resources], Depends(context)]


def whole_workspace(principal: Principal) -> Principal:
    """Keys restricted to single bots, as customers get them, see no prospects. Raises `Forbidden`."""
    principal.require_whole_workspace()
    return principal


def _reader(principal: Annotated[Principal, Depends(requires("prospects:read"))]) -> Principal:
    return whole_workspace(principal)


def _writer(principal: Annotated[Principal, Depends(requires("prospects:write"))]) -> Principal:
    return whole_workspace(principal)


def _sender(principal: Annotated[Principal, Depends(requires("outreach:send"))]) -> Principal:
    return whole_workspace(principal)


Reader: TypeAlias = Annotated[Principal, Depends(_reader)]
Writer: TypeAlias = Annotated[Principal, Depends(_writer)]
Sending: TypeAlias = Annotated[Principal, Depends(_sender)]
