"""The HTTP endpoints."""

from lead_svc.api import leads, privacy, visitors

routers = (visitors.router, leads.router, privacy.router)
