"""KPIs of a workspace."""

from __future__ import annotations

from datetime import date

from fastapi import APIRouter
from pydantic import BaseModel

from analytics_svc.api import Context, Days, WorkspaceReader
from analytics_svc.service import reading

router = APIRouter(tags=["analytics"])


class KpiOut(BaseModel):
    """A KPI with its numerator and denominator; `value` is null where nothing was counted."""

    name: str
    value: float | None
    numerator: float | None
    denominator: float | None
    unit: str
    numerator_means: str
    denominator_means: str


class KpisOut(BaseModel):
    """The KPIs of a range of days (UTC)."""

    first_day: date
    last_day: date
    kpis: list[KpiOut]


@router.get("/api/admin/kpis", operation_id="getKpis")
async def kpis(ctx: Context, principal: WorkspaceReader, days: Days) -> KpisOut:
    """What the platform does for the workspace, in numbers that can be checked."""
    first, last = days.resolve(ctx.now().date())
    async with ctx.transaction() as unit:
        found = await reading.kpis(unit, principal.workspace_id, first, last, ctx.now())
    return KpisOut(
        first_day=first, last_day=last, kpis=[KpiOut.model_validate(kpi, from_attributes=True) for kpi in found]
    )
