"""The first contact as a letter over HTTP."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID
from zoneinfo import ZoneInfo

from fastapi import APIRouter, Response
from identity.moments import Moment
from servicekit.errors import Conflict, Invalid

from outreach_svc.adapters.letter import Addressee, letter
from outreach_svc.api.context import Context, Reader, Sending
from outreach_svc.api.schemas.messages import MessageOut, PostedIn
from outreach_svc.domain.composing import with_demo_end
from outreach_svc.domain.sending import DEMO_LENGTH
from outreach_svc.models import Prospect
from outreach_svc.service import consent, dispatch, drafting
from outreach_svc.texts import say

router = APIRouter(prefix="/api/prospects", tags=["prospects"])


@router.get(
    "/{prospect_id}/letter.pdf",
    operation_id="getLetter",
    response_class=Response,
    responses={200: {"content": {"application/pdf": {}}}},
)
async def letter_pdf(prospect_id: UUID, ctx: Context, principal: Reader, posted_at: Moment | None = None) -> Response:
    """The first message as a letter (DIN 5008) with a QR code; `posted_at` fixes the printed end of the demo."""
    async with ctx.transaction() as unit:
        prospect = await unit.prospects.get(prospect_id, principal.workspace_id)
        if not prospect.demo_link:
            raise Conflict("The demo is not live yet; the letter would carry no link.")
        workspace = await unit.workspace(principal.workspace_id)
        draft = await drafting.text_of(unit, prospect, "first_contact", channel="letter")
    sender, zone = consent.sender_of(workspace), workspace.sending_window.time_zone
    at: datetime = posted_at or ctx.now()
    ends_at = prospect.demo_ends_at if prospect.first_contact_at else at + DEMO_LENGTH
    printed = letter(
        with_demo_end(draft, ends_at, language=prospect.language, zone=zone, must_print=True),
        to=Addressee(_address_lines(prospect)),
        sender=sender,
        demo_link=prospect.demo_link,
        on=at.astimezone(ZoneInfo(zone)).date(),
        closing=say("footer.letter", prospect.language, email=sender.email),
        language=prospect.language,
    )
    headers = {"Content-Disposition": f'inline; filename="brief-{prospect.id}.pdf"', "Cache-Control": "no-store"}
    return Response(printed, media_type="application/pdf", headers=headers)


def _address_lines(prospect: Prospect) -> tuple[str, ...]:
    found = prospect.facts.get("postal_address") or {}
    place = f"{found.get('postal_code', '')} {found.get('city', '')}".strip()
    lines = (prospect.company, prospect.contact_person, found.get("street", ""), place)
    return tuple(line for line in lines if line)


@router.post("/{prospect_id}/letter-posted", operation_id="markLetterPosted")
async def letter_posted(
    prospect_id: UUID, ctx: Context, principal: Sending, body: PostedIn | None = None
) -> MessageOut:
    """Note that the letter was posted: the first contact, from which the demo's 30 days count."""
    at = (body.posted_at if body else None) or ctx.now()
    if at > ctx.now():
        raise Invalid.field("/posted_at", "lies in the future")
    async with ctx.transaction() as unit:
        await unit.prospects.get(prospect_id, principal.workspace_id)
        known = await ctx.idempotency.claim(unit)
        if known is not None:
            message = await unit.messages.get(known, principal.workspace_id)
        else:
            message = await dispatch.letter_posted(unit, prospect_id, principal.workspace_id, posted_at=at)
            await ctx.idempotency.record(unit, message.id)
    return MessageOut.of(message)
