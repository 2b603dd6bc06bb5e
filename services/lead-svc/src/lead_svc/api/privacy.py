"""The rights of persons, by mailed link or through the operator; also the confirmation of an address."""

from __future__ import annotations

from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Depends, Query, Request, Response
from fastapi.responses import HTMLResponse, JSONResponse
from identity.text import AS_LINE
from pydantic import StringConstraints
from servicekit.errors import Invalid, NotFound
from servicekit.http import Page, PageQuery, Principal, requires
from servicekit.http.message_page import NOT_FOUND, message_page

from lead_svc.api.context import Context
from lead_svc.api.schemas.privacy import AcceptedOut, PrivacyListedOut, PrivacyRequestIn, PrivacyRequestOut
from lead_svc.models import Lead, PrivacyRequest
from lead_svc.service import moving, privacy
from lead_svc.service.privacy import Progress
from lead_svc.texts import say

router = APIRouter(tags=["privacy"], prefix="/api/privacy/requests")

_SAME_ANSWER = "If anything is kept of this address, a mail with a link is on its way to it."
Token = Annotated[str, StringConstraints(max_length=200), AS_LINE, Query(description="Aus der Mail. From the mail.")]

_writer = requires("leads:write")
WholeWriter = Annotated[Principal, Depends(requires("leads:write", whole_workspace=True))]
Paging = Annotated[PageQuery, Depends()]


@router.post(
    "",
    status_code=202,
    operation_id="askPrivacy",
    response_model=AcceptedOut,
    responses={201: {"model": PrivacyRequestOut, "description": "What an operator asked for."}},
)
async def ask(body: PrivacyRequestIn, request: Request, ctx: Context) -> AcceptedOut | Response:
    """Auskunft oder Löschung erbitten. Ask for access or erasure.

    Without a key: by address and bot; the answer is always the same, the link goes to the address. With an operator's
    key it acts at once and answers 201 with the request.
    """
    if request.headers.get("authorization"):
        found = await _ask_as_operator(body, request, ctx)
        return JSONResponse(found.model_dump(mode="json"), 201)
    await ctx.resources.limiter.hit("privacy", ctx.client_address, f"{ctx.settings.privacy_requests_per_hour}/hour")
    if body.email is None or body.chatbot_id is None:
        raise Invalid.field("/email" if body.email is None else "/chatbot_id", "is needed")
    try:
        async with ctx.transaction() as unit:
            await privacy.ask(unit, body.chatbot_id, body.email, body.kind, body.language, vault=ctx.resources.vault)
    except ValueError as error:
        raise Invalid.field("/email", str(error)) from error
    return AcceptedOut(detail=_SAME_ANSWER)


async def _ask_as_operator(body: PrivacyRequestIn, request: Request, ctx: Context) -> PrivacyRequestOut:
    principal = await _writer(request)
    principal.require_whole_workspace()
    whom, resources = body.whom(), ctx.resources
    if sum(value is not None for value in (whom.email, whom.phone, whom.lead_id)) != 1:
        raise Invalid.field("/email", "exactly one of email, phone and lead_id is needed")
    try:
        async with ctx.transaction() as unit:
            known = await ctx.idempotency.claim(unit)
            found = await unit.privacy.get(known) if known is not None else None
            if found is None:
                found = await privacy.ask_as_operator(
                    unit,
                    principal.workspace_id,
                    whom,
                    body.kind,
                    vault=resources.vault,
                    erasure_key=resources.erasure_key,
                )
                await ctx.idempotency.record(unit, found.id)
            await unit.session.flush()
            progress = await privacy.progress(unit, found)
    except ValueError as error:
        raise Invalid.field("/email" if body.email else "/phone", str(error)) from error
    return PrivacyRequestOut.of(progress)


@router.get("", operation_id="listPrivacyRequests")
async def list_requests(ctx: Context, principal: WholeWriter, query: Paging) -> Page[PrivacyListedOut]:
    """Die Anträge des Arbeitsbereichs, neueste zuerst. The workspace's requests, newest first."""
    async with ctx.transaction() as unit:
        rows = await unit.privacy.list(principal.workspace_id, ctx.now(), query.after_id, query.limit + 1)
    return Page.of(
        rows,
        query,
        key=lambda row: [str(row.id)],
        item=PrivacyListedOut.model_validate,
    )


@router.get("/confirm", operation_id="showPrivacyConfirmation", response_class=HTMLResponse, responses=NOT_FOUND)
async def show_confirmation(token: Token, ctx: Context) -> HTMLResponse:
    """Fragen, ob bestätigt wird. Ask before acting: opening a link changes nothing, as mail scanners do."""
    try:
        language, name = await _subject(token, ctx)
    except NotFound:
        return _invalid()
    question = say(f"page.{name}.question", language)
    return message_page(
        language, say(f"page.{name}.title", language), question, button=say(f"page.{name}.button", language)
    )


@router.post("/confirm", operation_id="confirmPrivacy", response_class=HTMLResponse, responses=NOT_FOUND)
async def confirm(token: Token, ctx: Context) -> HTMLResponse:
    """Bestätigen: eine hinterlassene Adresse, eine Auskunft, eine Löschung. Confirm what the link is about."""
    try:
        language, name = await _subject(token, ctx)
        link = await _confirm(token, ctx)
    except NotFound:
        return _invalid()
    title, message = say(f"page.{name}.title", language), say(f"page.{name}.done", language)
    return message_page(language, title, message, link=(link, say(f"page.{name}.link", language)) if link else None)


@router.get("/{request_id}", operation_id="getPrivacyRequest")
async def get_request(
    request_id: UUID, request: Request, response: Response, ctx: Context, token: Token | None = None
) -> PrivacyRequestOut:
    """Stand, Auskunft oder Löschbescheinigung. How far it is, the data, or the certificate."""
    vault = ctx.resources.vault
    response.headers.update({"Cache-Control": "no-store", "Referrer-Policy": "no-referrer"})
    if token is None:
        principal = await _writer(request)
        principal.require_whole_workspace()
        workspace_id = principal.workspace_id
    elif vault.read_token("privacy", token) != request_id:
        raise NotFound(f"There is no request {request_id}.")
    else:
        workspace_id = None
    async with ctx.transaction() as unit:
        found = await unit.privacy.get(request_id)
        if found is None or workspace_id not in (None, found.workspace_id) or found.expires_at < ctx.now():
            raise NotFound(f"There is no request {request_id}.")
        if token is None and found.asked_by != "operator" and found.kind == "export":
            return PrivacyRequestOut.of(Progress(found, (), None))
        leads = None
        if found.kind == "export" and found.state == "confirmed":
            leads = await privacy.export(unit, found, vault=vault)
        return PrivacyRequestOut.of(await privacy.progress(unit, found), leads)


async def _subject(token: str, ctx: Context) -> tuple[str, str]:
    """Language and kind of what a link is about. Raises `NotFound`."""
    await ctx.resources.limiter.hit("confirm", ctx.client_address, "30/minute")
    vault = ctx.resources.vault
    async with ctx.transaction() as unit:
        if (lead_id := vault.read_token("lead", token)) is not None:
            lead: Lead | None = await unit.leads.find(lead_id)
            if lead is not None:
                return (await unit.leads.consents([lead.id]))[lead.id].language, "lead"
        elif (request_id := vault.read_token("privacy", token)) is not None:
            request: PrivacyRequest = await privacy.find(unit, request_id)
            return request.language, request.kind
    raise NotFound("This link is over.")


async def _confirm(token: str, ctx: Context) -> str | None:
    """Act, and say where the person can look; None when there is nothing to see."""
    resources = ctx.resources
    async with ctx.transaction() as unit:
        if (lead_id := resources.vault.read_token("lead", token)) is not None:
            await moving.confirm(unit, lead_id)
            return None
        request_id = resources.vault.read_token("privacy", token)
        if request_id is None:
            raise NotFound("This link is over.")
        await privacy.confirm(unit, request_id, vault=resources.vault, erasure_key=resources.erasure_key)
    return f"/api/privacy/requests/{request_id}?token={token}"


def _invalid() -> HTMLResponse:
    return message_page("de", say("page.invalid.title", "de"), say("page.invalid.text", "de"), status=404)
