"""outreach-svc: prospects from the first look at their site to won or lost, and every lawful mail to them."""

from contracts.topics import API_KEYS, BOTS, MEMBERS, WORKSPACES
from servicekit.service import Service

from outreach_svc.adapters.resources import open_resources
from outreach_svc.app import create_app, init
from outreach_svc.consumers import consumers
from outreach_svc.jobs import OVERDUE, jobs
from outreach_svc.repository import Unit
from outreach_svc.settings import Settings

service = Service(
    "outreach-svc",
    settings=Settings,
    unit=Unit,
    resources=open_resources,
    api=create_app,
    replicas=(BOTS, WORKSPACES, API_KEYS, MEMBERS),
    consumers=consumers,
    jobs=jobs,
    measures=(OVERDUE,),
    init=init,
)
main = service.main

if __name__ == "__main__":
    main()
