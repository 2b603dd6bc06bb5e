"""The HTTP endpoints."""

from analytics_svc.api import activity, figures, kpis, live, questions, reports

routers = (figures.router, live.router, questions.router, kpis.router, reports.router, activity.router)
