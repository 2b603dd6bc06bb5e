"""What every endpoint gets."""

from __future__ import annotations

from typing import Annotated

from fastapi import Depends
from servicekit.http import Principal, RequestContext, context, requires

from ingest_svc.adapters.resources import Resources
from ingest_svc.repository import Unit
from ingest_svc.settings import Settings

Context = Annotated[RequestContext[Settings, Unit, Resources], Depends(context)]
Writer = Annotated[Principal, Depends(requires("sources:write"))]
Reader = Annotated[Principal, Depends(requires("bots:read"))]
Researching = Annotated[Principal, Depends(requires("prospects:write", whole_workspace=True))]
"""As with prospects: keys restricted to single bots, as customers get them, research nobody."""
