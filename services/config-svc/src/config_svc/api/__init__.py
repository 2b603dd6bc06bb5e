"""The HTTP endpoints."""

from config_svc.api import bots, demos, media, persons, states, workspaces

routers = (bots.router, states.router, demos.router, persons.router, workspaces.router, media.router)
