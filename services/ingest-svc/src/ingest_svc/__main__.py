"""ingest-svc: reads sites, PDFs and texts into the knowledge index, and finds out about companies."""

import knowledge
from contracts.topics import API_KEYS, BOTS, OPT_OUTS, WORKSPACES
from servicekit.service import Service

from ingest_svc.adapters.resources import Resources, open_resources
from ingest_svc.app import create_app, init
from ingest_svc.consumers import consumers
from ingest_svc.jobs import jobs
from ingest_svc.repository import Unit
from ingest_svc.settings import Settings

service: Service[Settings, Unit, Resources] = Service(
    "ingest-svc",
    settings=Settings,
    unit=Unit,
    api=create_app,
    resources=open_resources,
    replicas=(API_KEYS, WORKSPACES, BOTS, OPT_OUTS),
    consumers=consumers,
    jobs=jobs,
    more_connections=knowledge.connections,
    init=init,
)
main = service.main

if __name__ == "__main__":
    main()
