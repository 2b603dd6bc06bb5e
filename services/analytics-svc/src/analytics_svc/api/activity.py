"""How lively bots are, for lists of many."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Query
from pydantic import BaseModel, Field

from analytics_svc.api.context import Context, Reader

router = APIRouter(tags=["analytics"])
MOST_BOTS = 200
DAYS = 30


class ActivityOut(BaseModel):
    """A bot's liveliness."""

    chatbot_id: UUID
    score: float = Field(description="Engagement, wie zuletzt berechnet. As last computed.")
    last_active: date | None = Field(description="Letzter Tag mit einem Besuch. The last day with a visit.")
    conversations: int = Field(description="In den letzten 30 Tagen. In the last 30 days.")


@router.get("/api/admin/activity", operation_id="listActivity")
async def activity(
    ctx: Context, principal: Reader, chatbot_id: Annotated[list[UUID], Query(min_length=1, max_length=MOST_BOTS)]
) -> list[ActivityOut]:
    """Of each of these bots, its last active day, its conversations and its score; nothing of those never visited."""
    wanted = [id for id in chatbot_id if principal.bots is None or id in principal.bots]
    since = (ctx.now() - timedelta(days=DAYS)).date()
    async with ctx.transaction() as unit:
        found = await unit.activity(principal.workspace_id, wanted, since)
    return [ActivityOut.model_validate(one, from_attributes=True) for one in found]
