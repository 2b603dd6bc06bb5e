"""The HTTP endpoints."""

from outreach_svc.api import bulk, inbound, letters, messages, optouts, pages, prospects, suppressions, templates

routers = (
    prospects.router,
    bulk.router,
    letters.router,
    messages.router,
    templates.router,
    suppressions.router,
    optouts.router,
    inbound.router,
    pages.router,
)
