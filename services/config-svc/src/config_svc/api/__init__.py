"""The HTTP endpoints."""

from config_svc.api import audit, bots, demos, media, members, opening, persons, sessions, states, versions, workspaces

routers = (
    bots.router,
    states.router,
    versions.router,
    opening.router,
    demos.router,
    persons.router,
    workspaces.router,
    members.router,
    audit.router,
    sessions.router,
    media.router,
)
