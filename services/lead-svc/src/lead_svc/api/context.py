"""What every endpoint gets."""

from __future__ import annotations

from typing import Annotated, TypeAlias

from fastapi import Depends
from servicekit.http import Principal, RequestContext, context, requires

from lead_svc.adapters.resources import Resources
from lead_svc.repository import Unit
from lead_svc.settings import Settings

Context: TypeAlias = Annotated[RequestContext[Settings, Unit, Resources], Depends(context)]
Reader: TypeAlias = Annotated[Principal, Depends(requires("leads:read"))]
Writer: TypeAlias = Annotated[Principal, Depends(requires("leads:write"))]
Exporter: TypeAlias = Annotated[Principal, Depends(requires("leads:export"))]
