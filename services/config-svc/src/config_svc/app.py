"""The HTTP application."""

from __future__ import annotations

from fastapi import FastAPI
from identity import phone
from servicekit.http import api_app
from servicekit.kit import Kit

from config_svc.adapters import Resources
from config_svc.api import routers
from config_svc.domain import hours
from config_svc.repository import Unit
from config_svc.settings import Settings


def create_app(kit: Kit[Settings, Unit, Resources]) -> FastAPI:
    """config-svc's API on a running service."""
    # both load every country's names, 0.3 s that no request should wait for
    phone.region_of("Deutschland")
    hours.holiday_calendar("DE")
    app = api_app(
        "config-svc",
        kit,
        title="Empfang: configuration",
        description="Workspaces, API keys, chatbots with their whole configuration, and their pictures.",
    )
    for router in routers:
        app.include_router(router)
    return app
