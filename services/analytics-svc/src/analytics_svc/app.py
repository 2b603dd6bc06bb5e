"""The HTTP application of analytics-svc."""

from __future__ import annotations

from typing import Any

from fastapi import FastAPI
from servicekit.http import api_app
from servicekit.kit import Kit

from analytics_svc.api import live, routes
from analytics_svc.repository import Unit
from analytics_svc.settings import Settings


def create_app(kit: Kit[Settings, Unit, Any]) -> FastAPI:
    """Daily figures, engagement, questions, KPIs and reports."""
    app = api_app(
        "analytics-svc",
        kit,
        title="Empfang analytics",
        description="Tageszahlen, Engagement, Kennzahlen, Berichte. Daily figures, engagement, KPIs, reports.",
        routes=routes,
    )
    app.state.watch = live.Watch(kit)
    return app
