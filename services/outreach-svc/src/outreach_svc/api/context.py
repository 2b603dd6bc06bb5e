"""What every endpoint gets."""

from __future__ import annotations

from typing import Annotated, TypeAlias

from fastapi import Depends
from servicekit.http import Principal, RequestContext, context, requires

from outreach_svc.adapters.resources import Resources
from outreach_svc.repository import Unit
from outreach_svc.settings import Settings

Context: TypeAlias = Annotated[RequestContext[Settings, Unit, Resources], Depends(context)]


# Keys restricted to single bots, as customers get them, see no prospects.
Reader: TypeAlias = Annotated[Principal, Depends(requires("prospects:read", whole_workspace=True))]
Writer: TypeAlias = Annotated[Principal, Depends(requires("prospects:write", whole_workspace=True))]
Sending: TypeAlias = Annotated[Principal, Depends(requires("outreach:send", whole_workspace=True))]
