"""The HTTP endpoints."""

from lead_svc.api import leads, privacy, tasks, visitors

routers = (visitors.router, leads.router, tasks.router, privacy.router)
