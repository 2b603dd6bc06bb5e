"""The HTTP application of outreach-svc."""

from __future__ import annotations

import structlog
from fastapi import FastAPI
from servicekit.http import api_app
from servicekit.kit import Kit

from outreach_svc.adapters.resources import Resources
from outreach_svc.api import routes
from outreach_svc.repository import Unit
from outreach_svc.repository.respelling import respell
from outreach_svc.settings import Settings


def create_app(kit: Kit[Settings, Unit, Resources]) -> FastAPI:
    """Prospects, the approval queue, templates, suppressions, and the public pages behind links in mails."""
    return api_app(
        "outreach-svc",
        kit,
        title="Empfang: outreach",
        description="Interessenten, Freigabe und Versand von Nachrichten. Prospects, approval and sending of mail.",
        routes=routes,
    )


log = structlog.get_logger(__name__)


async def init(kit: Kit[Settings, Unit, Resources]) -> None:
    """Bring addresses with international domains into the spelling in which they are compared and hashed."""
    keys = kit.resources.keys
    async with kit.transaction() as unit:
        changed = await respell(unit.session, erasure_key=keys.erasure, suppression_key=keys.suppression)
    if changed:
        log.info("addresses respelled", addresses=changed)
