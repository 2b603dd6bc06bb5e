"""What every endpoint gets."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Annotated
from uuid import UUID

from contracts.bots import BotSnapshot
from fastapi import Depends, Query
from identity.moments import Day
from servicekit.errors import Invalid
from servicekit.http import Principal, RequestContext, context, requires

from analytics_svc.adapters.resources import Resources
from analytics_svc.domain.figures import local_day
from analytics_svc.repository import Unit
from analytics_svc.settings import Settings

Context = Annotated[RequestContext[Settings, Unit, Resources], Depends(context)]
SCOPE = "analytics:read"
Reader = Annotated[Principal, Depends(requires(SCOPE))]
WorkspaceReader = Annotated[Principal, Depends(requires(SCOPE, whole_workspace=True))]
LONGEST_DAYS = 400


class DayRange:
    """A dependency: `?from=&to=`, both included; the last 30 days by default, at most 400."""

    def __init__(
        self,
        first: Annotated[Day | None, Query(alias="from", description="Erster Tag. First day.")] = None,
        last: Annotated[Day | None, Query(alias="to", description="Letzter Tag. Last day.")] = None,
    ) -> None:
        self.first = first
        self.last = last

    def resolve(self, today: date) -> tuple[date, date]:
        """The range as of a local day. Raises `Invalid`."""
        last = self.last or today
        first = self.first or last - timedelta(days=29)
        if first > last:
            raise Invalid.field("query/from", "must not be after `to`")
        if (last - first).days >= LONGEST_DAYS:
            raise Invalid.field("query/from", f"the range may have at most {LONGEST_DAYS} days")
        return first, last


Days = Annotated[DayRange, Depends()]


async def bot_of(ctx: Context, principal: Principal, chatbot_id: UUID) -> tuple[BotSnapshot, str, date]:
    """The bot, its time zone and its local day. Raises `NotFound` for unknown and foreign ones."""
    principal.require_bot(chatbot_id)
    bot = await ctx.replicated(BotSnapshot, chatbot_id, principal.workspace_id)
    zone = (bot.published or bot.draft).opening_hours.time_zone
    return bot, zone, local_day(ctx.now(), zone)
