"""Pictures for everyone who has their random name."""

from __future__ import annotations

from typing import Literal

from fastapi import APIRouter, Path, Response
from servicekit.errors import NotFound

from config_svc.adapters.objects import is_public_key, media_type
from config_svc.api.context import Context

router = APIRouter(tags=["media"])

CACHE = {"logos": "public, max-age=31536000, immutable", "portraits": "public, max-age=3600"}
"""Portraits are personal data: a deleted one is gone from caches within the hour."""


@router.get(
    "/media/{shelf}/{name}",
    operation_id="getPicture",
    response_class=Response,
    responses={200: {"content": {"image/png": {}, "image/jpeg": {}}}},
)
async def get_picture(ctx: Context, shelf: Literal["logos", "portraits"], name: str = Path(max_length=40)) -> Response:
    """A logo or a portrait."""
    await ctx.resources.limiter.hit("media", ctx.client_address, ctx.settings.media_rate_limit)
    key = f"{shelf}/{name}"
    content = await ctx.resources.media.get(key) if is_public_key(key) else None
    if content is None:
        raise NotFound("There is no such picture.")
    headers = {
        "Cache-Control": CACHE[shelf],
        "Content-Security-Policy": "default-src 'none'; sandbox",
        "Cross-Origin-Resource-Policy": "cross-origin",
    }
    return Response(content, media_type=media_type(key), headers=headers)
