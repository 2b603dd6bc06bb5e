"""What config-svc holds beside its database."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass

from servicekit.http import RateLimiter
from servicekit.objects import Objects

from config_svc.adapters.images.desk import PictureDesk
from config_svc.adapters.objects import Media
from config_svc.adapters.openid import OpenId
from config_svc.domain.links import Linker
from config_svc.settings import Settings


@dataclass(frozen=True)
class Resources:
    """The adapters."""

    linker: Linker
    media: Media
    pictures: PictureDesk
    limiter: RateLimiter
    openid: OpenId


@asynccontextmanager
async def open_resources(settings: Settings) -> AsyncIterator[Resources]:
    """The adapters, open."""
    yield Resources(
        linker=Linker(
            settings.link_key.get_secret_value().encode(),
            {
                "production": settings.public_url,
                "staging": settings.staging_url,
                "preview": settings.preview_url,
            },
        ),
        media=Media(Objects(settings.objects_url)),
        pictures=PictureDesk(),
        limiter=RateLimiter("config-svc", settings.valkey),
        openid=OpenId(settings.oidc),
    )
