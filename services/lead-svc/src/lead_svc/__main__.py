"""lead-svc: keeps leads encrypted, answers for them to operators, and erases them on request."""

from contracts.topics import API_KEYS, BOTS, MEMBERS, WORKSPACES
from servicekit.service import Service

from lead_svc.adapters.resources import open_resources
from lead_svc.app import create_app
from lead_svc.consumers import consumers
from lead_svc.jobs import OVERDUE, jobs
from lead_svc.repository import Unit
from lead_svc.settings import Settings

service = Service(
    "lead-svc",
    settings=Settings,
    unit=Unit,
    resources=open_resources,
    api=create_app,
    replicas=(BOTS, WORKSPACES, API_KEYS, MEMBERS),
    consumers=consumers,
    jobs=jobs,
    measures=(OVERDUE,),
)
main = service.main

if __name__ == "__main__":
    main()
