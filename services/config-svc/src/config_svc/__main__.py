"""config-svc: workspaces, their keys, bots and their whole configuration."""

from __future__ import annotations

from contracts.topics import API_KEYS, WORKSPACES
from servicekit.service import Service

from config_svc.adapters.resources import open_resources
from config_svc.app import create_app, init
from config_svc.consumers import consumers
from config_svc.jobs import jobs
from config_svc.repository import Unit
from config_svc.settings import Settings

service = Service(
    "config-svc",
    settings=Settings,
    unit=Unit,
    api=create_app,
    resources=open_resources,
    replicas=(API_KEYS, WORKSPACES),
    consumers=consumers,
    jobs=jobs,
    init=init,
)
main = service.main

if __name__ == "__main__":
    main()
