"""The HTTP endpoints."""

from outreach_svc.api import inbound, messages, optouts, pages, prospects, suppressions, templates

routers = (
    prospects.router,
    messages.router,
    templates.router,
    suppressions.router,
    optouts.router,
    inbound.router,
    pages.router,
)
