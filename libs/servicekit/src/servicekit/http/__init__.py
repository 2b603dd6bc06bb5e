"""The HTTP side of the kit; services import from here."""

from servicekit.auth.keys import Principal
from servicekit.http.app import api_app, routes_of
from servicekit.http.context import (
    Idempotency,
    RequestContext,
    client_address,
    context,
    etag,
    requires,
)
from servicekit.http.limits import RateLimiter
from servicekit.http.pages import Page, PageQuery, no_cursor
from servicekit.http.problems import ProblemOut, invalid
from servicekit.http.sse import SseEvent, sse

__all__ = [
    "Idempotency",
    "Page",
    "PageQuery",
    "Principal",
    "ProblemOut",
    "RateLimiter",
    "RequestContext",
    "SseEvent",
    "api_app",
    "client_address",
    "context",
    "etag",
    "invalid",
    "no_cursor",
    "requires",
    "routes_of",
    "sse",
]
