"""The HTTP endpoints."""

from servicekit.http import routes_of

from ingest_svc.api import research, sources

routes = routes_of(sources.router, research.router)
