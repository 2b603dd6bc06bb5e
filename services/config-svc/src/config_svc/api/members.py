"""Members of a workspace: who may sign in with an account of their company."""

from __future__ import annotations

from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Response
from pydantic import Field
from servicekit.errors import check_version
from servicekit.http import Page

from config_svc.api.context import Admin, Context, Query, actor_of, own, set_etag
from config_svc.api.schemas.answers import MemberOut
from config_svc.api.schemas.fields import Given, MailAddress, Name
from config_svc.domain.roles import Role
from config_svc.service import members

router = APIRouter(prefix="/api/workspaces/{workspace_id}/members", tags=["members"])

INVITED = "60/hour"
"""Invitations of one workspace: a company's team in an hour, and no flood of mails to strangers."""
AGAIN = "3/hour"
"""Mails to one member that are asked for again."""
Bots = Annotated[list[UUID], Field(min_length=1, max_length=200)]


class MemberIn(Given):
    """Whom to invite: they sign in with the account that has this address. `bots` restricts them to these bots."""

    email: MailAddress
    name: Name
    role: Role = "editor"
    bots: Bots | None = None


class MemberPatchIn(Given):
    """What changes about a member; the address is their account's and does not."""

    name: Name = "unchanged"
    role: Role = "editor"
    bots: Bots | None = None


@router.get("", operation_id="listMembers")
async def list_members(workspace_id: UUID, ctx: Context, principal: Admin, paging: Query) -> Page[MemberOut]:
    """Who may sign in, invited last first; who was removed is not among them."""
    own(principal, workspace_id)
    async with ctx.transaction() as unit:
        rows = await unit.members.list(workspace_id, paging.after_id, paging.limit + 1)
    return Page.of(rows, paging, key=lambda member: [str(member.id)], item=MemberOut.of)


@router.post("", status_code=201, operation_id="inviteMember")
async def invite_member(
    workspace_id: UUID, body: MemberIn, ctx: Context, principal: Admin, response: Response
) -> MemberOut:
    """Let an address sign in. It is told so by one mail, where a company's sign-in is configured."""
    own(principal, workspace_id)
    mailed = ctx.settings.oidc.is_set
    if mailed:
        await ctx.resources.limiter.hit("invitation", str(workspace_id), INVITED)
    async with ctx.transaction() as unit:
        known = await ctx.idempotency.claim(unit)
        if known is not None:
            member = await unit.members.get(known, workspace_id)
        else:
            member = await members.invite(unit, workspace_id, **dict(body), actor=actor_of(principal), mailed=mailed)
            await ctx.idempotency.record(unit, member.id)
    set_etag(response, member.version)
    return MemberOut.of(member)


@router.post("/{member_id}/invitations", status_code=202, operation_id="inviteMemberAgain")
async def invite_member_again(
    workspace_id: UUID, member_id: UUID, ctx: Context, principal: Admin, response: Response
) -> MemberOut:
    """Send the mail of an invitation again, to a member who has not signed in yet."""
    own(principal, workspace_id)
    await ctx.resources.limiter.hit("invitation", str(workspace_id), INVITED)
    await ctx.resources.limiter.hit("invitation-again", f"{workspace_id}:{member_id}", AGAIN)
    async with ctx.transaction() as unit:
        member = await unit.members.lock(member_id, workspace_id)
        if await ctx.idempotency.claim(unit) is None:
            await members.invite_again(unit, member, actor_of(principal), mailed=ctx.settings.oidc.is_set)
            await ctx.idempotency.record(unit, member.id)
    set_etag(response, member.version)
    return MemberOut.of(member)


@router.patch("/{member_id}", operation_id="changeMember")
async def change_member(
    workspace_id: UUID, member_id: UUID, body: MemberPatchIn, ctx: Context, principal: Admin, response: Response
) -> MemberOut:
    """Change name, role or bots; who is signed in has the new rights within seconds."""
    own(principal, workspace_id)
    async with ctx.transaction() as unit:
        member = await unit.members.lock(member_id, workspace_id)
        check_version(member.version, ctx.if_match())
        values = body.model_dump(mode="json", include=body.model_fields_set)
        await members.change(unit, member, values, actor_of(principal))
    set_etag(response, member.version)
    return MemberOut.of(member)


@router.delete("/{member_id}", operation_id="removeMember")
async def remove_member(workspace_id: UUID, member_id: UUID, ctx: Context, principal: Admin) -> MemberOut:
    """End a member: whoever is signed in as them is not any more, within seconds."""
    own(principal, workspace_id)
    async with ctx.transaction() as unit:
        member = await unit.members.lock(member_id, workspace_id)
        check_version(member.version, ctx.if_match())
        await members.remove(unit, member, actor_of(principal))
    return MemberOut.of(member)
