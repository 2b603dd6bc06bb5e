"""Prospects over HTTP."""

from __future__ import annotations

from dataclasses import asdict
from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Depends, Query, Response
from identity.text import AS_LINE
from pydantic import StringConstraints
from servicekit.errors import Conflict, Invalid
from servicekit.http import Page, PageQuery, etag
from servicekit.mail.capture import must_be_writable
from wording import Language

from outreach_svc.adapters.resources import Keys
from outreach_svc.api.context import Context, Reader, Sending, Writer
from outreach_svc.api.schemas.messages import InboundOut, MessageOut
from outreach_svc.api.schemas.prospects import (
    BasisIn,
    BasisOut,
    CallSheetOut,
    DecisionOut,
    PlannedOut,
    ProspectChangeIn,
    ProspectCountsOut,
    ProspectDetailOut,
    ProspectIn,
    ProspectOut,
    StageIn,
    TimelineOut,
)
from outreach_svc.domain.planning import plan
from outreach_svc.domain.stages import BY_HAND, Stage
from outreach_svc.models import Prospect
from outreach_svc.repository import Unit
from outreach_svc.service import consent, drafting, prospects
from outreach_svc.texts import say

router = APIRouter(prefix="/api/prospects", tags=["prospects"])

Search = Annotated[str, StringConstraints(max_length=200), AS_LINE]
Batch = Annotated[UUID, Query(description="Those of one table. Nur die einer Tabelle.")]
Least = Annotated[float, Query(ge=0, le=10)]


@router.post(
    "",
    status_code=201,
    operation_id="createProspect",
    responses={
        200: {"model": ProspectOut, "description": "The workspace has this company already; nothing was begun."}
    },
)
async def create(body: ProspectIn, ctx: Context, principal: Writer, response: Response) -> ProspectOut:
    """Take in a company. Its site is read and its demo built without further ado; the timeline shows each step.

    A site that the workspace has, in whatever spelling of its address, is not taken in again: 200 with that prospect.
    """
    must_be_writable("/email", body.email, ctx.settings.smtp)
    async with ctx.transaction() as unit:
        known = await ctx.idempotency.claim(unit)
        if known is not None:
            prospect = await unit.prospects.get(known, principal.workspace_id)
        else:
            prospect, new = await prospects.take_in(
                unit,
                principal.workspace_id,
                body.value(),
                erasure_key=ctx.resources.keys.erasure,
                now=ctx.now(),
            )
            response.status_code = 201 if new else 200
            await ctx.idempotency.record(unit, prospect.id)
    return ProspectOut.of(prospect, ctx.now())


@router.get("", operation_id="listProspects")
async def listed(
    ctx: Context,
    principal: Reader,
    page: Annotated[PageQuery, Depends()],
    stage: Stage | None = None,
    search: Search | None = None,
    batch: Batch | None = None,
    engagement_min: Least | None = None,
) -> Page[ProspectOut]:
    """Prospects, newest first."""
    async with ctx.transaction() as unit:
        rows = await unit.prospects.page(
            principal.workspace_id,
            stage=stage,
            search=search,
            batch=batch,
            engagement_min=engagement_min,
            after=page.after_id,
            limit=page.limit + 1,
        )
    return Page[ProspectOut].of(
        rows, page, key=lambda row: [str(row.id)], item=lambda row: ProspectOut.of(row, ctx.now())
    )


@router.get("/counts", operation_id="countProspects")
async def counts(
    ctx: Context,
    principal: Reader,
    search: Search | None = None,
    batch: Batch | None = None,
    engagement_min: Least | None = None,
) -> ProspectCountsOut:
    """Wie viele wo stehen. How many stand where, of all or of those that the list is narrowed to likewise."""
    async with ctx.transaction() as unit:
        found = await unit.prospects.counted(
            principal.workspace_id, search=search, batch=batch, engagement_min=engagement_min
        )
    return ProspectCountsOut(
        stages={stage: count for stage, (count, _) in found.items()},
        values={stage: value for stage, (_, value) in found.items()},
    )


@router.get("/{prospect_id}", operation_id="getProspect")
async def one(
    prospect_id: UUID,
    ctx: Context,
    principal: Reader,
    language: Annotated[
        Language | None, Query(description="Sprache des Verlaufs. Of the timeline; else that of the messages.")
    ] = None,
) -> ProspectDetailOut:
    """A prospect with its timeline, thread, lawful bases and found facts."""
    async with ctx.transaction() as unit:
        prospect = await unit.prospects.get(prospect_id, principal.workspace_id)
        return await _detail(unit, prospect, ctx.resources.keys, language or prospect.language)


@router.patch("/{prospect_id}", operation_id="changeProspect")
async def change(
    prospect_id: UUID, body: ProspectChangeIn, ctx: Context, principal: Writer, response: Response
) -> ProspectOut:
    """Say what winning a prospect would be worth."""
    async with ctx.transaction() as unit:
        prospect = await prospects.set_value(unit, prospect_id, principal.workspace_id, body.value, ctx.if_match())
    response.headers["ETag"] = etag(prospect.version)
    return ProspectOut.of(prospect, ctx.now())


async def _detail(unit: Unit, prospect: Prospect, keys: Keys, language: str) -> ProspectDetailOut:
    decision = (await consent.lawfulness(unit, prospect, "first_contact", keys)).decision
    waiting = await unit.messages.waiting(prospect.id, "first_contact", or_failed=True)
    standing = prospects.standing(prospect, first_waits=bool(waiting))
    return ProspectDetailOut(
        **ProspectOut.fields_of(prospect, unit.now()),
        timeline=[TimelineOut.of(step, language) for step in await unit.prospects.timeline(prospect.id)],
        messages=[MessageOut.of(message) for message in await unit.messages.of_prospect(prospect.id)],
        inbound=[InboundOut.of(row) for row in await unit.prospects.inbound(prospect.id)],
        bases=[BasisOut.of(row) for row in await unit.prospects.bases(prospect.id)],
        mail=DecisionOut(allowed=decision.allowed, basis=decision.basis, reasons=list(decision.reasons)),
        plan=[PlannedOut(**asdict(one)) for one in plan(standing)],
        talking_points=drafting.points_of(prospect),
        facts=prospect.facts,
    )


@router.post("/{prospect_id}/basis", status_code=201, operation_id="recordLawfulBasis")
async def record_basis(prospect_id: UUID, body: BasisIn, ctx: Context, principal: Writer) -> BasisOut:
    """Record what may allow mail: an enquiry of theirs (then ask for confirmation), or an existing customer."""
    if body.occurred_at > ctx.now():
        raise Invalid.field("/occurred_at", "lies in the future")
    must_be_writable("/email", body.email, ctx.settings.smtp)
    async with ctx.transaction() as unit:
        await unit.prospects.get(prospect_id, principal.workspace_id)
        known = await ctx.idempotency.claim(unit)
        if known is not None:
            basis = await unit.prospects.basis(known)
            if basis is None:
                raise Conflict("What this Idempotency-Key made is gone.")
        else:
            basis = await consent.record(
                unit, prospect_id, principal.workspace_id, body.value(), keys=ctx.resources.keys
            )
            await ctx.idempotency.record(unit, basis.id)
    return BasisOut.of(basis)


@router.post("/{prospect_id}/opt-in", status_code=202, operation_id="askForConsent")
async def opt_in(prospect_id: UUID, ctx: Context, principal: Sending) -> MessageOut:
    """Send the one mail, free of advertising, that asks the enquirer to confirm their address."""
    async with ctx.transaction() as unit:
        await unit.prospects.get(prospect_id, principal.workspace_id)
        known = await ctx.idempotency.claim(unit)
        if known is not None:
            message = await unit.messages.get(known, principal.workspace_id)
        else:
            message = await consent.ask(unit, prospect_id, principal.workspace_id, keys=ctx.resources.keys)
            await ctx.idempotency.record(unit, message.id)
    return MessageOut.of(message)


@router.post("/{prospect_id}/stage", operation_id="setProspectStage")
async def set_stage(prospect_id: UUID, body: StageIn, ctx: Context, principal: Writer) -> ProspectOut:
    """Set a stage by hand: contacted, replied, demo_requested, won or lost."""
    if body.stage not in BY_HAND:
        raise Invalid.field("/stage", f"is set by the services; by hand: {', '.join(sorted(BY_HAND))}")
    async with ctx.transaction() as unit:
        prospect = await prospects.set_stage(
            unit, prospect_id, principal.workspace_id, body.stage, expected=ctx.if_match()
        )
    return ProspectOut.of(prospect, ctx.now())


@router.post("/{prospect_id}/retry", status_code=202, operation_id="retryProspect")
async def retry(prospect_id: UUID, ctx: Context, principal: Writer) -> ProspectOut:
    """Research the site again after a failure."""
    async with ctx.transaction() as unit:
        prospect = await prospects.retry(unit, prospect_id, principal.workspace_id)
    return ProspectOut.of(prospect, ctx.now())


@router.get("/{prospect_id}/call-sheet", operation_id="getCallSheet")
async def call_sheet(prospect_id: UUID, ctx: Context, principal: Reader) -> CallSheetOut:
    """What a caller needs: number, opening words, what visitors asked, what the law asks for."""
    async with ctx.transaction() as unit:
        prospect = await unit.prospects.get(prospect_id, principal.workspace_id)
        workspace = await unit.workspace(principal.workspace_id)
    language, sender = prospect.language, consent.sender_of(workspace)
    return CallSheetOut(
        company=prospect.company,
        phone=(prospect.facts.get("phone") or {}).get("value"),
        contact_person=prospect.contact_person,
        website=prospect.website,
        demo_link=prospect.demo_link or None,
        demo_ends_at=prospect.demo_ends_at,
        engagement=prospect.score,
        opening=say("call.intro", language, sender=sender.name or sender.shown, company=prospect.company),
        offer=say("call.offer", language),
        question=say("call.ask", language),
        talking_points=drafting.points_of(prospect),
        law=say("call.law", language),
        note=prospect.note,
    )
