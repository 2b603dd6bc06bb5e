"""analytics-svc: turns facts about conversations and leads into daily figures and an engagement score."""

from __future__ import annotations

from contracts.topics import API_KEYS, BOTS, PROSPECTS, QUESTIONS, WORKSPACES
from servicekit.service import Service

from analytics_svc.adapters.resources import Resources, open_resources
from analytics_svc.agents import replay
from analytics_svc.agents.worker import run_worker
from analytics_svc.app import create_app
from analytics_svc.consumers import consumers
from analytics_svc.jobs import jobs
from analytics_svc.repository import Unit
from analytics_svc.settings import Settings

service: Service[Settings, Unit, Resources] = Service(
    "analytics-svc",
    settings=Settings,
    unit=Unit,
    resources=open_resources,
    api=create_app,
    replicas=(BOTS, WORKSPACES, API_KEYS, QUESTIONS, PROSPECTS),
    consumers=consumers,
    jobs=jobs,
    worker=run_worker,
    commands={"replay": replay.command},
)
main = service.main

if __name__ == "__main__":
    main()
