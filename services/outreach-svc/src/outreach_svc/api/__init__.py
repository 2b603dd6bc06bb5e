"""The HTTP endpoints."""

from outreach_svc.api import inbound, messages, pages, prospects, suppressions, templates

routers = (
    prospects.router,
    messages.router,
    templates.router,
    suppressions.router,
    inbound.router,
    pages.router,
)
