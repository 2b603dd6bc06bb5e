"""What visitors leave: an address, or the wish to be contacted."""

from __future__ import annotations

from typing import Annotated, TypeAlias
from uuid import UUID

from contracts.bots import BotSnapshot
from fastapi import APIRouter, Depends, Request, Security
from fastapi.security import APIKeyHeader
from prometheus_client import Counter
from servicekit.auth.visitor import HEADER
from servicekit.errors import Invalid, NotFound, Unauthorized
from servicekit.http import requires
from servicekit.mail.capture import must_be_writable

from lead_svc.api.context import Context
from lead_svc.api.schemas.captures import ContactRequestIn, EmailCaptureIn, ReceiptOut
from lead_svc.models import Lead
from lead_svc.repository import Unit
from lead_svc.service import capturing
from lead_svc.service.capturing import Origin

router = APIRouter(tags=["visitors"], prefix="/api/chatbots/{chatbot_id}")

RECEIVED = Counter("leads_received_total", "Addresses and contact requests handed in, repeats included", ["kind"])

_VISITOR = APIKeyHeader(name=HEADER, auto_error=False, scheme_name="visitor token")
_writer = requires("leads:write")


async def origin(
    chatbot_id: UUID, request: Request, ctx: Context, token: Annotated[str | None, Security(_VISITOR)] = None
) -> Origin:
    """Who hands something over: a visitor by their token, or a program by its API key.

    Raises `Unauthorized`, `Forbidden`, `TooManyRequests`, and `NotFound` for a bot that the token or key is not for.
    """
    if token is None:
        principal = await _writer(request)
        principal.require_bot(chatbot_id)
        bot = await ctx.replicated(BotSnapshot, chatbot_id, principal.workspace_id)
        return Origin(bot.id, bot.workspace_id)
    await ctx.resources.limiter.hit("capture", ctx.client_address, f"{ctx.settings.captures_per_minute}/minute")
    claims = ctx.resources.visitors.verify(token, now=ctx.now())
    if claims.bot_id != chatbot_id:
        raise NotFound(f"There is no bot {chatbot_id}.")
    bot = await ctx.replicated(BotSnapshot, chatbot_id, claims.workspace_id)
    if claims.link_version != bot.links.version:
        raise Unauthorized("The bot's link was renewed: ask for a new session.")
    return Origin(bot.id, bot.workspace_id, claims.environment, claims.conversation_id)


From: TypeAlias = Annotated[Origin, Depends(origin)]


@router.post("/capture-email", status_code=201, operation_id="captureEmail")
async def capture_email(body: EmailCaptureIn, origin: From, ctx: Context) -> ReceiptOut:
    """E-Mail-Adresse mit Einwilligung hinterlassen. Store an address under consent; a repeat changes nothing."""
    must_be_writable("/email", body.email, ctx.settings.smtp)
    double_opt_in = ctx.settings.double_opt_in
    async with ctx.transaction() as unit:
        lead = await _repeated(ctx, unit, origin)
        if lead is None:
            lead = await capturing.capture_email(
                unit, origin, body.details(), body.agreement(), vault=ctx.resources.vault, double_opt_in=double_opt_in
            )
            await ctx.idempotency.record(unit, lead.id)
    RECEIVED.labels("email").inc()
    return ReceiptOut.of(lead, double_opt_in=double_opt_in)


@router.post("/contact-requests", status_code=201, operation_id="requestContact")
async def request_contact(body: ContactRequestIn, origin: From, ctx: Context) -> ReceiptOut:
    """Um Kontakt bitten. Ask a named person to get in touch; a repeat in one conversation changes nothing."""
    must_be_writable("/email", body.email, ctx.settings.smtp)
    async with ctx.transaction() as unit:
        lead = await _repeated(ctx, unit, origin)
        if lead is None:
            lead = await capturing.request_contact(
                unit, origin, body.details(), body.agreement(), vault=ctx.resources.vault
            )
            await ctx.idempotency.record(unit, lead.id)
    RECEIVED.labels("contact_request").inc()
    return ReceiptOut.of(lead, double_opt_in=False)


async def _repeated(ctx: Context, unit: Unit, origin: Origin) -> Lead | None:
    known = await ctx.idempotency.claim(unit)
    if known is None:
        return None
    lead = await unit.leads.find(known)
    if lead is None or lead.bot_id != origin.bot_id:
        raise Invalid("What this Idempotency-Key made is gone; use a new one.")
    return lead
