"""config-svc: workspaces, their keys, bots and their whole configuration."""

from __future__ import annotations

from contracts.topics import API_KEYS, OPT_OUTS, WORKSPACES
from servicekit.service import Command, Service

from config_svc.adapters.resources import open_resources
from config_svc.app import create_app, init, new_key
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
    replicas=(API_KEYS, WORKSPACES, OPT_OUTS),
    consumers=consumers,
    jobs=jobs,
    init=init,
    commands={
        "new-key": Command(
            "show a new API key of the first workspace, or of the platform",
            lambda parser: parser.add_argument("--platform", action="store_true", help="for operating all workspaces"),
            new_key,
        )
    },
)
main = service.main

if __name__ == "__main__":
    main()
