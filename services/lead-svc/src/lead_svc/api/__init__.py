"""The HTTP endpoints."""

from servicekit.http import routes_of

from lead_svc.api import leads, privacy, tasks, visitors

routes = routes_of(visitors.router, leads.router, tasks.router, privacy.router)
