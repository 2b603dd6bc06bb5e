"""The HTTP application of lead-svc."""

from __future__ import annotations

import re

from fastapi import FastAPI
from servicekit.http import api_app
from servicekit.http.cors import VisitorCors
from servicekit.kit import Kit

from lead_svc.adapters.resources import Resources
from lead_svc.api import routes
from lead_svc.repository import Unit
from lead_svc.settings import Settings

VISITORS = re.compile(r"^/api/chatbots/([0-9a-fA-F-]{36})/(?:capture-email|contact-requests)$")
"""What a widget on a company's own site calls."""


def create_app(kit: Kit[Settings, Unit, Resources]) -> FastAPI:
    """What visitors leave, leads for the operator, and the rights of persons."""
    app = api_app(
        "lead-svc",
        kit,
        title="Empfang: leads",
        description="Leads mit Einwilligung, Auskunft und Löschung. Leads with consent, access and erasure.",
        routes=routes,
        max_body_bytes=100_000,
    )
    app.add_middleware(VisitorCors, kit=kit, routes=VISITORS)
    return app
