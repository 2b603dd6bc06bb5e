"""The HTTP endpoints."""

from config_svc.api import bots, demos, media, opening, persons, states, workspaces

routers = (bots.router, states.router, opening.router, demos.router, persons.router, workspaces.router, media.router)
