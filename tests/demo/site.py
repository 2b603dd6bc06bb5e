"""The sample company's site."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import httpx
from aiohttp import web

from tests.demo.client import Stack, StepFailed
from tests.sites.serve import site_app


@asynccontextmanager
async def served_site(stack: Stack) -> AsyncIterator[str]:
    """The sample company's site, served here unless somebody serves it already."""
    async with httpx.AsyncClient(timeout=3) as client:
        try:
            served = "Tischlerei Brandt" in (await client.get(stack.site_url)).text
        except httpx.HTTPError:
            served = False
    if served:
        yield stack.site_url
        return
    runner = web.AppRunner(site_app("brandt"), access_log=None)
    await runner.setup()
    try:
        try:
            await web.TCPSite(runner, stack.site_host, stack.site_port).start()
        except OSError as error:
            raise StepFailed(f"Port {stack.site_port} ist belegt; dort soll die Beispielseite laufen.") from error
        yield stack.site_url
    finally:
        await runner.cleanup()
