"""The HTTP endpoints."""

from servicekit.http import routes_of

from config_svc.api import (
    audit,
    bots,
    demos,
    filters,
    media,
    members,
    opening,
    persons,
    sessions,
    states,
    versions,
    workspaces,
)

routes = routes_of(
    bots.router,
    states.router,
    versions.router,
    opening.router,
    demos.router,
    persons.router,
    workspaces.router,
    members.router,
    audit.router,
    filters.router,
    sessions.router,
    media.router,
)
