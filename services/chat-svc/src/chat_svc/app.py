"""The HTTP application."""

from __future__ import annotations

import re

from fastapi import FastAPI
from openinghours import OpeningHours
from servicekit.http import api_app
from servicekit.http.cors import VisitorCors
from servicekit.kit import Kit

from chat_svc.adapters.resources import Resources
from chat_svc.api import routes
from chat_svc.repository import Unit
from chat_svc.settings import Settings

LARGEST_BODY = 64_000
VISITORS = re.compile(r"^/api/chat/([0-9a-fA-F-]{36})/")
"""What a widget on a company's own site calls."""


def create_app(kit: Kit[Settings, Unit, Resources]) -> FastAPI:
    """chat-svc's API and pages on a running service."""
    OpeningHours.parse({"holidays": "DE-BY"})  # loads the calendars, 0.3 s that no visitor should wait for
    app = api_app(
        "chat-svc",
        kit,
        title="Empfang: conversations",
        description="Sessions, answers with sources, feedback, transcripts, and the bot's page.",
        routes=routes,
        max_body_bytes=LARGEST_BODY,
    )
    app.add_middleware(VisitorCors, kit=kit, routes=VISITORS)
    return app
