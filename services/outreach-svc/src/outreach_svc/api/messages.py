"""The approval queue over HTTP."""

from __future__ import annotations

from typing import Annotated, Literal
from uuid import UUID

from fastapi import APIRouter, Depends, Response
from servicekit.http import Page, PageQuery, etag

from outreach_svc.api.context import Context, Reader, Sending, Writer
from outreach_svc.api.schemas.messages import MessageIn, MessageListedOut, MessageOut, RejectIn, SettleIn
from outreach_svc.models import Message
from outreach_svc.service import consent, dispatch, drafting

router = APIRouter(prefix="/api/outreach/messages", tags=["messages"])

State = Literal["draft", "approved", "sending", "dispatched", "uncertain", "failed", "rejected", "skipped"]


@router.get("", operation_id="listMessages")
async def list_messages(
    ctx: Context,
    principal: Reader,
    page: Annotated[PageQuery, Depends()],
    state: State | None = None,
    prospect_id: UUID | None = None,
) -> Page[MessageListedOut]:
    """Messages, newest first; `state=draft` is the approval queue."""
    async with ctx.transaction() as unit:
        rows = await unit.messages.page(
            principal.workspace_id, state=state, prospect_id=prospect_id, after=page.after_id, limit=page.limit + 1
        )
        companies = await unit.prospects.companies(row.prospect_id for row in rows)

    def listed(row: Message) -> MessageListedOut:
        return MessageListedOut(**MessageOut.of(row).model_dump(), company=companies[row.prospect_id])

    return Page[MessageListedOut].of(rows, page, key=lambda row: [str(row.id)], item=listed)


@router.post("/{message_id}/approve", operation_id="approveMessage")
async def approve(message_id: UUID, ctx: Context, principal: Sending) -> MessageOut:
    """Release a draft or a failed mail for the next slot; refused, with reasons, while there is no lawful basis."""
    async with ctx.transaction() as unit:
        prospect, message = await drafting.locked(unit, message_id, principal.workspace_id)
        lawful = await consent.lawfulness(unit, prospect, message.kind, ctx.resources.keys)
        message = await drafting.approve(unit, message_id, principal.workspace_id, lawful.decision.reasons)
    return MessageOut.of(message)


@router.post("/{message_id}/reject", operation_id="rejectMessage")
async def reject(message_id: UUID, ctx: Context, principal: Sending, body: RejectIn | None = None) -> MessageOut:
    """Throw a draft away; also one that was approved and is not on its way yet."""
    async with ctx.transaction() as unit:
        message = await drafting.reject(unit, message_id, principal.workspace_id, body.reason if body else "")
    return MessageOut.of(message)


@router.post("/{message_id}/settle", operation_id="settleMessage")
async def settle(message_id: UUID, body: SettleIn, ctx: Context, principal: Sending) -> MessageOut:
    """Say whether an uncertain mail arrived: then it counts as sent; else it is a draft again."""
    async with ctx.transaction() as unit:
        message = await dispatch.settle(unit, message_id, principal.workspace_id, arrived=body.arrived)
    return MessageOut.of(message)


@router.put("/{message_id}", operation_id="editMessage")
async def edit(message_id: UUID, body: MessageIn, ctx: Context, principal: Writer, response: Response) -> MessageOut:
    """Change the text of a draft or a failed mail; sender, reason and opt-out are added below it in any case."""
    draft = drafting.checked(body.subject, body.body)
    async with ctx.transaction() as unit:
        message = await drafting.edit(unit, message_id, principal.workspace_id, draft, ctx.if_match())
    response.headers["ETag"] = etag(message.version)
    return MessageOut.of(message)
