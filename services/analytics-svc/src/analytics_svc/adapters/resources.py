"""The adapters a running analytics-svc holds."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass

from servicekit.objects import Objects

from analytics_svc.adapters.rendering import Renderer
from analytics_svc.settings import Settings


@dataclass(frozen=True)
class Resources:
    """What jobs and endpoints use besides the database."""

    objects: Objects
    renderer: Renderer


@asynccontextmanager
async def open_resources(settings: Settings) -> AsyncIterator[Resources]:
    """The adapters; the process that renders is started for each report."""
    yield Resources(Objects(settings.objects_url), Renderer())
