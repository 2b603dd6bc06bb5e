"""The HTTP endpoints."""

from ingest_svc.api import research, sources

routers = (sources.router, research.router)
