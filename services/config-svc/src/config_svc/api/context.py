"""What every endpoint gets."""

from __future__ import annotations

from typing import Annotated
from uuid import UUID

from fastapi import Depends, Request, Response
from servicekit.errors import Invalid, NotFound
from servicekit.http import PageQuery, Principal, RequestContext, context, etag, requires

from config_svc.adapters.images.desk import NotAPicture, Picture
from config_svc.adapters.resources import Resources
from config_svc.domain.actors import Actor, member
from config_svc.domain.pictures import Square
from config_svc.repository import Unit
from config_svc.settings import Settings

Context = Annotated[RequestContext[Settings, Unit, Resources], Depends(context)]
Reader = Annotated[Principal, Depends(requires("bots:read"))]
Writer = Annotated[Principal, Depends(requires("bots:write"))]
Admin = Annotated[Principal, Depends(requires("workspace:admin"))]
Query = Annotated[PageQuery, Depends()]


def actor_of(principal: Principal) -> Actor:
    """The member or the key's holder as the audit trail names them."""
    if principal.member_id is not None:
        return member(principal.member_id)
    return Actor("key", principal.name, principal.id)


def own(principal: Principal, workspace_id: UUID) -> None:
    """Raises `NotFound` for a workspace that is not the key's, and `Forbidden` for a key of single bots."""
    principal.require_whole_workspace()
    if principal.workspace_id != workspace_id:
        raise NotFound(f"There is no workspace {workspace_id}.")


def set_etag(response: Response, version: int) -> None:
    """Say which version the answer shows."""
    response.headers["ETag"] = etag(version)


async def uploaded_picture(
    request: Request, ctx: Context, workspace_id: UUID, pointer: str, part: Square | None = None
) -> Picture:
    """The request's body, or a part of it, as a picture that is safe to keep.

    Raises `Invalid` naming the field, and `TooManyRequests` when too many are uploaded at once.
    """
    try:
        return await ctx.resources.pictures.take(request.stream(), workspace_id, part)
    except NotAPicture as error:
        raise Invalid.field(pointer, str(error)) from error
