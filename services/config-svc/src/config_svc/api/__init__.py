"""The HTTP endpoints."""

from config_svc.api import bots, demos, media, opening, persons, states, versions, workspaces

routers = (
    bots.router,
    states.router,
    versions.router,
    opening.router,
    demos.router,
    persons.router,
    workspaces.router,
    media.router,
)
