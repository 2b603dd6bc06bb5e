"""The HTTP endpoints."""

from config_svc.api import bots, demos, media, members, opening, persons, sessions, states, versions, workspaces

routers = (
    bots.router,
    states.router,
    versions.router,
    opening.router,
    demos.router,
    persons.router,
    workspaces.router,
    members.router,
    sessions.router,
    media.router,
)
