"""The HTTP application of outreach-svc."""

from __future__ import annotations

from fastapi import FastAPI
from servicekit.http import api_app
from servicekit.kit import Kit

from outreach_svc.api import inbound, messages, pages, prospects, suppressions, templates
from outreach_svc.repository import Unit
from outreach_svc.settings import Resources, Settings


def create_app(kit: Kit[Settings, Unit, Resources]) -> FastAPI:
    """Prospects, the approval queue, templates, suppressions, and the public pages behind links in mails."""
    app = api_app(
        "outreach-svc",
        kit,
        title="Empfang: outreach",
        description="Interessenten, Freigabe und Versand von Nachrichten. Prospects, approval and sending of mail.",
    )
    for module in (prospects, messages, templates, suppressions, inbound, pages):
        app.include_router(module.router)
    return app
