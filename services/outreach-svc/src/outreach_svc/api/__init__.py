"""The HTTP endpoints."""

from servicekit.http import routes_of

from outreach_svc.api import bulk, inbound, letters, messages, optouts, pages, prospects, suppressions, templates

routes = routes_of(
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
