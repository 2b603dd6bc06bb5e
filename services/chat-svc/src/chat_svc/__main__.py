"""chat-svc: conversations with visitors, answered from each bot's own sources."""

from __future__ import annotations

import knowledge
from contracts.topics import API_KEYS, BOTS, WORKSPACES
from servicekit.service import Service

from chat_svc.adapters.resources import open_resources
from chat_svc.app import create_app
from chat_svc.consumers import consumers
from chat_svc.jobs import jobs
from chat_svc.repository import Unit
from chat_svc.settings import Settings

service = Service(
    "chat-svc",
    settings=Settings,
    unit=Unit,
    api=create_app,
    resources=open_resources,
    replicas=(BOTS, WORKSPACES, API_KEYS),
    consumers=consumers,
    jobs=jobs,
    more_connections=knowledge.connections,
)
main = service.main

if __name__ == "__main__":
    main()
