"""KPIs of a workspace."""

from __future__ import annotations

from datetime import date, timedelta

from contracts.workspaces import WorkspaceSnapshot
from fastapi import APIRouter
from pydantic import BaseModel, Field
from servicekit.errors import NotFound
from wording import Language

from analytics_svc.api.context import Context, Days, WorkspaceReader
from analytics_svc.domain.figures import local_day
from analytics_svc.service import kpis as service
from analytics_svc.texts import say

router = APIRouter(tags=["analytics"])


class KpiOut(BaseModel):
    """A KPI with its numerator and denominator; `value` is null where nothing was counted."""

    name: str
    title: str
    value: float | None
    previous: float | None = Field(
        description="Der Wert im gleich langen Zeitraum davor. The value in the period of the same length before."
    )
    numerator: float
    denominator: float
    unit: service.KpiUnit
    numerator_means: str
    denominator_means: str


class KpisOut(BaseModel):
    """The KPIs of a range of local days."""

    first_day: date
    last_day: date
    time_zone: str
    kpis: list[KpiOut]


@router.get("/api/admin/kpis", operation_id="getKpis")
async def kpis(ctx: Context, principal: WorkspaceReader, days: Days, language: Language = "de") -> KpisOut:
    """What the platform does for the workspace, in numbers that can be checked."""
    workspace = await ctx.kit.replica(WorkspaceSnapshot, principal.workspace_id)
    if workspace is None:
        raise NotFound("The workspace is not known yet.")
    zone = workspace.sending_window.time_zone
    first, last = days.resolve(local_day(ctx.now(), zone))
    length = last - first + timedelta(days=1)
    async with ctx.transaction() as unit:
        found = await service.kpis(unit, principal.workspace_id, zone, first, last)
        before = await service.kpis(unit, principal.workspace_id, zone, first - length, last - length)
    return KpisOut(
        first_day=first,
        last_day=last,
        time_zone=zone,
        kpis=[
            KpiOut(
                name=now.name,
                title=say(f"kpi_{now.name}", language),
                value=now.value,
                previous=then.value,
                numerator=now.numerator,
                denominator=now.denominator,
                unit=now.unit,
                numerator_means=say(f"kpi_{now.name}_above", language),
                denominator_means=say(f"kpi_{now.name}_below", language),
            )
            for now, then in zip(found, before, strict=True)
        ],
    )
