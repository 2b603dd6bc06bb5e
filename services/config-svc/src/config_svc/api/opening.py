"""Whether the company behind a bot is open."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated, Literal, Self
from uuid import UUID

from fastapi import APIRouter, Query
from identity.moments import Moment
from openinghours import OpeningHours, Status, format_status, status
from pydantic import BaseModel
from servicekit.errors import Invalid
from wording import Language

from config_svc.api.context import Context, Reader
from config_svc.service.snapshots import draft_of, published_of

router = APIRouter(prefix="/api/chatbots/{chatbot_id}", tags=["chatbots"])

YEARS = range(2000, 2101)
"""For which public holidays are known."""


class OpeningStatusOut(BaseModel):
    """Open until `until`, or closed until `next_open`, in the company's zone; `text` says it for people."""

    at: datetime
    open: bool
    until: datetime | None
    next_open: datetime | None
    reason: Literal["regular", "special", "holiday", "closed", "unknown"]
    note: str
    text: dict[Language, str]

    @classmethod
    def of(cls, found: Status, at: datetime) -> Self:
        """A status at a moment."""
        return cls(
            at=at,
            open=found.open,
            until=found.until,
            next_open=found.next_open,
            reason=found.reason,
            note=found.note,
            text={"de": format_status(found, at, "de"), "en": format_status(found, at, "en")},
        )


@router.get("/opening-status", operation_id="getOpeningStatus")
async def opening_status(
    chatbot_id: UUID,
    ctx: Context,
    principal: Reader,
    at: Annotated[Moment | None, Query(description="A moment with offset; now without it")] = None,
    draft: Annotated[bool, Query(description="By the draft's opening hours, also after publication")] = False,
) -> OpeningStatusOut:
    """Whether the company is open at a moment, by the published opening hours, or the draft's before publication."""
    principal.require_bot(chatbot_id)
    moment = at or ctx.now()
    if moment.year not in YEARS:
        raise Invalid.field("query/at", f"must be in the years {YEARS[0]} to {YEARS[-1]}")
    async with ctx.transaction() as unit:
        bot = await unit.bots.get(chatbot_id, principal.workspace_id)
    published = None if draft else published_of(bot)
    configured = (published or draft_of(bot)).opening_hours
    hours = OpeningHours.parse(configured.model_dump())
    return OpeningStatusOut.of(status(hours, moment.astimezone(hours.zone)), moment.astimezone(hours.zone))
