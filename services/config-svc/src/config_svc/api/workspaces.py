"""Workspaces and their API keys. A key sees its own workspace only."""

from __future__ import annotations

from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Response
from identity import phone
from pydantic import Field, ValidationInfo, field_validator
from servicekit.auth.keys import SCOPES
from servicekit.errors import check_version
from servicekit.http import Page
from wording import Language

from config_svc.api.context import Admin, Context, Query, actor_of, own, set_etag
from config_svc.api.schemas.answers import ApiKeyOut, WorkspaceOut
from config_svc.api.schemas.fields import (
    ConsentText,
    Given,
    Line,
    LocalTime,
    MailAddressOrNone,
    Name,
    NameOrNone,
    PhoneText,
    TimeZone,
    Url,
)
from config_svc.domain import limits
from config_svc.service import workspaces
from config_svc.texts import say

router = APIRouter(prefix="/api/workspaces", tags=["workspaces"])


class SenderIn(Given):
    """Who signs mails and letters."""

    name: NameOrNone = ""
    company: NameOrNone = ""
    street: Line = ""
    postal_code: Line = ""
    city: Line = ""
    country: Line = "DE"
    email: MailAddressOrNone = ""
    phone: PhoneText | None = None
    website: Url | None = None

    @field_validator("phone")
    @classmethod
    def _phone_is_dialable(cls, number: str | None, info: ValidationInfo) -> str | None:
        return phone.parse(number, info.data.get("country", "")) if number else None


class SendingWindowIn(Given):
    """Local hours in which outreach mail may go out; weekdays are ISO numbers, 1 = Monday."""

    time_zone: TimeZone = "Europe/Berlin"
    weekdays: Annotated[list[Annotated[int, Field(ge=1, le=7)]], Field(max_length=7)] = [1, 2, 3, 4, 5]
    opens: LocalTime = "09:00"
    closes: LocalTime = "17:00"


class DefaultConsentIn(Given):
    """The consent text that bots without one of their own use, one language."""

    language: Language
    text: ConsentText
    privacy_url: Url


class RetentionIn(Given):
    """How long personal data is kept."""

    transcript_days: Annotated[int, Field(ge=1, le=limits.RETENTION_DAYS)] = 90
    lead_months: Annotated[int, Field(ge=1, le=120)] = 24
    expired_demo_days: Annotated[int, Field(ge=1, le=limits.RETENTION_DAYS)] = 60


class WorkspaceIn(Given):
    """A workspace."""

    name: Name
    sender: SenderIn = SenderIn()
    operator_email: MailAddressOrNone = ""
    sending_window: SendingWindowIn = SendingWindowIn()
    daily_mail_cap: Annotated[int, Field(ge=0, le=limits.DAILY_MAIL_CAP)] = 50
    default_consents: Annotated[list[DefaultConsentIn], Field(max_length=2)] = []
    retention: RetentionIn = RetentionIn()
    locale: Language = "de"

    @field_validator("default_consents")
    @classmethod
    def _each_language_once(cls, consents: list[DefaultConsentIn]) -> list[DefaultConsentIn]:
        if len({consent.language for consent in consents}) < len(consents):
            raise ValueError("must name each language once")
        return consents


class WorkspacePatchIn(WorkspaceIn):
    """What changes about a workspace; a part that is given replaces the whole part."""

    name: Name = "unchanged"


class ApiKeyIn(Given):
    """A new API key; `bots` restricts it to these bots."""

    name: Name
    scopes: Annotated[list[Line], Field(min_length=1, max_length=len(SCOPES))]
    bots: Annotated[list[UUID], Field(min_length=1, max_length=200)] | None = None

    @field_validator("scopes")
    @classmethod
    def _scopes_are_known(cls, scopes: list[str]) -> list[str]:
        if not set(scopes) <= set(SCOPES):
            raise ValueError(f"may only hold {', '.join(SCOPES)}")
        return sorted(set(scopes))


@router.post("", status_code=201, operation_id="createWorkspace")
async def create_workspace(body: WorkspaceIn, ctx: Context, principal: Admin, response: Response) -> WorkspaceOut:
    """Make another workspace with a key of its own, which is shown only now."""
    principal.require_whole_workspace()
    key = None
    async with ctx.transaction() as unit:
        known = await ctx.idempotency.claim(unit)
        if known is not None:
            workspace = await unit.workspaces.get(known)
        else:
            workspace = workspaces.add_workspace(unit, body.model_dump(mode="json"), actor_of(principal))
            await unit.session.flush()
            name = say("first_key", workspace.locale)
            _, key = workspaces.add_key(unit, workspace.id, name, workspaces.ADMIN, None, actor_of(principal))
            await ctx.idempotency.record(unit, workspace.id)
    set_etag(response, workspace.version)
    return WorkspaceOut.of(workspace, key)


@router.get("", operation_id="listWorkspaces")
async def list_workspaces(ctx: Context, principal: Admin) -> Page[WorkspaceOut]:
    """The key's own workspace."""
    principal.require_whole_workspace()
    async with ctx.transaction() as unit:
        workspace = await unit.workspaces.get(principal.workspace_id)
    return Page(items=[WorkspaceOut.of(workspace)])


@router.get("/{workspace_id}", operation_id="getWorkspace")
async def get_workspace(workspace_id: UUID, ctx: Context, principal: Admin, response: Response) -> WorkspaceOut:
    """One workspace."""
    own(principal, workspace_id)
    async with ctx.transaction() as unit:
        workspace = await unit.workspaces.get(workspace_id)
    set_etag(response, workspace.version)
    return WorkspaceOut.of(workspace)


@router.patch("/{workspace_id}", operation_id="changeWorkspace")
async def change_workspace(
    workspace_id: UUID, body: WorkspacePatchIn, ctx: Context, principal: Admin, response: Response
) -> WorkspaceOut:
    """Change some fields of a workspace."""
    own(principal, workspace_id)
    async with ctx.transaction() as unit:
        workspace = await unit.workspaces.lock(workspace_id)
        check_version(workspace.version, ctx.if_match())
        values = body.model_dump(mode="json", include=body.model_fields_set)
        workspaces.change_workspace(unit, workspace, values, actor_of(principal))
    set_etag(response, workspace.version)
    return WorkspaceOut.of(workspace)


@router.delete("/{workspace_id}", status_code=204, operation_id="deleteWorkspace")
async def delete_workspace(workspace_id: UUID, ctx: Context, principal: Admin) -> None:
    """Delete a workspace with everything in it, in every service."""
    own(principal, workspace_id)
    async with ctx.transaction() as unit:
        workspace = await unit.workspaces.lock(workspace_id)
        check_version(workspace.version, ctx.if_match())
        await workspaces.delete_workspace(unit, workspace, actor_of(principal))


@router.post("/{workspace_id}/api-keys", status_code=201, operation_id="createApiKey")
async def create_key(workspace_id: UUID, body: ApiKeyIn, ctx: Context, principal: Admin) -> ApiKeyOut:
    """Make an API key. Its text is in this answer and nowhere else."""
    own(principal, workspace_id)
    text = None
    async with ctx.transaction() as unit:
        known = await ctx.idempotency.claim(unit)
        if known is not None:
            key = await unit.api_keys.get(known, workspace_id)
        else:
            await unit.workspaces.get(workspace_id)
            for bot_id in body.bots or ():
                await unit.bots.get(bot_id, workspace_id)
            key, text = workspaces.add_key(unit, workspace_id, body.name, body.scopes, body.bots, actor_of(principal))
            await ctx.idempotency.record(unit, key.id)
    return ApiKeyOut.of(key, text)


@router.get("/{workspace_id}/api-keys", operation_id="listApiKeys")
async def list_keys(workspace_id: UUID, ctx: Context, principal: Admin, paging: Query) -> Page[ApiKeyOut]:
    """The workspace's keys without their texts, newest first."""
    own(principal, workspace_id)
    async with ctx.transaction() as unit:
        rows = await unit.api_keys.list(workspace_id, paging.after_id, paging.limit + 1)
    return Page.of(rows, paging, key=lambda key: [str(key.id)], item=ApiKeyOut.of)


@router.delete("/{workspace_id}/api-keys/{key_id}", operation_id="revokeApiKey")
async def revoke_key(workspace_id: UUID, key_id: UUID, ctx: Context, principal: Admin) -> ApiKeyOut:
    """Stop a key from working."""
    own(principal, workspace_id)
    async with ctx.transaction() as unit:
        key = await unit.api_keys.lock(key_id, workspace_id)
        await workspaces.revoke_key(unit, key, actor_of(principal))
    return ApiKeyOut.of(key)
