"""The HTTP application."""

from __future__ import annotations

from fastapi import FastAPI
from servicekit.http import api_app
from servicekit.kit import Kit

from ingest_svc.adapters.resources import Resources
from ingest_svc.api import routes
from ingest_svc.repository import Unit
from ingest_svc.settings import Settings

UPLOAD_MARGIN = 100_000


def create_app(kit: Kit[Settings, Unit, Resources]) -> FastAPI:
    """ingest-svc's API."""
    return api_app(
        "ingest-svc",
        kit,
        title="Empfang: sources and research",
        description="What a bot knows something from, and what a company publishes about itself. "
        "(Deutsch: Wissensquellen eines Bots und Recherche über Unternehmen.)",
        routes=routes,
        max_body_bytes=kit.settings.pdf.max_bytes + UPLOAD_MARGIN,
    )


async def init(kit: Kit[Settings, Unit, Resources]) -> None:
    """Nothing more: opening the kit for this has migrated the knowledge index (`open_resources`)."""
