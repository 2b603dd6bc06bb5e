"""Signing in with an account of one's company: an ID token goes in, an API key that ends by itself comes out."""

from __future__ import annotations

from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Depends
from identity.text import AS_LINE
from pydantic import StringConstraints
from servicekit.errors import Forbidden, Problem
from servicekit.http import Principal, requires

from config_svc.api.context import Context
from config_svc.api.schemas.answers import HolderOut, SessionOut
from config_svc.api.schemas.fields import Given
from config_svc.service import members

router = APIRouter(prefix="/api/sessions", tags=["members"])

REFUSED = "30/minute"
"""Sign-ins that came to nothing, by one address."""
Anybody = Annotated[Principal, Depends(requires())]
Token = Annotated[str, StringConstraints(min_length=1, max_length=20_000), AS_LINE]
Nonce = Annotated[str, StringConstraints(min_length=16, max_length=200), AS_LINE]


class SessionIn(Given):
    """An ID token of the configured issuer, and the nonce that it was asked for with."""

    id_token: Token
    nonce: Nonce
    workspace_id: UUID | None = None


@router.post("", status_code=201, operation_id="signIn")
async def sign_in(body: SessionIn, ctx: Context) -> SessionOut:
    """A key with the member's rights for twelve hours; the workspaces to choose from when there are several.

    403 for an account that nobody invited, or whose address is not verified; 401 for a token that cannot be trusted.
    """
    await ctx.resources.limiter.check("sign-in", ctx.client_address, REFUSED)
    try:
        account = await ctx.resources.openid.account(body.id_token, body.nonce)
        async with ctx.transaction() as unit:
            found = await members.sign_in(unit, account, body.workspace_id)
    except Problem:
        await ctx.resources.limiter.hit("sign-in", ctx.client_address, REFUSED)
        raise
    return SessionOut.of(found)


@router.get("", operation_id="getSession")
async def get_session(ctx: Context, principal: Anybody) -> HolderOut:
    """Who the key's holder is, what they may do, and in which workspace."""
    async with ctx.transaction() as unit:
        workspace = await unit.workspaces.get(principal.workspace_id)
        member = await unit.members.get(principal.member_id, workspace.id) if principal.member_id else None
    return HolderOut.of(workspace, member, principal.scopes, principal.bots)


@router.delete("", status_code=204, operation_id="signOut")
async def sign_out(ctx: Context, principal: Anybody) -> None:
    """End the sign-in whose key this is asked with."""
    if principal.member_id is None:
        raise Forbidden("This key is no sign-in: revoke it, if it shall work no more.")
    async with ctx.transaction() as unit:
        await members.end_session(unit, await unit.api_keys.lock(principal.id, principal.workspace_id))
