"""The HTTP endpoints."""

from servicekit.http import routes_of

from analytics_svc.api import activity, figures, kpis, live, questions, reports

routes = routes_of(figures.router, live.router, questions.router, kpis.router, reports.router, activity.router)
